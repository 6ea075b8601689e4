"""Records one training iteration of any PyTorch model, for Layergraft to open: model.capture.json.

Two lines in a training script:

    import capture
    capture.watch(model)            # before or after DistributedDataParallel wraps it

or none at all, with the script as it is:

    python capture.py [--out model.capture.json] [--iterations 3] [--exit] -- train.py its arguments
    torchrun --nproc_per_node 2 capture.py -- train.py its arguments
    python capture.py -- -m package.module its arguments

Needs PyTorch 1.13 or newer, Python 3.8 or newer and nothing else. It only looks: gradients, weights and random numbers are
what they are without it. What is written: module tree, parameters, the autograd graph that DistributedDataParallel searches,
what was called with which shapes, checkpointed segments, and what gradient arrived where. No values of weights, inputs or
activations, except the loss and norms of gradients. With RANK and WORLD_SIZE in the environment each rank writes a file of its
own (model.r0.capture.json).

The file appears after each recorded iteration, whole or not at all; also when forward or backward fails. How the parts are found
follows torch/nn/parallel/distributed.py (_find_tensors, _DDPSink, pytree) and torch/utils/checkpoint.py.
"""

import argparse
import atexit
import collections
import dataclasses
import datetime
import functools
import inspect
import json
import math
import os
import platform
import runpy
import sys
import traceback
import weakref

import torch
from torch import nn

FORMAT = 1
NODE_LIMIT = 100000  # above that, chains of autograd nodes are drawn together
SHAPES_PER_VALUE = 16
MESSAGE_CHARS = 4000


def rank_and_world():
    try:
        return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    except ValueError:
        return 0, 1


def file_name(out, rank, world):
    """The file of one rank: model.r1.capture.json."""
    if world < 2:
        return out
    for ending in (".capture.json", ".json"):
        if out.endswith(ending):
            return "%s.r%d%s" % (out[: -len(ending)], rank, ending)
    return "%s.r%d" % (out, rank)


def say(text):
    print("capture: " + text, file=sys.stderr)


# ---------------------------------------------------------------- tensors in values


def tensors_in(value, path="", depth=0, seen=None):
    """(path, tensor, where) for every tensor; where is plain, dataclass or other: which walkers enter it."""
    seen = {} if seen is None else seen
    if isinstance(value, torch.Tensor):
        return [(path, value, "plain")]
    if value is None or isinstance(value, (str, bytes, int, float, bool, torch.dtype, torch.device)):
        return []
    if id(value) in seen or depth > 24:
        return []
    seen[id(value)] = value

    def each(pairs, kind="plain"):
        found = []
        for key, item in pairs:
            below = (path + "." if path else "") + str(key)
            for p, t, where in tensors_in(item, below, depth + 1, seen):
                found.append((p, t, kind if where == "plain" else where if kind == "plain" else "other"))
        return found

    if isinstance(value, dict):
        return each(value.items())
    if isinstance(value, (list, tuple)):
        names = getattr(value, "_fields", None) or range(len(value))
        return each(zip(names, value))
    if isinstance(value, (set, frozenset)):
        return each(enumerate(value), "other")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return each([(f.name, getattr(value, f.name, None)) for f in dataclasses.fields(value)], "dataclass")
    if isinstance(value, nn.Module) or inspect.ismodule(value) or callable(value):
        return []
    own = getattr(value, "__dict__", None)
    return each(list(own.items()), "other") if isinstance(own, dict) and depth < 6 else []


def sinkable(value):
    """ids of the tensors that DDP's output node reaches: what pytree opens."""
    try:
        from torch.utils import _pytree

        return {id(leaf) for leaf in _pytree.tree_flatten(value)[0] if isinstance(leaf, torch.Tensor)}
    except Exception:
        return set()


def port_of(tensor):
    """Which result of its node it is."""
    return tensor.output_nr if tensor.grad_fn is not None else 0


def dtype_name(tensor):
    return str(tensor.dtype).replace("torch.", "")


def number(value):
    value = float(value)
    return float("%.6g" % value) if math.isfinite(value) else None


def measure(gradient):
    """State, norm, share of non-zero elements and largest element of a gradient."""
    with torch.no_grad():
        g = gradient.detach()
        if g.layout != torch.strided:
            g = g.coalesce().values()
        if g.numel() == 0:
            return {"state": "zero", "norm": 0.0, "nonzero": 0.0, "max": 0.0}
        g = g.abs() if g.is_complex() else g
        share = float((g != 0).sum()) / g.numel()
        if not bool(torch.isfinite(g).all()):
            return {"state": "nonfinite", "norm": None, "nonzero": share, "max": None}
        try:
            norm = torch.linalg.vector_norm(g, dtype=torch.float64)
        except (RuntimeError, TypeError):  # devices without float64
            norm = torch.linalg.vector_norm(g.float())
        return {
            "state": "nonzero" if share > 0 else "zero",
            "norm": number(norm),
            "nonzero": share,
            "max": number(g.abs().max()),
        }


# ---------------------------------------------------------------- what is static


def parameter_names(model):
    """Every parameter once, in DDP's order, with all the names that reach it."""
    names = collections.OrderedDict()
    for prefix, module in model.named_modules(remove_duplicate=False):
        for name, p in module._parameters.items():
            if p is not None:
                names.setdefault(id(p), (p, []))[1].append(prefix + "." + name if prefix else name)
    return list(names.values())


def is_lazy(p):
    return isinstance(p, getattr(nn.parameter, "UninitializedTensorMixin", ()))


def arguments_of(module):
    try:
        return [n for n, p in inspect.signature(module.forward).parameters.items() if p.kind in (0, 1)][:64]
    except (TypeError, ValueError):
        return []


def describe_model(model):
    modules = []
    for path, module in model.named_modules():
        kind = type(module)
        modules.append({"path": path, "type": kind.__name__, "class": kind.__module__ + "." + kind.__qualname__,
                        "training": module.training, "arguments": arguments_of(module)})
    parameters = []
    for p, names in parameter_names(model):
        parameters.append({
            "name": names[0], "aliases": names[1:], "shape": [] if is_lazy(p) else list(p.shape),
            "dtype": dtype_name(p), "device": str(p.device), "requires_grad": p.requires_grad,
            "elements": 0 if is_lazy(p) else p.numel()})
    buffers = [{"name": n, "shape": list(b.shape), "dtype": dtype_name(b)} for n, b in model.named_buffers()]
    return {"type": type(model).__name__, "class": type(model).__module__ + "." + type(model).__qualname__,
            "modules": modules, "parameters": parameters, "buffers": buffers}


def describe_ddp(ddp):
    if ddp is None:
        return None
    cap = getattr(ddp, "bucket_bytes_cap", None)
    try:
        world = ddp.process_group.size()
        backend = torch.distributed.get_backend(ddp.process_group)
    except Exception:
        world, backend = None, None
    return {
        "class": type(ddp).__module__ + "." + type(ddp).__qualname__,
        "find_unused_parameters": bool(getattr(ddp, "find_unused_parameters", False)),
        "static_graph": bool(getattr(ddp, "static_graph", False)),
        "broadcast_buffers": bool(getattr(ddp, "broadcast_buffers", True)),
        "gradient_as_bucket_view": bool(getattr(ddp, "gradient_as_bucket_view", False)),
        "bucket_cap_mb": None if cap is None else cap / 1048576.0,
        "device_ids": None if not getattr(ddp, "device_ids", None) else [str(d) for d in ddp.device_ids],
        "ignored": sorted(getattr(ddp, "parameters_to_ignore", ()) or ()),
        "world_size": world, "backend": backend}


def versions():
    found = {"torch": torch.__version__, "python": platform.python_version(), "system": platform.system(),
             "cuda": getattr(torch.version, "cuda", None)}
    for name in ("torchvision", "fairscale", "mmengine", "mmcv", "mmdet", "lightning", "transformers", "accelerate"):
        module = sys.modules.get(name)
        if module is not None:
            found[name] = str(getattr(module, "__version__", "unknown"))
    return found


# ---------------------------------------------------------------- one iteration


class Call:
    """A module as it was called once; or, with kind, what one checkpoint of torch.utils ran."""

    def __init__(self, index, module, parent, grad, recompute, kind=None):
        self.index, self.module, self.parent = index, module, parent
        self.grad, self.recompute, self.kind = grad, recompute, kind
        self.inputs, self.outputs, self.keywords = [], [], []

    def json(self):
        return {"module": self.module, "parent": self.parent, "grad": self.grad, "recompute": self.recompute,
                "segment": self.kind, "inputs": self.inputs, "outputs": self.outputs, "keywords": self.keywords}


class Iteration:
    """Everything that is recorded between the start of a forward and the end of its backward."""

    def __init__(self, root, ddp):
        self.root, self.ddp = root, ddp
        self.paths = {}
        for i, (_, module) in enumerate(root.named_modules()):
            self.paths.setdefault(id(module), i)
        self.parameters = [p for p, _ in parameter_names(root)]
        self.index = {id(p): i for i, p in enumerate(self.parameters)}
        self.forwards, self.calls, self.stack = 0, [], []
        self.nodes, self.number, self.owner, self.ops = [], {}, [], []
        self.leaf = {}  # node -> ("parameter", i), ("input", k) or ("leaf", 0)
        self.made = {}  # id of a value without a graph -> (weak reference to it, call that returned it, its number)
        self.segments, self.outputs, self.losses = [], [], []
        self.resume, self.inputs_of, self.pending = [], {}, []
        self.fired = [0] * len(self.parameters)
        self.undefined = [0] * len(self.parameters)
        self.gradients = [None] * len(self.parameters)
        self.sparse = [False] * len(self.parameters)
        self.ready, self.before, self.handles = [], [], []
        self.backwards, self.failure, self.notes, self.finished = 0, None, [], False
        self.accumulators = []
        with torch.enable_grad():
            for i, p in enumerate(self.parameters):
                if p.requires_grad and not is_lazy(p):
                    node = p.expand_as(p).grad_fn.next_functions[0][0]
                    self.accumulators.append(node)
                    self.handles.append(node.register_hook(functools.partial(self.arrived, i)))

    # -- the graph

    def visit(self, starts, call):
        """Gives every node behind these a number, and this call as its place, unless it has one."""
        todo = [n for n in starts if n is not None and n not in self.number]
        while todo:
            node = todo.pop()
            if node in self.number:
                continue
            self.number[node] = len(self.nodes)
            self.nodes.append(node)
            self.owner.append(call)
            self.ops.append(node.name())
            variable = getattr(node, "variable", None)
            if variable is not None and not node.next_functions:
                self.leaf[node] = self.kind_of_leaf(variable)
            for following, _ in node.next_functions:
                if following is not None and following not in self.number:
                    todo.append(following)

    def kind_of_leaf(self, variable):
        if id(variable) in self.index:
            return "parameter", self.index[id(variable)]
        known = self.inputs_of.get(id(variable))
        if known is not None and known[0]() is variable:
            return ("input",) + known[1:]
        return ("leaf",)

    def node_of(self, tensor):
        """Number of the node that made it; of a leaf that needs a gradient its accumulator; -1 without one."""
        if not isinstance(tensor, torch.Tensor) or not tensor.requires_grad:
            return -1
        if tensor.grad_fn is not None:
            self.visit([tensor.grad_fn], self.here())
            return self.number[tensor.grad_fn]
        with torch.enable_grad():
            node = tensor.expand_as(tensor).grad_fn.next_functions[0][0]
        self.visit([node], self.here())
        return self.number[node]

    def here(self):
        return self.stack[-1].index if self.stack else -1

    def known(self, tensor, call):
        """A value without a graph is followed by what it is."""
        made = self.made.get(id(tensor))
        if made is None or made[0]() is not tensor:
            made = self.made[id(tensor)] = (weakref.ref(tensor), call, len(self.made))
        return made

    def describe(self, value):
        found = []
        for path, tensor, _ in tensors_in(value):
            node = self.node_of(tensor) if torch.is_grad_enabled() else -1
            if len(found) == SHAPES_PER_VALUE:
                continue
            made = self.known(tensor, -1) if node < 0 else (None, -1, -1)
            found.append({"path": path, "shape": list(tensor.shape), "dtype": dtype_name(tensor),
                          "requires_grad": tensor.requires_grad, "node": node, "port": port_of(tensor),
                          "from": made[1], "value": made[2]})
        return found

    def enter(self, module_index, args, kwargs, kind=None):
        inputs = self.describe((list(args), dict(kwargs))) if kwargs else self.describe(list(args))
        if kwargs:
            for entry in inputs:  # "0.1" is the second positional, "1.x" the keyword x
                head, _, rest = entry["path"].partition(".")
                entry["path"] = rest if head == "0" else rest + "="
        call = Call(len(self.calls), module_index, self.here(), torch.is_grad_enabled(), bool(self.resume), kind)
        call.inputs, call.keywords = inputs, sorted(kwargs)
        self.calls.append(call)
        self.stack.append(call)
        return call

    def leave(self, call, output):
        found = tensors_in(output)
        if torch.is_grad_enabled():
            self.visit([t.grad_fn for _, t, _ in found if t.grad_fn is not None], call.index)
        for _, tensor, _ in found[:SHAPES_PER_VALUE]:
            if tensor.grad_fn is None:
                self.known(tensor, call.index)
        call.outputs = self.describe(output)
        self.unwind(call)

    def unwind(self, call):
        while self.stack and self.stack[-1] is not call:
            self.stack.pop()
        if self.stack:
            self.stack.pop()

    # -- what DDP finds in the result

    def returned(self, output):
        self.outputs = []
        opened = sinkable(output)
        for path, tensor, where in tensors_in(output):
            entry = {"path": path, "shape": list(tensor.shape), "dtype": dtype_name(tensor),
                     "requires_grad": tensor.requires_grad, "node": -1, "port": port_of(tensor), "parameter": self.index.get(id(tensor), -1),
                     "found_1": where == "plain", "found_2": where in ("plain", "dataclass"),
                     "sink": id(tensor) in opened}
            if tensor.grad_fn is not None:
                self.visit([tensor.grad_fn], -1)
                entry["node"] = self.number[tensor.grad_fn]
            self.outputs.append(entry)

    # -- backward

    def arrived(self, i, _, gradients):
        """After a parameter's accumulator ran: what DDP's own hook sees."""
        gradient = gradients[0] if gradients else None
        self.fired[i] += 1
        self.ready.append(i)
        if gradient is None:
            self.undefined[i] += 1
            return
        try:
            self.sparse[i] = self.sparse[i] or gradient.layout != torch.strided
            p = self.parameters[i]
            whole = p.grad if self.gradients[i] is not None and not self.before[i] and p.grad is not None else gradient
            self.gradients[i] = measure(whole)
        except Exception as error:
            self.note("the gradient of parameter %d could not be measured: %s" % (i, error))

    def note(self, text):
        if text not in self.notes and len(self.notes) < 50:
            self.notes.append(text)

    def start_backward(self, tensors):
        self.backwards += 1
        roots = [t for t in tensors if isinstance(t, torch.Tensor) and t.requires_grad]
        self.visit([t.grad_fn for t in roots if t.grad_fn is not None], -1)
        for t in roots:
            value = None
            if t.numel() == 1:
                value = number(t.detach().double().item()) if t.device.type != "mps" else number(t.detach().item())
            self.losses.append({"node": self.node_of(t), "port": port_of(t), "shape": list(t.shape), "value": value})
        if not self.before:
            self.before = [p.grad is not None for p in self.parameters]

    def nested(self, tensors):
        """A checkpoint runs the backward of what it has just computed again."""
        roots = [t for t in tensors if isinstance(t, torch.Tensor) and t.grad_fn is not None]
        if self.pending:
            self.pending.pop()
            self.visit([t.grad_fn for t in roots], -1)
            return
        before = len(self.nodes)
        self.visit([t.grad_fn for t in roots], -1)
        self.segments.append({"kind": "unknown", "source": "a backward inside backward", "call": -1, "module": -1,
                              "node": -1, "detached": False, "offset": 0, "inputs": [], "recomputed": True,
                              "outputs": [self.number[t.grad_fn] for t in roots], "parent": -1, "nested_in": -1})
        self.note("a backward inside backward that belongs to no known checkpoint; %d nodes" % (len(self.nodes) - before))

    # -- writing

    def table(self):
        """Nodes as columns, with edges through DDP's own output node led to where they go."""
        names, ops, following, ports, leaves = {}, [], [], [], []
        boxes = {s["node"] for s in self.segments if s["node"] >= 0}
        for i, node in enumerate(self.nodes):
            ops.append(names.setdefault(self.ops[i], len(names)))
            targets = []
            for target, k in node.next_functions:
                target, k = self.through_sink(target, k)
                if target is None:
                    if i in boxes:  # whose edges are counted
                        targets.append(-1)
                    continue
                if target not in self.number:
                    self.visit([target], self.owner[i])  # behind DDP's node
                n = self.number[target]
                if n in boxes and k > 0:
                    ports.append([i, len(targets), k])
                targets.append(n)
            following.append(targets)
            if node in self.leaf:
                leaves.append([i] + list(self.leaf[node]))
        return {"names": list(names), "op": ops, "call": list(self.owner), "next": following, "port": ports,
                "leaf": leaves}

    @staticmethod
    def through_sink(target, k):
        hops = 0
        while target is not None and target.name().endswith("DDPSinkBackward") and hops < 8:
            following = target.next_functions
            target, k = following[k] if k < len(following) else (None, 0)
            hops += 1
        return target, k

    def json(self):
        table, collapsed = collapse(self.table(), self.held())
        gradients = []
        for i, p in enumerate(self.parameters):
            g = self.gradients[i]
            if not p.requires_grad:
                g = {"state": "frozen", "norm": None, "nonzero": 0.0, "max": None}
            elif g is None:
                g = {"state": "none", "norm": None, "nonzero": 0.0, "max": None}
            g = dict(g)
            g.update(fired=self.fired[i], undefined=self.undefined[i], sparse=self.sparse[i],
                     before=bool(self.before[i]) if self.before else False)
            gradients.append(g)
        return {"forwards": self.forwards, "backwards": self.backwards, "finished": self.finished,
                "calls": [c.json() for c in self.calls], "graph": table, "outputs": self.outputs,
                "losses": self.losses, "segments": self.segments, "gradients": gradients, "ready": self.ready,
                "failure": self.failure, "notes": self.notes, "collapsed": collapsed}

    def held(self):
        """Nodes that must stay what they are."""
        held = {o["node"] for o in self.outputs} | {r["node"] for r in self.losses}
        for s in self.segments:
            held |= {s["node"]} | set(s["outputs"]) | {n for n, _ in s["inputs"]}
        for c in self.calls:
            held |= {e["node"] for e in c.inputs} | {e["node"] for e in c.outputs}
        return held

    def drop(self):
        for handle in self.handles:
            handle.remove()
        self.handles = []


def collapse(table, held):
    """Draws chains inside one call together, where there are very many nodes. Numbers stay; the drawn-in node is empty."""
    count = len(table["op"])
    if count <= NODE_LIMIT:
        return table, 0
    uses = [0] * count
    for targets in table["next"]:
        for n in targets:
            if n >= 0:
                uses[n] += 1
    kept = set(held) | {leaf[0] for leaf in table["leaf"]} | {p[0] for p in table["port"]}
    gone = 0
    for i, targets in enumerate(table["next"]):
        if i in kept and len(targets) != 1:
            continue
        while len(targets) == 1 and targets[0] >= 0:
            n = targets[0]
            if n in kept or uses[n] != 1 or table["call"][n] != table["call"][i] or n == i:
                break
            targets = table["next"][n]
            table["next"][i], table["next"][n], table["op"][n] = targets, [], -1
            gone += 1
    return table, gone


# ---------------------------------------------------------------- the recorder


class Recorder:
    """Looks at calls of modules and at backwards of the whole process, until it has what it wants."""

    def __init__(self, out, iterations, model=None, leave=False):
        self.rank, self.world = rank_and_world()
        self.out = os.path.abspath(file_name(out, self.rank, self.world))
        self.wanted, self.leave = iterations, leave
        self.model = None if model is None else inner(model)
        self.wrapped = model if model is not None and self.model is not model else None
        self.iterations, self.current, self.written = [], None, False
        self.in_backward, self.outer = 0, []
        self.undo, self.on, self.pid, self.failed = [], False, os.getpid(), False
        self.others, self.iterations_root = {}, None

    # -- patches

    def install(self):
        self.on = True
        self.patch(nn.Module, "__call__", self.calling)
        self.patch(torch.autograd, "backward", self.backward)
        from torch.utils import checkpoint

        self.patch_function(checkpoint.CheckpointFunction, "torch")
        for name in ("_checkpoint_without_reentrant_generator", "_checkpoint_without_reentrant"):
            if hasattr(checkpoint, name):
                self.patch(checkpoint, name, self.generator if name.endswith("generator") else self.plain_checkpoint)
                break
        self.others_patched = set()
        atexit.register(self.at_exit)

    def patch(self, owner, name, wrapper):
        original = getattr(owner, name)

        @functools.wraps(original)
        def patched(*args, **kwargs):
            return wrapper(original, *args, **kwargs)

        self.undo.append((owner, name, owner.__dict__.get(name, None)))
        setattr(owner, name, patched)

    def patch_function(self, function, source):
        """The apply of a checkpoint's autograd Function."""
        original = function.apply

        def patched(*args, **kwargs):
            return self.reentrant(original, source, *args, **kwargs)

        self.undo.append((function, "apply", function.__dict__.get("apply", None)))
        function.apply = staticmethod(patched)

    def look_for_fairscale(self):
        module = sys.modules.get("fairscale.nn.checkpoint.checkpoint_activations")
        if module is not None and "fairscale" not in self.others_patched:
            self.others_patched.add("fairscale")
            self.patch_function(module.CheckpointFunction, "fairscale")

    def uninstall(self):
        self.on = False
        for owner, name, original in reversed(self.undo):
            if original is None:
                delattr(owner, name)
            else:
                setattr(owner, name, original)
        self.undo = []
        if self.current is not None:
            self.current.drop()
            self.current = None

    # -- forward

    def calling(self, original, module, *args, **kwargs):
        if not self.on or os.getpid() != self.pid or torch.jit.is_tracing() or torch.jit.is_scripting():
            return original(module, *args, **kwargs)
        it = self.current
        if self.in_backward:
            if it is None or not it.resume or id(module) not in it.paths:
                return original(module, *args, **kwargs)
            return self.inside(it, original, module, args, kwargs)
        if it is not None and it.stack:
            if id(module) not in it.paths:
                return original(module, *args, **kwargs)
            return self.inside(it, original, module, args, kwargs)
        if not self.is_root(module):
            if is_ddp(module):
                self.outer.append(module)
                try:
                    return original(module, *args, **kwargs)
                finally:
                    self.outer.pop()
            return original(module, *args, **kwargs)
        return self.root(original, module, args, kwargs)

    def is_root(self, module):
        """Whether a forward of this module is the one to record."""
        if not torch.is_grad_enabled() or not module.training or is_ddp(module):
            return False
        if self.model is not None:
            return module is self.model
        size = sum(p.numel() for p in module.parameters() if p.requires_grad and not is_lazy(p))
        if size == 0:
            return False
        if self.current is None or self.current.root is module:
            return not self.iterations or self.iterations_root is module
        # Of several models in one iteration the wrapped one, else the largest.
        mine = sum(p.numel() for p in self.current.parameters if p.requires_grad)
        wrapped, has = bool(self.outer), self.current.ddp is not None
        better = (wrapped and not has) or (wrapped == has and size > mine)
        self.others[type(module).__name__] = size
        if better and not self.iterations:
            self.others[type(self.current.root).__name__] = mine
            self.current.drop()
            self.current = None
            return True
        return False

    def root(self, original, module, args, kwargs):
        self.look_for_fairscale()
        it = self.current
        if it is None or it.backwards or it.failure:
            if it is not None:
                it.drop()
            ddp = self.outer[-1] if self.outer else self.wrapped
            it = self.current = Iteration(module, ddp)
            self.iterations_root = module
            if self.others:
                it.note("other models were called too: " + ", ".join(sorted(self.others)))
        it.forwards += 1
        output = self.inside(it, original, module, args, kwargs)
        it.returned(output)
        return output

    def inside(self, it, original, module, args, kwargs):
        call = it.enter(it.paths[id(module)], args, kwargs)
        try:
            output = original(module, *args, **kwargs)
        except BaseException as error:
            outermost = not [c for c in it.stack if c is not call]
            it.unwind(call)
            if outermost and not self.in_backward:
                self.broken(it, "forward", error)
            raise
        it.leave(call, output)
        return output

    # -- checkpoints

    def reentrant(self, original, source, *args, **kwargs):
        it = self.current
        # A checkpoint inside the first pass of another one: the outer one's second pass will show it.
        if not self.on or it is None or not (it.stack or it.resume) or not torch.is_grad_enabled():
            return original(*args, **kwargs)
        position = next((i for i, a in enumerate(args) if callable(a) and not isinstance(a, torch.Tensor)), None)
        if position is None:
            return original(*args, **kwargs)
        function = args[position]
        # fairscale puts a tensor that requires grad first, so that the segment never leaves the graph
        given = [a for a in args[position + 1:] if isinstance(a, torch.Tensor)]
        offset = len([a for a in args[:position] if isinstance(a, torch.Tensor)])
        segment = {"kind": "reentrant", "source": source, "call": -1, "node": -1, "detached": False, "offset": offset,
                   "module": it.stack[-1].module if it.stack else -1, "recomputed": False, "outputs": [],
                   "inputs": [[it.node_of(a), port_of(a)] for a in given],
                   "parent": it.here(), "nested_in": it.resume[-1] if it.resume else -1}
        number = len(it.segments)
        it.segments.append(segment)

        def run(*inner_args, **inner_kwargs):
            return self.run_segment(it, number, function, inner_args, inner_kwargs)

        parent = it.here()
        output = original(*(args[:position] + (run,) + args[position + 1:]), **kwargs)
        outs = output if isinstance(output, tuple) else (output,)
        made = [t for t in outs if isinstance(t, torch.Tensor) and t.grad_fn is not None]
        if made:
            it.visit([t.grad_fn for t in made], parent)
            # fairscale hands non-tensor outputs back packed; every tensor of it comes from one node
            segment["node"] = it.number[made[0].grad_fn]
        else:
            segment["detached"] = True
        return output

    def run_segment(self, it, number, function, args, kwargs):
        """What is checkpointed: the first time without gradients, the second time in backward."""
        segment = it.segments[number]
        if not self.on or it is not self.current:
            return function(*args, **kwargs)
        again = bool(self.in_backward) and torch.is_grad_enabled()
        if again:
            flat = [a for a in args if isinstance(a, torch.Tensor)]
            flat += [a for a in kwargs.values() if isinstance(a, torch.Tensor)]
            for k, a in enumerate(flat):
                it.inputs_of[id(a)] = (weakref.ref(a), number, k)
            it.resume.append(number)
        call = it.enter(segment["module"], args, kwargs, "reentrant")
        if again and call.parent < 0:
            call.parent = segment["parent"]
        if again or segment["call"] < 0:
            segment["call"] = call.index
        try:
            output = function(*args, **kwargs)
        except BaseException:
            it.unwind(call)
            raise
        finally:
            if again:
                it.resume.pop()
        it.leave(call, output)
        if again:
            outs = output if isinstance(output, (tuple, list)) else (output,)
            if isinstance(output, dict):
                outs = tuple(output.values())
            segment["outputs"] = [it.node_of(t) for t in outs]
            segment["recomputed"] = True
            it.pending.append(number)
        return output

    def not_reentrant(self, it, args, kwargs):
        segment = {"kind": "nonreentrant", "source": "torch", "call": -1, "node": -1, "detached": False, "offset": 0,
                   "module": it.stack[-1].module if it.stack else -1, "recomputed": True, "outputs": [],
                   "inputs": [[it.node_of(a), port_of(a)] for a in args if isinstance(a, torch.Tensor)],
                   "parent": it.here(), "nested_in": it.resume[-1] if it.resume else -1}
        it.segments.append(segment)
        call = it.enter(segment["module"], args, kwargs, "nonreentrant")
        segment["call"] = call.index
        return segment, call

    @staticmethod
    def close(it, segment, call, output):
        it.leave(call, output)
        outs = output if isinstance(output, (tuple, list)) else (output,)
        segment["outputs"] = [it.node_of(t) for t in outs]

    def plain_checkpoint(self, original, function, *args, **kwargs):
        """PyTorch up to 2.0: one function runs it all. Its later re-runs happen in backward and are not looked at."""
        it = self.current
        if not self.recording(it):
            return original(function, *args, **kwargs)
        segment, call = self.not_reentrant(it, args[1:], kwargs)  # first comes preserve_rng_state
        try:
            output = original(function, *args, **kwargs)
        except BaseException:
            it.unwind(call)
            raise
        self.close(it, segment, call, output)
        return output

    def generator(self, original, function, *args, **kwargs):
        """PyTorch from 2.1: checkpoint() drives a generator around the call and keeps the result in a variable."""
        it = self.current
        if not self.recording(it):
            yield from original(function, *args, **kwargs)
            return
        segment, call = self.not_reentrant(it, args, kwargs)
        running = original(function, *args, **kwargs)
        try:
            next(running)
            yield
            output = sys._getframe(1).f_locals.get("ret")
            if output is None:
                it.note("the result of a non-reentrant checkpoint was not seen")
            self.close(it, segment, call, output)
        except BaseException as error:
            it.unwind(call)
            running.throw(error)
            raise
        try:
            next(running)
        except StopIteration:
            return
        yield

    def recording(self, it):
        return self.on and it is not None and bool(it.stack) and torch.is_grad_enabled()

    # -- backward

    def backward(self, original, tensors, *args, **kwargs):
        it = self.current
        roots = [tensors] if isinstance(tensors, torch.Tensor) else list(tensors)
        if not self.on or it is None or it.stack and not self.in_backward:
            return original(tensors, *args, **kwargs)
        if self.in_backward:
            it.nested(roots)
            return original(tensors, *args, **kwargs)
        it.start_backward(roots)
        self.in_backward += 1
        try:
            original(tensors, *args, **kwargs)
        except BaseException as error:
            self.broken(it, "backward", error)
            raise
        finally:
            self.in_backward -= 1
        if any(it.fired):
            self.complete(it)

    # -- ends

    def complete(self, it):
        it.finished = True
        self.tell_partial(it)
        self.keep(it)
        if len(self.iterations) >= self.wanted:
            self.uninstall()
            say("wrote %s (%d iteration%s)" % (self.out, len(self.iterations), "s" if len(self.iterations) > 1 else ""))
            if self.leave:
                sys.exit(0)
        else:
            # The next forward starts a new iteration; nothing of this one is held any longer.
            it.drop()
            self.current = None

    def tell_partial(self, it):
        """One iteration is taken for all; where it trains only a part, as one step of a GAN does, that may be wrong."""
        trained = sum(g is not None for g in it.gradients)
        wanted = sum(p.requires_grad for p in it.parameters)
        if self.wanted == 1 and trained < wanted:
            text = ("only %d of %d trainable parameters got a gradient in the one iteration that was recorded; if other iterations"
                    " train the others, record more: --iterations 3 or watch(model, iterations=3)" % (trained, wanted))
            it.note(text)
            say(text)

    def broken(self, it, phase, error):
        if self.failed:
            return
        self.failed = True
        it.failure = {"phase": phase, "type": type(error).__name__, "message": str(error)[:MESSAGE_CHARS],
                      "iteration": len(self.iterations) + 1}
        self.keep(it)
        say("wrote %s; the script failed in %s" % (self.out, phase))
        self.uninstall()

    def keep(self, it):
        try:
            self.iterations.append(it.json())
            self.write(it)
        except Exception:
            say("nothing was written:\n" + traceback.format_exc())

    def write(self, it):
        content = {"format": FORMAT, "kind": "layergraft-capture",
                   "time": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
                   "versions": versions(), "rank": self.rank, "world_size": self.world,
                   "model": describe_model(it.root), "ddp": describe_ddp(it.ddp), "iterations": shortened(self.iterations)}
        folder = os.path.dirname(self.out)
        os.makedirs(folder, exist_ok=True)
        part = "%s.%d.part" % (self.out, os.getpid())
        with open(part, "w") as f:
            json.dump(content, f, separators=(",", ":"), allow_nan=False)
            f.write("\n")
        os.replace(part, self.out)
        self.written = True

    def at_exit(self):
        if os.getpid() != self.pid or not self.on:
            return
        if self.current is not None and not self.failed:
            it = self.current
            it.failure = {"phase": "forward" if not it.backwards else "backward", "type": "exit",
                          "message": "the script ended before this iteration did", "iteration": len(self.iterations) + 1}
            if it.forwards:
                self.keep(it)
        self.uninstall()
        if not self.written:
            say("nothing was recorded: no model was called for training, or no backward reached it")


def shortened(iterations):
    """An iteration whose graph is that of an earlier one names it instead."""
    told, result = [], []
    for it in iterations:
        heavy = {k: it[k] for k in ("calls", "graph", "outputs", "segments")}
        text = json.dumps(heavy, sort_keys=True)
        if text in told:
            it = {k: v for k, v in it.items() if k not in heavy}
            it["same_as"] = told.index(text)
            told.append(None)
        else:
            told.append(text)
        result.append(it)
    return result


def is_ddp(module):
    return isinstance(module, nn.parallel.DistributedDataParallel)


def inner(model):
    return model.module if is_ddp(model) else model


_recorder = None


def watch(model, out="model.capture.json", iterations=1):
    """Records the next training iterations of this model; returns the model."""
    global _recorder
    if _recorder is None or not _recorder.on:
        _recorder = Recorder(out, max(1, int(iterations)), model)
        _recorder.install()
    return model


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="capture.py", usage="capture.py [options] -- (script.py | -m module) [arguments]",
        description="Record one training iteration of a PyTorch script for Layergraft.")
    parser.add_argument("--out", default="model.capture.json", help="where to write (default: %(default)s)")
    parser.add_argument("--iterations", type=int, default=1, help="how many iterations (default: 1)")
    parser.add_argument("--exit", action="store_true", help="end the script when they are recorded")
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:cut])
    command = arguments[cut + 1:]
    if not command or options.iterations < 1 or command == ["-m"]:
        parser.error("name the script after --, and at least one iteration")
    if command[0] != "-m" and not os.path.isfile(command[0]):
        parser.error("there is no file %s" % command[0])
    global _recorder
    sys.modules.setdefault("capture", sys.modules["__main__"])
    _recorder = Recorder(options.out, options.iterations, leave=options.exit)
    _recorder.install()
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        sys.path[0] = os.path.dirname(os.path.abspath(command[0]))
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
