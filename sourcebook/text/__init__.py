"""Text as files hold it: YAML with lines, fences, numbers in words, cells that no spreadsheet runs."""
