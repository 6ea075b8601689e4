class Eye(Interface):
  def see(self: __torch__.layergraft.probes.Eye,
    x: Any,
    base: int,
    number: int) -> NoneType:
    pass
  def told(self: __torch__.layergraft.probes.Eye) -> Tensor:
    pass
class Recorder:
  first : Dict[int, List[int]]
  times : Dict[int, int]
  varies : Dict[int, int]
  spent : Dict[int, int]
  last : int
  def see(self: __torch__.layergraft.probes.Recorder,
    x: Any,
    base: int,
    number: int) -> NoneType:
    now = ops.prim.TimePoint()
    key = torch.add(base, number)
    spent = self.spent
    last = self.last
    if torch.gt(last, 0):
      gap = torch.sub(now, last)
    else:
      gap = 0
    if torch.__contains__(spent, key):
      sum = torch.add(spent[key], gap)
    else:
      sum = gap
    torch._set_item(spent, key, sum)
    facts = [0]
    _4 = (self).value(x, facts, )
    times = self.times
    if torch.__contains__(times, key):
      times0 = self.times
      _5 = torch.add(times0[key], 1)
      times1 = self.times
      torch._set_item(times1, key, _5)
      first = self.first
      if torch.ne(first[key], facts):
        varies = self.varies
        torch._set_item(varies, key, 1)
      else:
        pass
    else:
      times2 = self.times
      torch._set_item(times2, key, 1)
      first0 = self.first
      torch._set_item(first0, key, facts)
    self.last = ops.prim.TimePoint()
    return None
  def tensor(self: __torch__.layergraft.probes.Recorder,
    x: Tensor,
    name: str,
    facts: List[int]) -> NoneType:
    _6 = torch._set_item(facts, 0, torch.add(facts[0], 1))
    if torch.le(facts[0], 16):
      length = ops.prim.min(torch.len(name), 40)
      _7 = torch.append(facts, length)
      for i in range(length):
        _8 = torch.append(facts, torch.ord(name[i]))
      _9 = torch.append(facts, ops.prim.dtype(x))
      if ops.prim.is_cuda(x):
        _10 = torch.append(facts, torch.get_device(x))
      else:
        _11 = torch.append(facts, -1)
      _12 = torch.append(facts, torch.dim(x))
      _13 = torch.size(x)
      for _14 in range(torch.len(_13)):
        s = _13[_14]
        _15 = torch.append(facts, s)
    else:
      pass
    return None
  def told(self: __torch__.layergraft.probes.Recorder) -> Tensor:
    log = annotate(List[int], [])
    times = self.times
    _16 = torch.keys(times)
    for _17 in range(torch.len(_16)):
      key = _16[_17]
      _18 = torch.append(log, key)
      times3 = self.times
      _19 = torch.append(log, times3[key])
      varies = self.varies
      if torch.__contains__(varies, key):
        _20 = torch.append(log, 1)
      else:
        _21 = torch.append(log, 0)
      spent = self.spent
      _61 = torch.append(log, spent[key])
      first = self.first
      _22 = torch.append(log, torch.len(first[key]))
      first1 = self.first
      _23 = first1[key]
      for _24 in range(torch.len(_23)):
        fact = _23[_24]
        _25 = torch.append(log, fact)
    self.last = 0
    return torch.tensor(log, dtype=4)
  def value(self: __torch__.layergraft.probes.Recorder,
    x: Any,
    facts: List[int]) -> NoneType:
    _26 = isinstance(x, Tensor)
    if _26:
      x0 = unchecked_cast(Tensor, x)
      _27 = (self).tensor(x0, "", facts, )
    else:
      x1 = unchecked_cast(Any, x)
      _28 = isinstance(x1, List[Tensor])
      if _28:
        x2 = unchecked_cast(List[Tensor], x1)
        for _29 in range(torch.len(x2)):
          t = x2[_29]
          _30 = (self).tensor(t, "", facts, )
      else:
        x3 = unchecked_cast(Any, x1)
        _31 = isinstance(x3, Dict[str, Tensor])
        if _31:
          x4 = unchecked_cast(Dict[str, Tensor], x3)
          _32 = torch.items(x4)
          for _33 in range(torch.len(_32)):
            k, t0, = _32[_33]
            _34 = (self).tensor(t0, k, facts, )
        else:
          x5 = unchecked_cast(Any, x3)
          _35 = isinstance(x5, List[Dict[str, Tensor]])
          if _35:
            x6 = unchecked_cast(List[Dict[str, Tensor]], x5)
            for _36 in range(torch.len(x6)):
              d = x6[_36]
              _37 = torch.items(d)
              for _38 in range(torch.len(_37)):
                k0, t1, = _37[_38]
                _39 = (self).tensor(t1, k0, facts, )
          else:
            x7 = unchecked_cast(Any, x5)
            _40 = isinstance(x7, Dict[str, List[Tensor]])
            if _40:
              x8 = unchecked_cast(Dict[str, List[Tensor]], x7)
              _41 = torch.items(x8)
              for _42 in range(torch.len(_41)):
                k1, l, = _41[_42]
                for _43 in range(torch.len(l)):
                  t2 = l[_43]
                  _44 = (self).tensor(t2, k1, facts, )
            else:
              x9 = unchecked_cast(Any, x7)
              _45 = isinstance(x9, List[List[Tensor]])
              if _45:
                x10 = unchecked_cast(List[List[Tensor]], x9)
                for _46 in range(torch.len(x10)):
                  l0 = x10[_46]
                  for _47 in range(torch.len(l0)):
                    t3 = l0[_47]
                    _48 = (self).tensor(t3, "", facts, )
              else:
                x11 = unchecked_cast(Any, x9)
                _49 = isinstance(x11, List[Optional[Tensor]])
                if _49:
                  x12 = unchecked_cast(List[Optional[Tensor]], x11)
                  for _50 in range(torch.len(x12)):
                    o = x12[_50]
                    _51 = torch.__isnot__(o, None)
                    if _51:
                      o0 = unchecked_cast(Tensor, o)
                      _52 = (self).tensor(o0, "", facts, )
                    else:
                      pass
                else:
                  x13 = unchecked_cast(Any, x11)
                  _53 = isinstance(x13, Tuple[Tensor, Tensor])
                  if _53:
                    x14 = unchecked_cast(Tuple[Tensor, Tensor], x13)
                    _54 = (self).tensor((x14)[0], "", facts, )
                    _55 = (self).tensor((x14)[1], "", facts, )
                  else:
                    x15 = unchecked_cast(Any, x13)
                    _56 = isinstance(x15, Tuple[Tensor, Tensor, Tensor])
                    if _56:
                      x16 = unchecked_cast(Tuple[Tensor, Tensor, Tensor], x15)
                      _57 = (self).tensor((x16)[0], "", facts, )
                      _58 = (self).tensor((x16)[1], "", facts, )
                      _59 = (self).tensor((x16)[2], "", facts, )
                    else:
                      pass
    return None
