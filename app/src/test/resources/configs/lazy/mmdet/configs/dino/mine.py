# Copyright: nobody
from mmengine.config import read_base

with read_base():
    from .dino_4scale_r50 import *
    from .._base_.default_runtime import log_level as level

model.update(dict(backbone=dict(depth=101, with_cp=False), bbox_head=dict(num_classes=2)))
train_dataloader.update(batch_size=4)
optim_wrapper['optimizer']['lr'] *= 0.5
default_hooks['checkpoint']['interval'] = max_epochs // 4
model_wrapper_cfg = dict(type='MMDistributedDataParallel', find_unused_parameters=True)
