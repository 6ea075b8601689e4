# model settings
norm_cfg = dict(type='SyncBN', requires_grad=True)
model = dict(
    type='MaskRCNN',
    backbone=dict(
        type='ResNet',
        depth=50,
        num_stages=4,
        out_indices=(0, 1, 2, 3),
        frozen_stages=1,
        norm_cfg=norm_cfg,
        norm_eval=True,
        style='pytorch'),
    neck=dict(
        type='FPN',
        in_channels=[256, 512, 1024, 2048],
        out_channels=256,
        num_outs=5),
    roi_head=dict(
        type='StandardRoIHead',
        bbox_head=dict(type='Shared2FCBBoxHead', num_classes=80),
        mask_head=dict(type='FCNMaskHead', num_convs=4, num_classes=80)),
    train_cfg=dict(
        rpn=dict(allowed_border=-1, pos_weight=-1, debug=False),
        rcnn=dict(mask_size=28, pos_weight=-1)),
    test_cfg=dict(rcnn=dict(score_thr=0.05)))
