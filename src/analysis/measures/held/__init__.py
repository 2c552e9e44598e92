"""People taken, freed, recovered, promised and still held."""
