"""A small Co-DETR head, written for Layergraft in the shape of mmdetection's CoDINOHead.

    python3 co_dino_head.py      writes co_dino_head.pt and co_dino_head_class_embed.pt beside this file

Own code; parameter names follow mmdetection's projects/CO-DETR/codetr/co_dino_head.py, with plain multi-head attention
where Co-DETR has multi-scale deformable attention. Needs PyTorch 1.13 or newer. Run it in its own folder.
"""

import math
from typing import Dict, List

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from archive import save

EMBED_DIMS = 32
HEADS = 4
FEEDFORWARD = 64
LAYERS = 6
QUERIES = 20
CLASSES = 8
LEVELS = 3
BATCH = 2
OBJECTS = 3


class Attention(nn.Module):
    """Multi-head attention with the parameter names of nn.MultiheadAttention."""

    def __init__(self, dims: int, heads: int):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * dims, dims))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * dims))
        self.out_proj = nn.Linear(dims, dims)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        weights = self.in_proj_weight.chunk(3)
        biases = self.in_proj_bias.chunk(3)
        batch, length, dims = query.shape
        split = [batch, -1, self.heads, dims // self.heads]
        q = F.linear(query, weights[0], biases[0]).reshape(split).transpose(1, 2)
        k = F.linear(key, weights[1], biases[1]).reshape(split).transpose(1, 2)
        v = F.linear(value, weights[2], biases[2]).reshape(split).transpose(1, 2)
        scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(float(dims // self.heads))
        mixed = torch.matmul(scores.softmax(-1), v)
        return self.out_proj(mixed.transpose(1, 2).reshape(batch, length, dims))


class MultiheadAttention(nn.Module):
    """mmcv's wrapper: positions are added to query and key, the input is added to the result."""

    def __init__(self, dims: int, heads: int):
        super().__init__()
        self.attn = Attention(dims, heads)

    def forward(self, query: Tensor, memory: Tensor, query_pos: Tensor, key_pos: Tensor) -> Tensor:
        return query + self.attn(query + query_pos, memory + key_pos, memory)


class FFN(nn.Module):
    """mmcv's feed-forward network: layers.0.0, layers.1, identity added."""

    def __init__(self, dims: int, hidden: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Sequential(nn.Linear(dims, hidden), nn.ReLU()), nn.Linear(hidden, dims))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x)


class EncoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attentions = nn.ModuleList([MultiheadAttention(EMBED_DIMS, HEADS)])
        self.ffns = nn.ModuleList([FFN(EMBED_DIMS, FEEDFORWARD)])
        self.norms = nn.ModuleList([nn.LayerNorm(EMBED_DIMS) for _ in range(2)])

    def forward(self, query: Tensor, query_pos: Tensor) -> Tensor:
        query = self.norms[0](self.attentions[0](query, query, query_pos, query_pos))
        return self.norms[1](self.ffns[0](query))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([EncoderLayer() for _ in range(LAYERS)])

    def forward(self, query: Tensor, query_pos: Tensor) -> Tensor:
        for layer in self.layers:
            query = layer(query, query_pos)
        return query


class DecoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attentions = nn.ModuleList([MultiheadAttention(EMBED_DIMS, HEADS) for _ in range(2)])
        self.ffns = nn.ModuleList([FFN(EMBED_DIMS, FEEDFORWARD)])
        self.norms = nn.ModuleList([nn.LayerNorm(EMBED_DIMS) for _ in range(3)])

    def forward(self, query: Tensor, query_pos: Tensor, memory: Tensor, memory_pos: Tensor) -> Tensor:
        query = self.norms[0](self.attentions[0](query, query, query_pos, query_pos))
        query = self.norms[1](self.attentions[1](query, memory, query_pos, memory_pos))
        return self.norms[2](self.ffns[0](query))


class Decoder(nn.Module):
    """Holds the layers; the head walks through them, because box refinement needs its branches."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([DecoderLayer() for _ in range(LAYERS)])
        self.ref_point_head = nn.Sequential(
            nn.Linear(4, EMBED_DIMS), nn.ReLU(), nn.Linear(EMBED_DIMS, EMBED_DIMS))
        self.norm = nn.LayerNorm(EMBED_DIMS)


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.level_embeds = nn.Parameter(torch.randn(LEVELS, EMBED_DIMS))
        self.encoder = Encoder()
        self.decoder = Decoder()
        self.enc_output = nn.Linear(EMBED_DIMS, EMBED_DIMS)
        self.enc_output_norm = nn.LayerNorm(EMBED_DIMS)
        self.query_embed = nn.Embedding(QUERIES, EMBED_DIMS)


class CdnQueryGenerator(nn.Module):
    """Denoising queries: an embedding of the (here: true) labels."""

    def __init__(self):
        super().__init__()
        self.label_embedding = nn.Embedding(CLASSES, EMBED_DIMS)

    def forward(self, labels: Tensor) -> Tensor:
        return self.label_embedding(labels)


def inverse_sigmoid(x: Tensor) -> Tensor:
    x = x.clamp(1e-3, 1.0 - 1e-3)
    return torch.log(x / (1.0 - x))


def sine_positions(feat: Tensor) -> Tensor:
    """Sine positional encoding of one level, (1, height * width, channels), on the level's own device."""
    channels, height, width = feat.shape[1], feat.shape[2], feat.shape[3]
    half = channels // 2
    steps = torch.arange(half // 2, device=feat.device).float()
    scale = torch.pow(10000.0, -(steps * 2.0 / float(half)))
    ys = (torch.arange(height, device=feat.device).float() + 1.0) / float(height) * 6.283185307179586
    xs = (torch.arange(width, device=feat.device).float() + 1.0) / float(width) * 6.283185307179586
    y = ys[:, None] * scale
    x = xs[:, None] * scale
    y = torch.cat([y.sin(), y.cos()], 1)[:, None].expand(height, width, half)
    x = torch.cat([x.sin(), x.cos()], 1)[None].expand(height, width, half)
    return torch.cat([y, x], 2).reshape(1, height * width, channels)


def focal_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Sigmoid focal loss, mean over all elements; targets are one-hot."""
    p = scores.sigmoid()
    ce = F.binary_cross_entropy_with_logits(scores, targets, reduction="none")
    wrong = targets * (1.0 - p) + (1.0 - targets) * p
    return (ce * wrong * wrong).mean()


def set_loss(scores: Tensor, boxes: Tensor, labels: Tensor, targets: Tensor) -> List[Tensor]:
    """Classification and box loss; every object takes its cheapest query (the assignment carries no gradient)."""
    index = labels[:, None].expand(-1, scores.shape[1], -1)
    apart = (boxes.detach()[:, :, None] - targets[:, None]).abs().sum(-1)
    matched = (apart - scores.detach().sigmoid().gather(2, index)).argmin(1)
    rows = matched[..., None].expand(-1, -1, scores.shape[2])
    one_hot = torch.zeros_like(scores).scatter(1, rows, F.one_hot(labels, scores.shape[2]).float())
    picked = boxes.gather(1, matched[..., None].expand(-1, -1, 4))
    return [focal_loss(scores, one_hot), (picked - targets).abs().mean()]


def cls_branch() -> nn.Module:
    branch = nn.Linear(EMBED_DIMS, CLASSES)
    nn.init.constant_(branch.bias, -math.log(99.0))
    return branch


def reg_branch() -> nn.Module:
    return nn.Sequential(
        nn.Linear(EMBED_DIMS, EMBED_DIMS), nn.ReLU(),
        nn.Linear(EMBED_DIMS, EMBED_DIMS), nn.ReLU(),
        nn.Linear(EMBED_DIMS, 4))


class CoDINOHead(nn.Module):
    """Multi-scale features, labels and boxes in; a dictionary of losses and of the encoder's outputs out."""

    def __init__(self):
        super().__init__()
        self.transformer = Transformer()
        # one more than the decoder has layers: the last reads the encoder's output
        self.cls_branches = nn.ModuleList([cls_branch() for _ in range(LAYERS + 1)])
        self.reg_branches = nn.ModuleList([reg_branch() for _ in range(LAYERS + 1)])
        self.downsample = nn.Sequential(
            nn.Conv2d(EMBED_DIMS, EMBED_DIMS, 3, stride=2, padding=1), nn.GroupNorm(8, EMBED_DIMS))
        self.dn_generator = CdnQueryGenerator()

    def forward(self, feat0: Tensor, feat1: Tensor, feat2: Tensor, gt_labels: Tensor,
                gt_boxes: Tensor) -> Dict[str, Tensor]:
        feats = [feat0, feat1, feat2]
        tokens = torch.cat([feat0.flatten(2), feat1.flatten(2), feat2.flatten(2)], 2).transpose(1, 2)
        embeds = self.transformer.level_embeds
        position = torch.cat([sine_positions(feat0) + embeds[0], sine_positions(feat1) + embeds[1],
                              sine_positions(feat2) + embeds[2]], 1)
        memory = self.transformer.encoder(tokens, position)

        # two stages: the best tokens of the encoder become the decoder's queries
        output_memory = self.transformer.enc_output_norm(self.transformer.enc_output(memory))
        enc_scores = self.cls_branches[6](output_memory)
        enc_coords = self.reg_branches[6](output_memory)
        best = enc_scores.max(-1)[0].topk(self.transformer.query_embed.weight.shape[0], dim=1)[1]
        proposals = enc_coords.gather(1, best[..., None].expand(-1, -1, 4)).detach().sigmoid()
        targets = gt_boxes.sigmoid()
        losses: Dict[str, Tensor] = {}
        found = set_loss(enc_scores, enc_coords.sigmoid(), gt_labels, targets)
        losses["enc_loss_cls"] = found[0]
        losses["enc_loss_bbox"] = found[1]

        # denoising queries come first, as in DINO; both parts share the decoder
        content = self.transformer.query_embed.weight[None].expand(feat0.shape[0], -1, -1)
        query = torch.cat([self.dn_generator(gt_labels), content], 1)
        reference = torch.cat([targets, proposals], 1)
        objects = gt_labels.shape[1]
        one_hot = F.one_hot(gt_labels, enc_scores.shape[2]).float()
        prefixes = ["d0.", "d1.", "d2.", "d3.", "d4.", ""]
        for index, (layer, cls_branch, reg_branch) in enumerate(
                zip(self.transformer.decoder.layers, self.cls_branches, self.reg_branches)):
            query = layer(query, self.transformer.decoder.ref_point_head(reference), memory, position)
            hidden = self.transformer.decoder.norm(query)
            scores = cls_branch(hidden)
            boxes = (reg_branch(hidden) + inverse_sigmoid(reference)).sigmoid()
            found = set_loss(scores[:, objects:], boxes[:, objects:], gt_labels, targets)
            losses[prefixes[index] + "loss_cls"] = found[0]
            losses[prefixes[index] + "loss_bbox"] = found[1]
            losses[prefixes[index] + "dn_loss_cls"] = focal_loss(scores[:, :objects], one_hot)
            losses[prefixes[index] + "dn_loss_bbox"] = (boxes[:, :objects] - targets).abs().mean()
            reference = boxes.detach()

        # Co-DETR's auxiliary heads read the encoder's outputs; a loss without parameters stands in for them
        start = 0
        out = feat0
        for level, feat in enumerate(feats):
            size = feat.shape[2] * feat.shape[3]
            out = memory[:, start:start + size].transpose(1, 2).reshape(feat.shape)
            start += size
            losses["enc_outputs." + str(level)] = out
        out = self.downsample(out)
        losses["enc_outputs.3"] = out
        losses["aux.loss_rpn_cls"] = F.softplus(out[:, 0]).mean() + F.softplus(memory.mean(-1)).mean()
        return losses


class CoDINOHeadClassEmbed(CoDINOHead):
    """mmdetection issue 11899: a parameter is added to the head and used by nothing."""

    def __init__(self):
        super().__init__()
        self.class_embed = nn.Parameter(torch.empty(EMBED_DIMS, 512))
        nn.init.xavier_uniform_(self.class_embed)


LAYERGRAFT = {
    "inputs": [
        {"name": "feat0", "dtype": "float32", "shape": [BATCH, EMBED_DIMS, 8, 8]},
        {"name": "feat1", "dtype": "float32", "shape": [BATCH, EMBED_DIMS, 4, 4]},
        {"name": "feat2", "dtype": "float32", "shape": [BATCH, EMBED_DIMS, 4, 4]},
        {"name": "gt_labels", "dtype": "int64", "shape": [BATCH, OBJECTS], "low": 0, "high": CLASSES},
        {"name": "gt_boxes", "dtype": "float32", "shape": [BATCH, OBJECTS, 4]},
    ],
    "loss": {"kind": "keys", "contains": "loss"},
}


if __name__ == "__main__":
    torch.manual_seed(0)
    save(CoDINOHead(), LAYERGRAFT, "co_dino_head.pt")
    torch.manual_seed(0)
    save(CoDINOHeadClassEmbed(), LAYERGRAFT, "co_dino_head_class_embed.pt")
