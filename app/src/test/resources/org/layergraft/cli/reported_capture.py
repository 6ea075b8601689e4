"""A model that two ranks of real DistributedDataParallel train while capture.py watches: python3 reported_capture.py FOLDER_OF_CAPTURE FOLDER.

Writes model.rR.capture.json and facts.json with what really happened: versions, losses and local gradients of rank 0, and how a run
without find_unused_parameters ends.
"""

import copy
import json
import multiprocessing
import os
import platform
import sys
from datetime import timedelta

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
os.environ["GLOO_SOCKET_IFNAME"] = "lo"
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP

import capture

FOLDER = sys.argv[2]
FORK = multiprocessing.get_context("fork")


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 8))
        self.cls = nn.Linear(8, 4)
        self.class_embed = nn.Parameter(torch.ones(3, 5))
        self.frozen = nn.Linear(8, 8).requires_grad_(False)

    def forward(self, x):
        return self.cls(self.encoder(self.frozen(x)))


def rank(number, name, find_unused, watched, answers):
    os.environ.update(RANK=str(number), WORLD_SIZE="2")
    store = dist.FileStore(os.path.join(FOLDER, name), 2)
    dist.init_process_group("gloo", store=store, rank=number, world_size=2, timeout=timedelta(seconds=60))
    torch.manual_seed(0)
    model = Head()
    batches = [torch.randn(4, 8, generator=torch.Generator().manual_seed(10 * number + i)) for i in range(3)]
    alone = copy.deepcopy(model)
    alone(batches[0]).square().mean().backward()
    local = {n: p.grad.norm().item() for n, p in alone.named_parameters() if p.grad is not None}
    ddp = DDP(model, find_unused_parameters=find_unused, gradient_as_bucket_view=True)
    if watched:
        capture.watch(ddp, out=os.path.join(FOLDER, "model.capture.json"), iterations=2)
    losses, error = [], None
    try:
        for batch in batches:
            loss = ddp(batch).square().mean()
            loss.backward()
            losses.append(loss.item())
    except RuntimeError as e:
        error = str(e)
    answers.put((number, losses, local, error))
    dist.destroy_process_group()


def two(name, find_unused, watched):
    answers = FORK.Queue()
    ranks = [FORK.Process(target=rank, args=(r, name, find_unused, watched, answers)) for r in range(2)]
    for process in ranks:
        process.start()
    found = sorted((answers.get(timeout=120) for _ in ranks), key=lambda a: a[0])
    for process in ranks:
        process.join()
    return found


if __name__ == "__main__":
    trained = two("store1", True, True)
    plain = two("store2", False, False)
    with open(os.path.join(FOLDER, "facts.json"), "w") as f:
        json.dump({"torch": torch.__version__, "python": platform.python_version(), "losses": trained[0][1], "local": trained[0][2],
                   "trains": trained[0][3] is None, "plain": plain[0][3]}, f)
