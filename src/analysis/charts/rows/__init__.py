"""Rows that more than one chart draws."""
