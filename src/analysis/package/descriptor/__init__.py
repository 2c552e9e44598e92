"""``datapackage.json``: its parts, reading them whole, and what the code needs of them."""
