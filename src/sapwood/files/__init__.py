"""Readers and writers of files: plain Python, no Django. Bad input is a row error with line, column and reason."""
