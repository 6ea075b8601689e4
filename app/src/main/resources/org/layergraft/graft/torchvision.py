def nms(boxes: Tensor,
    scores: Tensor,
    iou_threshold: float) -> Tensor:
  _2, _3 = torch.sort(scores, stable=True, dim=0, descending=True)
  _4 = annotate(List[Optional[Tensor]], [_3])
  sorted_boxes = torch.index(boxes, _4)
  x1 = torch.select(torch.slice(sorted_boxes), 1, 0)
  y1 = torch.select(torch.slice(sorted_boxes), 1, 1)
  x2 = torch.select(torch.slice(sorted_boxes), 1, 2)
  y2 = torch.select(torch.slice(sorted_boxes), 1, 3)
  areas = torch.mul(torch.sub(x2, x1), torch.sub(y2, y1))
  count = torch.size(boxes, 0)
  suppressed = torch.zeros([count], dtype=11, layout=None, device=ops.prim.device(boxes))
  suppressed0 = suppressed
  for i in range(count):
    _5 = bool(torch.select(suppressed0, 0, i))
    if torch.__not__(_5):
      _6 = torch.minimum(x2, torch.select(x2, 0, i))
      _7 = torch.maximum(x1, torch.select(x1, 0, i))
      width = torch.clamp(torch.sub(_6, _7), 0.)
      _8 = torch.minimum(y2, torch.select(y2, 0, i))
      _9 = torch.maximum(y1, torch.select(y1, 0, i))
      height = torch.clamp(torch.sub(_8, _9), 0.)
      both = torch.mul(width, height)
      _10 = torch.add(torch.select(areas, 0, i), areas)
      _11 = torch.div(both, torch.sub(_10, both))
      over = torch.gt(_11, iou_threshold)
      _12 = torch.slice(over, 0, None, torch.add(i, 1))
      _13 = torch.tensor(False, dtype=ops.prim.dtype(_12), device=ops.prim.device(_12))
      _14 = torch.copy_(_12, _13)
      suppressed2 = torch.logical_or(suppressed0, over)
      suppressed1 = suppressed2
    else:
      suppressed1 = suppressed0
    suppressed0 = suppressed1
  _15 = annotate(List[Optional[Tensor]], [torch.logical_not(suppressed0)])
  return torch.index(_3, _15)
def roi_align(input: Tensor,
    rois: Tensor,
    spatial_scale: float,
    pooled_height: int,
    pooled_width: int,
    sampling_ratio: int,
    aligned: bool) -> Tensor:
  if aligned:
    shift = 0.5
  else:
    shift = 0.
  image = torch.to(torch.select(torch.slice(rois), 1, 0), 4)
  _16 = torch.mul(torch.select(torch.slice(rois), 1, 1), spatial_scale)
  x_start = torch.sub(_16, shift)
  _17 = torch.mul(torch.select(torch.slice(rois), 1, 2), spatial_scale)
  y_start = torch.sub(_17, shift)
  _18 = torch.mul(torch.select(torch.slice(rois), 1, 3), spatial_scale)
  roi_width = torch.sub(torch.sub(_18, shift), x_start)
  _19 = torch.mul(torch.select(torch.slice(rois), 1, 4), spatial_scale)
  roi_height = torch.sub(torch.sub(_19, shift), y_start)
  if torch.__not__(aligned):
    roi_width1 = torch.clamp(roi_width, 1.)
    roi_height0, roi_width0 = torch.clamp(roi_height, 1.), roi_width1
  else:
    roi_height0, roi_width0 = roi_height, roi_width
  bin_height = torch.div(roi_height0, pooled_height)
  bin_width = torch.div(roi_width0, pooled_width)
  if torch.gt(sampling_ratio, 0):
    rows0 = torch.full_like(bin_height, float(sampling_ratio))
    columns0 = torch.full_like(bin_width, float(sampling_ratio))
    rows, columns = rows0, columns0
  else:
    rows, columns = torch.ceil(bin_height), torch.ceil(bin_width)
  if torch.gt(torch.size(rois, 0), 0):
    most_rows, most_columns = int(torch.max(rows)), int(torch.max(columns))
  else:
    most_rows, most_columns = 0, 0
  _20 = torch.clamp(torch.mul(rows, columns), 1.)
  _21 = torch.unsqueeze(torch.unsqueeze(torch.slice(_20), 1), 2)
  count = torch.unsqueeze(_21, 3)
  bins_y = torch.arange(pooled_height, dtype=ops.prim.dtype(rois), layout=None, device=ops.prim.device(rois))
  bins_x = torch.arange(pooled_width, dtype=ops.prim.dtype(rois), layout=None, device=ops.prim.device(rois))
  channels = torch.permute(input, [0, 2, 3, 1])
  _22 = [torch.size(rois, 0), torch.size(input, 1), pooled_height, pooled_width]
  total = torch.zeros(_22, dtype=ops.prim.dtype(input), layout=None, device=ops.prim.device(input))
  total0 = total
  for row in range(most_rows):
    _23 = torch.slice(torch.unsqueeze(bins_y, 0), 1)
    _24 = torch.add(float(row), 0.5)
    _25 = torch.reciprocal(torch.clamp(rows, 1.))
    _26 = torch.unsqueeze(torch.slice(torch.mul(_25, _24)), 1)
    step_y = torch.add(_23, _26)
    _27 = torch.unsqueeze(torch.slice(y_start), 1)
    _28 = torch.unsqueeze(torch.slice(bin_height), 1)
    _29 = torch.add(_27, torch.mul(_28, step_y))
    _30 = __torch__.layergraft.torchvision.corners(_29, torch.size(input, 2), )
    y_low, y_high, y_share, y_inside, = _30
    _31 = torch.slice(torch.gt(rows, float(row)))
    y_inside0 = torch.logical_and(y_inside, torch.unsqueeze(_31, 1))
    total1 = total0
    for column in range(most_columns):
      _32 = torch.slice(torch.unsqueeze(bins_x, 0), 1)
      _33 = torch.add(float(column), 0.5)
      _34 = torch.reciprocal(torch.clamp(columns, 1.))
      _35 = torch.unsqueeze(torch.slice(torch.mul(_34, _33)), 1)
      step_x = torch.add(_32, _35)
      _36 = torch.unsqueeze(torch.slice(x_start), 1)
      _37 = torch.unsqueeze(torch.slice(bin_width), 1)
      _38 = torch.add(_36, torch.mul(_37, step_x))
      _39 = __torch__.layergraft.torchvision.corners(_38, torch.size(input, 3), )
      x_low, x_high, x_share, x_inside, = _39
      _40 = torch.slice(torch.gt(columns, float(column)))
      x_inside0 = torch.logical_and(x_inside, torch.unsqueeze(_40, 1))
      _41 = torch.unsqueeze(torch.slice(image), 1)
      which = torch.unsqueeze(_41, 2)
      _42 = torch.slice(torch.slice(y_inside0), 1)
      _43 = torch.unsqueeze(_42, 2)
      _44 = torch.unsqueeze(torch.slice(x_inside0), 1)
      _45 = torch.logical_and(_43, torch.slice(_44, 2))
      inside = torch.to(_45, ops.prim.dtype(input))
      _46 = torch.slice(torch.slice(y_share), 1)
      ly = torch.unsqueeze(_46, 2)
      _47 = torch.unsqueeze(torch.slice(x_share), 1)
      lx = torch.slice(_47, 2)
      _48 = torch.slice(torch.slice(y_low), 1)
      _49 = torch.unsqueeze(_48, 2)
      _50 = torch.unsqueeze(torch.slice(x_low), 1)
      _51 = annotate(List[Optional[Tensor]], [which, _49, torch.slice(_50, 2)])
      _52 = torch.index(channels, _51)
      _53 = torch.mul(inside, torch.add(torch.neg(ly), 1.))
      _54 = torch.mul(_53, torch.add(torch.neg(lx), 1.))
      _55 = torch.slice(torch.slice(torch.slice(_54), 1), 2)
      a = torch.mul(_52, torch.unsqueeze(_55, 3))
      _56 = torch.slice(torch.slice(y_low), 1)
      _57 = torch.unsqueeze(_56, 2)
      _58 = torch.unsqueeze(torch.slice(x_high), 1)
      _59 = annotate(List[Optional[Tensor]], [which, _57, torch.slice(_58, 2)])
      _60 = torch.index(channels, _59)
      _61 = torch.mul(inside, torch.add(torch.neg(ly), 1.))
      _62 = torch.slice(torch.slice(torch.mul(_61, lx)), 1)
      _63 = torch.unsqueeze(torch.slice(_62, 2), 3)
      b = torch.mul(_60, _63)
      _64 = torch.slice(torch.slice(y_high), 1)
      _65 = torch.unsqueeze(_64, 2)
      _66 = torch.unsqueeze(torch.slice(x_low), 1)
      _67 = annotate(List[Optional[Tensor]], [which, _65, torch.slice(_66, 2)])
      _68 = torch.index(channels, _67)
      _69 = torch.mul(torch.mul(inside, ly), torch.add(torch.neg(lx), 1.))
      _70 = torch.slice(torch.slice(torch.slice(_69), 1), 2)
      c = torch.mul(_68, torch.unsqueeze(_70, 3))
      _71 = torch.slice(torch.slice(y_high), 1)
      _72 = torch.unsqueeze(_71, 2)
      _73 = torch.unsqueeze(torch.slice(x_high), 1)
      _74 = annotate(List[Optional[Tensor]], [which, _72, torch.slice(_73, 2)])
      _75 = torch.index(channels, _74)
      _76 = torch.mul(torch.mul(inside, ly), lx)
      _77 = torch.slice(torch.slice(torch.slice(_76), 1), 2)
      d = torch.mul(_75, torch.unsqueeze(_77, 3))
      _78 = torch.add(torch.add(torch.add(a, b), c), d)
      total2 = torch.add(total1, torch.permute(_78, [0, 3, 1, 2]))
      total1 = total2
    total0 = total1
  return torch.div(total0, count)
def corners(at: Tensor,
    size: int) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  inside = torch.logical_and(torch.ge(at, -1.), torch.le(at, float(size)))
  clamped = torch.clamp(at, 0.)
  low = torch.clamp(torch.floor(clamped), None, float(torch.sub(size, 1)))
  high = torch.clamp(torch.add(low, 1.), None, float(torch.sub(size, 1)))
  _79 = torch.ge(low, float(torch.sub(size, 1)))
  share = torch.where(_79, torch.zeros_like(clamped), torch.sub(clamped, low))
  _80 = (torch.to(low, 4), torch.to(high, 4), share, inside)
  return _80
