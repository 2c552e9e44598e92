"""Tables to tables: what is counted, over a view of the package."""
