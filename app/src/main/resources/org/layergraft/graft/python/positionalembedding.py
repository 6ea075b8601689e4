class PositionalEmbedding(nn.Module):
    def __init__(self, shape, init="normal", std=0.02):
        super().__init__()
        self.pos_embedding = nn.Parameter(torch.zeros(shape))
        if init == "normal":
            nn.init.normal_(self.pos_embedding, std=std)

    def forward(self, input):
        return input + self.pos_embedding
