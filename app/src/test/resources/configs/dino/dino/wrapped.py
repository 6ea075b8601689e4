_base_ = ['./dino-4scale_r50_8xb2-12e_coco.py']
# the wrapper is what counts, not this
find_unused_parameters = True
model_wrapper_cfg = dict(
    type='MMDistributedDataParallel',
    find_unused_parameters=False,
    static_graph=True,
    detect_anomalous_params=True)
optim_wrapper = dict(
    _delete_=True,
    type='AmpOptimWrapper',
    dtype='bfloat16',
    accumulative_counts=4,
    optimizer=dict(type='AdamW', lr=1e-4))
train_dataloader = dict(batch_size=1)
sync_bn = 'torch'
