"""The first and last element of parameters. Arguments: MODEL NAME ..."""
import sys

import torch

model = torch.jit.load(sys.argv[1])
for name in sys.argv[2:]:
    tensor = getattr(model, name)
    print(tensor[0].item(), tensor[-1].item())
