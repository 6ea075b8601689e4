"""Gradients and values of three SGD steps under DistributedDataParallel, to the last bit.

    python3 three_steps.py OUT

Per model and run: OUT/MODEL/steps-FINDUNUSED-STATIC-MODE-rankR.npz with arrays ``STEP.gradient.NAME`` and ``STEP.value.NAME``, and the
case as random_models.py writes it.
"""

import sys

from real_ddp import Case, run_case

import torch
from torch import nn
from torch.nn import functional as F

MODES = ("off", "reentrant", "nonreentrant")
SQUARE = {"kind": "square"}


def normal(name, *shape):
    return name, "float32", list(shape), lambda r, i, g: torch.randn(*shape, generator=g)


def whole(name, high, *shape):
    return name, "int64", list(shape), lambda r, i, g: torch.randint(0, high, shape, generator=g)


class Layer(nn.Module):
    """A transformer's layer, its attention written out."""

    def __init__(self, dim: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.fc1, self.fc2 = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(torch.matmul(q, k.transpose(-2, -1)) / float(d // self.heads) ** 0.5, dim=-1)
        x = x + self.proj(torch.matmul(weights, v).transpose(1, 2).reshape(b, n, d))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Encoder(nn.Module):
    """Tokens through an embedding and four layers; the last one is called twice."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(11, 16)
        self.layers = nn.ModuleList([Layer(16, 2) for _ in range(4)])
        self.head = nn.Linear(16, 5)

    def forward(self, tokens):
        x = self.embed(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.head(self.layers[3](x))


class Pictures(nn.Module):
    """Convolutions with BatchNorm in training mode; a residual stage is the segment."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU())
        self.stage = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
                                   nn.Conv2d(8, 8, 3, padding=1, groups=2))
        self.down = nn.Conv2d(8, 16, 3, stride=2)
        self.head = nn.Linear(16, 4)

    def forward(self, image):
        x = self.stem(image)
        x = torch.relu(x + self.stage(x))
        return self.head(F.gelu(self.down(x)).mean(dim=(2, 3)))


class Cell(nn.Module):
    """Two tensors to two tensors."""

    def __init__(self, dim: int):
        super().__init__()
        self.gates = nn.Linear(2 * dim, 3 * dim)

    def forward(self, x, h):
        i, f, o = self.gates(torch.cat([x, h], dim=-1)).chunk(3, dim=-1)
        kept = torch.sigmoid(f) * h + torch.sigmoid(i) * torch.tanh(x)
        return torch.tanh(kept) * o, kept


class Recurrent(nn.Module):
    """A cell in a loop, its weights shared by every turn, and an output layer tied to the embedding."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(9, 8)
        self.start = nn.Parameter(torch.zeros(8))
        self.cell = Cell(8)
        self.out = nn.Linear(8, 9, bias=False)
        self.out.weight = self.embed.weight

    def forward(self, tokens):
        x = self.embed(tokens)
        h = self.start.expand(x.shape[0], -1)
        y = x[:, 0]
        for t in range(x.shape[1]):
            y, h = self.cell(x[:, t] + y, h)
        return self.out(y)


class Partly(nn.Module):
    """A layer that only rank 0 uses: what arrives everywhere is its gradient divided by two (ddp-semantics R5.1)."""

    def __init__(self):
        super().__init__()
        self.body, self.extra, self.head = nn.Linear(5, 6), nn.Linear(6, 6), nn.Linear(6, 3)

    def forward(self, x, flag):
        h = torch.tanh(self.body(x))
        if bool(flag.sum() > 0):
            h = h + self.extra(h)
        return self.head(h)


CASES = [
    Case("pictures", Pictures, [normal("image", 3, 3, 10, 10)], SQUARE, ["stage"],
         runs=[(False, False, mode) for mode in MODES]),
    # A module in several reentrant segments gets ready once per segment, which only static_graph allows.
    Case("encoder", Encoder, [whole("tokens", 11, 2, 7)], SQUARE, ["layers.0", "layers.1", "layers.3"],
         runs=[(False, True, mode) for mode in MODES]),
    Case("recurrent", Recurrent, [whole("tokens", 9, 3, 5)], SQUARE, ["cell"], runs=[(False, True, mode) for mode in MODES]),
    Case("partly", Partly, [normal("x", 4, 5), ("flag", "int64", [1], lambda r, i, g: torch.tensor([1 - r]))], SQUARE,
         ["body"], runs=[(True, False, "off"), (True, False, "nonreentrant")]),
]


def main():
    for case in CASES:
        run_case(case, sys.argv[1], tensors=True)


if __name__ == "__main__":
    main()
