"""What is drawn: one module per measure, and the house style that they share."""
