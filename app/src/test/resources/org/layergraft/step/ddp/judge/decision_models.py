"""The models of the decision table (ddp-semantics section 10).

    python3 decision_models.py OUT

``all``, ``nowhere``, ``some`` and ``out`` say where the extra parameter is used: on all ranks, on none, on rank 0 only, or
only for an output that is not in the loss. ``first`` is the block before everything: checkpointed reentrantly, its input needs no
gradient. ``block`` has an input that does. The extra parameter is in neither.
"""

import os
import sys

from real_ddp import Case, run_case

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self, use: str):
        super().__init__()
        self.use = use
        self.first = nn.Linear(4, 6)
        self.block = nn.Sequential(nn.Linear(6, 6), nn.Tanh())
        self.extra = nn.Parameter(torch.randn(6))
        self.head = nn.Linear(6, 2)

    def forward(self, x, flag):
        h = self.block(torch.tanh(self.first(x)))
        aux = h.detach()
        if self.use == "all" or (self.use == "some" and bool(flag.sum() > 0)):
            h = h * self.extra
        elif self.use == "out":
            aux = aux * self.extra
        return self.head(h), aux


def main():
    inputs = [("x", "float32", [3, 4], lambda r, i, g: torch.randn(3, 4, generator=g)),
              ("flag", "int64", [1], lambda r, i, g: torch.tensor([1 - r]))]
    for use in ("all", "nowhere", "some", "out"):
        run_case(Case(use, lambda: Model(use), inputs, {"kind": "outputs", "use": [0], "reduce": "square"}), sys.argv[1])


if __name__ == "__main__":
    main()
