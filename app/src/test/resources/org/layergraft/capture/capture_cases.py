"""Captures every reference case, in every checkpoint mode, on both ranks: capture_cases.py FOLDER_OF_CAPTURE CASES FOLDER."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[2])
import torch

import capture
import casekit
import make_cases

torch.set_num_threads(1)
os.environ["WORLD_SIZE"] = "2"
capture.say = lambda text: None
for case in make_cases.REGISTRY.cases.values():
    for mode in case.modes():
        for rank in range(2):
            os.environ["RANK"] = str(rank)
            out = os.path.join(sys.argv[3], case.id + "." + mode + ".capture.json")
            model = casekit.apply_checkpoint(case.module(), case.checkpoint, mode)
            capture.watch(model, out=out, iterations=casekit.ITERATIONS)
            optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=casekit.LEARNING_RATE)
            for i in range(casekit.ITERATIONS):
                torch.manual_seed(casekit.data_seed(rank, i))
                loss = casekit.compute_loss(case.loss, model(*casekit.make_inputs(case, rank, i)))
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
            print(out)
