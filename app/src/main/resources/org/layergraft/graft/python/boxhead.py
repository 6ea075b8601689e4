class BoxHead(nn.Module):
    """DETR's bbox_embed with its sigmoid, or the bbox_pred of torchvision's FastRCNNPredictor."""

    def __init__(self, in_features, style="mlp", hidden_dim=256, num_layers=3, num_classes=1):
        super().__init__()
        if style == "linear":
            self.bbox_pred = nn.Linear(in_features, 4 * num_classes)
        else:
            widths = [in_features] + [hidden_dim] * (num_layers - 1) + [4]
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, input):
        if hasattr(self, "bbox_pred"):
            return self.bbox_pred(input)
        for layer in self.layers[:-1]:
            input = torch.relu(layer(input))
        return torch.sigmoid(self.layers[-1](input))
