"""What DistributedDataParallel does with its options: two ranks over Gloo, the outcome as JSON on standard output.

    python3 options.py FOLDER SCENARIOS.json

Writes MODEL.pt and the inputs of each rank and batch below FOLDER. A scenario is {"model", "find_unused_parameters",
"static_graph", "bucket_cap_mb"?, "gradient_as_bucket_view", "broadcast_buffers", "accumulate", "bf16"}.
"""

import contextlib
import json
import multiprocessing
import os
import sys
from datetime import timedelta
from pathlib import Path

os.environ["GLOO_SOCKET_IFNAME"] = "lo"

import numpy
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

RANKS = 2
STEPS = 3
MOST_BATCHES = 9
FORK = multiprocessing.get_context("fork")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8)
        self.b = nn.Linear(8, 8)
        self.c = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.c(torch.relu(self.b(torch.relu(self.a(x)))))


class Seen(nn.Module):
    """Its loss shows whose buffer it used."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.register_buffer("seen", torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        self.seen.add_(x.detach().mean())
        return self.a(x) * self.seen


class Lost(Net):
    def __init__(self):
        super().__init__()
        self.lost = nn.Linear(3, 3)


class Odd(nn.Module):
    """A parameter that is used by every other forward only, the first among them."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(4, 2)
        self.register_buffer("calls", torch.zeros(1, dtype=torch.int64))

    def forward(self, x: Tensor) -> Tensor:
        self.calls.add_(1)
        y = self.a(x)
        if int(self.calls) % 2 == 1:
            y = y + self.b(x)
        return y


class Fine(nn.Module):
    """One weight of which bfloat16 loses a part, in an operator that autocast lists and in one that it does not."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        with torch.no_grad():
            self.a.weight.fill_(1 + 2.0**-10)
            self.a.bias.zero_()
        self.scale = nn.Parameter(torch.full((4,), 1 + 2.0**-10))

    def forward(self, x: Tensor) -> Tensor:
        return self.a(torch.ones_like(x)) + x * self.scale


MODELS = {"net": Net, "seen": Seen, "lost": Lost, "odd": Odd, "fine": Fine}


def inputs(folder, rank, batch):
    file = folder / f"inputs-rank{rank}-iter{batch}.npz"
    return torch.from_numpy(numpy.load(file)["x"])


def write(folder):
    for name, model in MODELS.items():
        torch.manual_seed(1)
        torch.jit.save(torch.jit.script(model().train()), str(folder / f"{name}.pt"))
    for rank in range(RANKS):
        for batch in range(1, MOST_BATCHES + 1):
            generator = torch.Generator().manual_seed(1000 * batch + rank)
            x = torch.randn(3, 4, generator=generator).numpy()
            numpy.savez(folder / f"inputs-rank{rank}-iter{batch}.npz", x=x)


def train(folder, scenario, rank, port, pipe):
    torch.set_num_threads(1)
    dist.init_process_group(
        "gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=RANKS, timeout=timedelta(seconds=20))
    torch.manual_seed(1)
    model = MODELS[scenario["model"]]().train()
    options = {k: scenario[k] for k in (
        "find_unused_parameters", "static_graph", "gradient_as_bucket_view", "broadcast_buffers")}
    if scenario.get("bucket_cap_mb"):
        options["bucket_cap_mb"] = scenario["bucket_cap_mb"]
        # What an explicit bucket_cap_mb does by itself in later releases.
        dist._DEFAULT_FIRST_BUCKET_BYTES = int(scenario["bucket_cap_mb"] * 1024 * 1024)
    told = {"losses": [], "failure": None, "buckets": None}
    ddp = DistributedDataParallel(model, **options)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    n = scenario["accumulate"]
    step, phase = 0, "construct"
    try:
        for step in range(1, STEPS + 1):
            total = 0.0
            for micro in range(1, n + 1):
                with ddp.no_sync() if micro < n else contextlib.nullcontext():
                    x = inputs(folder, rank, (step - 1) * n + micro)
                    phase = "forward"
                    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=scenario["bf16"]):
                        out = ddp(x)
                        loss = (out * out).mean()
                    share = loss / n
                    phase = "backward"
                    if micro == 1:
                        optimizer.zero_grad(set_to_none=True)
                    share.backward()
                    total += share.item()
            phase = "step"
            optimizer.step()
            told["losses"].append(total)
        log = ddp._get_ddp_logging_data()
        told["buckets"] = log.get("rebuilt_bucket_sizes") or log["bucket_sizes"]
    except RuntimeError as error:
        told["failure"] = {"iteration": step, "phase": phase, "message": str(error)}
    told["gradient_dtypes"] = sorted({str(p.grad.dtype) for p in model.parameters() if p.grad is not None})
    pipe.send(told)
    pipe.recv()  # a rank that left early would turn the other's error into a lost connection


def run(folder, scenario, port):
    pipes, processes = [], []
    for rank in range(RANKS):
        ours, theirs = FORK.Pipe()
        pipes.append(ours)
        processes.append(FORK.Process(target=train, args=(folder, scenario, rank, port, theirs)))
        processes[-1].start()
    told = [pipe.recv() for pipe in pipes]
    for pipe in pipes:
        pipe.send("done")
    for process in processes:
        process.join()
    return told


def free_port():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def main():
    folder = Path(sys.argv[1])
    write(folder)
    scenarios = json.loads(Path(sys.argv[2]).read_text())
    told = [run(folder, scenario, free_port()) for scenario in scenarios]
    Path(folder / "told.json").write_text(json.dumps({"version": torch.__version__, "ranks": told}))


main()
