"""Imported once, by the process that kernels are forked from: it then has what they need."""

import gc
import sys

from analysis.press.run.preload import import_all

# What a forked process is given is the path of whoever asked for it; a kernel's is this.
PATHS = tuple(sys.path)

# Nothing that lives now will die; collecting it would only copy its memory in each child.
gc.disable()
import_all()
gc.enable()
gc.freeze()
