"""Writes scripted and traced archives that hold every kind of value TorchScript can save, and files that are none."""
import enum
import json
import os
import sys
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Pair(NamedTuple):
    left: torch.Tensor
    right: int


class Counter(torch.nn.Module):
    n: int

    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.ones(2))
        self.n = 3

    @torch.jit.export
    def __getstate__(self):
        return (self.w, self.n, self.training)

    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, int, bool]):
        self.w = state[0]
        self.n = state[1]
        self.training = state[2]

    def forward(self, x):
        return x * self.w.sum() + self.n


class Everything(torch.nn.Module):
    pair: Pair
    nothing: Optional[int]
    something: Optional[int]
    lists: Dict[str, List[int]]
    tensors: List[torch.Tensor]
    colour: Colour
    number: complex
    empty: List[int]
    words: List[str]
    nested: List[List[float]]
    mixed: Tuple[int, str, float, bool, int]

    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(3, 3)
        self.counter = Counter()
        self.again = self.counter
        self.tied = self.fc.weight
        self.frozen = torch.nn.Parameter(torch.ones(3), requires_grad=False)
        self.pair = Pair(torch.zeros(2), 4)
        self.nothing = None
        self.something = 70000
        self.lists = {"a": [1, 2], "b": []}
        self.tensors = [self.fc.bias.detach(), torch.zeros(0, 3)]
        self.colour = Colour.BLUE
        self.number = 1 + 2j
        self.place = torch.device("cpu")
        self.empty = []
        self.words = ["x", "ü"]
        self.nested = [[1.0], [], [float("inf")]]
        self.mixed = (2 ** 40, "é", -0.5, True, -3)
        base = torch.arange(12.0)
        self.register_buffer("piece", base[2:6])
        self.register_buffer("turned", base.view(3, 4).t())
        self.register_buffer("scalar", torch.tensor(7))
        self.register_buffer("spread", torch.ones(1).expand(5))
        kinds = "half bfloat16 double int short int8 uint8 bool long cfloat cdouble"
        for kind in kinds.split():
            self.register_buffer(kind + "_", (torch.rand(2, 3) * 2).to(getattr(torch, kind)))

    def forward(self, x):
        l, s, o, o2, d, t, ne, m = (self.empty, self.words, self.nothing, self.something, self.lists, self.tensors,
                                    self.nested, self.mixed)
        if self.colour == Colour.BLUE:
            x = x + self.piece[0] + torch.tensor([1.0, 2.0, 3.0])
        return self.counter(self.fc(x)).sum() * self.pair.right + self.again(x).sum() * torch.imag(torch.tensor(self.number))


class Many(torch.nn.Module):
    """More memo entries than one byte counts."""

    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([torch.nn.Linear(2, 2) for _ in range(150)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


captured = torch.rand(300)


class AddsConstant(torch.nn.Module):
    def forward(self, x):
        return x * captured + captured[3:4]


folder = sys.argv[1]
os.chdir(folder)
torch.manual_seed(0)


def save(module, name, *shape):
    extra = {"layergraft.json": json.dumps({"inputs": [{"name": "x", "dtype": "float32", "shape": shape}]})}
    torch.jit.save(module, name, _extra_files=extra)


save(torch.jit.script(Everything()), "everything.pt", 2, 3)
save(torch.jit.script(Many()), "many.pt", 2, 2)
conv = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.ReLU())
save(torch.jit.trace(conv, torch.randn(2, 3, 8, 8)), "traced.pt", 2, 3, 8, 8)
save(torch.jit.trace(AddsConstant(), torch.randn(2, 300)), "constant.pt", 2, 300)
save(torch.jit.script(torch.nn.ReLU()), "parameterless.pt", 3)
linear = torch.nn.Linear(2, 2)
torch.save(linear.state_dict(), "state_dict.pt")
torch.save(linear, "module.pt")
torch.save(linear.state_dict(), "legacy.pt", _use_new_zipfile_serialization=False)


class Quantized(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("q", torch.quantize_per_tensor(torch.rand(3), 0.1, 0, torch.qint8))

    def forward(self, x):
        return x + self.q.dequantize()


torch.jit.save(torch.jit.script(Quantized()), "quantized.pt")
