"""Key results measured by feedback: what can measure them, what arrives, who reads it, and how it is said."""
