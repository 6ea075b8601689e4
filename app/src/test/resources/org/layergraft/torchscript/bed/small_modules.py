"""Small modules, each for one thing that TorchScript can write. `all_modules()` gives (name, module, inputs); the names tell what is in them."""
import enum
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn


class Flow(nn.Module):
    """if, for, while, break, continue, early return, assert, nested and conditional expressions."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])

    def forward(self, x, rounds: int = 2):
        assert x.dim() == 2, "two dimensions"
        y = self.first(x)
        if bool(y.sum() > 0):
            y = y * 2
        elif rounds > 5:
            y = y - 1
        else:
            y = -y
        for i in range(rounds):
            if i == 1:
                continue
            y = torch.relu(y) + i
        n = 0
        while n < 3:
            n += 1
            if n == 2:
                break
            y = y + n
        for layer in self.layers:
            y = layer(y)
        z = y if rounds > 1 else x
        if rounds > 9:
            return x
        parts = [t * 2 for t in [x, z]]
        return torch.cat(parts, 1) + (1.0 if rounds == 2 else 2.0)


class Result(NamedTuple):
    scores: Tensor
    boxes: Optional[Tensor]
    count: int


class NamedTuples(nn.Module):
    kept: Result

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.kept = Result(torch.ones(4), None, 3)

    def forward(self, x) -> Result:
        r = Result(self.fc(x), x * self.kept.scores, self.kept.count)
        boxes = r.boxes
        assert boxes is not None
        return Result(scores=r.scores + boxes, boxes=None, count=r.count + 1)


class Mode(enum.Enum):
    SUM = "sum"
    MEAN = "mean"


class Enums(nn.Module):
    mode: Mode

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.mode = Mode.MEAN

    def forward(self, x):
        y = self.fc(x)
        if self.mode == Mode.SUM:
            return y.sum()
        return y.mean()


@torch.jit.interface
class Layer(nn.Module):
    def forward(self, input: Tensor) -> Tensor:
        pass


class Interfaces(nn.Module):
    chosen: Layer

    def __init__(self):
        super().__init__()
        self.before = nn.Linear(4, 4)
        self.chosen = nn.Linear(4, 4)
        self.after = nn.Linear(4, 4)

    def forward(self, x):
        return self.after(self.chosen.forward(self.before(x)))


class Indexed(nn.Module):
    """A module chosen by a number known only when it runs: an interface again."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
        self.named = nn.ModuleDict({"a": nn.Linear(4, 4), "b": nn.Linear(4, 4)})

    def forward(self, x, which: int = 1):
        chosen: Layer = self.layers[which]
        x = chosen.forward(x)
        for name, layer in self.named.items():
            x = layer(x) if name == "a" else x + layer(x)
        return x


class Constants(nn.Module):
    __constants__ = ["scale", "names"]

    def __init__(self):
        super().__init__()
        self.scale = 2.5
        self.names = ["a", "b"]
        self.weight = nn.Parameter(torch.ones(4))
        self.bounds = (float("inf"), float("-inf"), float("nan"), 1e-12, -0.0)
        self.big = 2 ** 40

    def forward(self, x):
        kept: List[int] = []
        if len(self.names) > 1:
            kept.append(self.big)
        table: Dict[str, Tensor] = {}
        table["x"] = x * self.scale
        text = "a \"quoted\" 'text' with \\ and \n and ü"
        assert len(text) > 3, text
        return table["x"].clamp(min=-1e-12, max=self.bounds[0]) * self.weight + torch.tensor([1.5, 2.0, -3.0, 4.0]) + len(kept)


class Optionals(nn.Module):
    mask: Optional[Tensor]
    limit: Optional[int]

    def __init__(self, mask, limit):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer("mask", mask)
        self.limit = limit
        self.register_parameter("missing", None)

    def forward(self, x, extra: Optional[Tensor] = None, sizes: Optional[List[int]] = None):
        mask = self.mask
        if mask is not None:
            x = x * mask
        limit = self.limit
        if limit is not None and x.size(0) > limit:
            x = x[:limit]
        if extra is not None:
            x = x + extra
        if sizes is None:
            sizes = [4]
        return self.fc(x).view([-1] + sizes)


class Stateful(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))

    @torch.jit.export
    def __getstate__(self):
        return (self.w, self.training)

    @torch.jit.export
    def __setstate__(self, state: Tuple[Tensor, bool]):
        self.w = state[0]
        self.training = state[1]

    def forward(self, x):
        return x * self.w


class HoldsStateful(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Stateful()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return self.fc(self.inner(x))


class Methods(nn.Module):
    """Methods other than forward: called, exported and overwritten by name; attributes written in forward."""

    calls: int

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.other = nn.Linear(4, 4)
        self.calls = 0

    def helper(self, x):
        return self.other(torch.relu(x))

    def pair(self, x) -> Tuple[Tensor, Tensor]:
        return self.helper(x), x

    @torch.jit.export
    def features(self, x):
        return self.fc(x)

    def forward(self, x):
        self.calls += 1
        a, b = self.pair(self.features(x))
        return a + b * self.calls


def doubled(x):
    return x * 2


@torch.jit.script
def scripted_function(x, n: int):
    if n > 1:
        x = torch.relu(x)
    return x + n


def recursive_sum(items: List[Tensor]) -> Tensor:
    total = items[0]
    for item in items[1:]:
        total = total + item
    return total


class Functions(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return recursive_sum([doubled(self.fc(x)), scripted_function(x, 2), x])


class Ties(nn.Module):
    """One tensor under two names, two views of one storage, one module under two names, a chain of shared modules."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(5, 4)
        self.out = nn.Linear(4, 5, bias=False)
        self.out.weight = self.embed.weight
        self.fc = nn.Linear(4, 4)
        self.again = self.fc
        base = torch.randn(12)
        self.register_buffer("head", base[:4])
        self.register_buffer("tail", base[4:12].view(2, 4))
        self.register_buffer("turned", base.view(3, 4).t())

    def forward(self, x):
        return self.out(self.again(self.fc(x)) * self.head + self.tail.sum(0)) + self.turned.sum() + self.embed.weight.sum()


class Kinds(nn.Module):
    """Every element type, empty, zero-dimensional, expanded and non-contiguous tensors."""

    def __init__(self):
        super().__init__()
        for kind in "half bfloat16 double float int short int8 uint8 bool long cfloat cdouble".split():
            self.register_buffer(kind + "_", (torch.rand(2, 3) * 2).to(getattr(torch, kind)))
        self.register_buffer("empty", torch.zeros(0, 3))
        self.register_buffer("hollow", torch.zeros(2, 0, 3))
        self.register_buffer("scalar", torch.tensor(2.5))
        self.register_buffer("expanded", torch.ones(1).expand(4))
        self.register_buffer("column", torch.randn(4, 4)[:, 1])
        self.register_buffer("strided", torch.randn(8)[::2])
        self.register_buffer("channels_last", torch.randn(1, 2, 3, 4).to(memory_format=torch.channels_last))
        self.register_buffer("passing", torch.ones(4), persistent=False)
        self.weight = nn.Parameter(torch.randn(4, 4).t())
        self.frozen = nn.Parameter(torch.randn(4), requires_grad=False)

    def forward(self, x):
        y = x @ self.weight + self.column + self.strided + self.expanded + self.scalar + self.frozen + self.passing
        z = self.half_.float().sum() + self.bfloat16_.float().sum() + self.double_.sum() + self.long_.sum()
        return y + z + torch.cat([self.empty, torch.ones(1, 3)]).sum() + self.channels_last.sum() + self.hollow.sum()


class Lists(nn.Module):
    """Lists, tuples and dictionaries of tensors, going in, through and out."""

    def __init__(self):
        super().__init__()
        self.fcs = nn.ModuleList([nn.Linear(4, 4) for _ in range(2)])
        self.scales = nn.ParameterList([nn.Parameter(torch.ones(4)) for _ in range(2)])

    def forward(self, feats: List[Tensor], table: Dict[str, Tensor], pair: Tuple[Tensor, int]) -> Dict[str, Tensor]:
        outs: List[Tensor] = []
        for i, fc in enumerate(self.fcs):
            outs.append(fc(feats[i]))
        a, n = pair
        result: Dict[str, Tensor] = {}
        for key, value in table.items():
            result[key] = value + a * n
        result["sum"] = torch.stack(outs).sum(0)
        result["last"] = outs[-1] * list(feats)[0]
        if "none" in result:
            result.pop("none")
        return result


class InPlace(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer("total", torch.zeros(4))

    def forward(self, x):
        self.total += x.detach().sum(0)
        self.total.mul_(0.5)
        y = self.fc(x)
        y.add_(1)
        y[:, 0] = 0
        y[0] += x[0]
        y[..., 1:3].relu_()
        torch.relu_(y)
        return y * self.total


class Plain:
    """A TorchScript class that is no module."""

    def __init__(self, n: int):
        self.n = n

    def scaled(self, x: Tensor) -> Tensor:
        return x * self.n


class Objects(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        helper = Plain(3)
        helper.n += 1
        return helper.scaled(self.fc(x))


class Checkpointed(nn.Module):
    """with statements, ignored code, detach, no_grad, autocast off, f-strings."""

    def __init__(self):
        super().__init__()
        self.teacher = nn.Linear(4, 4)
        self.student = nn.Linear(4, 4)

    def forward(self, x):
        with torch.no_grad():
            target = self.teacher(x)
        if not torch.jit.is_scripting():
            print("not here")
        if x.size(0) > 100:
            raise ValueError(f"too long: {x.size(0)}")
        with torch.autograd.profiler.record_function("student"):
            y = self.student(x)
        return torch.nn.functional.mse_loss(y, target.detach())


class Unused(nn.Module):
    """Parameters that are never read and modules that are never called."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.idle = nn.Linear(4, 4)
        self.alone = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return self.fc(x)


class Futures(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)

    def forward(self, x):
        future = torch.jit.fork(self.a, x)
        y = self.b(x)
        return y + torch.jit.wait(future)


class Hooked(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_forward_pre_hook(double_input)
        self.register_forward_hook(add_one)

    def forward(self, x):
        return self.fc(x)


def double_input(self, inputs: Tuple[Tensor]) -> Tuple[Tensor]:
    return (inputs[0] * 2,)


def add_one(self, inputs: Tuple[Tensor], output: Tensor) -> Tensor:
    return output + 1


class Broadcast(nn.Module):
    """Slices, masks, einsum, splits with several results, keyword arguments, chained comparisons."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(4, 12)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        scores = torch.einsum("ij,kj->ik", q, k).softmax(dim=-1)
        top, index = torch.topk(scores, k=2, dim=1)
        scores = scores.masked_fill(scores < top[:, 1:], 0.0)
        b, c = x.shape
        n, m = x.shape[0], x.shape[-1]
        y = torch.where(scores[:, :1] > 0, scores @ v, v)
        return y.reshape(b, c).view(n, m)[..., None].squeeze(-1) + index.to(x.dtype).sum()


class Deep(nn.Module):
    """Modules inside modules inside modules, several instances of one class."""

    def __init__(self, depth):
        super().__init__()
        self.inner = Deep(depth - 1) if depth > 0 else nn.Linear(4, 4)
        self.norm = nn.LayerNorm(4)

    def forward(self, x):
        return self.norm(x + self.inner(x))


def all_modules():
    x = torch.randn(3, 4)
    return [
        ("flow", Flow(), (x,)),
        ("named_tuples", NamedTuples(), (x,)),
        ("enums", Enums(), (x,)),
        ("interfaces", Interfaces(), (x,)),
        ("indexed", Indexed(), (x,)),
        ("constants", Constants(), (x,)),
        ("optional_set", Optionals(torch.ones(4), 2), (x,)),
        ("optional_none", Optionals(None, None), (x,)),
        ("stateful", HoldsStateful(), (x,)),
        ("methods", Methods(), (x,)),
        ("functions", Functions(), (x,)),
        ("ties", Ties(), (x,)),
        ("kinds", Kinds(), (x,)),
        ("lists", Lists(), ([x, x + 1], {"a": x, "b": -x}, (x, 3))),
        ("in_place", InPlace(), (x,)),
        ("objects", Objects(), (x,)),
        ("checkpointed", Checkpointed(), (x,)),
        ("unused", Unused(), (x,)),
        ("futures", Futures(), (x,)),
        ("hooked", Hooked(), (x,)),
        ("broadcast", Broadcast(), (x,)),
        ("deep", Deep(4), (x,)),
    ]
