"""LoRA around real modules.

Usage: lora.py make FOLDER: prints the names of the modules it wrote.
       lora.py compare FOLDER: compares NAME.pt with NAME-lora.pt, whose LoRA is called "lora" (r 4, lora_alpha 6).
"""
import glob
import sys

import torch
from torch import nn

MODULES = {
    "linear": (nn.Linear(6, 10), (3, 5, 6)),
    "plain": (nn.Linear(6, 10, bias=False), (3, 6)),
    "conv1d": (nn.Conv1d(4, 6, 5, stride=2, padding=3, dilation=2), (2, 4, 20)),
    "conv2d": (nn.Conv2d(4, 6, (3, 1), stride=(2, 1), padding=(1, 0)), (2, 4, 9, 8)),
    "default": (nn.Conv2d(3, 5, 3, bias=False), (2, 3, 9, 8)),
    "groups": (nn.Conv2d(4, 8, 3, padding=1, groups=4), (2, 4, 9, 8)),
    "conv3d": (nn.Conv3d(3, 4, 2, stride=2), (2, 3, 4, 6, 8)),
}
REFUSED = {
    "reflect": (nn.Conv2d(3, 5, 3, padding=1, padding_mode="reflect"), (2, 3, 9, 8)),
    "transposed": (nn.ConvTranspose2d(3, 5, 3), (2, 3, 9, 8)),
    "norm": (nn.LayerNorm(6), (3, 6)),
}


class Model(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return torch.tanh(self.inner(x))


def make(folder):
    torch.manual_seed(1)
    for name, (inner, shape) in {**MODULES, **REFUSED}.items():
        torch.jit.save(torch.jit.script(Model(inner)), "%s/%s-script.pt" % (folder, name))
        torch.jit.save(torch.jit.trace(Model(inner), torch.randn(shape)), "%s/%s-trace.pt" % (folder, name))
        print(name + "-script")
        print(name + "-trace")


def check(folder, name):
    kind = name.split("-")[0]
    inner, shape = MODULES[kind]
    base = torch.jit.load("%s/%s.pt" % (folder, name))
    model = torch.jit.load("%s/%s-lora.pt" % (folder, name))
    x = torch.randn(shape)
    if not torch.equal(base(x), model(x)):
        yield "does not start as it was"
    (model(x) * torch.linspace(-1, 1, base(x).numel()).reshape(base(x).shape)).sum().backward()
    a, b = model.inner.lora.lora_A, model.inner.lora.lora_B
    if a.grad.abs().max() != 0 or b.grad.abs().max() == 0:
        yield "at the first step lora_A must have a zero gradient and lora_B another"
    if abs(a.std() / (nn.init.kaiming_uniform_(torch.empty_like(a), a=5 ** 0.5)).std() - 1) > 0.4:
        yield "lora_A starts otherwise"
    with torch.no_grad():
        b.normal_()
    weight = inner.weight
    if isinstance(inner, nn.Linear):
        delta = x @ a.T @ b.T
    else:
        function = [torch.conv1d, torch.conv2d, torch.conv3d][weight.dim() - 3]
        delta = function(function(x, a, None, inner.stride, inner.padding, inner.dilation), b)
    # base was made from the module as it is here: the seed is the same.
    expected = torch.tanh(base.inner(x) + delta * 6 / 4)
    if not torch.allclose(model(x), expected, rtol=1e-5, atol=1e-6):
        yield "differs by %g" % (model(x) - expected).abs().max()
    names = [n for n in model.state_dict() if "lora" not in n]
    if names != list(base.state_dict()):
        yield "names %s" % names


torch.manual_seed(1)
if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    for file in sorted(glob.glob(sys.argv[2] + "/*-lora.pt")):
        name = file[len(sys.argv[2]) + 1:-len("-lora.pt")]
        print(name, list(check(sys.argv[2], name)))
