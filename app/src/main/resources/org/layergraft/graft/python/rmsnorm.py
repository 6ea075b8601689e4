class RMSNorm(nn.Module):
    """nn.RMSNorm, which PyTorch has since 2.4."""

    def __init__(self, normalized_shape, eps=1e-6, elementwise_affine=True):
        super().__init__()
        self.dims = tuple(range(-len(normalized_shape), 0))
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(normalized_shape)) if elementwise_affine else None

    def forward(self, input):
        output = input * torch.rsqrt(input.pow(2).mean(self.dims, keepdim=True) + self.eps)
        return output if self.weight is None else output * self.weight
