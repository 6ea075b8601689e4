class Adapter(nn.Module):
    """A bottleneck beside the identity (arXiv:1902.00751). Starts as identity."""

    def __init__(self, embed_dim, bottleneck, act="gelu", dropout=0.0):
        super().__init__()
        self.down = nn.Linear(embed_dim, bottleneck)
        self.up = nn.Linear(bottleneck, embed_dim)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)
        self.act = getattr(torch, act) if act in ("tanh", "sigmoid") else getattr(F, act)
        self.dropout = nn.Dropout(dropout)

    def forward(self, input):
        return input + self.up(self.dropout(self.act(self.down(input))))
