"""The explorer: the parameters as controls, and beside them the figures and rows that they give.

``explorer(data, package=package, **chosen)`` at the end of a cell shows it. What it computes and
draws is that of the chapters; nothing here has a measure or a chart of its own.
"""

from analysis.explore.explorer import Explorer, explorer

__all__ = ["Explorer", "explorer"]
