_base_ = './rtmdet_l_8xb32-300e_coco.py'
checkpoint = 'cspnext-s'
arch = dict(deepen_factor=0.33, widen_factor=0.5)
model = dict(
    backbone=dict(
        **arch,
        init_cfg=dict(
            type='Pretrained', prefix='backbone.', checkpoint=f'/pre/{checkpoint}_{arch["widen_factor"]:.2f}.pth')),
    neck=dict(in_channels=[128, 256, 512], out_channels=128, num_csp_blocks=1),
    bbox_head=dict(exp_on_reg=False))
find_unused_parameters = True
custom_hooks = [
    dict(type='EMAHook', ema_type='ExpMomentumEMA', priority=49),
] + _base_.custom_hooks
