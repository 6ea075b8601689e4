from mmengine.config import read_base

with read_base():
    from .._base_.coco_detection import *
    from .._base_.default_runtime import *

from mmengine.optim import AmpOptimWrapper
from torch import optim
from torch.optim.adamw import AdamW

from mmdet.models import DINO, ChannelMapper, ResNet
from mmdet.models.dense_heads import DINOHead as Head

model = dict(
    type=DINO,
    backbone=dict(type=ResNet, depth=50, frozen_stages=1, norm_eval=True, with_cp=True),
    neck=dict(type=ChannelMapper, in_channels=[512, 1024, 2048]),
    encoder=dict(num_layers=6, num_cp=2),
    bbox_head=dict(type=Head, num_classes=80),
    train_cfg=dict(assigner=dict(type='HungarianAssigner')))
optim_wrapper = dict(
    type=AmpOptimWrapper,
    optimizer=dict(type=AdamW, lr=1e-4),
    paramwise_cfg=dict(custom_keys={'backbone': dict(lr_mult=0.1)}))
other = optim.SGD
max_epochs = 12
