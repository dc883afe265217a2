"""What the goals room shows on pages of the people room."""
