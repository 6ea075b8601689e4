"""Models whose modules are awkward to checkpoint. Usage: segments.py OUT_DIR"""
import sys
from typing import Dict, List, Optional, Tuple

import torch
from torch import nn


class Pair(nn.Module):
    """Several tensors in and out, beside arguments that are none."""

    def __init__(self):
        super().__init__()
        self.left = nn.Linear(16, 16)
        self.right = nn.Linear(16, 16)
        self.drop = nn.Dropout(0.5)

    def forward(
        self, x: torch.Tensor, y: torch.Tensor, scale: float, mask: Optional[torch.Tensor], flip: bool
    ) -> Tuple[torch.Tensor, torch.Tensor, int]:
        a = self.drop(self.left(x)) * scale
        if mask is not None:
            a = a * mask
        b = torch.relu(self.right(y)) + a
        if flip:
            return b, a, x.size(0)
        return a, b, x.size(0)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(16)
        self.fc = nn.Linear(16, 16)
        self.drop = nn.Dropout(0.3)

    def forward(self, x):
        return x + self.drop(torch.tanh(self.fc(self.norm(x))))


class Outer(nn.Module):
    """A segment that holds another."""

    def __init__(self):
        super().__init__()
        self.inner = Block()
        self.fc = nn.Linear(16, 16)

    def forward(self, x):
        return self.fc(self.inner(x))


class Boxes(nn.Module):
    """Tensors in lists and dictionaries, in and out."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(16, 16)
        self.second = nn.Linear(16, 16)

    def forward(self, xs: List[torch.Tensor], named: Dict[str, torch.Tensor]) -> Dict[str, List[torch.Tensor]]:
        out: List[torch.Tensor] = []
        for x in xs:
            out.append(torch.sigmoid(self.first(x)))
        return {"all": out, "last": [self.second(named["key"]) * out[0]]}


class Model(nn.Module):
    def __init__(self, boxes: bool):
        super().__init__()
        self.pre = nn.Linear(16, 16)
        self.pair = Pair()
        self.block = Block()
        self.outer = Outer()
        self.boxes = Boxes()
        self.head = nn.Linear(16, 4)
        self.with_boxes = boxes

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.pre(x)
        a, b, n = self.pair(x, x * 2, 0.5, None, False)
        b, a, n = self.pair(a, b, 1.5, torch.ones_like(a), True)
        x = a + b / n
        for _ in range(3):
            x = self.block(x)
        if bool(x.sum() > -1e9):
            x = self.outer(x)
        if self.with_boxes:
            made = self.boxes([x, a], {"key": b})
            x = x + made["all"][0] * made["all"][1] + made["last"][0]
        return self.head(x)


class Deep(nn.Module):
    """Much to save for backward."""

    def __init__(self):
        super().__init__()
        self.pre = nn.Linear(128, 128)
        self.layers = nn.ModuleList(
            nn.Sequential(nn.Linear(128, 512), nn.GELU(), nn.Linear(512, 128), nn.Tanh()) for _ in range(12)
        )

    def forward(self, x):
        x = self.pre(x)
        for layer in self.layers:
            x = x + layer(x)
        return x


class Recurrent(nn.Module):
    """Scripting leaves these without a forward: it writes an overload for tensors and one for packed sequences."""

    def __init__(self):
        super().__init__()
        self.pre = nn.Linear(16, 16)
        self.lstm = nn.LSTM(16, 16)
        self.gru = nn.GRU(16, 16, bidirectional=True)
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        y, _ = self.lstm(self.pre(x))
        y, _ = self.gru(y)
        return self.head(y)


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.fc(x))


class Forking(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = Plain()
        self.right = Plain()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        left = torch.jit.fork(self.left, x)
        right = self.right(x)
        return torch.jit.wait(left) * right


class Forked(nn.Module):
    """A segment on another thread, one beside it of the same class, one fed from that thread, and one that forks itself."""

    def __init__(self):
        super().__init__()
        self.pre = nn.Linear(16, 16)
        self.there = Plain()
        self.here = Plain()
        self.after = Plain()
        self.forking = Forking()
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = torch.sigmoid(self.pre(x)).sin().cos()
        there = torch.jit.fork(self.there, x)
        here = self.here(x)
        return self.head(self.forking(self.after(torch.jit.wait(there) + here)))


torch.manual_seed(0)
for name, model in {"tuples": Model(False), "boxes": Model(True), "deep": Deep(), "recurrent": Recurrent(), "forked": Forked()}.items():
    torch.jit.script(model).save(f"{sys.argv[1]}/{name}.pt")
