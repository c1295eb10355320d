"""Questions: the bank, grading, the form and the widget that show them, paper, and files for other systems."""
