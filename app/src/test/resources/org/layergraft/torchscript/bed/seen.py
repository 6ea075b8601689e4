"""What PyTorch itself saw of a model's values: in the Python of its modules, and in the types that tracing wrote into its graph.

Both give {module path: {"arguments": [tensors of each], "result": tensors}}, a tensor being [shape, dtype]; an eager run adds "times",
how often the module was called, a trace adds "operators": {name: [tensors of each, in order, or null where they are no tensors]}.
And "dispatched" of the root: every tensor that PyTorch's dispatcher saw when the saved trace ran.
"""
import copy
import inspect

import torch
from torch.utils._python_dispatch import TorchDispatchMode


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [[list(value.shape), str(value.dtype)[6:]]]
    if isinstance(value, dict):
        return [t for item in value.values() for t in tensors(item)]
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in tensors(item)]
    return []


def watched(module, path, seen):
    inner, names = module.forward, inspect.signature(module.forward)

    def forward(*given, **named):
        bound = names.bind(*given, **named)
        bound.apply_defaults()
        first = path not in seen
        about = seen.setdefault(path, {"times": 0, "arguments": [tensors(a) for a in bound.arguments.values()]})
        about["times"] += 1
        result = inner(*given, **named)
        if first:
            about["result"] = tensors(result)
        return result

    module.forward = forward


def untied(module):
    """Scripting makes a module of its own for every name of a module; tensors stay shared."""
    found = set()
    for path, part in list(module.named_modules(remove_duplicate=False)):
        if part in found:
            parent, _, name = path.rpartition(".")
            part = copy.copy(part)
            part._modules = part._modules.copy()
            module.get_submodule(parent)._modules[name] = part
        found.add(part)
    return dict(module.named_modules())


def eager(module, inputs):
    """Of the first time each module was called. Draws the same random numbers as any run after manual_seed(3)."""
    seen, modules = {}, untied(module)
    for path, part in modules.items():
        watched(part, path, seen)
    torch.manual_seed(3)
    try:
        module(*inputs)
    finally:
        for part in modules.values():
            del part.forward
    return seen


class Dispatched(TorchDispatchMode):
    """Every tensor that an operator gave."""

    def __init__(self):
        super().__init__()
        self.tensors = []

    def __torch_dispatch__(self, function, types, arguments=(), named=None):
        result = function(*arguments, **(named or {}))
        self.tensors += [t for t in tensors(result) if t not in self.tensors]
        return result


def dispatched(archive, inputs):
    """What the dispatcher sees while a saved archive runs: numbers that tracing took for float32 are float64 there."""
    module, seen = torch.jit.load(archive), Dispatched()
    with torch.jit.optimized_execution(False), seen:
        module(*inputs)
    return seen.tensors


def typed(values):
    """None where a type is no tensor whose sizes the trace knows."""
    types = [value.type() for value in values]
    if any(t.kind() != "TensorType" or t.sizes() is None or t.dtype() is None for t in types):
        return None
    return [[list(t.sizes()), str(t.dtype())[6:]] for t in types]


def traced(module, archive, inputs):
    seen = {}
    for path, part in module.named_modules():
        if not part._c._has_method("forward"):
            continue
        graph = part.graph
        operators = {}
        for node in graph.nodes():
            if node.kind().startswith(("aten::", "torchvision::")):
                operators.setdefault(node.kind().split("::")[1], []).append(typed(node.outputs()))
        seen[path] = {
            "arguments": [typed([i]) for i in list(graph.inputs())[1:]],
            "result": typed(graph.outputs()),
            "operators": operators,
        }
    seen[""]["dispatched"] = dispatched(archive, inputs)
    return seen
