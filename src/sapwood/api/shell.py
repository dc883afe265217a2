"""What the api room puts into the frame: its relations, and the pages of tokens under Settings."""


def furnish() -> None:
    """Called once when the room starts. The machine's addresses are loaded with the urls, not here: they cost time."""
    from sapwood.api import rules  # noqa: F401  (the relation registers itself)
