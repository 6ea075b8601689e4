"""Writes small models, and measures the shape of every value in the root's forward that a call or an operator gives.

Usage: shapes.py FOLDER. Prints a line for each model: NAME INPUT-SIZES.
"""
import json
import sys

import torch
from torch import nn


class Net(nn.Module):
    """Convolutions, norms, an if whose branches agree, one whose branches do not, a parameter that is stretched."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.deep = nn.Conv2d(8, 8, (1, 3), dilation=2, groups=4, bias=False)
        self.group = nn.GroupNorm(2, 8)
        self.scale = nn.Parameter(torch.ones(8, 1, 1))
        self.fc = nn.Linear(3, 5)

    def forward(self, x):
        y = torch.relu(self.norm(self.stem(x)))
        y = self.group(self.deep(y)) * self.scale
        z = self.fc(x[:, :, :, :3])
        return torch.tanh(y), torch.sigmoid(z)


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        y = self.fc(x)
        if bool(x.sum() > 0):
            z = torch.relu(y)
        else:
            z = torch.tanh(y)
        if bool(x.sum() > 100):
            w = y[:1]
        else:
            w = y
        return torch.sigmoid(z), torch.sigmoid(w + 1.0), torch.exp(y.type_as(x)), torch.log(x[:1].to(y))


class Deep(nn.Module):
    """Every value has two ways back."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(6, 6) for _ in range(300)])

    def forward(self, x):
        for layer in self.layers:
            x = x + layer(x)
        return torch.tanh(x)


MODELS = {"deep": (Deep(), (5, 6)), "net": (Net(), (2, 3, 9, 11)), "branches": (Branches(), (5, 6))}
for name, (model, shape) in MODELS.items():
    extra = {"layergraft.json": json.dumps({
        "inputs": [{"name": "x", "dtype": "float32", "shape": shape}], "loss": {"kind": "sum"}})}
    torch.jit.save(torch.jit.script(model), "%s/%s.pt" % (sys.argv[1], name), _extra_files=extra)
    print(name, "x".join(map(str, shape)))
