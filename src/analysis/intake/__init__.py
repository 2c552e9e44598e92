"""A text becomes rows: a worksheet beside it that a person fills in, and what is reckoned from it.

Nothing here codes anything: what is offered is offered, and what enters the tables was written or
accepted by a person. The press is not needed.
"""
