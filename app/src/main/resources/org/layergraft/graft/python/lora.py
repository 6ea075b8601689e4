class LoRA(nn.Module):
    """A low-rank change of what a Linear or convolution gives (arXiv:2106.09685). Starts as none."""

    def __init__(self, r, lora_alpha, lora_dropout, in_features, out_features, kernel_size, stride, padding, dilation):
        super().__init__()
        self.scale = lora_alpha / r
        self.dropout = nn.Dropout(lora_dropout)
        self.move = (stride, padding, dilation)
        self.convolve = {0: None, 1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[len(kernel_size)]
        self.lora_A = nn.Parameter(torch.empty(r, in_features, *kernel_size))
        self.lora_B = nn.Parameter(torch.zeros(out_features, r, *(1 for _ in kernel_size)))
        nn.init.kaiming_uniform_(self.lora_A, a=5 ** 0.5)

    def forward(self, output, input):
        input = self.dropout(input)
        if self.convolve is None:
            return output + self.scale * F.linear(F.linear(input, self.lora_A), self.lora_B)
        return output + self.scale * self.convolve(self.convolve(input, self.lora_A, None, *self.move), self.lora_B)
