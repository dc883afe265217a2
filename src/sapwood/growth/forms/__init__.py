"""Forms of the growth room."""
