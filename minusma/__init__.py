"""Data, views and questions of the book *Mali and MINUSMA*."""
