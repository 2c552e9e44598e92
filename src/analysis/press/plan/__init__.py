"""What is to be made: parameters as given, editions, the window, the folder."""
