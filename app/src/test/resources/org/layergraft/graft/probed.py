"""Runs models and their probed copies. Argument: a file of lines MODEL tab INPUTS tab PROBED tab METHOD; without
INPUTS they are made as the archive's layergraft.json says.

One JSON line each: {"same": whether outputs, random numbers drawn and buffers are equal to the bit, "log": what the copy noted, "error"}.
"""
import json
import sys
import time

import torch

try:
    import torchvision  # registers the operators that detectors call
except ImportError:
    pass

torch.set_num_threads(1)


def bits(value):
    if isinstance(value, torch.Tensor):
        plain = value.detach().contiguous()
        plain = plain.view(torch.int16) if plain.dtype == torch.bfloat16 else plain
        return [(str(value.dtype), tuple(value.shape), value.requires_grad, plain.numpy().tobytes())]
    if isinstance(value, dict):
        return [key for key in value] + [b for item in value.values() for b in bits(item)]
    if isinstance(value, (list, tuple)):
        return ["%d" % len(value)] + [b for item in value for b in bits(item)]
    return [repr(value)]


def made(settings):
    torch.manual_seed(1)
    specs = json.loads(settings)["inputs"]
    return [torch.randint(s.get("low", 0), s.get("high", 2), s["shape"]) if s["dtype"] == "int64" else torch.rand(s["shape"])
            for s in specs]


def run(archive, inputs):
    extra = {"layergraft.json": ""}
    module = torch.jit.load(archive, _extra_files=extra)
    given = torch.load(inputs) if inputs else made(extra["layergraft.json"])
    forward = module.forward if hasattr(module, "forward") else module.forward__0
    torch.manual_seed(3)
    start = time.time()
    try:
        output = bits(forward(*given))
    except RuntimeError as failed:
        output = [str(failed).strip().splitlines()[-1]]
    seconds = time.time() - start
    buffers = {name: bits(tensor) for name, tensor in module.named_buffers()}
    return module, (output, torch.get_rng_state().tolist(), buffers), seconds


def report(model, inputs, probed, method):
    with torch.jit.optimized_execution(False):
        _, wanted, seconds = run(model, inputs)
        module, found, more = run(probed, inputs)
        log = getattr(module, method)().tolist()
    return {"same": wanted == found, "log": log, "seconds": seconds, "probed": more}


for line in open(sys.argv[1]):
    try:
        said = report(*line.rstrip("\n").split("\t"))
    except Exception as failed:
        said = {"error": str(failed).strip() or repr(failed)}
    print(json.dumps(said), flush=True)
