"""Random small models, and what DistributedDataParallel does with each.

    python3 random_models.py OUT FIRST COUNT RUNS [PART,PART...]

makes the models of the seeds FIRST … FIRST+COUNT-1, each with RUNS random combinations of switches, in OUT/seed-N; PARTs are
left out (of a single model). The last line printed is a JSON list: how many parts each model has.

What PyTorch 1.13 and 2.10 are known to do differently is not made (app/docs/decisions/0025): non-reentrant checkpoints
within one another, dataclasses as outputs, several forwards per backward.
"""

import json
import os
import random
import sys

from real_ddp import Case, from_file, run_case

import torch

ROWS = 4
PLAIN = [  # module, its constructor; a tensor to a tensor
    ("linear", "nn.Linear(WIDTH, WIDTH)"), ("linear", "nn.Linear(WIDTH, WIDTH, bias=False)"), ("norm", "nn.LayerNorm(WIDTH)"),
    ("block", "Block()"), ("block", "Block('layer')"), ("block", "Block('batch')"), ("block", "Block('', 0.2)"),
    ("dropout", "nn.Dropout(0.0)"), ("attend", "Attend()"), ("deep", "Deep()"), ("deep", "Deep('batch')"),
]
SEGMENTS = {"block", "attend", "deep", "pair", "listed", "table", "nested", "mixed", "image", "linear"}


class Part:
    """Some modules, the lines that use them, and the values that come of it. Every value is a matrix ROWS × WIDTH."""

    def __init__(self, sources=()):
        self.sources = list(sources)
        self.init, self.lines, self.makes, self.segments, self.needs, self.marks = [], [], [], [], set(), set()


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.values = ["x"]
        self.parts = []
        self.linears = []
        self.traceable = True

    def value(self):
        """Later values more often: else most of a model would be unused."""
        return self.values[-1 - min(int(self.rng.expovariate(0.9)), len(self.values) - 1)]

    def part(self):
        rng, n = self.rng, len(self.parts)
        m, v = f"self.m{n}", f"v{n}"
        a, b = self.value(), self.value()
        kind = rng.choices(
            ["plain", "act", "add", "gate", "parameter", "embed", "image", "pair", "listed", "table", "nested", "mixed",
             "twice", "loop", "branch", "frozen", "shared", "tied", "unused", "ignored", "detached", "index", "zero", "dead"],
            [9, 2, 4, 2, 2, 1, 1, 3, 1.2, 1.2, 1.2, 2, 2, 1.5, 1.5, 2, 1, 0.7, 0.7, 0.4, 0.6, 0.6, 0.6, 0.6])[0]
        part = Part([a])
        which, made = rng.choice(PLAIN)

        def one(kind=which, made=made):
            part.init.append(f"{m} = {made}")
            if kind in SEGMENTS:
                part.segments.append(f"m{n}")
            if kind == "deep":
                part.segments += [f"m{n}.first", f"m{n}.layers.0", f"m{n}.layers.1"]
                self.traceable = False
            if "0.2" in made:
                part.marks.add("rng")

        def simple(line, *more):
            part.sources += more
            part.lines.append(f"{v} = {line}")
            part.makes = [v]

        if kind == "plain":
            one()
            simple(f"{m}({{0}})")
            if which == "linear":
                self.linears.append((n, made))
        elif kind == "act":
            simple(f"{rng.choice(['torch.relu', 'F.gelu', 'torch.tanh', 'torch.sigmoid'])}({{0}})")
        elif kind == "add":
            simple("{0} + {1}", b)
        elif kind == "gate":
            simple("{0} * torch.sigmoid({1})", b)
        elif kind == "parameter":
            part.init.append(f"self.p{n} = nn.Parameter(torch.randn(WIDTH))")
            simple(f"{{0}} * self.p{n}" if rng.random() < 0.5 else f"{{0}} + self.p{n}")
        elif kind == "embed":
            one("embed", "nn.Embedding(7, WIDTH)")
            part.needs.add("tokens")
            simple(f"{{0}} + {m}(tokens)")
        elif kind == "image":
            one("image", "Image()")
            part.needs.add("image")
            simple(f"{{0}} + {m}(image)")
        elif kind == "pair":
            one("pair", "Pair()")
            part.sources.append(b)
            part.lines.append(f"{v}, w{n} = {m}({{0}}, {{1}})")
            part.makes = [v, f"w{n}"]
        elif kind in ("listed", "table", "nested", "mixed"):
            self.traceable = False
            one(kind, kind.capitalize() + "()")
            part.sources.append(b)
            part.makes = [v, f"w{n}"]
            part.lines += {
                "listed": [f"l{n} = {m}([{{0}}, {{1}}])", f"{v} = l{n}[0]", f"w{n} = l{n}[1]"],
                "table": [f"t{n} = {m}({{{{'a': {{0}}, 'b': {{1}}}}}})", f"{v} = t{n}['a']", f"w{n} = t{n}['b']"],
                "nested": [f"{v}, n{n} = {m}({{0}}, ({{1}}, {{0}}))", f"w{n} = n{n}[0] + n{n}[1]"],
                "mixed": [f"{v}, o{n} = {m}({{0}}, {rng.randint(1, 2)}, {rng.choice(['None', '{1}'])})",
                          f"w{n} = {v} if o{n} is None else o{n}"],
            }[kind]
        elif kind == "twice":
            one()
            simple(f"{m}(torch.tanh({m}({{0}})))")
        elif kind == "loop":
            self.traceable = False
            one()
            part.lines += [f"{v} = {{0}}", f"for i{n} in range({rng.randint(1, 3)}):", f"    {v} = {m}({v})"]
            part.makes = [v]
        elif kind == "branch":
            self.traceable = False
            one()
            part.needs.add("flag")
            part.lines += [f"{v} = {{0}}", f"if bool(flag.sum() > {rng.choice([0, 0, 1])}):", f"    {v} = {m}({v})"]
            part.makes = [v]
        elif kind == "frozen":
            which, made = rng.choice(PLAIN)
            one(which, made)
            part.init[-1] = f"{m} = freeze({made})"
            simple(f"{m}({{0}})")
        elif kind == "shared" and self.linears:
            simple(f"self.m{rng.choice(self.linears)[0]}({{0}})")
        elif kind == "tied" and self.linears:
            other, same = rng.choice(self.linears)
            one("linear", same)
            part.init.append(f"{m}.weight = self.m{other}.weight")
            simple(f"torch.tanh({m}({{0}}))")
        elif kind == "unused":
            one()
        elif kind == "ignored":
            one()
            part.lines.append(f"u{n} = {m}({{0}})")
        elif kind == "detached":
            one()
            simple(f"{{0}} + {m}({{0}}).detach()")
        elif kind == "index":
            one()
            simple(f"{{0}} * (1 + {m}({{0}}).argmax(dim=-1, keepdim=True)).to({{0}}.dtype)")
        elif kind == "zero":
            one()
            simple(f"{{0}} + {m}({{0}}) * 0.0")
        elif kind == "dead":
            one("dead", "Dead()")
            simple(f"{{0}} + {m}({{0}})")
        else:
            simple("{0} * 0.5")
        self.parts.append(part)
        self.values += part.makes

    def model(self, without):
        rng = self.rng
        for _ in range(rng.randint(3, 9)):
            self.part()
        count = rng.choice([1, 1, 2, 2, 3])
        taken = list(dict.fromkeys([self.values[-1]] + [self.value() for _ in range(count - 1)]))
        form = "one" if len(taken) == 1 and rng.random() < 0.6 else rng.choice(["tuple", "list", "dict", "nest"])
        kind = rng.choices(["sum", "mean", "square", "outputs", "keys"], [1, 1, 3, 4, 2])[0]
        headed = [rng.random() < 0.6 for _ in taken]
        integer = rng.random() < 0.15 and form in ("tuple", "nest")
        bare = rng.random() < 0.06 and form == "tuple"
        use = sorted(rng.sample(range(len(taken)), rng.randint(1, len(taken))))
        reduce = rng.choice(["sum", "mean", "square", "square"])
        named = [rng.random() < 0.6 for _ in taken]
        scripted = not self.traceable or rng.random() < 0.7
        nested = rng.random() < 0.15
        share = rng.choice([0.3, 0.6, 1.0])
        flags = [[rng.choice([0, 0, 1, 2]) for _ in range(3)] for _ in range(2)]
        if rng.random() < 0.5:
            flags = [[row[0]] * 3 for row in flags]
        lottery = {s: rng.random() for part in self.parts for s in part.segments}
        order = rng.sample(range(12), 12)

        alias, kept, gone = {}, [], set()
        for i, part in enumerate(self.parts):
            uses_gone = any(f"self.m{g}(" in line or f"self.m{g}." in line
                            for line in part.lines + part.init for g in gone if g != i)
            if i in without or uses_gone:
                gone.add(i)
                alias.update({name: part.sources[0] for name in part.makes})
            else:
                kept.append(part)

        def real(name):
            while name in alias:
                name = alias[name]
            return name

        init, lines = [], []
        for part in kept:
            init += part.init
            lines += [line.format(*map(real, part.sources)) for line in part.lines]
        out = []
        for k, name in enumerate(taken):
            if headed[k] or real(name) == "x":
                init.append(f"self.head{k} = nn.Linear(WIDTH, 2)")
                out.append(f"self.head{k}({real(name)})")
            else:
                out.append(f"{real(name)} * 1.5")
        if form == "nest":
            rest = [f"{{'last': {out[-1]}}}"] if len(out) > 1 else []
            result = f"({out[0]}, [{', '.join(out[1:-1])}], {rest[0]})" if len(out) > 2 else f"({', '.join(out[:1] + rest)},)"
        elif form == "dict":
            keys = [("loss" if named[k] or k == 0 else "aux") + str(k) for k in range(len(out))]
            result = "{" + ", ".join(f"'{key}': {o}" for key, o in zip(keys, out)) + "}"
        elif form == "list":
            result = "[" + ", ".join(out) + "]"
        else:
            if bare:
                init.append("self.query = nn.Parameter(torch.randn(3))")
                out.append("self.query")
            result = out[0] if form == "one" else "(" + ", ".join(out) + ",)"
        if integer:
            result = result[:-1] + ("" if result.endswith(",)") else ", ") + f"{real(taken[0])}.argmax(),)"
        if kind == "keys" and form != "dict":
            kind = "square"
        loss = {"kind": kind}
        if kind == "outputs":
            loss.update(use=use, reduce=reduce)
        elif kind == "keys":
            loss.update(contains="loss")

        needs = {need for part in kept for need in part.needs}
        inputs = [("x", "float32", [ROWS, 6], lambda r, i, g: torch.randn(ROWS, 6, generator=g))]
        if "tokens" in needs:
            inputs.append(("tokens", "int64", [ROWS], lambda r, i, g: torch.randint(0, 7, (ROWS,), generator=g)))
        if "image" in needs:
            inputs.append(("image", "float32", [ROWS, 2, 5, 5], lambda r, i, g: torch.randn(ROWS, 2, 5, 5, generator=g)))
        if "flag" in needs:
            inputs.append(("flag", "int64", [1], lambda r, i, g: torch.full((1,), flags[r][i])))

        candidates = [s for part in kept for s in part.segments]
        chosen = [s for s in candidates if lottery[s] < share] or candidates[:1]
        if not nested:
            chosen = [s for s in chosen if not any(s.startswith(o + ".") for o in chosen)]
        inside = any(s.startswith(o + ".") for s in chosen for o in chosen)
        modes = ["off"] + (["reentrant"] if chosen else []) + (["nonreentrant"] if chosen and not inside else [])
        runs = [(f, s, mode) for mode in modes for f in (False, True) for s in (False, True)]
        runs = [runs[i] for i in order if i < len(runs)]
        # Checkpoints are hardest to get right: the first run of a model that can have them has them.
        first = next((run for run in runs if run[2] != "off"), runs[0])
        runs.sort(key=lambda run: run != first)
        marks = sorted({mark for part in kept for mark in part.marks} | {"iteration-dependent"})
        arguments = ", ".join(name for name, *_ in inputs)
        text = "\n".join(
            ["import torch", "from torch import nn", "from torch.nn import functional as F", "from pieces import *", "", "",
             "class Model(nn.Module):", "    def __init__(self):", "        super().__init__()"]
            + ["        " + line for line in init] + ["        settle(self)", "",
                                                      f"    def forward(self, {arguments}):"]
            + ["        " + line for line in lines] + [f"        return {result}", ""])
        return text, inputs, loss, chosen, "script" if scripted else "trace", marks, runs


def main():
    out, first, count, runs = sys.argv[1], *map(int, sys.argv[2:5])
    without = {int(i) for i in sys.argv[5].split(",")} if len(sys.argv) > 5 else set()
    sizes = []
    for seed in range(first, first + count):
        maker = Maker(seed)
        text, inputs, loss, chosen, export, marks, combos = maker.model(without)
        folder = os.path.join(out, f"seed-{seed}")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "model.py")
        with open(path, "w") as file:
            file.write(text)
        run_case(Case(f"seed-{seed}", lambda: from_file(path), inputs, loss, chosen, export, marks, combos[:runs]), out)
        sizes.append(len(maker.parts))
    print(json.dumps(sizes))


if __name__ == "__main__":
    main()
