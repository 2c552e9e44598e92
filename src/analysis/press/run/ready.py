"""Imported once, by the process that kernels are forked from: it then has what they need."""

import gc
import signal
import sys

from analysis.press.run.preload import import_all, keep_package

# What a forked process is given is the path of whoever asked for it; a kernel's is this.
PATHS = tuple(sys.path)

# Nothing that lives now will die; collecting it would only copy its memory in each child.
gc.disable()
# Ctrl-C at the terminal is for whoever builds; the children get back what was there before.
before = signal.signal(signal.SIGINT, signal.SIG_IGN)
import_all()
keep_package()
signal.signal(signal.SIGINT, before)
gc.enable()
gc.freeze()
