_base_ = '../co_dino/co_dino_5scale_swin_large_3x_coco.py'

classes = ('sail', 'motor')
num_classes = len(classes)
find_unused_parameters = True
model = dict(
    backbone=dict(use_checkpoint=True),
    query_head=dict(
        num_classes=num_classes,
        transformer=dict(encoder=dict(with_cp=4))))
data = dict(
    samples_per_gpu=4,
    train=dict(
        classes=classes,
        ann_file='data/boats/{{ fileBasenameNoExtension }}.json',
        pipeline={{ _base_.train_pipeline }}))
work_dir = './work_dirs/{{fileBasenameNoExtension}}'
load_from = f'{{models}}/{num_classes}_{_base_.pretrained[-8:]}'
