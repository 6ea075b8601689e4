class Net(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  block : __torch__.Block
  emb : __torch__.torch.nn.modules.sparse.Embedding
  head : __torch__.torch.nn.modules.linear.___torch_mangle_2.Linear
  def forward(self: __torch__.Net,
    t: Tensor) -> Tuple[Tensor, Tensor]:
    head = self.head
    block = self.block
    emb = self.emb
    emb0 = self.emb
    weight = emb0.weight
    _0 = (block).forward((emb).forward(t, ), )
    _1 = (block).forward1(_0, )
    _2 = ops.prim.NumToTensor(torch.size(_1, 1))
    _3 = [-1, int(torch.mul(_2, CONSTANTS.c0))]
    _4 = torch.view(_1, _3)
    _5 = ops.prim.NumToTensor(torch.size(t, 0))
    input = torch.view(_4, [int(_5), -1, 4])
    _6 = (head).forward(weight, input, )
    _7 = torch.arange(5, dtype=None, layout=None, device=torch.device("cpu"), pin_memory=False)
    _8 = (torch.add(_6, _7), torch.sum(input))
    return _8
class Block(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  a : __torch__.torch.nn.modules.linear.___torch_mangle_0.Linear
  b : __torch__.torch.nn.modules.linear.___torch_mangle_1.Linear
  norm : __torch__.torch.nn.modules.normalization.LayerNorm
  def forward(self: __torch__.Block,
    argument_1: Tensor) -> Tensor:
    norm = self.norm
    a = self.a
    input = torch.relu((a).forward(argument_1, ))
    input0 = torch.add((a).forward1(input, ), argument_1)
    return (norm).forward(input0, )
  def forward1(self: __torch__.Block,
    argument_1: Tensor) -> Tensor:
    norm = self.norm
    a = self.a
    input = torch.relu((a).forward2(argument_1, ))
    input1 = torch.add((a).forward3(input, ), argument_1)
    return (norm).forward1(input1, )
