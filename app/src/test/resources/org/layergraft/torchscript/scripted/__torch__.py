class Gate(Module):
  __parameters__ = ["scale", "unused", ]
  __buffers__ = ["mean", ]
  scale : Tensor
  unused : Tensor
  mean : Tensor
  training : bool
  _is_full_backward_hook : Optional[bool]
  label : str
  fc : __torch__.torch.nn.modules.linear.Linear
  again : __torch__.torch.nn.modules.linear.Linear
  steps : __torch__.torch.nn.modules.container.ModuleList
  def forward(self: __torch__.Gate,
    x: Tensor,
    n: int,
    mask: Optional[Tensor]=None) -> Dict[str, Tensor]:
    seen = annotate(List[Tensor], [])
    steps = self.steps
    _0 = getattr(steps, "0")
    h = (_0).forward(x, )
    total = torch.zeros_like(h)
    total0 = total
    for i in range(n):
      fc = self.fc
      _1 = torch.mul((fc).forward(total0, ), i)
      total1 = torch.add(total0, _1)
      _2 = torch.append(seen, total1)
      total0 = total1
    if torch.__isnot__(mask, None):
      mask0 = unchecked_cast(Tensor, mask)
      h0 = torch.add(h, mask0)
    else:
      again = self.again
      h0 = (again).forward(h, )
    label = self.label
    print(CONSTANTS.c0, label)
    a, b, = (self).helper(h0, torch.gt(n, 2), )
    rows = torch.mul(torch.size(x, 0), 2)
    copy = torch.clone(x)
    _3 = torch.select(a, 0, 0)
    _4 = torch.copy_(torch.select(copy, 0, 0), _3)
    _5 = torch.mul_(copy, 2)
    _6 = __torch__.torch.autograd.grad_mode.no_grad.__new__(__torch__.torch.autograd.grad_mode.no_grad)
    _7 = (_6).__init__()
    with _6:
      mean = self.mean
      fixed = torch.relu(torch.sub(b, mean))
    if bool(torch.gt(torch.sum(x), 0)):
      if torch.gt(rows, 0):
        pass
      else:
        ops.prim.RaiseException("AssertionError: ")
    else:
      pass
    _8 = torch.view(a, [torch.floordiv(rows, 2), -1])
    _9 = {"a": torch.add(_8, copy), "seen": torch.stack(seen), "fixed": fixed}
    return _9
  def helper(self: __torch__.Gate,
    x: Tensor,
    wide: bool) -> Tuple[Tensor, Tensor]:
    steps = self.steps
    _1 = getattr(steps, "1")
    y = (_1).forward(x, )
    if wide:
      scale = self.scale
      y0 = torch.mul(y, scale)
    else:
      y0 = y
    return (y0, x)
