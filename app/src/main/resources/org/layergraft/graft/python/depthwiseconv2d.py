class DepthwiseConv2d(nn.Conv2d):
    def __init__(self, in_channels, depth_multiplier=1, **convolution):
        super().__init__(in_channels, in_channels * depth_multiplier, groups=in_channels, **convolution)
