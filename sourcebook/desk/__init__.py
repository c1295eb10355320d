"""The author's desk: what writes, mends and shows the sources of a book."""
