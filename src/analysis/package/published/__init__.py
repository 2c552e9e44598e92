"""What of a data package may be published: all that public sources tell, and nothing else."""
