"""What torchvision.py here was written from: torch.jit.save of these two functions, which is how TorchScript spells them."""
from typing import Tuple

import torch
from torch import Tensor


def nms(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    order = torch.sort(scores, stable=True, dim=0, descending=True)[1]
    sorted_boxes = boxes[order]
    x1 = sorted_boxes[:, 0]
    y1 = sorted_boxes[:, 1]
    x2 = sorted_boxes[:, 2]
    y2 = sorted_boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    count = boxes.size(0)
    suppressed = torch.zeros([count], dtype=torch.bool, device=boxes.device)
    for i in range(count):
        if not bool(suppressed[i]):
            width = torch.clamp(torch.minimum(x2, x2[i]) - torch.maximum(x1, x1[i]), min=0.0)
            height = torch.clamp(torch.minimum(y2, y2[i]) - torch.maximum(y1, y1[i]), min=0.0)
            both = width * height
            over = both / (areas[i] + areas - both) > iou_threshold
            over[:i + 1] = False
            suppressed = torch.logical_or(suppressed, over)
    return order[torch.logical_not(suppressed)]

def corners(at: Tensor, size: int) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    inside = torch.logical_and(at >= -1.0, at <= float(size))
    clamped = torch.clamp(at, min=0.0)
    low = torch.clamp(torch.floor(clamped), max=float(size - 1))
    high = torch.clamp(low + 1.0, max=float(size - 1))
    share = torch.where(low >= float(size - 1), torch.zeros_like(clamped), clamped - low)
    return low.to(torch.int64), high.to(torch.int64), share, inside

def roi_align(input: Tensor, rois: Tensor, spatial_scale: float, pooled_height: int, pooled_width: int, sampling_ratio: int, aligned: bool) -> Tensor:
    shift = 0.0
    if aligned:
        shift = 0.5
    image = rois[:, 0].to(torch.int64)
    x_start = rois[:, 1] * spatial_scale - shift
    y_start = rois[:, 2] * spatial_scale - shift
    roi_width = rois[:, 3] * spatial_scale - shift - x_start
    roi_height = rois[:, 4] * spatial_scale - shift - y_start
    if not aligned:
        roi_width = torch.clamp(roi_width, min=1.0)
        roi_height = torch.clamp(roi_height, min=1.0)
    bin_height = roi_height / pooled_height
    bin_width = roi_width / pooled_width
    if sampling_ratio > 0:
        rows = torch.full_like(bin_height, float(sampling_ratio))
        columns = torch.full_like(bin_width, float(sampling_ratio))
    else:
        rows = torch.ceil(bin_height)
        columns = torch.ceil(bin_width)
    most_rows = 0
    most_columns = 0
    if rois.size(0) > 0:
        most_rows = int(rows.max())
        most_columns = int(columns.max())
    count = torch.clamp(rows * columns, min=1.0)[:, None, None, None]
    bins_y = torch.arange(pooled_height, dtype=rois.dtype, device=rois.device)
    bins_x = torch.arange(pooled_width, dtype=rois.dtype, device=rois.device)
    channels = input.permute([0, 2, 3, 1])
    total = torch.zeros([rois.size(0), input.size(1), pooled_height, pooled_width], dtype=input.dtype, device=input.device)
    for row in range(most_rows):
        step_y = bins_y[None, :] + ((float(row) + 0.5) / torch.clamp(rows, min=1.0))[:, None]
        y_low, y_high, y_share, y_inside = corners(y_start[:, None] + bin_height[:, None] * step_y, input.size(2))
        y_inside = torch.logical_and(y_inside, (rows > float(row))[:, None])
        for column in range(most_columns):
            step_x = bins_x[None, :] + ((float(column) + 0.5) / torch.clamp(columns, min=1.0))[:, None]
            x_low, x_high, x_share, x_inside = corners(x_start[:, None] + bin_width[:, None] * step_x, input.size(3))
            x_inside = torch.logical_and(x_inside, (columns > float(column))[:, None])
            which = image[:, None, None]
            inside = torch.logical_and(y_inside[:, :, None], x_inside[:, None, :]).to(input.dtype)
            ly = y_share[:, :, None]
            lx = x_share[:, None, :]
            a = channels[which, y_low[:, :, None], x_low[:, None, :]] * (inside * (1.0 - ly) * (1.0 - lx))[:, :, :, None]
            b = channels[which, y_low[:, :, None], x_high[:, None, :]] * (inside * (1.0 - ly) * lx)[:, :, :, None]
            c = channels[which, y_high[:, :, None], x_low[:, None, :]] * (inside * ly * (1.0 - lx))[:, :, :, None]
            d = channels[which, y_high[:, :, None], x_high[:, None, :]] * (inside * ly * lx)[:, :, :, None]
            total = total + (a + b + c + d).permute([0, 3, 1, 2])
    return total / count
