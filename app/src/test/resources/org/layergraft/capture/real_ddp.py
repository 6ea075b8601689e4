"""Models that no reference case has: captured on each rank, then trained by two ranks of real DistributedDataParallel.

    python3 real_ddp.py FOLDER_OF_CAPTURE SAMPLES FOLDER [--only NAME,NAME] [--captures] [--gpu]

Writes NAME.MODE.rR.capture.json and results.json. Every run is a pair of fresh processes, forked before anything was computed.
"""

import hashlib
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[2])
os.environ["GLOO_SOCKET_IFNAME"] = "lo"
os.environ["TORCH_DISTRIBUTED_DEBUG"] = "INFO"
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.utils.checkpoint import checkpoint

import capture

FOLDER = sys.argv[3]
GPU = "--gpu" in sys.argv
DEVICE = "cuda:0" if GPU else "cpu"
BACKEND = "nccl" if GPU else "gloo"
RANKS = 1 if GPU else 2  # NCCL needs a GPU for each rank
STEPS = 3
FORK = multiprocessing.get_context("fork")  # the parent never computes, not even on a GPU
CASES = {}


# With static_graph the search makes no difference; the reference cases have all four.
def case(name, modes=("off",), combos=((False, False), (False, True), (True, False))):
    def register(cls):
        CASES[name] = (cls, modes, combos)
        return cls
    return register


class Base(nn.Module):
    """A model that also knows its batches and its loss."""

    def __init__(self, mode="off"):
        super().__init__()
        self.mode = mode

    def run(self, f, *args):
        return f(*args) if self.mode == "off" else checkpoint(f, *args, use_reentrant=self.mode == "reentrant")

    @staticmethod
    def batch(rank, i):
        return (torch.randn(4, 8, device=DEVICE),)

    @staticmethod
    def loss(out, model):
        return out.square().mean()


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.fc1, self.fc2 = nn.LayerNorm(8), nn.Linear(8, 16), nn.Linear(16, 8)

    def forward(self, x):
        return x + self.fc2(torch.relu(self.fc1(self.norm(x))))


@case("encoder", modes=("off", "reentrant", "nonreentrant"),
      combos=((False, False), (False, True), (True, False), (True, True)))
class Encoder(Base):
    """Four of six layers checkpointed in forward, as with_cp=4; one declared parameter that nobody uses."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.embed = nn.Linear(8, 8)
        self.layers = nn.ModuleList([Block() for _ in range(6)])
        self.class_embed = nn.Parameter(torch.ones(8, 5))

    def forward(self, x):
        x = self.embed(x)
        for i, layer in enumerate(self.layers):
            x = self.run(layer, x) if i < 4 else layer(x)
        return x


@case("first-layer", modes=("off", "reentrant", "nonreentrant"))
class FirstLayer(Base):
    """The first layer is in the segment, and the input needs no gradient."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.first, self.rest = Block(), Block()

    def forward(self, x):
        return self.rest(self.run(self.first, x))


@case("shared-and-direct", modes=("off", "reentrant", "nonreentrant"))
class SharedAndDirect(Base):
    """One block in a segment, and once more without."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.embed, self.block = nn.Linear(8, 8), Block()

    def forward(self, x):
        return self.block(self.run(self.block, self.embed(x)))


@case("nested", modes=("off", "reentrant", "nonreentrant"))
class Nested(Base):
    """A segment in a segment, and two results of which one is used."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.embed, self.a, self.b, self.side = nn.Linear(8, 8), Block(), Block(), nn.Linear(8, 3)

    def both(self, x):
        y = self.run(self.b, self.a(x))
        return y, self.side(y)

    def forward(self, x):
        return self.run(self.both, self.embed(x))[0]


@case("fairscale", modes=("off", "reentrant"))
class Fairscale(Base):
    """A segment that never leaves the graph, as fairscale's: a tensor that needs a gradient is added to its arguments."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.first, self.rest = Block(), Block()

    def forward(self, x):
        if self.mode == "reentrant":
            guard = torch.zeros((), device=x.device, requires_grad=True)
            x = checkpoint(lambda g, y: self.first(y), guard, x, use_reentrant=True)
        else:
            x = self.first(x)
        return self.rest(x)


@case("outputs")
class Outputs(Base):
    """Outputs where only some walkers look, and one that is in no loss."""

    @dataclass
    class Data:
        loss: object

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a, self.b, self.c = nn.Linear(8, 8), nn.Linear(8, 3), nn.Linear(8, 3)

    def forward(self, x):
        x = self.a(x)
        return {"loss": self.b(x).mean(), "data": Outputs.Data(self.c(x))}

    @staticmethod
    def loss(out, model):
        return out["loss"] + out["data"].loss.mean()


@case("own-class")
class OwnClass(Base):
    class Result:
        def __init__(self, x):
            self.x = x

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a = nn.Linear(8, 8)

    def forward(self, x):
        return OwnClass.Result(self.a(x))

    @staticmethod
    def loss(out, model):
        return out.x.square().mean()


class GivesNone(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        return x * 1

    @staticmethod
    def backward(ctx, g):
        return g, None


@case("gives-none")
class Nothing(Base):
    """A Function that hands no gradient on: the hook fires all the same."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a, self.w = nn.Linear(8, 8), nn.Parameter(torch.ones(8))

    def forward(self, x):
        return GivesNone.apply(self.a(x), self.w)


class PassesOn(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 1

    @staticmethod
    def backward(ctx, g):
        return g


@case("not-in-loss")
class NotInLoss(Base):
    """Two outputs in no loss; one goes through a Function that is given zeros."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a, self.b, self.c = nn.Linear(8, 8), nn.Linear(8, 3), nn.Linear(8, 3)

    def forward(self, x):
        x = self.a(x)
        return [x, self.b(x), PassesOn.apply(self.c(x))]

    @staticmethod
    def loss(out, model):
        return out[0].mean()


@case("outside-forward")
class OutsideForward(Base):
    """A parameter that only the loss uses."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a, self.scale = nn.Linear(8, 8), nn.Parameter(torch.ones(3))

    def forward(self, x):
        return self.a(x)

    @staticmethod
    def loss(out, model):
        return out.mean() + model.scale.square().sum()


@case("by-rank")
class ByRank(Base):
    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    @staticmethod
    def batch(rank, i):
        return torch.randn(4, 8, device=DEVICE), rank

    def forward(self, x, rank):
        return self.a(x) if rank else self.b(self.a(x))


@case("from-second-step")
class FromSecondStep(Base):
    """A layer that is used from the second iteration on."""

    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    @staticmethod
    def batch(rank, i):
        return torch.randn(4, 8, device=DEVICE), i

    def forward(self, x, i):
        return self.b(self.a(x)) if i else self.a(x)


@case("all-frozen", combos=((False, False),))
class AllFrozen(Base):
    def __init__(self, mode="off"):
        super().__init__(mode)
        self.a = nn.Linear(8, 8).requires_grad_(False)
        self.b = nn.Linear(8, 8)

    def forward(self, x):
        return self.a(self.b(x))


def sample(name):
    class Sample(Base):
        def __init__(self, mode="off"):
            super().__init__(mode)
            import co_dino_head
            import mini_mlp
            if name == "mlp":
                self.inner = next(v for v in vars(mini_mlp).values()
                                  if isinstance(v, type) and issubclass(v, nn.Module))()
            else:
                self.inner = getattr(co_dino_head, name)()
                if mode != "off":
                    for layer in self.inner.transformer.encoder.layers[:4]:
                        original = layer.forward
                        layer.forward = lambda *a, _f=original: checkpoint(_f, *a, use_reentrant=mode == "reentrant")

        @staticmethod
        def batch(rank, i):
            import co_dino_head
            import mini_mlp
            spec = (mini_mlp if name == "mlp" else co_dino_head).LAYERGRAFT["inputs"]
            made = []
            for s in spec:
                if s["dtype"] == "float32":
                    made.append(torch.randn(s["shape"], device=DEVICE))
                else:
                    made.append(torch.randint(s.get("low", 0), s.get("high", 2), s["shape"], device=DEVICE))
            return tuple(made)

        def forward(self, *args):
            return self.inner(*args)

        @staticmethod
        def loss(out, model):
            if isinstance(out, dict):
                return sum(v.mean() for k, v in out.items() if "loss" in k)
            return out.mean()
    return Sample


case("co-dino", modes=("off", "reentrant", "nonreentrant"))(sample("CoDINOHead"))
case("co-dino-class-embed", modes=("off", "reentrant"))(sample("CoDINOHeadClassEmbed"))
case("mlp")(sample("mlp"))


def detector(make):
    class Detector(Base):
        def __init__(self, mode="off"):
            super().__init__(mode)
            self.inner = make()

        @staticmethod
        def batch(rank, i):
            images = [torch.rand(3, 64, 64, device=DEVICE) for _ in range(2)]
            targets = [{"boxes": torch.tensor([[5.0, 5, 40, 50], [10, 20, 60, 60]], device=DEVICE),
                        "labels": torch.tensor([1, 2], device=DEVICE)} for _ in images]
            return images, targets

        def forward(self, images, targets):
            return self.inner(images, targets)

        @staticmethod
        def loss(out, model):
            return sum(out.values())
    return Detector


def retina():
    from torchvision.models.detection import RetinaNet
    from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
    return RetinaNet(resnet_fpn_backbone(backbone_name="resnet18", weights=None, trainable_layers=3), 5,
                     min_size=64, max_size=64)


def faster():
    from torchvision.models.detection import fasterrcnn_mobilenet_v3_large_320_fpn as make
    return make(weights=None, weights_backbone=None, num_classes=5, min_size=64, max_size=64)


try:
    import torchvision
    case("retinanet")(detector(retina))
    case("fasterrcnn", combos=((False, False), (True, False)))(detector(faster))
except ImportError:
    pass


def build(name, mode):
    torch.manual_seed(7)
    return CASES[name][0](mode).train().to(DEVICE)


def train(name, model, bare, rank, at, seen=None):
    cls = CASES[name][0]
    optimizer = torch.optim.SGD([p for p in bare.parameters() if p.requires_grad], lr=0.01)
    for i in range(STEPS):
        torch.manual_seed(1000 * (i + 1) + rank)
        batch = cls.batch(rank, i)
        at[:] = [i + 1, "forward"]
        out = model(*batch)
        at[:] = [i + 1, "backward"]
        loss = cls.loss(out, bare)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()


def values(model):
    return {n: hashlib.sha256(p.detach().double().cpu().numpy().tobytes()).hexdigest()
            for n, p in model.named_parameters()}


def record(name, mode, rank):
    """The same training without DDP, watched."""
    torch.set_num_threads(1)
    os.environ["RANK"], os.environ["WORLD_SIZE"] = str(rank), str(RANKS)
    capture.say = lambda text: None
    model = build(name, mode)
    capture.watch(model, out=os.path.join(FOLDER, "%s.%s.capture.json" % (name, mode)), iterations=STEPS)
    train(name, model, model, rank, [0, ""])


def rank_main(pipe, name, mode, combo, rank, folder):
    torch.set_num_threads(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    at, result = [0, "construct"], {"error": None}
    try:
        if combo is None:
            record(name, mode, rank)
        else:
            dist.init_process_group(BACKEND, init_method="file://" + folder + "/store", rank=rank, world_size=RANKS,
                                    timeout=timedelta(seconds=120))
            model = build(name, mode)
            before = values(model)
            ddp = DDP(model, find_unused_parameters=combo[0], static_graph=combo[1])
            train(name, ddp, model, rank, at)
            after = values(model)
            result.update(after=after, still=[n for n in after if after[n] == before[n]])
    except Exception as error:
        result["error"] = type(error).__name__ + ": " + str(error)
    result.update(iteration=at[0], phase=at[1],
                  index={str(i): n for i, n in enumerate(
                      n for n, p in build(name, mode).named_parameters() if p.requires_grad)})
    pipe.send(result)
    try:
        pipe.recv()
    except EOFError:
        pass
    os._exit(0)


def pair(name, mode, combo, ranks=RANKS):
    with tempfile.TemporaryDirectory() as folder:
        children = []
        for rank in range(ranks):
            here, there = FORK.Pipe()
            process = FORK.Process(target=rank_main, args=(there, name, mode, combo, rank, folder))
            process.start()
            children.append((here, process))
        results = [None] * ranks
        end = time.time() + 300
        failed_at = None
        while None in results and time.time() < end:
            for r, (here, process) in enumerate(children):
                if results[r] is None and here.poll(0.02):
                    results[r] = here.recv()
                    if results[r]["error"] and failed_at is None:
                        failed_at = time.time()
            if failed_at and time.time() - failed_at > 8:
                break
        for here, process in children:
            process.kill()
            process.join()
        return results


def outcome(text):
    for word, phrase in (("unused_parameters", "Expected to have finished reduction"),
                         ("ready_twice", "Expected to mark a variable ready only once"),
                         ("static_graph_changed", "Your training graph has changed"), ("hang", "imed out"),
                         ("peer_lost", "onnection")):
        if phrase in text:
            return word
    return "other"


def judged(results):
    """As run_cases.py of the reference cases puts it together."""
    own = []
    for r, result in enumerate(results):
        if result and result["error"] and outcome(result["error"]) not in ("hang", "peer_lost"):
            own.append((result["iteration"], ("construct", "forward", "backward").index(result["phase"]), r))
    if own:
        lead = results[min(own)[2]]
        word = outcome(lead["error"])
        listed = re.search(r"Parameter indices which did not receive grad for rank \d+: ([\d ]+)", lead["error"])
        indices = listed.group(1).split() if listed else re.findall(r"arameter at index (\d+)", lead["error"])[:1]
        return {"outcome": word, "iteration": lead["iteration"], "phase": lead["phase"],
                "ranks": [r for _, _, r in sorted(own, key=lambda o: o[2]) if outcome(results[r]["error"]) == word],
                "parameters": sorted(lead["index"][i] for i in indices), "error": lead["error"][:300]}
    if any(r is None or r["error"] for r in results):
        return {"outcome": "hang", "iteration": None, "phase": None, "ranks": [], "parameters": [],
                "error": str([r and r["error"] for r in results])}
    first = results[0]
    return {"outcome": "ok", "iteration": None, "phase": None, "ranks": [], "parameters": [], "error": None,
            "diverged": sorted(n for n in first["after"] if any(r["after"][n] != first["after"][n] for r in results)),
            "still": sorted(first["still"])}


def main():
    only = sys.argv[sys.argv.index("--only") + 1].split(",") if "--only" in sys.argv else list(CASES)
    runs = []
    for name in only:
        for mode in CASES[name][1]:
            failed = [str(r and r["error"]) for r in pair(name, mode, None) if r is None or r["error"]]
            if failed and not GPU:
                raise SystemExit("%s %s could not be captured: %s" % (name, mode, failed[0]))
            if failed:  # a model that makes a tensor on the CPU runs on no GPU; the others still tell
                print("NOT CAPTURED", name, mode, failed[0][:300], flush=True)
                continue
            if "--captures" in sys.argv:
                continue
            for combo in CASES[name][2]:
                result = judged(pair(name, mode, combo))
                result.update(case=name, mode=mode, find_unused_parameters=combo[0], static_graph=combo[1])
                runs.append(result)
                print(name, mode, combo, result["outcome"], result["iteration"], result["parameters"][:3], flush=True)
    with open(os.path.join(FOLDER, "results.json"), "w") as f:
        json.dump({"torch": torch.__version__, "runs": runs}, f)


if __name__ == "__main__":
    main()
