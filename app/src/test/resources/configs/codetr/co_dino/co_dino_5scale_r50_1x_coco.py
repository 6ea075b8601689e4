_base_ = [
    '../_base_/datasets/coco_detection.py',
    '../_base_/default_runtime.py'
]
# model settings
num_dec_layer = 6
lambda_2 = 2.0

model = dict(
    type='CoDETR',
    backbone=dict(
        type='ResNet',
        depth=50,
        num_stages=4,
        out_indices=(0, 1, 2, 3),
        frozen_stages=1,
        norm_cfg=dict(type='BN', requires_grad=False),
        norm_eval=True,
        style='pytorch'),
    neck=dict(
        type='ChannelMapper',
        in_channels=[256, 512, 1024, 2048],
        kernel_size=1,
        out_channels=256,
        act_cfg=None,
        norm_cfg=dict(type='GN', num_groups=32),
        num_outs=5),
    rpn_head=dict(
        type='RPNHead',
        in_channels=256,
        loss_cls=dict(
            type='CrossEntropyLoss', use_sigmoid=True, loss_weight=1.0*num_dec_layer*lambda_2)),
    query_head=dict(
        type='CoDINOHead',
        num_query=900,
        num_classes=80,
        transformer=dict(
            type='CoDinoTransformer',
            num_co_heads=2,
            encoder=dict(
                type='DetrTransformerEncoder',
                num_layers=6,
                with_cp=4, # number of layers that use checkpoint
                transformerlayers=dict(
                    type='BaseTransformerLayer',
                    feedforward_channels=2048)),
            decoder=dict(
                type='DinoTransformerDecoder',
                num_layers=6,
                return_intermediate=True))),
    bbox_head=[dict(
        type='CoATSSHead',
        num_classes=80,
        loss_bbox=dict(type='GIoULoss', loss_weight=2.0*num_dec_layer*lambda_2)),],
    # model training and testing settings
    train_cfg=[
        dict(assigner=dict(type='HungarianAssigner')),
        dict(
            rpn=dict(allowed_border=-1, pos_weight=-1, debug=False),
            rcnn=dict(pos_weight=-1)),
        dict(assigner=dict(type='ATSSAssigner', topk=9)),],
    test_cfg=[dict(max_per_img=300)])
#find_unused_parameters = True
data = dict(
    samples_per_gpu=2,
    train=dict(filter_empty_gt=False))
# optimizer
optimizer = dict(
    type='AdamW',
    lr=2e-4,
    weight_decay=0.0001,
    paramwise_cfg=dict(custom_keys={'backbone': dict(lr_mult=0.1)}))

optimizer_config = dict(grad_clip=dict(max_norm=0.1, norm_type=2))
lr_config = dict(policy='step', step=[11])
runner = dict(type='EpochBasedRunner', max_epochs=12)
