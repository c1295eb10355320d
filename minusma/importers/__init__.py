"""Importers: files of others, read strictly, become rows of the book's tables."""
