"""What capture.py records, and that it changes nothing: python3 check_capture.py FOLDER_OF_CAPTURE FOLDER."""

import json
import os
import subprocess
import sys
import types
from dataclasses import dataclass

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

import capture

FOLDER = sys.argv[2]


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.drop = nn.Dropout(0.5)

    def forward(self, x, scale=1.0):
        return x + self.drop(torch.relu(self.fc(x))) * scale


class Model(nn.Module):
    """mode is off, reentrant or nonreentrant, for the two blocks in the middle."""

    def __init__(self, mode="off", run=None):
        super().__init__()
        self.embed = nn.Embedding(10, 8)
        self.blocks = nn.ModuleList([Block() for _ in range(3)])
        self.head = nn.Linear(8, 10, bias=False)
        self.head.weight = self.embed.weight
        self.unused = nn.Parameter(torch.ones(3))
        self.frozen = nn.Linear(8, 8).requires_grad_(False)
        self.run = run or (lambda f, x: f(x) if mode == "off" else checkpoint(f, x, use_reentrant=mode == "reentrant"))

    def forward(self, tokens):
        x = self.embed(tokens)
        x = self.blocks[0](x, scale=0.5)
        for block in self.blocks[1:]:
            x = self.run(block, x)
        return {"loss_a": self.head(x).square().mean(), "acc": self.frozen(x).sum().detach(), "aux": x.mean()}


def train(model, watched=None, steps=3, seen=None):
    torch.manual_seed(1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    tokens = torch.arange(8).reshape(2, 4)
    for _ in range(steps):
        out = model(tokens)
        optimizer.zero_grad(set_to_none=True)
        out["loss_a"].backward()
        if seen is not None:
            seen.append({n: None if p.grad is None else p.grad.clone() for n, p in model.named_parameters()})
        optimizer.step()
    return [p.detach().clone() for p in model.parameters()] + [torch.get_rng_state()]


def build(*args):
    torch.manual_seed(0)
    return Model(*args).train()


def watched(name, *args, iterations=1, **options):
    out = os.path.join(FOLDER, name + ".capture.json")
    model = build(*args)
    seen = []
    values = train(capture.watch(model, out=out, iterations=iterations), seen=seen, **options)
    with open(out) as f:
        return json.load(f), values, seen


def names(recorded):
    return [p["name"] for p in recorded["model"]["parameters"]]


def reached(it, starts):
    """Parameters behind these nodes, as DDP's search walks."""
    leaves = {leaf[0]: leaf[2] for leaf in it["graph"]["leaf"] if leaf[1] == "parameter"}
    todo, seen = list(starts), set()
    while todo:
        n = todo.pop()
        if n >= 0 and n not in seen:
            seen.add(n)
            todo += it["graph"]["next"][n]
    return {leaves[n] for n in seen if n in leaves}


def check(condition, *words):
    if not condition:
        raise AssertionError(words)


def nothing_changes():
    for mode in ("off", "reentrant", "nonreentrant"):
        plain = train(build(mode))
        _, values, _ = watched("same-" + mode, mode, iterations=2)
        check(all(torch.equal(a, b) for a, b in zip(plain, values)), mode)
    check("patched" not in nn.Module.__call__.__code__.co_name, "hooks are gone afterwards")
    check(torch.autograd.backward.__module__ == "torch.autograd")


def gradients_are_those_that_arrived():
    for mode in ("off", "reentrant", "nonreentrant"):
        recorded, _, seen = watched("gradients-" + mode, mode)
        it = recorded["iterations"][0]
        for name, got in zip(names(recorded), it["gradients"]):
            want = seen[0][name]
            if want is None:
                check(got["state"] in ("none", "frozen") and got["fired"] == 0, mode, name, got)
            else:
                norm = float(want.double().norm())
                check(abs(got["norm"] - norm) <= 1e-5 * norm and got["fired"] == 1, mode, name, got, norm)
                check(abs(got["nonzero"] - float((want != 0).float().mean())) < 1e-6, mode, name)
        check(recorded["model"]["parameters"][0]["aliases"] == ["head.weight"] or
              recorded["model"]["parameters"][1]["aliases"] == ["head.weight"])


def segments_are_told_apart():
    for mode in ("off", "reentrant", "nonreentrant"):
        recorded, _, _ = watched("segments-" + mode, mode)
        it = recorded["iterations"][0]
        segments = it["segments"]
        check([s["kind"] for s in segments] == ([] if mode == "off" else [mode] * 2), mode, segments)
        loss = reached(it, [r["node"] for r in it["losses"]])
        inside = {i for i, n in enumerate(names(recorded)) if n.startswith(("blocks.1", "blocks.2"))}
        check(inside.isdisjoint(loss) if mode == "reentrant" else inside <= loss, mode)
        for s in segments:
            check(s["recomputed"] and not s["detached"] and len(s["outputs"]) == 1, s)
            check(len(reached(it, s["outputs"]) & inside) == 2 if mode == "reentrant" else True, s)
        calls = [recorded["model"]["modules"][c["module"]]["path"] for c in it["calls"] if c["segment"] is None]
        check(calls.count("blocks.1") == (2 if mode == "reentrant" else 1), mode, calls)


def outputs_are_found_as_ddp_finds_them():
    @dataclass
    class Data:
        loss: object

    class Own:
        def __init__(self, x):
            self.x = x

    class Dict(dict):
        pass

    class Returns(nn.Module):
        def __init__(self):
            super().__init__()
            self.a = nn.Linear(2, 2)

        def forward(self, x):
            x = self.a(x)
            return {"plain": [x * 1], "data": Data(x * 2), "own": Own(x * 3), "dict": Dict(k=x * 4), "set": {x * 5},
                    "parameter": self.a.bias}

    out = os.path.join(FOLDER, "outputs.capture.json")
    model = capture.watch(Returns().train(), out=out)
    result = model(torch.ones(1, 2))
    (result["plain"][0] + result["own"].x).sum().backward()
    found = {o["path"]: (o["found_1"], o["found_2"], o["sink"]) for o in json.load(open(out))["iterations"][0]["outputs"]}
    check(found["plain.0"] == (True, True, True) and found["data.loss"][:2] == (False, True), found)
    check(found["own.x"] == (False, False, False) and found["set.0"] == (False, False, False), found)
    check(found["dict.k"] == (True, True, False), found)
    check([o for o in json.load(open(out))["iterations"][0]["outputs"] if o["parameter"] == 1], found)


def fairscale_is_followed():
    """A stand-in with the signature of fairscale.nn.checkpoint.checkpoint_activations, which is not installed here."""
    class CheckpointFunction(torch.autograd.Function):
        @staticmethod
        def forward(ctx, dummy, run_function, parent, kwarg_keys, *args):
            ctx.run_function, ctx.save = run_function, args
            with torch.no_grad():
                return run_function(*args)

        @staticmethod
        def backward(ctx, *grads):
            again = [a.detach().requires_grad_(a.requires_grad) for a in ctx.save]
            with torch.enable_grad():
                out = ctx.run_function(*again)
            torch.autograd.backward([out], list(grads))
            return (None, None, None, None) + tuple(a.grad for a in again)

    module = types.ModuleType("fairscale.nn.checkpoint.checkpoint_activations")
    module.CheckpointFunction = CheckpointFunction
    sys.modules[module.__name__] = module

    def run(f, x):
        return CheckpointFunction.apply(torch.tensor([], requires_grad=True), f, {}, (), x)

    recorded, _, _ = watched("fairscale", "off", run)
    it = recorded["iterations"][0]
    check([s["source"] for s in it["segments"]] == ["fairscale"] * 2, it["segments"])
    check(all(s["offset"] == 1 and s["recomputed"] and s["call"] >= 0 for s in it["segments"]), it["segments"])
    del sys.modules[module.__name__]


def changes_between_iterations_are_kept():
    class Alternates(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b, self.n = nn.Linear(2, 2), nn.Linear(2, 2), 0

        def forward(self, x):
            self.n += 1
            return self.b(self.a(x)) if self.n % 2 else self.a(x)

    out = os.path.join(FOLDER, "alternates.capture.json")
    model = capture.watch(Alternates().train(), out=out, iterations=3)
    for _ in range(4):
        model(torch.ones(1, 2)).sum().backward()
    recorded = json.load(open(out))
    check([i.get("same_as") for i in recorded["iterations"]] == [None, None, 0], "same_as")
    check([g["fired"] for g in recorded["iterations"][1]["gradients"]] == [1, 1, 0, 0])
    check(recorded["iterations"][1]["gradients"][0]["before"], "gradients were not cleared")


def failures_leave_a_file():
    class Fails(nn.Module):
        def __init__(self, when):
            super().__init__()
            self.a, self.when = nn.Linear(2, 2), when

        def forward(self, x):
            x = self.a(x)
            if self.when == "forward":
                raise ValueError("not today")
            return x if self.when == "none" else x.detach()

    for when in ("forward", "backward"):
        out = os.path.join(FOLDER, when + ".capture.json")
        model = capture.watch(Fails(when).train(), out=out)
        try:
            model(torch.ones(1, 2)).sum().backward()
            check(False, when)
        except (ValueError, RuntimeError):
            pass
        failure = json.load(open(out))["iterations"][0]["failure"]
        check(failure["phase"] == when and failure["iteration"] == 1, failure)
        check(nn.Module.__call__.__name__ != "patched")


SCRIPT = """
import sys, torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP

class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.class_embed = nn.Parameter(torch.zeros(3))

    def forward(self, x):
        return dict(loss_cls=self.fc(x).mean(), acc=x.sum())

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)

    def forward(self, x):
        return self.fc(x)

def main(mode):
    torch.manual_seed(0)
    small, head = Small(), Head()
    if mode == "ddp":
        torch.distributed.init_process_group("gloo", init_method="file://" + sys.argv[2], rank=0, world_size=1)
        head = DDP(head, find_unused_parameters=True, bucket_cap_mb=3)
    for step in range(2):
        x = torch.ones(2, 4)
        if mode == "crash" and step == 1:
            head(x)
            raise SystemExit(7)
        outputs = head(x)
        loss = sum(v for k, v in outputs.items() if "loss" in k) + small(x).mean()
        loss.backward()
    print("trained", sys.argv[1:], __name__)

if __name__ == "__main__":
    main(sys.argv[1])
"""


def scripts_run_as_they_are():
    script = os.path.join(FOLDER, "train.py")
    with open(script, "w") as f:
        f.write(SCRIPT)
    for mode, code, options in (("plain", 0, []), ("ddp", 0, []), ("crash", 7, ["--iterations", "3"]),
                                ("plain", 0, ["--exit"])):
        out = os.path.join(FOLDER, "script.capture.json")
        rest = [os.path.join(FOLDER, "store")] if mode == "ddp" else []
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", GLOO_SOCKET_IFNAME="lo")
        command = [sys.executable, "-W", "ignore", os.path.join(sys.argv[1], "capture.py"), "--out", out] + options
        ended = subprocess.run(command + ["--", script, mode] + rest, env=environment, capture_output=True, text=True)
        check(ended.returncode == code, ended.stderr)
        recorded = json.load(open(out))
        check(recorded["model"]["type"] == "Head", recorded["model"]["type"])
        it = recorded["iterations"][0]
        check([g["state"] for g in it["gradients"]] == ["none", "nonzero", "nonzero"], it["gradients"])
        check([o["path"] for o in it["outputs"]] == ["loss_cls", "acc"], it["outputs"])
        check(("trained ['%s'" % mode in ended.stdout) == (code == 0 and options == []), ended.stdout)
        if mode == "ddp":
            ddp = recorded["ddp"]
            check(ddp["find_unused_parameters"] and ddp["bucket_cap_mb"] == 3 and ddp["world_size"] == 1, ddp)
            check(reached(it, [o["node"] for o in it["outputs"]]) == {1, 2}, it["outputs"])
            check(reached(it, [r["node"] for r in it["losses"]]) == {1, 2}, "DDP's own node is led through")
        if mode == "crash":
            check(len(recorded["iterations"]) == 2, len(recorded["iterations"]))
            check(recorded["iterations"][1]["failure"]["type"] == "exit", recorded["iterations"][1]["failure"])
        os.remove(out)


def a_missing_script_is_told():
    command = [sys.executable, os.path.join(sys.argv[1], "capture.py"), "--", os.path.join(FOLDER, "nofile.py")]
    ended = subprocess.run(command, capture_output=True, text=True)
    check(ended.returncode == 2 and "Traceback" not in ended.stderr, ended.stderr)
    check("there is no file" in ended.stderr and "nofile.py" in ended.stderr, ended.stderr)


def very_large_graphs_are_drawn_together():
    capture.NODE_LIMIT, limit = 20, capture.NODE_LIMIT
    try:
        recorded, _, _ = watched("collapsed")
    finally:
        capture.NODE_LIMIT = limit
    whole, _, _ = watched("whole")
    it, all_of_it = recorded["iterations"][0], whole["iterations"][0]
    check(it["collapsed"] > 5, it["collapsed"])
    for starts in ("outputs", "losses"):
        nodes = [o["node"] for o in it[starts]]
        check(nodes == [o["node"] for o in all_of_it[starts]])
        check(reached(it, nodes) == reached(all_of_it, nodes), starts)


def ranks_write_their_own_files():
    check(capture.file_name("a/model.capture.json", 1, 2) == "a/model.r1.capture.json")
    check(capture.file_name("model.capture.json", 0, 1) == "model.capture.json")


for test in (nothing_changes, gradients_are_those_that_arrived, segments_are_told_apart,
             outputs_are_found_as_ddp_finds_them, fairscale_is_followed, changes_between_iterations_are_kept,
             failures_leave_a_file, scripts_run_as_they_are, a_missing_script_is_told, very_large_graphs_are_drawn_together,
             ranks_write_their_own_files):
    test()
    print("passed", test.__name__, flush=True)
