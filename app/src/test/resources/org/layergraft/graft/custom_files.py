"""Makes TorchScript files to use as layers, and compares what they give as layers with what they give alone.

Usage: custom_files.py make FOLDER
       custom_files.py compare MODEL.pt LAYER.pt[,LAYER.pt ...] [MODEL LAYERS ...]: the model's forward is its layers', one after another.
"""
import sys
from collections import namedtuple
from enum import Enum
from typing import Dict, List, NamedTuple

import torch
from torch import nn


class Pair(NamedTuple):
    a: torch.Tensor
    b: torch.Tensor


class Mode(Enum):
    TWICE = 2
    ONCE = 1


def halves(x: torch.Tensor) -> Pair:
    return Pair(x * 0.5, x * 0.25)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.norm = nn.BatchNorm1d(6)

    def forward(self, x):
        return nn.functional.relu(self.norm(self.fc(x)))


class Rich(nn.Module):
    """Functions, a named tuple, an enum, containers, a tied parameter, a view of a storage, a frozen parameter, a buffer."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(), Block()])
        self.blocks[1].fc.weight = self.blocks[0].fc.weight
        self.frozen = nn.Parameter(torch.randn(6), requires_grad=False)
        whole = torch.randn(20)
        self.register_buffer("front", whole[:6])
        self.register_buffer("back", whole[6:12])
        self.mode = Mode.TWICE
        self.names: Dict[str, List[int]] = {"a": [1, 2]}

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        pair = halves(x)
        if self.mode == Mode.TWICE:
            x = pair.a + pair.b * 2.0
        return x * self.frozen + self.front - self.back * float(self.names["a"][1])

    @torch.jit.export
    def another(self, x, y: int):
        return x + y


class Constant(nn.Module):
    """Tracing puts its tensor into the table of constants."""

    def __init__(self, *values):
        super().__init__()
        self.values = values
        self.fc = nn.Linear(6, 6)

    def forward(self, x):
        return self.fc(x) * torch.tensor(self.values) + torch.tensor([[1.0], [2.0]])


class Two(nn.Module):
    def forward(self, x, y):
        return x + y


class Divides(nn.Module):
    def forward(self, x):
        return nn.functional.gelu(x) / 2


def make(folder):
    torch.manual_seed(1)
    example = torch.randn(2, 6)
    rich = torch.jit.script(Rich())
    rich.train()
    rich(torch.randn(8, 6))
    torch.jit.save(rich.eval(), folder + "/rich.pt")
    first, second = [torch.jit.trace(Constant(*v), example) for v in ([1.0] * 6, [3.0, 2, 1, 0, 1, 2])]
    torch.jit.save(first.eval(), folder + "/first.pt")
    torch.jit.save(second.eval(), folder + "/second.pt")
    torch.jit.save(torch.jit.script(Two()), folder + "/two.pt")
    torch.jit.save(torch.jit.script(Divides()), folder + "/divides.pt")


def compare(model, layers):
    extra = {"layergraft/custom/x": ""}
    model = torch.jit.load(model, _extra_files=extra)
    model.eval()
    x = torch.randn(2, 6)
    expected = x
    for layer in layers:
        expected = torch.jit.load(layer).eval()(expected)
    if not torch.equal(model(x), expected):
        return "differs by %g" % (model(x) - expected).abs().max()
    model.train()
    model(torch.randn(2, 6)).sum().backward()
    names = [n for n, p in model.named_parameters() if p.requires_grad and p.grad is None]
    return "no gradient: %s" % names if names else "same"


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    for model, layers in zip(sys.argv[2::2], sys.argv[3::2]):
        print(compare(model, layers.split(",")))
