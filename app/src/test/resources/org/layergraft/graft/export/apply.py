"""Applies a patch to a copy of torchvision as git would, and reads what came out. Arguments: PATCH FOLDER"""

import os
import py_compile
import re
import shutil
import subprocess
import sys

import torchvision

patch, folder = sys.argv[1:]
site = os.path.dirname(os.path.dirname(torchvision.__file__))
names = sorted(set(re.findall(r"(?m)^\+\+\+ (\S+)", open(patch, encoding="utf8").read())))
for name in names:
    os.makedirs(os.path.join(folder, os.path.dirname(name)), exist_ok=True)
    shutil.copy(os.path.join(site, name), os.path.join(folder, name))
done = subprocess.run(["git", "apply", "-p0", "--verbose", os.path.abspath(patch)], cwd=folder,
                      env=dict(os.environ, GIT_CEILING_DIRECTORIES=os.path.dirname(folder)), capture_output=True, text=True)
if done.returncode:
    print(done.stderr)
for name in names:
    py_compile.compile(os.path.join(folder, name), doraise=True)
print("applied", *names)
