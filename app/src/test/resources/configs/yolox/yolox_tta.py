tta_model = dict(type='DetTTAModel', tta_cfg=dict(nms=dict(type='nms', iou_threshold=0.65), max_per_img=100))
img_scales = [(640, 640), (320, 320), (960, 960)]
tta_hooks = []
tta_pipeline = [
    dict(
        type='TestTimeAug',
        transforms=[[dict(type='Resize', scale=s, keep_ratio=True) for s in img_scales]])
]
