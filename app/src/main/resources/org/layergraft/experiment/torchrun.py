#!/usr/bin/env python3
r"""@TITLE@ under DistributedDataParallel: an experiment of Layergraft, repeated by PyTorch alone.

    torchrun --nproc_per_node @RANKS@ @SCRIPT@
    python3 -m torch.distributed.run --nproc_per_node @RANKS@ @SCRIPT@
    python3 -m torch.distributed.run --redirects 1 --tee 1 ...    # PyTorch 1.13 with Python 3.11, whose launcher needs it
    torchrun --nnodes 2 --node_rank 0 --master_addr ADDR --master_port 29500 --nproc_per_node @RANKS@ @SCRIPT@

Needs PyTorch 1.13 or newer, and NumPy for inputs in files.
Exit code 0: it trains; 1: it does not train under DistributedDataParallel; 2: it cannot be run as given.
"""

import argparse
import contextlib
import functools
import hashlib
import importlib
import json
import os
import re
import sys
import time
from datetime import timedelta
from pathlib import Path

# Read while torch.distributed is imported; at this level its errors name parameters, not only their indices.
os.environ.setdefault("TORCH_DISTRIBUTED_DEBUG", "INFO")
# With NCCL a collective that is never answered becomes an error in Python (two names: before and since PyTorch 2.2).
os.environ.setdefault("NCCL_BLOCKING_WAIT", "1")
os.environ.setdefault("TORCH_NCCL_BLOCKING_WAIT", "1")

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint

HERE = Path(__file__).resolve().parent
LEARNING_RATE = 0.01

# What is repeated. Files are relative to this script.
EXPERIMENT = json.loads(r"""
@EXPERIMENT@
""")


class Refused(Exception):
    """The experiment cannot be run as given; the text is for a person."""


# ---------------------------------------------------------------- model


def load_archive(options):
    path = options.model or HERE / EXPERIMENT["model"]
    if not Path(path).is_file():
        raise Refused(f"{path} is not there. Put the model beside this script, or name it with --model.")
    if EXPERIMENT["torchvision"]:
        try:
            import torchvision  # noqa: F401  (registers its operators)
        except ImportError as error:
            raise Refused(f"The model needs torchvision: {error}.") from error
    return torch.jit.load(str(path), map_location="cpu")


def make_module(options):
    """The model in training mode: the archive, or the user's own module with the archive's values."""
    archive = load_archive(options)
    if not options.module:
        if EXPERIMENT["checkpoint"]["mode"] != "off":
            modules = ", ".join(EXPERIMENT["checkpoint"]["modules"])
            raise Refused(
                f"This experiment checkpoints {modules}, and Python cannot checkpoint inside a TorchScript archive:"
                " name the function that makes your own module with --module package.file:function."
            )
        return archive.train()
    module = call(options.module)
    if not isinstance(module, torch.nn.Module):
        raise Refused(f"{options.module} returned a {type(module).__name__}; it must return a torch.nn.Module.")
    adopt(module, archive, options.module)
    return module.train()


def call(name):
    file, _, function = name.partition(":")
    if not function:
        raise Refused(f"--module {name}: write it as package.file:function.")
    sys.path.insert(0, os.getcwd())
    try:
        return getattr(importlib.import_module(file), function)()
    except (ImportError, AttributeError) as error:
        raise Refused(f"--module {name}: {error}.") from error


def adopt(module, archive, name):
    """Values and requires_grad of the archive, name by name."""
    theirs, own = archive.state_dict(), module.state_dict()
    for title, names in (("lacks", theirs.keys() - own.keys()), ("has besides", own.keys() - theirs.keys())):
        if names:
            raise Refused(f"--module {name}: the module {title} {some(sorted(names))}, which is not as in the archive.")
    for key, value in theirs.items():
        if own[key].shape != value.shape:
            raise Refused(
                f"--module {name}: {key} has shape {list(own[key].shape)}, but {list(value.shape)} in the archive."
            )
    module.load_state_dict(theirs)
    trainable = {key: p.requires_grad for key, p in archive.named_parameters()}
    for key, parameter in module.named_parameters():
        parameter.requires_grad_(trainable.get(key, parameter.requires_grad))


def apply_checkpoint(module):
    """Sends the forward of each chosen module through torch.utils.checkpoint."""
    mode, done = EXPERIMENT["checkpoint"]["mode"], set()
    if mode == "off":
        return
    for path in EXPERIMENT["checkpoint"]["modules"]:
        try:
            part = module.get_submodule(path)
        except AttributeError:
            raise Refused(f"The module has no {path}, which this experiment checkpoints.") from None
        if id(part) not in done:
            done.add(id(part))
            part.forward = functools.partial(checkpoint, part.forward, use_reentrant=(mode == "reentrant"))


# ---------------------------------------------------------------- inputs


def seed_for(rank, batch):
    """Of the inputs and of whatever forward draws. Batches count from 1; an iteration has one unless it accumulates."""
    return EXPERIMENT["seed"] + 1000 * batch + rank


def arguments(options, rank, batch, device):
    """One batch as forward's arguments."""
    if options.inputs or "files" in EXPERIMENT:
        named = read(file_for(options, rank, batch))
    else:
        named = draw(rank, batch)
    return together([(name, tensor.to(device)) for name, tensor in named])


def file_for(options, rank, batch):
    if options.inputs:
        own = options.inputs / f"inputs-rank{rank}-iter{batch}.npz"
        return own if own.is_file() else options.inputs / f"inputs-rank{rank}.npz"
    files = EXPERIMENT["files"]
    if rank >= len(files):
        raise Refused(f"There are input files for {len(files)} ranks, but rank {rank} runs, too.")
    return HERE / files[rank]["iterations"].get(str(batch), files[rank]["every"])


def read(file):
    import numpy

    if not file.is_file():
        raise Refused(f"{file} is not there. Put the inputs where they were, or name their folder with --inputs.")
    arrays = numpy.load(str(file), allow_pickle=False)
    if not hasattr(arrays, "files"):
        return [(file.stem, torch.from_numpy(arrays))]
    return [(name, torch.from_numpy(arrays[name])) for name in arrays.files]


def draw(rank, batch):
    generator = torch.Generator().manual_seed(seed_for(rank, batch))
    return [(spec["name"], draw_one(spec, generator)) for spec in EXPERIMENT["inputs"]]


def draw_one(spec, generator):
    dtype, shape = getattr(torch, spec["dtype"]), spec["shape"]
    if spec["values"] == "boxes":
        return boxes(shape, spec.get("low", 0), spec.get("high", 32), generator).to(dtype)
    if dtype.is_floating_point or dtype.is_complex:
        exact = dtype in (torch.float16, torch.bfloat16)  # not drawn on CPU by every PyTorch
        return torch.randn(shape, generator=generator, dtype=torch.float32 if exact else dtype).to(dtype)
    if dtype == torch.bool:
        return torch.randint(0, 2, shape, generator=generator).to(dtype)
    return torch.randint(spec.get("low", 0), spec.get("high", 2), shape, generator=generator, dtype=dtype)


def boxes(shape, low, high, generator):
    """Rows of x1, y1, x2, y2 that are at least a quarter of the range wide and high."""
    sizes = (high - low) * (0.25 + 0.75 * torch.rand([*shape[:-1], 2], generator=generator))
    corners = low + torch.rand(sizes.shape, generator=generator) * ((high - low) - sizes)
    return torch.cat([corners, corners + sizes], -1)


def together(named):
    """Tensors named images[0], targets[0].boxes and so on become the lists and dictionaries they belong to."""
    roots, whole = [], []
    for name, tensor in named:
        match = re.fullmatch(r"(\w+)((?:\[\d+\]|\.\w+)+)", name)
        if not match:
            whole.append(tensor)
            roots.append(None)
            continue
        if not roots or roots[-1] != match.group(1):
            whole.append({})
            roots.append(match.group(1))
        place = whole[-1]
        *steps, last = re.findall(r"\[(\d+)\]|\.(\w+)", match.group(2))
        for index, key in steps:
            place = place.setdefault(key or int(index), {})
        index, key = last
        place[key or int(index)] = tensor
    return [built(value) for value in whole]


def built(value):
    if not isinstance(value, dict):
        return value
    if all(isinstance(key, int) for key in value):
        return [built(value[key]) for key in sorted(value)]
    return {key: built(item) for key, item in value.items()}


# ---------------------------------------------------------------- loss


def flatten(output):
    """Tensors depth first, dictionaries in insertion order."""
    if isinstance(output, torch.Tensor):
        return [output]
    if isinstance(output, dict):
        output = output.values()
    elif not isinstance(output, (list, tuple)):
        return []
    return [tensor for item in output for tensor in flatten(item)]


def loss_of(output):
    rule = EXPERIMENT["loss"]
    kind, how = rule["kind"], rule.get("reduce", "sum")
    if kind == "keys":
        if not isinstance(output, dict):
            raise ValueError("The loss picks dictionary entries, but forward returned no dictionary")
        picked = flatten([value for key, value in output.items() if rule["contains"] in str(key)])
        how = "mean"
    elif kind == "outputs":
        every = flatten(output)
        if max(rule["use"]) >= len(every):
            raise ValueError(f"The loss uses output {max(rule['use'])}, but forward returned {len(every)} tensors")
        picked = [every[place] for place in rule["use"]]
    else:
        picked, how = [tensor for tensor in flatten(output) if tensor.is_floating_point()], kind
    if not picked:
        raise ValueError("The loss picks none of forward's outputs")
    reduce = {"sum": torch.sum, "mean": torch.mean, "square": lambda tensor: (tensor * tensor).mean()}[how]
    return functools.reduce(torch.add, [reduce(tensor) for tensor in picked])


# ---------------------------------------------------------------- one rank


class Distributed(DistributedDataParallel):
    """It asks the class of each module whether gradients are sparse, and those of an archive have no class that it knows."""

    def __init__(self, module, sparse, **options):
        self.sparse = sparse
        super().__init__(module, **options)

    def _build_params_for_reducer(self):
        parameters, sparse = super()._build_params_for_reducer()
        known = {id(p) for name, p in self.module.named_parameters() if name in self.sparse}
        return parameters, [flag or id(p) in known for flag, p in zip(sparse, parameters)]


class Rank:
    """The training loop of one rank, and what it saw."""

    def __init__(self, options, rank, device):
        self.options, self.rank, self.device = options, rank, device
        self.iteration, self.phase = 0, "construct"
        self.sparse = set()
        self.seen = {"rank": rank, "outcome": "ok", "gradients": [], "values": [], "losses": [], "trains_alone": []}

    def at(self, iteration, phase):
        self.iteration, self.phase = iteration, phase

    def prepare(self):
        self.seen["trains_alone"] = self.alone()
        self.module = make_module(self.options).to(self.device)
        apply_checkpoint(self.module)

    def run(self):
        try:
            self.train(self.module)
        except Refused:
            raise
        except Exception as error:  # whatever PyTorch raises is what this script is here to tell
            words = re.split(r"\n?Exception raised from |\nframe #0", str(error))[0].strip()
            self.seen.update(
                outcome=called(words),
                iteration=self.iteration,
                phase=self.phase,
                type=type(error).__name__,
                message=words,
                parameters=named_in(words),
            )
        if not self.seen["gradients"]:
            self.note(self.module)
        return self.seen

    def alone(self):
        """Parameters that get a gradient without DistributedDataParallel and without checkpointing."""
        module = make_module(self.options).to(self.device)
        try:
            self.forward(module, 1, 1).backward()
        except Refused:
            raise
        except Exception:  # the run itself meets the same obstacle and tells it
            return []
        there = {name: p.grad for name, p in module.named_parameters() if p.requires_grad and p.grad is not None}
        if not self.options.module:  # a module of one's own has classes
            self.sparse = {name for name, gradient in there.items() if gradient.is_sparse}
        return list(there)

    def forward(self, module, iteration, batch):
        """Forward and loss."""
        inputs = arguments(self.options, self.rank, batch, self.device)
        torch.manual_seed(seed_for(self.rank, batch))
        self.at(iteration, "forward")
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=EXPERIMENT["bf16"]):
            output = module(*inputs)
            self.at(iteration, "loss")
            return loss_of(output)

    def train(self, module):
        self.at(0, "construct")
        ddp = Distributed(module, self.sparse, **EXPERIMENT["ddp"]) if self.sparse else DistributedDataParallel(
            module, **EXPERIMENT["ddp"]
        )
        trainable = [p for p in module.parameters() if p.requires_grad]
        optimizer = torch.optim.SGD(trainable, lr=LEARNING_RATE)
        parts = EXPERIMENT["accumulate"]
        for iteration in range(1, self.options.steps + 1):
            total = 0.0
            for part in range(1, parts + 1):
                with contextlib.nullcontext() if part == parts else ddp.no_sync():
                    loss = self.forward(ddp, iteration, (iteration - 1) * parts + part) / parts
                    self.at(iteration, "backward")
                    if part == 1:
                        optimizer.zero_grad(set_to_none=True)
                    loss.backward()
                total += float(loss)
            self.at(iteration, "step")
            optimizer.step()
            self.seen["losses"].append(total)
            self.note(module)

    def note(self, module):
        """Fingerprints after a step: equal on all ranks where DistributedDataParallel did its work."""
        named = [(name, p) for name, p in module.named_parameters() if p.requires_grad]
        self.seen["gradients"].append({name: fingerprint(p.grad) for name, p in named})
        self.seen["values"].append({name: fingerprint(p) for name, p in named})


def fingerprint(tensor):
    if tensor is None:
        return None
    dense = tensor.detach().to_dense() if tensor.is_sparse else tensor.detach()
    return hashlib.sha256(dense.double().cpu().contiguous().numpy().tobytes()).hexdigest()[:16]


WORDS = [  # the first that fits
    ("unused_parameters", r"Expected to have finished reduction in the prior iteration"),
    ("ready_twice", r"Expected to mark a variable ready only once"),
    ("static_graph_changed", r"Your training graph has changed in this iteration"),
    ("hang", r"(?i)timed out|timeout|monitoredBarrier"),
    ("peer_lost", r"(?i)connection (was )?(closed|reset|refused)|socket closed|broken pipe"),
]


def called(words):
    return next((name for name, pattern in WORDS if re.search(pattern, words)), "other")


def named_in(words):
    """Parameters a message of DistributedDataParallel names; those of the root module carry a dot in front there."""
    found = re.search(r"Parameters which did not receive grad for rank \d+: ([^\n]+)", words)
    names = found.group(1).split(",") if found else re.findall(r"[Pp]arameter at index \d+ with name (\S+)", words)
    return [name.strip().strip(".,;") for name in names]


# ---------------------------------------------------------------- all ranks


def await_everyone(store, rank, world):
    """Ranks start at different speeds, and a collective's patience may be shorter than that."""
    store.set(f"ready{rank}", "1")
    store.wait([f"ready{other}" for other in range(world)], timedelta(minutes=30))


def exchange(store, world, seen, patience):
    """Every rank's findings on every rank; None for a rank that never gave any."""
    store.set(f"seen{seen['rank']}", json.dumps(seen))
    deadline, everyone = time.monotonic() + patience, []
    for rank in range(world):
        try:
            left = max(0.5, deadline - time.monotonic())
            store.wait([f"seen{rank}"], timedelta(seconds=left))
            everyone.append(json.loads(store.get(f"seen{rank}")))
        except Exception:  # each PyTorch has another class for "not in time"
            everyone.append(None)
    return everyone


def part(store, rank, world):
    """A rank that leaves early with an error makes torchrun end the others before they have printed."""
    with contextlib.suppress(Exception):
        store.set(f"left{rank}", "1")
        store.wait([f"left{other}" for other in range(world)], timedelta(seconds=5))


def verdict_of(everyone):
    """The first failure that is not a consequence of another; without any, what failed in silence."""
    for rank, seen in enumerate(everyone):
        if seen is None:
            everyone[rank] = {"rank": rank, "outcome": "other", "iteration": 0, "phase": "construct", "parameters": []}
            everyone[rank].update(gradients=[], values=[], losses=[], message="It ended without a word.")
    failed = [seen for seen in everyone if seen["outcome"] != "ok"]
    own = [seen for seen in failed if seen["outcome"] not in ("hang", "peer_lost")]
    if not failed:
        return silent(everyone)
    phases = ("construct", "forward", "loss", "backward", "step")
    lead = min(own or failed, key=lambda seen: (seen["iteration"], phases.index(seen["phase"])))
    raised = lead["outcome"] if own else "hang"
    outcome = "failed" if raised == "other" else raised
    if "training graph has changed in this iteration" in lead["message"]:
        outcome = "static_graph_changed"
    ranks = [seen["rank"] for seen in own or failed if seen["outcome"] == lead["outcome"]]
    verdict = {key: lead.get(key) for key in ("iteration", "phase", "parameters", "message")}
    return dict(verdict, outcome=outcome, raised=raised, ranks=ranks, idle=[])


def silent(everyone):
    verdict = {"outcome": "ok", "raised": "ok", "ranks": [], "iteration": None, "phase": None, "message": None}
    verdict.update(parameters=[], idle=never(everyone))
    for kind in ("gradients", "values"):
        for iteration, rows in enumerate(zip(*(seen[kind] for seen in everyone)), 1):
            apart = [name for name in rows[0] if any(row[name] != rows[0][name] for row in rows)]
            if apart and (verdict["outcome"] == "ok" or iteration < verdict["iteration"]):
                verdict.update(outcome="unsynchronised", iteration=iteration, parameters=apart)
    lost = [name for name in verdict["idle"] if name in everyone[0]["trains_alone"]]
    if verdict["outcome"] == "ok" and lost:
        verdict.update(outcome="no_gradient", parameters=lost)
    return verdict


def never(everyone):
    """Parameters that no rank has ever a gradient for."""
    rows = [row for seen in everyone for row in seen["gradients"]]
    return [name for name in rows[0] if all(row[name] is None for row in rows)] if rows else []


MEANING = {
    "ok": "It trains.",
    "unused_parameters": "It does not train: parameters get no gradient, and DistributedDataParallel waits for them.",
    "ready_twice": "It does not train: the gradient of a parameter arrives twice in one backward.",
    "static_graph_changed": "It does not train: static_graph was promised, and the graph changed.",
    "hang": "It does not train: ranks wait for each other.",
    "no_gradient": "It runs, but parameters that train on one device get no gradient.",
    "unsynchronised": "It runs, but the ranks drift apart.",
    "failed": "It does not run.",
}


def some(names, most=12):
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def tell(everyone, verdict):
    said = set()
    for seen in everyone:
        if seen["outcome"] == "ok":
            print(f"rank {seen['rank']}: ok, losses {', '.join(f'{loss:.6g}' for loss in seen['losses'])}")
        else:
            print(f"rank {seen['rank']}: {seen['outcome']}, iteration {seen['iteration']}, {seen['phase']}")
            words = seen["message"][:1500].replace("\n", "\n    ")
            if seen["outcome"] not in said:
                print("    " + words)
            said.add(seen["outcome"])
        absent = [name for name, mark in (seen["gradients"] or [{}])[0].items() if mark is None]
        if absent:
            print(f"    without a gradient in iteration 1: {some(absent)}")
    concerned = verdict["parameters"] or verdict["idle"]
    print(f"{verdict['outcome']}: {MEANING[verdict['outcome']]}" + (f" ({some(concerned)})" if concerned else ""))


# ---------------------------------------------------------------- start


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="the archive, where it is not where it was")
    parser.add_argument("--module", help="package.file:function that makes your own module; needed for checkpointing")
    parser.add_argument("--inputs", type=Path, help="folder with inputs-rankR.npz, perhaps inputs-rankR-iterN.npz")
    parser.add_argument("--device", default=EXPERIMENT["device"], help="auto, cpu, cuda or cuda:0,1")
    parser.add_argument("--steps", type=int, default=EXPERIMENT["steps"])
    parser.add_argument("--timeout", type=int, default=EXPERIMENT["timeout"], help="seconds until a wait is a hang")
    parser.add_argument("--json", type=Path, help="where rank 0 writes what all ranks saw")
    return parser.parse_args()


def device_for(wanted):
    local, ranks = int(os.environ["LOCAL_RANK"]), int(os.environ["LOCAL_WORLD_SIZE"])
    there = torch.cuda.device_count()
    if wanted == "cpu" or (wanted == "auto" and there < ranks):
        return torch.device("cpu")
    _, _, listed = wanted.partition(":")
    indices = [int(index) for index in listed.split(",")] if listed else list(range(there))
    if local >= len(indices) or indices[local] >= there:
        raise Refused(f"--device {wanted} cannot serve {ranks} ranks on this machine, which has {there} GPUs.")
    torch.cuda.set_device(indices[local])
    return torch.device("cuda", indices[local])


def main():
    options = parse()
    if "RANK" not in os.environ:
        print(f"Start it with torchrun --nproc_per_node @RANKS@ {Path(__file__).name}", file=sys.stderr)
        return 2
    rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    local = int(os.environ["LOCAL_RANK"])
    patience = timedelta(seconds=options.timeout)
    torch.manual_seed(EXPERIMENT["seed"])
    try:
        device = device_for(options.device)
        torch.set_num_threads(max(1, (os.cpu_count() or 1) // int(os.environ["LOCAL_WORLD_SIZE"])))
        store, _, _ = next(dist.rendezvous("env://"))
        meeting = dist.PrefixStore("layergraft", store)
        backend = "nccl" if device.type == "cuda" else "gloo"
        work = Rank(options, rank, device)
        # As eager code: fused backwards of TorchScript's optimiser look different to DistributedDataParallel.
        with torch.jit.optimized_execution(False):
            work.prepare()
            await_everyone(meeting, rank, world)
            dist.init_process_group(backend, store=store, rank=rank, world_size=world, timeout=patience)
            seen = work.run()
    except Refused as refused:
        if local == 0:
            print(refused, file=sys.stderr)
        return 2
    everyone = exchange(meeting, world, seen, options.timeout + 30)
    verdict = verdict_of(everyone)
    if local == 0:
        tell(everyone, verdict)
    if rank == 0 and options.json:
        options.json.write_text(json.dumps({"verdict": verdict, "ranks": everyone}, indent=1))
    sys.stdout.flush()
    part(meeting, rank, world)
    return 0 if verdict["outcome"] == "ok" else 1


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Not exit: a process group in which a collective still waits would never be taken down.
    os._exit(code)
