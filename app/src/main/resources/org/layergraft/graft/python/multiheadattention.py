class MultiheadAttention(nn.MultiheadAttention):
    """Self-attention: of a sequence to itself."""

    def forward(self, input):
        return super().forward(input, input, input, need_weights=False)[0]
