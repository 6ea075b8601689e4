"""Writes torchvision's swin_t, swin_s and vit_b_16, untrained and traced, for the benches. Argument: FOLDER"""
import os
import sys
import warnings

import torch
from torchvision import models

warnings.filterwarnings("ignore")
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for name in ("swin_t", "swin_s", "vit_b_16"):
    path = os.path.join(folder, name + ".pt")
    if not os.path.exists(path):
        torch.manual_seed(0)
        model = getattr(models, name)(weights=None).eval()
        with torch.no_grad():
            traced = torch.jit.trace(model, torch.rand(1, 3, 224, 224))
        torch.jit.save(traced, path + ".part")
        os.replace(path + ".part", path)
        operators = sum(n.kind() != "prim::Constant" for n in traced.inlined_graph.nodes())
        print(f"{name}: {operators} operators without constants, {sum(1 for _ in traced.inlined_graph.nodes())} with")
