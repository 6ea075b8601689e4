class SEBlock(nn.Module):
    """Squeeze and excitation, as torchvision.ops.SqueezeExcitation."""

    def __init__(self, input_channels, squeeze_channels):
        super().__init__()
        self.fc1 = nn.Conv2d(input_channels, squeeze_channels, 1)
        self.fc2 = nn.Conv2d(squeeze_channels, input_channels, 1)

    def forward(self, input):
        scale = F.adaptive_avg_pool2d(input, 1)
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(scale)))) * input
