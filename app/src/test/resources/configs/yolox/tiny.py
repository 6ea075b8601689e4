_base_ = './yolox_s_8xb8-300e_coco.py'
import os
from copy import deepcopy

model = dict(
    data_preprocessor=dict(batch_augments=[
        dict(type='BatchSyncRandomResize', random_size_range=(320, 640), size_divisor=32, interval=10)
    ]),
    backbone=dict(deepen_factor=0.33, widen_factor=0.375))
img_scale = (640, 640)
train_pipeline = deepcopy(_base_.train_pipeline)
train_pipeline[0]['img_scale'] = (416, 416)
train_pipeline.insert(2, dict(type='YOLOXHSVRandomAug'))
train_dataloader = dict(dataset=dict(pipeline=train_pipeline), batch_size=_base_.train_dataloader.batch_size * 2)
cache = os.environ.get('CACHE', '/tmp')
if max(img_scale) > 512:
    resume = True
else:
    resume = False
