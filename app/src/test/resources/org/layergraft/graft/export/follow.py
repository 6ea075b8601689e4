"""Follows exports: follow.py SOURCE.py FOLDER… with grafted.pt, grafts.py and grafts.patch in each. Says how each differs from the archive."""

import importlib.util
import re
import sys

import torch


def patched(lines, patch):
    """Strict: what the patch removes or keeps must stand where it says."""
    out, done = [], 0
    hunk = None
    for line in patch.splitlines():
        head = re.match(r"@@ -(\d+),\d+ \+\d+,\d+ @@", line)
        if head:
            hunk = int(head[1]) - 1
            out += lines[done:hunk]
            done = hunk
        elif line.startswith(("---", "+++")):
            continue
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert lines[done] == line[1:], "line %d is %r, the patch says %r" % (done + 1, lines[done], line[1:])
            if line.startswith(" "):
                out.append(lines[done])
            done += 1
    return out + lines[done:]


def load(name, text):
    spec = importlib.util.spec_from_loader(name, loader=None)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    exec(compile(text, name, "exec"), module.__dict__)
    return module


def follow(folder):
    grafted = torch.jit.load(folder + "/grafted.pt")
    grafts_text = open(folder + "/grafts.py", encoding="utf8").read()
    patch = open(folder + "/grafts.patch", encoding="utf8").read()
    source = open(sys.argv[1], encoding="utf8").read().splitlines()
    grafts = load("grafts", grafts_text)
    text = "\n".join(patched(source, patch)) + "\n"
    if "through(" in patch:
        text = "from grafts import through\n" + text
    model = grafts.add_layers(load("detector", text).Detector())
    ours, theirs = model.state_dict(), grafted.state_dict()
    if sorted(ours) != sorted(theirs):
        print("names", sorted(set(ours) ^ set(theirs)))
    model.load_state_dict(theirs)
    mine = {n: p.requires_grad for n, p in model.named_parameters()}
    other = {n: p.requires_grad for n, p in grafted.named_parameters()}
    if mine != other:
        print("requires_grad", {n for n in mine if mine[n] != other.get(n)})
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn_like(p) * 0.1)
    grafted.load_state_dict(model.state_dict())
    model.eval(), grafted.eval()
    image = torch.rand(2, 3, 8, 8)
    a, b = model(image), grafted(image)
    if sorted(a) != sorted(b):
        print("outputs", sorted(a), sorted(b))
    for key in b:
        if key in a and not torch.allclose(a[key], b[key], atol=1e-5):
            print(key, "differs by", (a[key] - b[key]).abs().max().item())


for folder in sys.argv[2:]:
    print("==", folder.rsplit("/", 1)[-1])
    follow(folder)
