"""The same numbers in words and tables, for readers."""
