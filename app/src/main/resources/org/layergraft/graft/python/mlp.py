class MLP(nn.Module):
    def __init__(self, in_features, hidden_features, out_features, act="gelu", drop=0.0, bias=True):
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden_features, bias)
        self.fc2 = nn.Linear(hidden_features, out_features, bias)
        self.act = getattr(torch, act) if act in ("tanh", "sigmoid") else getattr(F, act)
        self.drop = nn.Dropout(drop)

    def forward(self, input):
        return self.drop(self.fc2(self.drop(self.act(self.fc1(input)))))
