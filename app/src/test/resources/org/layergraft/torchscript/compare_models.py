"""Loads pairs of archives with torch.jit.load and fails unless nobody can tell them apart. Arguments: A B A B …"""
import json
import re
import sys
import zipfile

import torch


def check(condition, what):
    if not condition:
        sys.exit(what)


def attribute_names(path):
    names = set()
    with zipfile.ZipFile(path) as archive:
        check(archive.testzip() is None, path + ": wrong checksum")
        for entry in archive.namelist():
            if "/code/" in entry and entry.endswith(".py"):
                names.update(re.findall(r"^  (\w+) : ", archive.read(entry).decode(), re.M))
    return sorted(names)


def values(module, names):
    """Every attribute of every module that is no module, in module order."""
    found = []
    for path, part in module.named_modules(remove_duplicate=False):
        for name in names:
            if part._c.hasattr(name):
                try:
                    value = part._c.getattr(name)
                except RuntimeError as enum_class_unknown_to_python:
                    value = str(enum_class_unknown_to_python)
                if not isinstance(value, torch._C.ScriptModule):
                    found.append((path + "." + name, value))
    return found


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in tensors(item)]
    if isinstance(value, dict):
        return [t for item in value.values() for t in tensors(item)]
    return []


def sharing(all_tensors):
    """Numbers storages by their first appearance."""
    seen = {}
    return [seen.setdefault(t.storage().data_ptr(), len(seen)) for t in all_tensors if t.storage().nbytes()]


def describe(value):
    """Text that tells every bit apart."""
    if isinstance(value, torch.Tensor):
        raw = bytes(value.detach().storage().untyped()) if hasattr(value.storage(), "untyped") else value.storage().tolist()
        return (str(value.dtype), tuple(value.shape), value.stride(), value.storage_offset(), value.requires_grad, str(raw))
    if isinstance(value, (list, tuple)):
        return (type(value).__name__,) + tuple(describe(v) for v in value)
    if isinstance(value, dict):
        return tuple((k, describe(v)) for k, v in value.items())
    return (type(value).__name__, str(value))


def random_input(spec):
    dtype = getattr(torch, spec["dtype"])
    if "low" in spec:
        return torch.randint(spec["low"], spec["high"], spec["shape"]).to(dtype)
    return torch.randn(spec["shape"]).to(dtype)


def compare(left, right):
    extra_left, extra_right = {"layergraft.json": ""}, {"layergraft.json": ""}
    a = torch.jit.load(left, _extra_files=extra_left)
    b = torch.jit.load(right, _extra_files=extra_right)
    check(extra_left == extra_right, right + ": other extra files")
    names = attribute_names(left)
    check(names == attribute_names(right), right + ": other attributes")
    check([n for n, _ in a.named_modules(remove_duplicate=False)] == [n for n, _ in b.named_modules(remove_duplicate=False)],
          right + ": other modules")
    check([n for n, _ in a.named_parameters()] == [n for n, _ in b.named_parameters()], right + ": other parameters")
    check([n for n, _ in a.named_buffers()] == [n for n, _ in b.named_buffers()], right + ": other buffers")
    ours, theirs = values(b, names), values(a, names)
    check([n for n, _ in ours] == [n for n, _ in theirs], right + ": other values")
    for (name, x), (_, y) in zip(theirs, ours):
        check(describe(x) == describe(y), "%s: %s is %s, was %s" % (right, name, y, x))
    check(sharing(tensors([v for _, v in theirs])) == sharing(tensors([v for _, v in ours])), right + ": other sharing")
    check(a.training == b.training, right + ": other mode")
    torch.manual_seed(1)
    inputs = [random_input(spec) for spec in json.loads(extra_left["layergraft.json"])["inputs"]]
    outputs = []
    for module in (a, b):
        torch.manual_seed(2)
        outputs.append(describe(module(*inputs)))
    check(outputs[0] == outputs[1], right + ": other outputs")
    return len(ours)


pairs = sys.argv[1:]
for left, right in zip(pairs[::2], pairs[1::2]):
    print(right, "same", compare(left, right))
