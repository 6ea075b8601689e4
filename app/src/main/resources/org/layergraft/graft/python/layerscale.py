class LayerScale(nn.Module):
    """A factor for every channel (arXiv:2103.17239)."""

    def __init__(self, dim, init_values=1e-5, channels_first=False):
        super().__init__()
        self.gamma = nn.Parameter(torch.full((dim, 1, 1) if channels_first else (dim,), float(init_values)))

    def forward(self, input):
        return input * self.gamma
