"""Tasks: exercises that check, hint and solve, on a page and in a live notebook, from one file a chapter."""
