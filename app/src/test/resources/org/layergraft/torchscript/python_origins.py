"""Writes scripted.pt and traced.pt of one module into the folder that is given: their debugger tables name this file."""

import os
import sys

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        """Ünicode before code moves bytes, not chars."""
        h = torch.relu(self.fc(x))
        if bool(x.sum() > 0):
            return h + x
        pairs = [self.fc(y) for y in [h, x]]
        return torch.tanh(
            pairs[0] - h)


if __name__ == "__main__":
    torch.jit.script(Block()).save(os.path.join(sys.argv[1], "scripted.pt"))
    torch.jit.trace(Block(), torch.ones(2, 4)).save(os.path.join(sys.argv[1], "traced.pt"))
