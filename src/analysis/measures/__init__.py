"""What is counted, from tables to tables: pure functions of a view, each computed once for it."""

from analysis.measures.all import Measures, measures, with_each_choice, with_each_left_out

__all__ = ["Measures", "measures", "with_each_choice", "with_each_left_out"]
