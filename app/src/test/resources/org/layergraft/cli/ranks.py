"""A detector in miniature, and batches that differ between ranks as a detector's do.

    python3 ranks.py FOLDER
"""

import sys
from pathlib import Path
from typing import Dict, List

import numpy
import torch
from torch import Tensor, nn


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Conv2d(3, 4, 3, padding=1)
        self.box = nn.Linear(4, 4)
        self.mask = nn.Linear(4, 1)

    def forward(self, images: List[Tensor], targets: List[Dict[str, Tensor]]) -> Dict[str, Tensor]:
        box = torch.zeros(1)
        mask = torch.zeros(1)
        for i in range(len(images)):
            features = torch.relu(self.backbone(images[i].unsqueeze(0))).mean([2, 3])
            target = targets[i]
            guess = self.box(features).expand_as(target["boxes"])
            box = box + (guess - target["boxes"]).abs().sum()
            if "mask" in target:
                mask = mask + (self.mask(features) - target["mask"]).abs().sum()
        return {"loss_box": box, "loss_mask": mask}


def batch(file, sizes, boxes, masks):
    arrays = {}
    for i, size in enumerate(sizes):
        arrays[f"images[{i}]"] = numpy.random.rand(3, *size).astype("float32")
    for i, count in enumerate(boxes):
        arrays[f"targets[{i}].boxes"] = numpy.random.rand(count, 4).astype("float32")
        if masks[i]:
            arrays[f"targets[{i}].mask"] = numpy.ones((1, 1), "float32")
    numpy.savez(file, **arrays)


folder = Path(sys.argv[1])
numpy.random.seed(0)
torch.manual_seed(0)
torch.jit.script(Detector().train()).save(str(folder / "detector.pt"))
batch(folder / "two-images.npz", [(8, 8), (6, 10)], [3, 1], [True, True])
batch(folder / "one-image.npz", [(12, 5)], [2], [True])
batch(folder / "no-boxes.npz", [(8, 8)], [0], [True])
batch(folder / "no-mask.npz", [(8, 8)], [2], [False])
batch(folder / "no-targets.npz", [(8, 8)], [], [])
