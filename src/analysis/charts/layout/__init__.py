"""The kit of every chart: sheet, axes of time, ticks, labels, marks."""
