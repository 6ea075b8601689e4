"""Writes oneline.pt: methods on one line, an object that is not called self, lines that share a condition. Argument: FILE"""
import sys

import torch
from torch import nn


class OneLine(nn.Module):
    def __init__(this):
        super().__init__()
        this.a, this.b = nn.Linear(4, 4), nn.Linear(4, 4)

    def core(this, x): return this.b(torch.relu(this.a(x)))

    def forward(this, x):
        if x.dim() == 1: return x
        y = this.a(x)

        return this.core(y)


if __name__ == "__main__":
    torch.jit.script(OneLine()).save(sys.argv[1])
