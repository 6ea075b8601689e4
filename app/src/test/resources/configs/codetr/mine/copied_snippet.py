_base_ = '../co_dino/co_dino_5scale_swin_large_3x_coco.py'

model = dict(
    # from a forum: "put this into your config"
    train_cfg=dict(find_unused_parameters=True, with_cp=False),
    query_head=dict(num_classes=2))
