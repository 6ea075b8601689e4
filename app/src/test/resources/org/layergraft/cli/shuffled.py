"""A traced model of whose channels its graph proves nothing, with the settings of its input: shuffled.py FILE"""
import json
import sys

import torch


class Shuffled(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(8, 4, 3)

    def forward(self, x):
        return self.conv(torch.pixel_shuffle(x, 2)).flatten(1)


torch.manual_seed(0)
settings = {"inputs": [{"name": "x", "dtype": "float32", "shape": [2, 32, 5, 5]}], "loss": {"kind": "square"}}
traced = torch.jit.trace(Shuffled(), torch.rand(2, 32, 5, 5))
torch.jit.save(traced, sys.argv[1], _extra_files={"layergraft.json": json.dumps(settings)})
