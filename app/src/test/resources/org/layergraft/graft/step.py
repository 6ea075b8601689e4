"""Loads archives with PyTorch and trains each for some steps, as layergraft.json says.

Usage: step.py MODEL INPUTS.npz [MODEL INPUTS.npz ...]. Prints one JSON object per model: outputs of the first forward as exact
bytes, loss of every step, the gradient state of every parameter after the first backward, buffers.
"""
import hashlib
import json
import sys

import numpy
import torch


def flatten(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for v in value for t in flatten(v)] if isinstance(value, (list, tuple)) else []


def loss_of(output, rule):
    kind = rule["kind"]
    if kind == "keys":
        return sum(v.mean() for k, v in output.items() if rule["contains"] in k)
    flat = flatten(output)
    picked = [flat[i] for i in rule["use"]] if kind == "outputs" else [t for t in flat if t.is_floating_point()]
    reduce = rule.get("reduce", "sum") if kind == "outputs" else kind
    return sum({"sum": t.sum(), "mean": t.float().mean(), "square": (t * t).mean()}[reduce] for t in picked)


def state(parameter):
    if not parameter.requires_grad:
        return "frozen"
    if parameter.grad is None:
        return "none"
    return "nonzero" if parameter.grad.abs().max() > 0 else "zero"


def digest(tensor):
    return hashlib.sha1(tensor.detach().contiguous().numpy().tobytes()).hexdigest()


def report(path, inputs):
    extra = {"layergraft.json": ""}
    model = torch.jit.load(path, _extra_files=extra)
    rule = json.loads(extra["layergraft.json"])["loss"]
    arguments = [torch.from_numpy(a) for a in numpy.load(inputs).values()]
    result = {"losses": []}
    with torch.jit.optimized_execution(False):
        for step in range(3):
            torch.manual_seed(7)
            model.zero_grad(set_to_none=True)
            output = model(*arguments)
            loss = loss_of(output, rule)
            loss.backward()
            if step == 0:
                result["outputs"] = [digest(t) for t in flatten(output)]
                result["keys"] = list(output) if isinstance(output, dict) else []
                result["states"] = {n: state(p) for n, p in model.named_parameters()}
                result["buffers"] = [n for n, _ in model.named_buffers()]
            result["losses"].append(float(loss))
    model.save(path + ".again")
    torch.jit.load(path + ".again")
    return result


for path, inputs in zip(sys.argv[1::2], sys.argv[2::2]):
    try:
        print(json.dumps(report(path, inputs)))
    except Exception as failed:
        print(json.dumps({"error": str(failed)}))
