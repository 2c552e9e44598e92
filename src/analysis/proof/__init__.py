"""What a finished report proves by itself: what changed, whether it follows, what to cite."""
