"""Many editions, side by side, and the page that lists them."""
