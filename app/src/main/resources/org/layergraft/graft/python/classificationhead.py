class ClassificationHead(nn.Linear):
    def __init__(self, in_features, num_classes, pool="none", prior_prob=0.0):
        super().__init__(in_features, num_classes)
        self.pool = pool
        if prior_prob > 0:
            nn.init.constant_(self.bias, -math.log((1 - prior_prob) / prior_prob))

    def forward(self, input):
        if self.pool == "spatial":
            input = input.mean((2, 3))
        elif self.pool == "tokens":
            input = input.mean(1)
        elif self.pool == "first":
            input = input[:, 0]
        return super().forward(input)
