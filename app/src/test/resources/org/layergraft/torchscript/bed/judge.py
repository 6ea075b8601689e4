"""What PyTorch says about archives, as one JSON line each. Argument: a file of lines ARCHIVE [tab INPUTS]

parameters and buffers in order as [name, shape, dtype, requires_grad]; modules as [path, class]; outputs as a digest of every bit that
forward returns for the inputs, from a fixed seed; error instead where it cannot be loaded or run.
"""
import hashlib
import json
import sys
import traceback

import torch

try:
    import torchvision  # registers the operators that detectors call
except ImportError:
    pass

torch.set_num_threads(1)


def digest(value, into, flags=True):
    if isinstance(value, torch.Tensor):
        into.update(str((value.dtype, tuple(value.shape), flags and value.requires_grad)).encode())
        plain = value.detach().contiguous()
        into.update((plain.view(torch.int16) if plain.dtype == torch.bfloat16 else plain).numpy().tobytes())
    elif isinstance(value, dict):
        for key, item in value.items():
            into.update(repr(key).encode())
            digest(item, into, flags)
    elif isinstance(value, (list, tuple)):
        into.update(("%s %d" % ("tuple" if isinstance(value, tuple) else "list", len(value))).encode())
        for item in value:
            digest(item, into, flags)
    else:
        into.update(repr(value).encode())
    return into


def described(tensors):
    return [[name, list(t.shape), str(t.dtype)[6:], t.requires_grad] for name, t in tensors]


def judge(archive, inputs):
    module = torch.jit.load(archive)
    found = {
        "parameters": described(module.named_parameters()),
        "buffers": described(module.named_buffers()),
        "modules": [[path, part.original_name] for path, part in module.named_modules(remove_duplicate=False)],
    }
    if inputs:
        arguments = torch.load(inputs)
        torch.manual_seed(3)
        with torch.jit.optimized_execution(False):
            # LSTM and GRU are scripted with two overloads of forward.
            forward = module.forward if hasattr(module, "forward") else module.forward__0
            outputs = forward(*arguments)
            found["outputs"] = digest(outputs, hashlib.sha256()).hexdigest()
            found["values"] = digest(outputs, hashlib.sha256(), False).hexdigest()
    return found


for line in open(sys.argv[1]):
    archive, _, inputs = line.rstrip("\n").partition("\t")
    try:
        said = judge(archive, inputs)
    except Exception as failed:
        said = {"error": str(failed).strip() or traceback.format_exc()}
    print(json.dumps(said), flush=True)
