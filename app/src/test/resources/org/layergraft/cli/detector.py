"""Writes a small torchvision Faster R-CNN, scripted, with its inputs and loss beside it, and without them."""
import json
import sys

import torch
from torchvision.models.detection import FasterRCNN, faster_rcnn
from torchvision.models.detection.rpn import AnchorGenerator
from torchvision.ops import MultiScaleRoIAlign

torch.manual_seed(0)
body = torch.nn.Sequential(
    torch.nn.Conv2d(3, 16, 3, 2, 1), torch.nn.ReLU(), torch.nn.Conv2d(16, 16, 3, 2, 1), torch.nn.ReLU())
body.out_channels = 16
detector = FasterRCNN(
    body,
    rpn_anchor_generator=AnchorGenerator(((8, 16),), ((1.0,),)),
    box_roi_pool=MultiScaleRoIAlign(["0"], 3, 2),
    box_head=faster_rcnn.TwoMLPHead(16 * 9, 32),
    box_predictor=faster_rcnn.FastRCNNPredictor(32, 5),
    min_size=48, max_size=64, rpn_pre_nms_top_n_train=50, rpn_post_nms_top_n_train=20)


def image(height, width):
    return {"dtype": "float32", "shape": [3, height, width]}


def target(count):
    return {"dict": {
        "boxes": {"dtype": "float32", "shape": [count, 4], "values": "boxes", "high": 48},
        "labels": {"dtype": "int64", "shape": [count], "low": 1, "high": 5}}}


scripted = torch.jit.script(detector.train())
torch.jit.save(scripted, sys.argv[1], _extra_files={"layergraft.json": json.dumps({
    "inputs": [{"name": "images", "list": [image(48, 48), image(48, 56)]},
               {"name": "targets", "list": [target(2), target(1)]}],
    "loss": {"kind": "keys", "contains": "loss"}})})
torch.jit.save(scripted, sys.argv[2])
