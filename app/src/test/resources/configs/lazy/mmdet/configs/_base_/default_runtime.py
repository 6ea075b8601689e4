from mmengine.hooks import CheckpointHook, LoggerHook
from mmengine.visualization import LocalVisBackend

default_scope = None
default_hooks = dict(
    logger=dict(type=LoggerHook, interval=50),
    checkpoint=dict(type=CheckpointHook, interval=1))
vis_backends = [dict(type=LocalVisBackend)]
log_level = 'INFO'
