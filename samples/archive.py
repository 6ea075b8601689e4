"""Writes a scripted module with its inputs and loss, without the paths of the machine that made it."""

import json
import os
import zipfile

import torch
from torch import nn


def save(module: nn.Module, layergraft: dict, file: str) -> None:
    """Scripts the module in training mode and saves it; ``layergraft`` becomes the extra file layergraft.json."""
    whole = file + ".whole"
    torch.jit.save(torch.jit.script(module.train()), whole, _extra_files={"layergraft.json": json.dumps(layergraft)})
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            if not name.endswith(".debug_pkl"):  # original source lines and where they stood on this disk
                short = name.replace(os.path.splitext(whole)[0], os.path.splitext(file)[0], 1)
                target.writestr(zipfile.ZipInfo(short), source.read(name))
    os.remove(whole)
