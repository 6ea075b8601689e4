_base_ = ['./yolox_tta.py']

img_scale = (640, 640)  # width, height
deepen, widen = 0.33, 0.5

# model settings
model = dict(
    type='YOLOX',
    data_preprocessor=dict(
        type='DetDataPreprocessor',
        pad_size_divisor=32,
        batch_augments=[
            dict(
                type='BatchSyncRandomResize',
                random_size_range=(480, 800),
                size_divisor=32,
                interval=10)
        ]),
    backbone=dict(
        type='CSPDarknet',
        deepen_factor=deepen,
        widen_factor=widen,
        out_indices=(2, 3, 4),
        norm_cfg=dict(type='BN', momentum=0.03, eps=0.001)),
    neck=dict(
        type='YOLOXPAFPN',
        in_channels=[int(c * widen) for c in (256, 512, 1024)],
        out_channels=int(256 * widen),
        num_csp_blocks=round(3 * deepen)))

data_root = 'data/coco/'
train_pipeline = [
    dict(type='Mosaic', img_scale=img_scale, pad_val=114.0),
    dict(
        type='RandomAffine',
        scaling_ratio_range=(0.1, 2),
        # img_scale is (width, height)
        border=(-img_scale[0] // 2, -img_scale[1] // 2)),
    dict(type='PackDetInputs')
]
train_dataloader = dict(
    batch_size=8,
    num_workers=4,
    persistent_workers=True,
    dataset=dict(
        type='MultiImageMixDataset',
        dataset=dict(
            type='CocoDataset',
            ann_file='%sannotations/instances_%s2017.json' % (data_root, 'train')),
        pipeline=train_pipeline))

# training settings
max_epochs = 300
num_last_epochs = 15
interval = 10
train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=max_epochs, val_interval=interval)

# optimizer
# default 8 gpu
base_lr = 0.01
optim_wrapper = dict(
    type='OptimWrapper',
    optimizer=dict(
        type='SGD', lr=base_lr, momentum=0.9, weight_decay=5e-4,
        nesterov=True),
    paramwise_cfg=dict(norm_decay_mult=0., bias_decay_mult=0.))
param_scheduler = [
    dict(
        type='CosineAnnealingLR',
        eta_min=base_lr * 0.05,
        begin=5,
        T_max=max_epochs - num_last_epochs,
        end=max_epochs - num_last_epochs,
        by_epoch=True)
]
for hook in ('YOLOXModeSwitchHook', 'SyncNormHook'):
    _base_.tta_hooks.append(dict(type=hook, priority=48))
custom_hooks = _base_.tta_hooks + [dict(type='EMAHook', momentum=0.0001)]
