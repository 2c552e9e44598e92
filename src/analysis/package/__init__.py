"""What a data package is: its codebook, reading and checking it, and the tables that come out."""
