"""Commands of the goals room."""
