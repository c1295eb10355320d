"""Readers of exported files for tests. They share no code with the writers: each knows only the format."""
