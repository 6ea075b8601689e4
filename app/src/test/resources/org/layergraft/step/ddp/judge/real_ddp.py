"""Trains modules under PyTorch's own DistributedDataParallel and writes down what happened.

A case becomes a folder: ``model.pt`` (TorchScript, never checkpointed), ``inputs-rankR-iterN.npz`` for every rank and
iteration, and ``expected.json``. Every run has two fresh processes, forked from one that has imported torch and computed
nothing; they meet over Gloo. A rank that failed leaves after a moment, as a crashed training process would.
"""

import functools
import importlib.util
import json
import math
import multiprocessing
import os
import re
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import wait

# Before torch.distributed is imported. INFO makes messages name parameters and changes nothing else.
os.environ["TORCH_DISTRIBUTED_DEBUG"] = "INFO"
os.environ["GLOO_SOCKET_IFNAME"] = "lo"
sys.dont_write_bytecode = True

import numpy as np
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint

ITERATIONS = 3
RANKS = 2
LEARNING_RATE = 0.01
COLLECTIVE_SECONDS = 5
HARD_SECONDS = 30
GRACE_SECONDS = 0.8
FORK = multiprocessing.get_context("fork")
PHASES = ("construct", "forward", "loss", "backward", "step")

OUTCOMES = [  # the first that matches
    ("unused_parameters", "Expected to have finished reduction in the prior iteration"),
    ("ready_twice", "Expected to mark a variable ready only once"),
    ("static_graph_changed", "Your training graph has changed in this iteration"),
    ("hang", r"(?i)timed out|timeout"),
    ("peer_lost", r"(?i)connection (was )?(closed|reset|refused)|socket closed|broken pipe"),
]


@dataclass
class Case:
    """``build`` gives the module; it is called in child processes only.

    inputs: (name, dtype, shape, make) each; make(rank, iteration, generator) gives the tensor, iterations count from 0.
    runs: (find_unused_parameters, static_graph, checkpoint mode) each.
    """

    id: str
    build: object
    inputs: list
    loss: dict
    checkpoint: list = field(default_factory=list)
    export: str = "script"
    tags: list = field(default_factory=list)
    runs: list = field(default_factory=list)

    def module(self):
        torch.manual_seed(1234)
        return self.build().train()

    def modes(self):
        return sorted({mode for _, _, mode in self.runs} | {"off"})

    def batch(self, rank, iteration):
        generator = torch.Generator().manual_seed(data_seed(rank, iteration))
        return [make(rank, iteration, generator) for _, _, _, make in self.inputs]


def data_seed(rank, iteration):
    return 1000 * (iteration + 1) + rank


def from_file(path):
    """The ``Model`` of a Python file; scripting needs its text, so it must be a file."""
    spec = importlib.util.spec_from_file_location("made", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["made"] = module
    spec.loader.exec_module(module)
    return module.Model()


# ---------------------------------------------------------------- loss, checkpointing, gradients

def flatten(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for item in value for t in flatten(item)] if isinstance(value, (list, tuple)) else []


def compute_loss(spec, output):
    how = spec["kind"]
    if how == "outputs":
        everything = flatten(output)
        picked, how = [everything[i] for i in spec["use"]], spec.get("reduce", "sum")
    elif how == "keys":
        picked, how = flatten([v for k, v in output.items() if spec["contains"] in k]), "mean"
    else:
        picked = [t for t in flatten(output) if t.is_floating_point()]
    reduced = {"sum": lambda t: t.sum(), "mean": lambda t: t.mean(), "square": lambda t: (t * t).mean()}[how]
    return functools.reduce(lambda a, b: a + b, [reduced(t) for t in picked])


def apply_checkpoint(module, paths, mode):
    done = set()
    for path in paths if mode != "off" else []:
        part = module.get_submodule(path)
        if id(part) not in done:
            done.add(id(part))
            part.forward = functools.partial(checkpoint, part.forward, use_reentrant=(mode == "reentrant"))
    return module


def state(p):
    if not p.requires_grad:
        return "frozen", None
    if p.grad is None:
        return "none", None
    grad = p.grad.detach()
    grad = (grad.coalesce().values() if grad.is_sparse else grad).double()
    if not bool(torch.isfinite(grad).all()):
        return "nonfinite", None
    norm = float(torch.linalg.vector_norm(grad)) if grad.numel() else 0.0
    return ("nonzero" if bool((grad != 0).any()) else "zero"), norm


def bits(tensor):
    if tensor is None:
        return None
    return (tensor.to_dense() if tensor.is_sparse else tensor).detach().contiguous().numpy().tobytes()


def number(x):
    return float(f"{x:.9g}") if math.isfinite(x) else str(x)


# ---------------------------------------------------------------- what runs in a child

class Rank:
    """One process's training, and where it is."""

    def __init__(self, case, rank):
        self.case, self.rank = case, rank
        self.iteration, self.phase = 0, "construct"
        self.losses = []

    def at(self, iteration, phase):
        self.iteration, self.phase = iteration, phase

    def train(self, module, iterations, after_backward=None, after_step=None):
        trained = [p for p in module.parameters() if p.requires_grad]
        optimizer = torch.optim.SGD(trained, lr=LEARNING_RATE) if trained else None
        for i in range(iterations):
            batch = self.case.batch(self.rank, i)
            torch.manual_seed(data_seed(self.rank, i))
            self.at(i + 1, "forward")
            output = module(*batch)
            self.at(i + 1, "loss")
            loss = compute_loss(self.case.loss, output)
            self.at(i + 1, "backward")
            if optimizer:
                optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if after_backward:
                after_backward(i)
            self.at(i + 1, "step")
            if optimizer:
                optimizer.step()
            if after_step:
                after_step(i)
            self.losses.append(number(float(loss)))

    def failure(self, error):
        text = re.sub(r":\d{4,5}\b", ":PORT", str(error))
        outcome = next((o for o, pattern in OUTCOMES if re.search(pattern, text)), "other")
        return {"outcome": outcome, "iteration": self.iteration, "phase": self.phase, "error": text[:1500],
                "named_parameters": named_in(text)}


def named_in(text):
    names = []
    match = re.search(r"Parameters which did not receive grad for rank \d+: (.*)", text)
    if match:
        names += [n.strip() for n in match.group(1).split(",")]
    names += [n.rstrip(",;") for n in re.findall(r"[Pp]arameter at index \d+ with name (\S+)", text)]
    return [n.strip(".") for n in names]  # DDP writes a parameter of the root as ".name"


def quiet(path):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(fd, 1)
    os.dup2(fd, 2)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")


def values_of(module):
    return {name: bits(p) for name, p in module.named_parameters()}


def ddp_rank(case, number_, run, folder, tensors):
    find_unused, static, mode = run
    log = os.path.join(folder, f"log-{number_}")
    quiet(log)
    rank, report = Rank(case, number_), {}
    try:
        dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=number_, world_size=RANKS,
                                timeout=timedelta(seconds=COLLECTIVE_SECONDS))
        module = apply_checkpoint(case.module(), case.checkpoint, mode)
        before = values_of(module)
        ddp = DistributedDataParallel(module, find_unused_parameters=find_unused, static_graph=static)
        kept = {}

        def after_backward(i):
            if i == 0:
                report["first"] = {n: (state(p)[0], bits(p.grad)) for n, p in module.named_parameters()}
            for n, p in module.named_parameters() if tensors else []:
                if p.grad is not None:
                    kept[f"{i + 1}.gradient.{n}"] = (p.grad.to_dense() if p.grad.is_sparse else p.grad).numpy().copy()

        def after_step(i):
            for n, p in module.named_parameters() if tensors else []:
                kept[f"{i + 1}.value.{n}"] = p.detach().numpy().copy()

        rank.train(ddp, ITERATIONS, after_backward, after_step)
        after = values_of(module)
        report.update(outcome="ok", values=after, losses=rank.losses, never_updated=[
            n for n, p in module.named_parameters() if p.requires_grad and after[n] == before[n]])
        if tensors:
            np.savez(tensors, **kept)
    except Exception as error:
        report.update(rank.failure(error))
    sys.stderr.flush()
    with open(log, errors="replace") as text:
        report["nothing_unused"] = "did not find any unused parameters in the forward pass" in text.read()
    return report


def local(case, number_, mode, module=None):
    """One plain backward: states, norms, and whose gradient accumulators ran."""
    module = module or apply_checkpoint(case.module(), case.checkpoint, mode)
    order, keep = [], []
    for name, p in module.named_parameters():
        if p.requires_grad:
            node = p.expand_as(p).grad_fn.next_functions[0][0]
            node.register_hook(lambda *_, name=name: order.append(name))
            keep.append(node)
    rank = Rank(case, number_)
    try:
        rank.train(module, 1)
        result = {"outcome": "ok", "loss": rank.losses[0]}
    except Exception as error:
        result = rank.failure(error)
    states = {n: state(p) for n, p in module.named_parameters()}
    largest = max([norm for s, norm in states.values() if s == "nonzero"], default=0.0)
    result["params"] = {n: {"state": s, "norm": norm} for n, (s, norm) in states.items()}
    result["ready_order"] = order
    result["fragile"] = [n for n, (s, norm) in states.items() if s == "nonzero" and norm < 1e-6 * largest]
    return result


def script_differences(case, path):
    """Where the archive's own plain gradients are not the module's: then it is no fair case."""
    differences = []
    for rank in range(RANKS):
        ours, theirs = local(case, rank, "off"), local(case, rank, "off", torch.jit.load(path).train())
        if list(ours["params"]) != list(theirs["params"]):
            return ["names: %s, %s" % (list(ours["params"]), list(theirs["params"]))]
        for name, want in ours["params"].items():
            got = theirs["params"][name]
            if want["state"] != got["state"] and name not in ours["fragile"] + theirs["fragile"]:
                differences.append(f"rank {rank} {name}: {want['state']}, {got['state']}")
        if ours["outcome"] != theirs["outcome"] or set(ours["ready_order"]) != set(theirs["ready_order"]):
            differences.append("rank %d: %s" % (rank, [ours, theirs]))
    return differences


def prepare(case, folder, log):
    quiet(log)
    module = case.module()
    path = os.path.join(folder, "model.pt")
    if case.export == "script":
        scripted = torch.jit.script(module)
    else:
        torch.manual_seed(data_seed(0, 0))
        scripted = torch.jit.trace(module, tuple(case.batch(0, 0)), check_trace=False, strict=False)
        fresh = dict(case.module().named_buffers())  # tracing ran the module once
        with torch.no_grad():
            for name, buffer in scripted.named_buffers():
                if name in fresh:
                    buffer.copy_(fresh[name])
    torch.jit.save(scripted, path)
    for rank in range(RANKS):
        for i in range(ITERATIONS):
            arrays = {spec[0]: t.numpy() for spec, t in zip(case.inputs, case.batch(rank, i))}
            names = [f"inputs-rank{rank}-iter{i + 1}.npz"] + ([f"inputs-rank{rank}.npz"] if i == 0 else [])
            for name in names:
                np.savez(os.path.join(folder, name), **arrays)
    return {"torchscript": {"differences": script_differences(case, path)},
            "local": {mode: {f"rank{rank}": local(case, rank, mode) for rank in range(RANKS)}
                      for mode in case.modes()}}


# ---------------------------------------------------------------- the parent

def child_main(connection, work):
    try:
        connection.send(("done", work()))
    except BaseException:
        connection.send(("crash", traceback.format_exc()))
    try:
        connection.recv()  # a rank that finished stays until the others are done
    except EOFError:
        pass
    os._exit(0)


class Child:
    def __init__(self, work):
        self.connection, other = FORK.Pipe()
        self.process = FORK.Process(target=child_main, args=(other, work))
        self.process.start()
        other.close()
        self.answer = None

    def read(self):
        kind, self.answer = self.connection.recv()
        if kind == "crash":
            raise RuntimeError(f"a child crashed:\n{self.answer}")

    def end(self):
        self.process.kill()
        self.process.join()
        self.connection.close()


def in_child(work):
    child = Child(work)
    try:
        child.read()
        return child.answer
    finally:
        child.end()


def run_pair(case, run, tensors=None):
    with tempfile.TemporaryDirectory() as folder:
        ranks = [Child(lambda r=r: ddp_rank(case, r, run, folder, tensors and f"{tensors}-rank{r}.npz"))
                 for r in range(RANKS)]
        deadline, lost = time.monotonic() + HARD_SECONDS, False
        try:
            while any(c.answer is None for c in ranks) and time.monotonic() < deadline:
                pending = {c.connection: c for c in ranks if c.answer is None}
                failed = [c for c in ranks if c.answer and c.answer["outcome"] != "ok"]
                ready = wait(list(pending), GRACE_SECONDS if failed and not lost else deadline - time.monotonic())
                for connection in ready:
                    pending[connection].read()
                if not ready and failed and not lost:
                    lost = True
                    for c in failed:
                        c.process.kill()
        finally:
            for c in ranks:
                c.end()
    return [c.answer or {"outcome": "hang", "iteration": 0, "phase": "construct", "error": "silent",
                         "named_parameters": [], "nothing_unused": False} for c in ranks]


def record(run, reports):
    """The first failure that is not a consequence of another, as ddp-cases/run_cases.py picks it."""
    def when(r):
        return r["iteration"], PHASES.index(r["phase"])

    failed = [r for r in reports if r["outcome"] != "ok"]
    own = [r for r in failed if r["outcome"] not in ("hang", "peer_lost")]
    for r in failed if own else []:
        if r["outcome"] == "hang":
            r["outcome"] = "peer_lost"
    lead = min(own or failed, key=when, default=None)
    finished = not failed
    result = {
        "find_unused_parameters": run[0], "static_graph": run[1], "checkpoint": run[2],
        "outcome": "ok" if finished else lead["outcome"] if own else "hang",
        "iteration": lead["iteration"] if lead else None, "phase": lead["phase"] if lead else None,
        "ranks": [i for i, r in enumerate(reports) if lead and r["outcome"] == lead["outcome"]],
        "named_parameters": lead["named_parameters"] if lead else [], "error": lead["error"] if lead else None,
        "warn_no_unused": any(r["nothing_unused"] for r in reports),
        "losses": [r["losses"] for r in reports] if finished else None,
        "never_updated": reports[0]["never_updated"] if finished else None,
        "diverged": [n for n, v in reports[0]["values"].items() if v != reports[1]["values"][n]] if finished else None,
        "first_grads": None,
    }
    firsts = [r.get("first") for r in reports]
    if all(firsts):
        result["first_grads"] = {f"rank{i}": {s: [n for n, (mine, _) in first.items() if mine == s]
                                              for s in ("none", "zero", "nonfinite", "frozen")}
                                 for i, first in enumerate(firsts)}
        result["first_grads"]["unsynced"] = [n for n in firsts[0] if firsts[0][n][1] != firsts[1][n][1]]
    return result


def run_case(case, out, tensors=False):
    folder = os.path.join(out, case.id)
    os.makedirs(folder, exist_ok=True)
    expected = {"id": case.id, "tags": case.tags, "torch": torch.__version__, "loss": case.loss,
                "checkpoint_segments": case.checkpoint}
    expected.update(in_child(lambda: prepare(case, folder, os.path.join(folder, "log"))))
    expected["runs"] = []
    for run in case.runs:
        keep = tensors and os.path.join(folder, "steps-%d-%d-%s" % run)
        expected["runs"].append(record(run, run_pair(case, run, keep)))
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1)
    return expected
