"""Three Linear layers, every one used: the smallest model worth opening.

    python3 mini_mlp.py      writes mini_mlp.pt beside this file
"""

import torch
from torch import Tensor, nn

from archive import save


class MiniMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(16, 32)
        self.fc2 = nn.Linear(32, 32)
        self.fc3 = nn.Linear(32, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)


LAYERGRAFT = {
    "inputs": [{"name": "x", "dtype": "float32", "shape": [8, 16]}],
    "loss": {"kind": "square"},
}

if __name__ == "__main__":
    torch.manual_seed(0)
    save(MiniMLP(), LAYERGRAFT, "mini_mlp.pt")
