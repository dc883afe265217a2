"""Sapwood: objectives and key results that take the human side as seriously as the numbers."""

__version__ = "0.1.0"
