"""From the evidence at hand to what it leaves possible for each event."""

from analysis.package.resolution.resolve import Resolution, contradictions, resolve

__all__ = ["Resolution", "contradictions", "resolve"]
