"""torchvision_calls.py make FILE: a module that calls torchvision's operators. compare FILE OTHER: do both give the same?"""
import sys

import torch
import torchvision


class Calls(torch.nn.Module):
    def forward(self, boxes, scores, threshold: float, x, rois, ratio: int, aligned: bool):
        kept = torch.ops.torchvision.nms(boxes, scores, threshold)
        return kept, torch.ops.torchvision.roi_align(x, rois, 0.25, 3, 5, ratio, aligned)


def compare(one, other):
    for seed in range(60):
        torch.manual_seed(seed)
        count = int(torch.randint(0, 80, (1,)))
        corner = torch.rand(count, 2) * 60
        boxes = torch.cat([corner, corner + torch.rand(count, 2) * 30], 1)
        scores = (torch.rand(count) * 20).round() / 20
        x = torch.randn(2, 3, 17, 16, requires_grad=True)
        rois = torch.cat([torch.randint(0, 2, (count, 1)).float(), boxes - 3], 1)
        results = []
        for model in (one, other):
            kept, pooled = model(boxes, scores, 0.4, x, rois, [2, 0, -1, 3][seed % 4], seed % 3 == 0)
            torch.manual_seed(seed)
            gradient = torch.autograd.grad((pooled * torch.randn_like(pooled)).sum() + 0 * x.sum(), x)[0]
            results.append((kept, pooled, gradient))
        (kept, pooled, gradient), (kept2, pooled2, gradient2) = results
        assert torch.equal(kept, kept2), seed
        assert torch.allclose(pooled, pooled2, atol=1e-5), seed
        assert torch.allclose(gradient, gradient2, atol=1e-4), seed
    print("same")


if sys.argv[1] == "make":
    torch.jit.save(torch.jit.script(Calls()), sys.argv[2])
else:
    compare(*map(torch.jit.load, sys.argv[2:]))
