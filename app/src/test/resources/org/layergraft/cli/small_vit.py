"""A small torchvision VisionTransformer, scripted or traced: small_vit.py scripted|traced FILE. Its head is not zero, as in a trained one."""

import json
import sys

import torch
import torchvision

torch.manual_seed(0)
model = torchvision.models.VisionTransformer(
    image_size=32, patch_size=8, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=32, num_classes=5)
torch.nn.init.normal_(model.heads.head.weight, std=0.02)
settings = {"inputs": [{"name": "x", "dtype": "float32", "shape": [1, 3, 32, 32]}], "loss": {"kind": "square"}}
made = torch.jit.script(model) if sys.argv[1] == "scripted" else torch.jit.trace(
    model, torch.rand(1, 3, 32, 32), check_trace=False)
torch.jit.save(made, sys.argv[2], _extra_files={"layergraft.json": json.dumps(settings)})
