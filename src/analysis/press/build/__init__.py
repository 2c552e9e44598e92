"""One report: built, recorded, put in its place, verified."""
