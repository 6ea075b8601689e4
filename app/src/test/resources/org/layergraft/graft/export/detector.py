"""A model with what changes of a forward meet: loops, shared classes, returns of several kinds, docstrings, conditions."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        """Ä docstring."""
        h = torch.relu(self.fc(x))
        return self.norm(
            h + x)


class Neck(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3, padding=1)

    def forward(self, image):
        return torch.relu(self.conv(image)).flatten(2).transpose(1, 2).mean(1)


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.neck = Neck(16)
        self.blocks = nn.ModuleList([Block(16) for _ in range(3)])
        self.single = Block(16)
        self.cls = nn.Linear(16, 5)
        self.spare = nn.Linear(2, 2)

    def forward(self, image):
        x = self.neck(image)
        for block in self.blocks:
            x = block(x)
        y = self.single(x)
        scores = self.cls(y)
        return {"loss_cls": scores.square().mean(), "loss_reg": y.square().mean()}


if __name__ == "__main__":
    import sys

    torch.manual_seed(0)
    torch.jit.script(Detector()).save(sys.argv[1])
    torch.jit.trace(Detector(), torch.rand(2, 3, 8, 8), strict=False).save(sys.argv[2])
