"""The press: the machinery that runs the notebooks and makes the report out of them.

Nothing here measures or draws. What a report says is decided before it reaches the press.
"""
