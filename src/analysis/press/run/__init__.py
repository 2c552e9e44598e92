"""Running the chapters in kernels, and taking out of them what differs between two runs."""
