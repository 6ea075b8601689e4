"""Cases for behaviour the shared reference has no folder for; run with run_cases.py --module own_cases."""

from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn

from casekit import LOSS_KEYS, MEAN, SQUARE, SUM, Registry, normal, outputs, randint, schedule

REGISTRY = Registry()
X = normal("x", 3, 4)


@REGISTRY.case("root-parameters-unused", "Two parameters of the root module are never used.", [X], SUM)
class RootUnused(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4))
        self.lost = nn.Parameter(torch.ones(2))
        self.fc = nn.Linear(4, 2)
        self.frozen = nn.Parameter(torch.ones(3), requires_grad=False)
        self.lost2 = nn.Parameter(torch.ones(2, 2))

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x * self.scale)


@REGISTRY.case("bare-parameter-outside-loss", "A parameter is returned as it is and left out of the loss.", [X], outputs(0))
class BareOutside(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)
        self.query = nn.Parameter(torch.randn(5))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return self.fc(x), self.query


@REGISTRY.case("bare-parameter-in-loss", "A parameter is returned as it is and is in the loss.", [X], SUM)
class BareInside(BareOutside):
    pass


@REGISTRY.case("bare-parameter-used-too", "A parameter is returned as it is, and used.", [X], outputs(0))
class BareUsed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.scale = nn.Parameter(torch.randn(4))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return self.fc(x) * self.scale, self.scale


@REGISTRY.case("nothing-trainable", "Every parameter is frozen.", [X], SUM)
class Frozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2).requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


@REGISTRY.case("loss-detached", "The only output is detached.", [X], SUM)
class Detached(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).detach()


class Result(NamedTuple):
    main: Tensor
    aux: Tensor
    best: Tensor


@REGISTRY.case("named-tuple-aux-outside-loss", "A named tuple; aux is not in the loss, best holds integers.", [X],
               outputs(0, reduce="square"))
class NamedOut(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Linear(4, 3)
        self.aux = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Result:
        y = self.main(x)
        return Result(y, self.aux(x), y.argmax(1))


@REGISTRY.case("nested-outputs", "Lists in dictionaries in a tuple; some are not in the loss.", [X], outputs(1, 3, reduce="mean"))
class Nested(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([nn.Linear(4, 2) for _ in range(4)])

    def forward(self, x: Tensor) -> Tuple[Dict[str, List[Tensor]], Tensor]:
        ys: List[Tensor] = []
        for part in self.parts:
            ys.append(part(x))
        return {"b": [ys[3], ys[1]], "a": [ys[0]]}, ys[2]


@REGISTRY.case("dict-integers-and-keys", "A dictionary with an integer entry; the loss picks by key.", [X], LOSS_KEYS)
class Keys(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(4, 2)
        self.c = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"loss_a": self.a(x), "d0.loss_b": self.b(x), "index": self.c(x).argmax(1), "scores": self.c(x)}


@REGISTRY.case("double", "A float64 model.", [normal("x", 3, 4, dtype="float64")], SQUARE)
class Double(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2).double()

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


@REGISTRY.case("half-parameter", "One float16 parameter beside float32 ones.", [X], SUM)
class Half(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.scale = nn.Parameter(torch.ones(4, dtype=torch.float16))

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x) * self.scale.float()


@REGISTRY.case("bfloat16-parameter", "One bfloat16 parameter.", [X], SUM, tags=["gloo-only"])
class BHalf(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.scale = nn.Parameter(torch.ones(4, dtype=torch.bfloat16))

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x) * self.scale.float()


@REGISTRY.case("complex-parameter", "One complex64 parameter.", [X], SUM, tags=["gloo-only"])
class Complex(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.phase = nn.Parameter(torch.randn(4, dtype=torch.complex64))

    def forward(self, x: Tensor) -> Tensor:
        return torch.view_as_real(self.fc(x) * self.phase)


@REGISTRY.case("mixed-types", "float32 and float64 parameters, one of each unused.", [X], SUM)
class Mixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4).double()
        self.c = nn.Linear(2, 2)
        self.d = nn.Linear(2, 2).double()

    def forward(self, x: Tensor) -> Tensor:
        return self.b(self.a(x).double())


TOKENS = randint("tokens", 0, 10, 2, 3)


@REGISTRY.case("sparse-embedding", "An embedding with sparse=True.", [TOKENS], SQUARE)
class Sparse(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4, sparse=True)
        self.fc = nn.Linear(4, 2)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.fc(self.embed(tokens))


REGISTRY.add("sparse-embedding-traced", "An embedding with sparse=True, traced.", Sparse, [TOKENS], SQUARE, export="trace")


@REGISTRY.case("sparse-embedding-unused", "An embedding with sparse=True that is never used.", [X], SQUARE)
class SparseUnused(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4, sparse=True)
        self.fc = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


@REGISTRY.case("dropout", "Dropout between two layers.", [X], SUM, tags=["rng"])
class Drop(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 2))

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


@REGISTRY.case("buffer-decides", "A counter buffer decides which layer is used.", [X], SUM)
class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros(1, dtype=torch.int64))
        self.register_buffer("seen", torch.zeros(4))
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        self.count += 1
        self.seen += x.mean(0).detach()
        y = self.a(x + self.seen)
        if int(self.count) >= 2:
            y = y + self.b(x)
        return y


@REGISTRY.case("shared-module-unused", "An unused block registered under two names, and one weight shared by two modules.", [X], SUM)
class SharedUnused(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.second = nn.Linear(4, 4)
        self.second.weight = self.first.weight
        self.again = self.first
        self.lost = nn.Linear(3, 3)
        self.lost_again = self.lost
        self.tied = nn.Linear(3, 3)
        self.tied.weight = self.lost.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.again(self.second(x))


STEPS = [schedule("step", [[1, 2, 3], [1, 2, 3]], 1), X]


@REGISTRY.case("starts-in-step-2", "A layer is used from the second iteration on.", STEPS, SUM, tags=["iteration-dependent"])
class Starts(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(4, 2)

    def forward(self, step: Tensor, x: Tensor) -> Tensor:
        y = self.a(x)
        if int(step) >= 2:
            y = y + self.b(x)
        return y


@REGISTRY.case("stops-in-step-2", "A layer is used in the first iteration only.", STEPS, SUM, tags=["iteration-dependent"])
class Stops(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(4, 2)

    def forward(self, step: Tensor, x: Tensor) -> Tensor:
        y = self.a(x)
        if int(step) < 2:
            y = y + self.b(x)
        return y


@REGISTRY.case("rank-1-raises-in-step-2", "Rank 1's second forward raises.", [schedule("ok", [[1, 1, 1], [1, 0, 1]], 1), X], SUM,
               tags=["iteration-dependent", "rank-dependent"])
class Raises(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)

    def forward(self, ok: Tensor, x: Tensor) -> Tensor:
        assert int(ok) == 1, "this batch is bad"
        return self.a(x)


@REGISTRY.case("rank-1-nothing-fires", "Rank 1's loss does not touch the parameters.", [schedule("use", [[1, 1, 1], [0, 0, 0]], 1), X], SUM,
               tags=["iteration-dependent", "rank-dependent"])
class Nothing(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)

    def forward(self, use: Tensor, x: Tensor) -> Tensor:
        y = self.a(x)
        if int(use) == 0:
            y = y.detach()
        return y


@REGISTRY.case("nonfinite", "A square root at zero makes gradients infinite.", [X], SUM)
class NonFinite(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(4))
        self.fc = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).sum() + torch.sqrt(self.p).sum()


@REGISTRY.case("batchnorm-unused-head", "BatchNorm, and a head that is not used.", [normal("x", 4, 3, 5, 5)], MEAN)
class BatchNormHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.head = nn.Linear(4, 2)
        self.aux = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(torch.relu(self.norm(self.conv(x))).mean([2, 3]))


@REGISTRY.case("optional-and-list-outputs", "A list of tensors with one that needs no gradient.", [X], SUM)
class Lists(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tuple[List[Tensor], Optional[Tensor]]:
        missing: Optional[Tensor] = None
        return [self.a(x), x * 2, self.b(x).detach()], missing
