"""Compares grafted layers with torch.nn's.

Usage: layers.py CASES.json. A case: {"name", "file", "layer": {"kind", ... hyper-parameters}, "input": [sizes], "integers": bool,
"dtype": of the model, "output": [sizes] where known, "parameters": int, "identity": bool}. Prints one JSON object per case: {"name", "wrong": [sentences]}.
"""
import json
import re
import sys
import zlib

import torch
from torch import nn


class RMSNorm(nn.Module):
    """nn.RMSNorm of PyTorch 2.4, for older ones."""

    def __init__(self, shape, eps, elementwise_affine):
        super().__init__()
        self.dims = list(range(-len(shape), 0))
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape)) if elementwise_affine else None

    def forward(self, x):
        y = x * torch.rsqrt(x.pow(2).mean(self.dims, keepdim=True) + self.eps)
        return y if self.weight is None else y * self.weight


class Mlp(nn.Module):
    """timm.layers.Mlp."""

    def __init__(self, h):
        super().__init__()
        self.fc1 = nn.Linear(h["in_features"], h["hidden_features"], h["bias"])
        self.fc2 = nn.Linear(h["hidden_features"], h["out_features"], h["bias"])
        self.act = act(h["act"])
        self.drop = nn.Dropout(h["drop"])

    def forward(self, x):
        return self.drop(self.fc2(self.drop(self.act(self.fc1(x)))))


def act(word):
    return {"gelu": nn.GELU, "relu": nn.ReLU, "silu": nn.SiLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}[word]()


class SqueezeExcitation(nn.Module):
    """torchvision.ops.SqueezeExcitation, where there is no torchvision."""

    def __init__(self, channels, squeezed):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        return self.fc2(self.fc1(x.mean((2, 3), keepdim=True)).relu()).sigmoid() * x


class SelfAttention(nn.MultiheadAttention):
    def forward(self, x):
        return super().forward(x, x, x, need_weights=False)[0]


class Positions(nn.Module):
    def __init__(self, h):
        super().__init__()
        start = torch.zeros(h["shape"]) if h["init"] == "zeros" else torch.empty(h["shape"]).normal_(std=h["std"])
        self.pos_embedding = nn.Parameter(start)

    def forward(self, x):
        return x + self.pos_embedding


class Adapter(nn.Module):
    def __init__(self, h):
        super().__init__()
        self.down = nn.Linear(h["embed_dim"], h["bottleneck"])
        self.up = nn.Linear(h["bottleneck"], h["embed_dim"])
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)
        self.act = act(h["act"])
        self.dropout = nn.Dropout(h["dropout"])

    def forward(self, x):
        return x + self.up(self.dropout(self.act(self.down(x))))


class LayerScale(nn.Module):
    def __init__(self, h):
        super().__init__()
        shape = [h["dim"]] + ([1, 1] if h["channels_first"] else [])
        self.gamma = nn.Parameter(torch.full(shape, float(h["init_values"])))

    def forward(self, x):
        return x * self.gamma


class ClassificationHead(nn.Linear):
    def __init__(self, h):
        super().__init__(h["in_features"], h["num_classes"])
        self.pool = h["pool"]
        if h["prior_prob"] > 0:
            nn.init.constant_(self.bias, -torch.log(torch.tensor((1 - h["prior_prob"]) / h["prior_prob"])).item())

    def forward(self, x):
        x = {"none": lambda: x, "spatial": lambda: x.mean((2, 3)), "tokens": lambda: x.mean(1),
             "first": lambda: x[:, 0]}[self.pool]()
        return super().forward(x)


class BoxHead(nn.Module):
    """The MLP of DETR with the sigmoid behind it, or the bbox_pred of torchvision's FastRCNNPredictor."""

    def __init__(self, h):
        super().__init__()
        if h["style"] == "linear":
            self.bbox_pred = nn.Linear(h["in_features"], 4 * h["num_classes"])
        else:
            widths = [h["in_features"]] + [h["hidden_dim"]] * (h["num_layers"] - 1) + [4]
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        if hasattr(self, "bbox_pred"):
            return self.bbox_pred(x)
        for i, layer in enumerate(self.layers):
            x = layer(x).relu() if i + 1 < len(self.layers) else layer(x)
        return x.sigmoid()


class Typed(nn.Module):
    """Lines someone typed, run by Python itself."""

    def __init__(self, h):
        super().__init__()
        starts = {"init=zeros": torch.zeros, "init=ones": torch.ones, "": lambda s: nn.Linear(s[0], s[1]).weight.T}
        body = []
        for line in h["code"].split("\n"):
            found = re.match(r"(\w+) = (Parameter|Buffer)\(([\d, ]+?)(?:, (init=\w+))?\)", line)
            if not found:
                body.append(line.replace("\t", "    "))
                continue
            tensor = starts[found[4] or ""](list(map(int, found[3].split(","))))
            if found[2] == "Parameter":
                self.register_parameter(found[1], nn.Parameter(tensor.detach()))
            else:
                self.register_buffer(found[1], tensor)
        self.code = "def run(self, input):\n" + "".join("    " + line + "\n" for line in body)

    def forward(self, x):
        names = {"torch": torch, **dict(self.named_parameters()), **dict(self.named_buffers())}
        exec(self.code, names)
        return names["run"](self, x)


def plain(cls):
    return lambda h: cls(**h)


def squeeze_excitation(h):
    try:
        import torchvision.ops
        return torchvision.ops.SqueezeExcitation(h["input_channels"], h["squeeze_channels"])
    except ImportError:
        return SqueezeExcitation(h["input_channels"], h["squeeze_channels"])


def depthwise(h):
    n = h["in_channels"]
    rest = {k: v for k, v in h.items() if k not in ("in_channels", "depth_multiplier")}
    return nn.Conv2d(n, n * h["depth_multiplier"], groups=n, **rest)


REFERENCES = {
    "linear": plain(nn.Linear), "embedding": plain(nn.Embedding), "mlp": Mlp,
    "conv1d": plain(nn.Conv1d), "conv2d": plain(nn.Conv2d), "conv3d": plain(nn.Conv3d),
    "convtranspose2d": plain(nn.ConvTranspose2d), "depthwiseconv2d": depthwise,
    "layernorm": plain(nn.LayerNorm), "groupnorm": plain(nn.GroupNorm),
    "rmsnorm": lambda h: getattr(nn, "RMSNorm", RMSNorm)(h["normalized_shape"], h["eps"], h["elementwise_affine"]),
    "batchnorm1d": plain(nn.BatchNorm1d), "batchnorm2d": plain(nn.BatchNorm2d),
    "relu": plain(nn.ReLU), "gelu": plain(nn.GELU), "silu": plain(nn.SiLU), "tanh": plain(nn.Tanh),
    "sigmoid": plain(nn.Sigmoid), "softmax": plain(nn.Softmax), "dropout": plain(nn.Dropout),
    "multiheadattention": plain(SelfAttention),
    "seblock": squeeze_excitation,
    "positionalembedding": Positions, "adapter": Adapter, "layerscale": LayerScale,
    "custom": Typed, "classificationhead": ClassificationHead, "boxhead": BoxHead,
}


PRECISION = {torch.float32: 1e-6, torch.float64: 1e-12, torch.bfloat16: 0.03, torch.float16: 4e-3}


def close(a, b, more=1):
    most = more * PRECISION.get(a.dtype, 0)
    return a.shape == b.shape and a.dtype == b.dtype and torch.allclose(a, b, rtol=10 * most, atol=most)


def starts(ours, fresh):
    """How what the layer starts with differs from what torch.nn starts with."""
    for name, tensor in ours.items():
        other = fresh[name]
        tensor, other = tensor.double(), other.double()
        if other.numel() > 1 and other.min() == other.max():
            if not torch.allclose(tensor, other):
                yield "%s starts with %s, torch.nn's with %s" % (name, tensor.flatten()[:3], other.flatten()[:3])
        elif tensor.numel() >= 2000:
            for what, one, two in (("deviation", tensor.std(), other.std()), ("largest", tensor.abs().max(), other.abs().max())):
                # The largest of normal numbers varies more than the largest of uniform ones.
                most = 0.06 if what == "deviation" or other.abs().max() < 2 * other.std() else 0.4
                if abs(one / two - 1) > most:
                    yield "%s: %s is %g, torch.nn's %g" % (name, what, one, two)
            if abs(tensor.mean()) > 0.1 * tensor.std():
                yield "%s has the mean %g" % (name, tensor.mean())


def run(module, x, seed):
    module.zero_grad(set_to_none=True)
    x = x.clone()
    if x.is_floating_point():
        x.requires_grad_()
    torch.manual_seed(seed)
    # In-place layers may not write into a leaf.
    y = module(x + 0 if x.is_floating_point() else x)
    weights = torch.linspace(-1, 1, y.numel(), dtype=y.dtype).reshape(y.shape)
    if y.requires_grad:
        (y * weights).sum().backward()
    return y.detach(), x.grad, {n: p.grad for n, p in module.named_parameters()}


def check(case):
    h = {k: v for k, v in case["layer"].items() if k not in ("kind", "name")}
    model = torch.jit.load(case["file"])
    layer = model.layer
    state = layer.state_dict()
    torch.manual_seed(zlib.crc32(case["name"].encode()))
    reference = REFERENCES[case["layer"]["kind"]](h)
    if case["dtype"] == "float32":
        yield from starts(state, reference.state_dict())
    dtype = getattr(torch, case["dtype"])
    reference.to(dtype).load_state_dict(state)
    others = [n for n, t in state.items() if t.dtype != dtype and not n.endswith("num_batches_tracked")]
    if others:
        yield "not %s: %s" % (case["dtype"], others)
    if list(state) != list(reference.state_dict()):
        yield "names %s, torch.nn's %s" % (list(state), list(reference.state_dict()))
    parameters = sum(p.numel() for p in layer.parameters())
    if parameters != case["parameters"]:
        yield "%d parameters, announced %d" % (parameters, case["parameters"])
    if not all(p.requires_grad for p in layer.parameters()):
        yield "a parameter does not train"
    torch.manual_seed(3)
    x = torch.randint(0, 5, case["input"]) if case["integers"] else torch.randn(case["input"]).to(dtype)
    if case["identity"] and dtype != torch.float16:
        layer.eval()
        if not torch.equal(model(x), x):
            yield "does not start as identity"
    # Zeros as in a fresh adapter would hide what is multiplied by them.
    with torch.no_grad():
        for p, q in zip(layer.parameters(), reference.parameters()):
            p.add_(torch.randn_like(p) * 0.1)
            q.copy_(p)
    with torch.jit.optimized_execution(False):
        for training in (False, True, True, False):
            model.train(training)
            reference.train(training)
            try:
                theirs = run(reference, x, 5)
            except RuntimeError as unsupported:
                if "not implemented for" in str(unsupported):
                    # This PyTorch has no such operator for this type on a CPU.
                    return
                raise
            ours = run(model, x, 5)
            mode = "training" if training else "evaluation"
            if list(ours[0].shape) != case.get("output", list(ours[0].shape)):
                yield "gives %s, announced %s" % (list(ours[0].shape), case["output"])
            if not close(ours[0], theirs[0]):
                yield "%s: differs by %g" % (mode, (ours[0] - theirs[0]).abs().max())
            if theirs[1] is not None and not close(ours[1], theirs[1]):
                yield mode + ": another gradient of the input"
            for name, gradient in theirs[2].items():
                mine = ours[2]["layer." + name]
                if mine is None or not close(mine, gradient, 10):
                    yield "%s: another gradient of %s" % (mode, name)
            for (name, mine), other in zip(layer.named_buffers(), reference.buffers()):
                if not close(mine, other):
                    yield "%s: buffer %s differs" % (mode, name)
    model.save(case["file"] + ".again")
    torch.jit.load(case["file"] + ".again")


with open(sys.argv[1]) as file:
    cases = json.load(file)
for case in cases:
    try:
        wrong = list(check(case))
    except Exception as failed:
        wrong = ["%s: %s" % (type(failed).__name__, str(failed)[:2000])]
    print(json.dumps({"name": case["name"], "wrong": wrong}))
