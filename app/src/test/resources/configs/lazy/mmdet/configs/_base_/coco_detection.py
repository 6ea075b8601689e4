from mmdet.datasets import CocoDataset

data_root = 'data/coco/'
train_dataloader = dict(batch_size=2, num_workers=2, dataset=dict(type=CocoDataset, data_root=data_root))
