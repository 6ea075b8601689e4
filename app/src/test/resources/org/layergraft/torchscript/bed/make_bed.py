"""Writes the test bed: torchvision's and torch.nn's models and small ones, scripted and traced. Arguments: FOLDER [all]

For each: NAME.scripted.pt, NAME.traced.pt where it can be traced, beside each NAME….inputs (torch.save of forward's arguments, for judge.py).
Archives whose inputs are plain tensors carry them in the extra file layergraft.json, too. NAME….seen (JSON) is what seen.py tells.
"""
import json
import os
import shutil
import sys
import warnings
import zipfile

import torch
from torch import nn
from torchvision import models
from torchvision.models import convnext, detection, optical_flow, segmentation, swin_transformer, video
from torchvision.models.detection import backbone_utils, faster_rcnn, keypoint_rcnn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet
from torchvision.ops import misc

import seen
import small_modules

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
folder, everything = sys.argv[1], sys.argv[2:] == ["all"]
os.makedirs(folder, exist_ok=True)
notes = []


class Traceable(nn.Module):
    """What a detector finds, as a tuple of tensors: tracing knows nothing else."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, image):
        found = self.model([image])[0]
        return tuple(found[key] for key in sorted(found))


class Values(nn.Module):
    """A dictionary's values as a tuple."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return tuple(self.model(x).values())


def described(inputs):
    def one(i, t):
        spec = {"name": "input%d" % i, "dtype": str(t.dtype)[6:], "shape": list(t.shape)}
        if not t.dtype.is_floating_point:
            spec.update(low=0, high=2)
        return spec

    return json.dumps({"inputs": [one(i, t) for i, t in enumerate(inputs)], "loss": {"kind": "sum"}})


def write(module, path, inputs):
    plain = all(isinstance(i, torch.Tensor) for i in inputs)
    torch.jit.save(module, path, _extra_files={"layergraft.json": described(inputs)} if plain else {})


def tell(path, truth):
    with open(path, "w") as out:
        json.dump(truth, out)


def add(name, module, inputs, traced_as=None, traced_inputs=None):
    torch.manual_seed(0)
    path = os.path.join(folder, name)
    scripted = False
    try:
        torch.save(inputs, path + ".scripted.inputs")
        write(torch.jit.script(module), path + ".scripted.pt", inputs)
        scripted = True
    except Exception as cannot:
        notes.append("%s cannot be scripted: %s" % (name, str(cannot).strip().splitlines()[0]))
    wrapped, given = traced_as or module, traced_inputs or inputs
    mode = wrapped.training
    try:
        if traced_as is not None:
            wrapped.eval()
        torch.save(given, path + ".traced.inputs")
        traced = torch.jit.trace(wrapped, given, check_trace=False, strict=False)
        write(traced, path + ".traced.pt", given)
        tell(path + ".traced.seen", seen.traced(traced, path + ".traced.pt", torch.load(path + ".traced.inputs")))
    except Exception as cannot:
        notes.append("%s cannot be traced: %s" % (name, str(cannot).strip().splitlines()[0]))
    wrapped.train(mode)
    if scripted:
        tell(path + ".scripted.seen", seen.eager(module, torch.load(path + ".scripted.inputs")))


def detector(name, model, **more):
    def target(boxes):
        n = len(boxes)
        return dict({"boxes": torch.tensor(boxes), "labels": torch.arange(1, n + 1)}, **{k: v(n) for k, v in more.items()})

    images = [torch.rand(3, 64, 80), torch.rand(3, 72, 64)]
    targets = [target([[4.0, 5.0, 40.0, 50.0], [20.0, 8.0, 60.0, 32.0]]), target([[10.0, 10.0, 50.0, 60.0]])]
    add(name, model, (images, targets), traced_as=Traceable(model), traced_inputs=(images[0],))


def image(size=64, batch=2):
    return (torch.randn(batch, 3, size, size),)


def fpn():
    """A backbone as the detectors' own, with fewer layers."""
    body = ResNet(BasicBlock, [1, 1, 1, 1], num_classes=1, norm_layer=misc.FrozenBatchNorm2d)
    return backbone_utils.BackboneWithFPN(body, {"layer%d" % i: str(i - 1) for i in (1, 2, 3, 4)}, [64, 128, 256, 512], 64)


def heads(classes=5):
    return dict(box_head=faster_rcnn.TwoMLPHead(64 * 7 * 7, 32), box_predictor=faster_rcnn.FastRCNNPredictor(32, classes),
                rpn_anchor_generator=anchors, rpn_post_nms_top_n_train=20, rpn_post_nms_top_n_test=20, **small)


torch.manual_seed(0)
anchors = detection.anchor_utils.AnchorGenerator(tuple((s, int(s * 1.5)) for s in (8, 16, 32, 64, 96)), ((0.5, 1.0, 2.0),) * 5)
small = dict(min_size=64, max_size=96)

add("resnet", ResNet(Bottleneck, [1, 1, 1, 1], num_classes=10), image())
add("vit", models.VisionTransformer(32, 8, 2, 2, 32, 64, dropout=0.1, num_classes=10), image(32))
add("swin", swin_transformer.SwinTransformer([4, 4], 24, [2, 2], [2, 2], [4, 4], num_classes=10), image(32))
add("convnext", convnext.ConvNeXt([convnext.CNBlockConfig(16, 32, 2), convnext.CNBlockConfig(32, None, 1)], 0.1, num_classes=10),
    image(32))
add("googlenet", models.googlenet(weights=None, init_weights=False, aux_logits=True, num_classes=10), image())
detector("fasterrcnn", detection.FasterRCNN(fpn(), **heads()))
detector("keypointrcnn", detection.KeypointRCNN(fpn(), keypoint_head=keypoint_rcnn.KeypointRCNNHeads(64, (16, 16)),
                                                keypoint_predictor=keypoint_rcnn.KeypointRCNNPredictor(16, 3), **heads(3)),
         keypoints=lambda n: torch.rand(n, 3, 3) * 20 + 10)
detector("retinanet", detection.RetinaNet(fpn(), 5, anchor_generator=anchors, **small))
detector("fcos", detection.FCOS(fpn(), 5, **small))
detector("ssdlite", detection.ssdlite320_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=5))
add("raft", optical_flow.raft_small(weights=None), (torch.rand(1, 3, 128, 128), torch.rand(1, 3, 128, 128)))
add("deeplabv3", segmentation.deeplabv3_mobilenet_v3_large(weights=None, weights_backbone=None, aux_loss=True, num_classes=3),
    image(), traced_as=Values(segmentation.lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=3)))
add("mc3", video.VideoResNet(video.resnet.BasicBlock, [video.resnet.Conv3DSimple] + [video.resnet.Conv3DNoTemporal] * 3, [1, 1, 1, 1],
                             video.resnet.BasicStem, num_classes=5), (torch.randn(1, 3, 2, 16, 16),))
add("r2plus1d", video.VideoResNet(video.resnet.BasicBlock, [video.resnet.Conv2Plus1D] * 4, [1, 1, 1, 1], video.resnet.R2Plus1dStem,
                                  num_classes=5), (torch.randn(2, 3, 2, 16, 16),))

sequence = torch.randn(5, 2, 8)
add("encoder", nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 2, norm=nn.LayerNorm(8)), (sequence,))
add("transformer", nn.Transformer(8, 2, 1, 1, 16), (sequence, sequence[:3]))
add("mha", nn.MultiheadAttention(8, 2), (sequence, sequence, sequence))
add("lstm", nn.LSTM(8, 4, 2, bidirectional=True), (sequence,))
add("gru", nn.GRU(8, 4), (sequence,))
add("lstm_cell", nn.LSTMCell(8, 4), (sequence[0],))
for name, module, inputs in small_modules.all_modules():
    add(name, module, inputs)

# What other tools make of an archive: every entry compressed.
for name in ("flow", "resnet"):
    source, target = (os.path.join(folder, name + end) for end in (".scripted.pt", "_deflated.scripted.pt"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    for end in (".inputs", ".seen"):
        shutil.copy(os.path.join(folder, name + ".scripted" + end), os.path.join(folder, name + "_deflated.scripted" + end))

if everything:
    add("resnet50", models.resnet50(weights=None), image())
    add("vit_b_16", models.vit_b_16(weights=None), image(224, 1))
    add("swin_t", models.swin_t(weights=None), image())
    add("convnext_tiny", models.convnext_tiny(weights=None), image())
    detector("fasterrcnn_resnet50_fpn", detection.fasterrcnn_resnet50_fpn(weights=None, weights_backbone=None, **small))
    detector("retinanet_resnet50_fpn", detection.retinanet_resnet50_fpn(weights=None, weights_backbone=None, **small))
    detector("ssd300_vgg16", detection.ssd300_vgg16(weights=None, weights_backbone=None))
    detector("maskrcnn_resnet50_fpn", detection.maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, **small),
             masks=lambda n: torch.ones(n, 72, 64, dtype=torch.uint8))
    add("raft_large", optical_flow.raft_large(weights=None), (torch.rand(1, 3, 128, 128), torch.rand(1, 3, 128, 128)))
    add("deeplabv3_resnet50", segmentation.deeplabv3_resnet50(weights=None, weights_backbone=None, aux_loss=True), image())
    add("r3d_18", video.r3d_18(weights=None), (torch.randn(1, 3, 4, 32, 32),))

with open(os.path.join(folder, "notes.txt"), "w") as file:
    file.write("\n".join(notes) + "\n")
print("\n".join(notes))
