"""An extra file as torch.jit.load gives it. Arguments: MODEL NAME"""
import sys

import torch

files = {sys.argv[2]: ""}
torch.jit.load(sys.argv[1], _extra_files=files)
print(files[sys.argv[2]].decode())
