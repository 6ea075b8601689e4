"""Writes reasons.pt, in which each parameter lacks its gradient for a reason of its own, and prints what PyTorch gives each of them.

    python3 reasons.py FOLDER
"""
import json
import sys
from typing import Dict

import torch
from torch import nn


class Inner(nn.Module):
    """Gives a dictionary, of which the caller takes one entry."""

    def __init__(self):
        super().__init__()
        self.taken = nn.Linear(4, 4)
        self.left = nn.Linear(4, 4)

    def forward(self, x):
        return {"taken": self.taken(x), "left": self.left(x)}


class Reasons(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Linear(4, 4)
        self.never_read = nn.Parameter(torch.ones(4))
        self.never_called = nn.Linear(4, 4)
        self.unused_result = nn.Linear(4, 4)
        self.detached = nn.Linear(4, 4)
        self.no_grad = nn.Linear(4, 4)
        self.topk = nn.Linear(4, 4)
        self.argmax = nn.Linear(4, 4)
        self.picks = nn.Linear(4, 4)
        self.compared = nn.Linear(4, 4)
        self.not_in_loss = nn.Linear(4, 4)
        self.branch = nn.Linear(4, 4)
        self.loop = nn.Linear(4, 4)
        self.frozen = nn.Linear(4, 4)
        self.times_zero = nn.Linear(4, 4)
        self.relu_in = nn.Linear(4, 4)
        self.relu_out = nn.Linear(4, 4)
        self.lora_a = nn.Linear(4, 2, bias=False)
        self.lora_b = nn.Linear(2, 4, bias=False)
        self.table = nn.Embedding(10, 4)
        self.root = nn.Parameter(torch.zeros(4))
        self.inner = Inner()
        for p in self.frozen.parameters():
            p.requires_grad_(False)
        nn.init.zeros_(self.lora_b.weight)
        nn.init.zeros_(self.relu_in.weight)
        nn.init.constant_(self.relu_in.bias, -1.0)

    def forward(self, x) -> Dict[str, torch.Tensor]:
        h = self.used(x)
        self.unused_result(x)
        h = h + self.detached(x).detach()
        with torch.no_grad():
            fixed = self.no_grad(x)
        h = h + fixed
        values, best = torch.topk(self.topk(x), 2, dim=1)
        h = h + torch.gather(h, 1, best).sum()
        h = h + self.table(torch.argmax(self.argmax(x), dim=1))
        h = h + h[torch.argsort(self.picks(x).sum(dim=1))]
        h = h + torch.where(self.compared(x) > 0, h, -h)
        if bool(x.sum() > 1e9):
            h = h + self.branch(x)
        for _ in range(int(x.sum() * 0)):
            h = h + self.loop(x)
        h = h + self.frozen(x)
        h = h + 0.0 * self.times_zero(x)
        h = h + self.relu_out(torch.relu(self.relu_in(x)))
        h = h + self.lora_b(self.lora_a(x))
        h = h + torch.sqrt(self.root * 0)
        h = h + self.inner(x)["taken"]
        return {"loss_a": h.mean(), "aux_score": self.not_in_loss(x)}


def state(p):
    if not p.requires_grad:
        return "frozen"
    if p.grad is None:
        return "none"
    if not torch.isfinite(p.grad).all():
        return "nonfinite"
    return "nonzero" if bool((p.grad != 0).any()) else "zero"


def main(folder):
    torch.manual_seed(0)
    model = torch.jit.script(Reasons())
    model.save(folder + "/reasons.pt")
    model(torch.randn(3, 4))["loss_a"].backward()
    print(json.dumps({
        name: [state(p), 0.0 if p.grad is None else float((p.grad != 0).double().mean())]
        for name, p in model.named_parameters()}))


main(sys.argv[1])
