model = dict(
    type='FasterRCNN',
    pretrained='torchvision://resnet50',
    backbone=dict(
        type='ResNet', depth=50, frozen_stages=1, norm_eval=True, with_cp=False, style='pytorch'),
    neck=dict(type='HRFPN', in_channels=[18, 36, 72, 144], out_channels=256, with_cp=True),
    roi_head=dict(
        type='StandardRoIHead',
        shared_head=dict(type='ResLayer', depth=50, with_cp=True),
        bbox_head=[dict(type='BBoxHead', conv=dict(with_cp=True)) for _ in range(2)]),
    train_cfg=dict(rcnn=dict(pos_weight=-1)))
