"""What random models are made of besides PyTorch's own layers: modules with every kind of argument and result."""

from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH = 6


class Block(nn.Module):
    """Tensor to tensor. The tanh keeps a bias before a BatchNorm from having no effect at all."""

    def __init__(self, norm: str = "", dropout: float = 0.0):
        super().__init__()
        self.norm = {"layer": nn.LayerNorm(WIDTH), "batch": nn.BatchNorm1d(WIDTH)}.get(norm, nn.Identity())
        self.fc1 = nn.Linear(WIDTH, WIDTH + 2)
        self.drop = nn.Dropout(dropout)
        self.fc2 = nn.Linear(WIDTH + 2, WIDTH)

    def forward(self, x):
        return x + self.fc2(self.drop(torch.relu(self.fc1(self.norm(torch.tanh(x))))))


class Pair(nn.Module):
    """Two tensors to two tensors."""

    def __init__(self):
        super().__init__()
        self.left = nn.Linear(WIDTH, WIDTH)
        self.right = nn.Linear(WIDTH, WIDTH)

    def forward(self, a, b) -> Tuple[Tensor, Tensor]:
        return self.left(a) + b, torch.tanh(self.right(b))


class Listed(nn.Module):
    """A list of tensors to a list of tensors."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(WIDTH, WIDTH)
        self.scale = nn.Parameter(torch.ones(WIDTH))

    def forward(self, xs: List[Tensor]) -> List[Tensor]:
        return [F.gelu(self.fc(xs[0])), xs[1] * self.scale]


class Table(nn.Module):
    """A dictionary of tensors to another."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(WIDTH, WIDTH)
        self.scale = nn.Parameter(torch.ones(WIDTH))

    def forward(self, d: Dict[str, Tensor]) -> Dict[str, Tensor]:
        return {"a": torch.tanh(self.fc(d["a"])), "b": d["b"] * self.scale}


class Nested(nn.Module):
    """A tensor and a tuple to a tuple with a tuple in it."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(WIDTH, WIDTH)
        self.scale = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x, pair: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        return torch.tanh(self.fc(x)) + pair[0], (pair[1] * self.scale, x * 2.0)


class Mixed(nn.Module):
    """A tensor, a number and a tensor that may be None to a tensor and perhaps another."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(WIDTH, WIDTH)
        self.other = nn.Linear(WIDTH, WIDTH)

    def forward(self, x, times: int, extra: Optional[Tensor]) -> Tuple[Tensor, Optional[Tensor]]:
        for _ in range(times):
            x = x + 0.5 * torch.tanh(self.fc(x))
        second: Optional[Tensor] = None
        if extra is not None:
            second = self.other(extra)
        return x, second


class Deep(nn.Module):
    """Blocks within, one of them called in a loop."""

    def __init__(self, norm: str = ""):
        super().__init__()
        self.first = Block(norm)
        self.layers = nn.ModuleList([Block(), Block("layer")])

    def forward(self, x):
        for _ in range(2):
            x = self.first(x)
        for layer in self.layers:
            x = layer(x)
        return x


class Dead(nn.Module):
    """A ReLU that never fires."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(WIDTH, WIDTH)
        self.outer = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        return self.outer(torch.relu(self.inner(x) * 0.01 - 100.0))


class Image(nn.Module):
    """Convolution, BatchNorm and pooling to a row per picture."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(4)
        self.fc = nn.Linear(4, WIDTH)

    def forward(self, image):
        return self.fc(torch.relu(self.bn(self.conv(image))).mean(dim=(2, 3)))


class Attend(nn.Module):
    """Rows that look at rows."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        weights = torch.softmax(q @ k.transpose(0, 1) / 2.4, dim=-1)
        return x + self.out(weights @ v)


def settle(module):
    """Moves every parameter off its default: a LayerNorm of ones before a sum would leave gradients of rounding noise."""
    for p in module.parameters():
        p.data.add_(torch.randn_like(p) * 0.15)


def freeze(module):
    for p in module.parameters():
        p.requires_grad_(False)
    return module
