class Linear(Module):
  __parameters__ = ["weight", ]
  __buffers__ = []
  weight : Tensor
  training : bool
  _is_full_backward_hook : Optional[bool]
  def forward(self: __torch__.torch.nn.modules.linear.___torch_mangle_2.Linear,
    weight: Tensor,
    input: Tensor) -> Tensor:
    return torch.linear(input, weight)
