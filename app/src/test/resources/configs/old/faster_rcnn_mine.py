import os.path as osp

_base_ = ['_base_/faster_rcnn_r50_fpn.py']
data = dict(samples_per_gpu=2, workers_per_gpu=2)
optimizer = dict(type='SGD', lr=0.02, momentum=0.9, weight_decay=0.0001)
optimizer_config = dict(type='GradientCumulativeFp16OptimizerHook', cumulative_iters=3, grad_clip=None)
fp16 = dict(loss_scale=512.)
runner = dict(type='EpochBasedRunner', max_epochs=12)
static_graph = True
broadcast_buffers = True
total = 0
total += 12
note = osp.join('a', 'b')
