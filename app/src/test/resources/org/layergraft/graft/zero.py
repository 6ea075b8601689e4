"""0 times the sum of parameters, added to the loss of real modules.

Usage: zero.py make FOLDER: prints the names of the archives it wrote.
       zero.py compare FOLDER: compares NAME.pt with NAME-zero.pt, whose loss has 0 times all that "spare" names; prints what differs.
"""
import glob
import json
import os
import sys
from typing import Dict, List, Tuple

import torch
from torch import nn


def spares():
    return nn.ModuleDict({
        "a-b": nn.Linear(3, 2),
        "list": nn.ModuleList([nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Conv2d(1, 2, 3)), nn.LayerNorm(4)]),
    })


class Base(nn.Module):
    def __init__(self, spare=None):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.spare = spares() if spare is None else spare


class OneTensor(Base):
    def forward(self, x):
        return self.fc(x)


class Pair(Base):
    def forward(self, x):
        return self.fc(x), x.argmax(1)


class Losses(Base):
    def forward(self, x):
        y = self.fc(x)
        return {"loss_a": y.mean(), "other": y.square(), "loss_b": y.std()}


class Detector(Base):
    def forward(self, x) -> Tuple[Dict[str, torch.Tensor], List[Dict[str, torch.Tensor]]]:
        y = self.fc(x)
        return {"loss_a": y.mean()}, [{"boxes": y}]


class Way(Base):
    """Takes one of its ways by what is in the input, so a spare has a gradient of its own here and none there."""

    def __init__(self):
        super().__init__(nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)]))

    def forward(self, x):
        y = self.fc(x)
        return self.spare[0](y) if x.sum() > 0 else self.spare[1](y)


class Tied(Base):
    def __init__(self):
        super().__init__(nn.Linear(4, 3))
        self.fc.weight = self.spare.weight

    def forward(self, x):
        return self.fc(x)


class Stored(nn.Module):
    """Parameters of these types; the sum of so many ones is no half any more."""

    def __init__(self, *dtypes):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4, dtype=dtypes[0]))
        self.spare = nn.Module()
        for i, dtype in enumerate(dtypes):
            self.spare.register_parameter("p%d" % i, nn.Parameter(torch.ones(100_000, dtype=dtype)))
        self.spare.register_parameter("counts", nn.Parameter(torch.ones(3, dtype=torch.int64), requires_grad=False))

    def forward(self, x):
        return x.to(self.scale.dtype) * self.scale


KEYS = {"kind": "keys", "contains": "loss"}
MODELS = {
    "sum": (OneTensor, {"kind": "sum"}),
    "mean": (OneTensor, {"kind": "mean"}),
    "square": (OneTensor, {"kind": "square"}),
    "none": (Pair, None),
    "pair": (Pair, {"kind": "sum"}),
    "outputs": (Pair, {"kind": "outputs", "use": [0], "reduce": "mean"}),
    "keys": (Losses, KEYS),
    "detector": (Detector, {"kind": "keys", "contains": "loss"}),
    "way": (Way, {"kind": "sum"}),
    "tied": (Tied, {"kind": "sum"}),
    "half": (lambda: Stored(torch.float16, torch.float16), {"kind": "sum"}),
    "bfloat16": (lambda: Stored(torch.bfloat16, torch.bfloat16), {"kind": "sum"}),
    "double": (lambda: Stored(torch.float64), {"kind": "sum"}),
    "mixed": (lambda: Stored(torch.float32, torch.float16, torch.bfloat16, torch.float64), {"kind": "sum"}),
}


def example():
    return torch.linspace(-1, 2, 20).reshape(5, 4)


def make(folder):
    torch.manual_seed(1)
    for name, (kind, rule) in MODELS.items():
        model = kind()
        extra = {} if rule is None else {"layergraft.json": json.dumps({"loss": rule})}
        ways = {"script": torch.jit.script(model)}
        if not isinstance(model, (Detector, Way)):
            ways["trace"] = torch.jit.trace(model, example(), strict=False)
        for way, module in ways.items():
            torch.jit.save(module, "%s/%s-%s.pt" % (folder, name, way), _extra_files=extra)
            print("%s-%s" % (name, way))


def flatten(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for v in value for t in flatten(v)] if isinstance(value, (list, tuple)) else []


def reduced(kind, tensor):
    return tensor.sum() if kind == "sum" else tensor.mean() if kind == "mean" else tensor.square().mean()


def loss_of(output, extra):
    text = extra["layergraft.json"]
    rule = json.loads(text)["loss"] if text else {"kind": "sum"}
    if rule["kind"] == "keys":
        entries = output if isinstance(output, dict) else output[0]
        return sum(v.mean() for k, v in entries.items() if rule["contains"] in k)
    flat = flatten(output)
    if rule["kind"] == "outputs":
        return sum(reduced(rule["reduce"], flat[i]) for i in rule["use"])
    return sum(reduced(rule["kind"], t) for t in flat if t.is_floating_point())


def same(before, after):
    """Whether `after` has all that `before` has, and besides at most one zero at the end."""
    if isinstance(before, torch.Tensor):
        return isinstance(after, tuple) and same((before,), after) if not isinstance(after, torch.Tensor) else (
            before.dtype == after.dtype and torch.equal(before, after))
    if isinstance(before, dict):
        return same(tuple(before.values()), tuple(after.values())) and list(before) == list(after)[:len(before)]
    more = after[len(before):]
    return all(same(a, b) for a, b in zip(before, after)) and len(more) <= 1 and all(m.item() == 0 for m in more)


def run(path, x):
    extra = {"layergraft.json": ""}
    try:
        model = torch.jit.load(path, _extra_files=extra)
    except RuntimeError:
        model = torch.jit.load(path)
    output = model(x)
    loss = loss_of(output, extra)
    loss.backward()
    return output, loss.detach(), {n: p.grad for n, p in model.named_parameters() if p.requires_grad}


def compare(path, x):
    output, loss, gradients = run(path, x)
    output_zero, loss_zero, gradients_zero = run(path[:-3] + "-zero.pt", x)
    if not same(output, output_zero):
        yield "another output"
    if loss.dtype != loss_zero.dtype and "mixed" not in path or loss.item() != loss_zero.item():
        yield "another loss: %r %r" % (loss, loss_zero)
    if list(gradients) != list(gradients_zero):
        yield "other parameters"
    for name, before in gradients.items():
        after = gradients_zero[name]
        if before is not None and (after is None or not torch.equal(before, after)):
            yield "another gradient of " + name
        if before is None and (name.startswith("spare") != (after is not None) or after is not None and after.any()):
            yield "%s was to get a gradient of zeros, got %s" % (name, after)


torch.manual_seed(1)
if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    for path in sorted(glob.glob(sys.argv[2] + "/*-zero.pt")):
        base = path[:-8] + ".pt"
        wrong = [w for x in (example(), -example()) for w in compare(base, x)]
        print(os.path.basename(base)[:-3], wrong)
