"""Writing SVG: numbers short, words escaped, every picture named."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr


def number(value: float) -> str:
    """A coordinate with at most one decimal and no needless zero."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def points(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def picture(
    body: str,
    *,
    width: float,
    height: float,
    css: str,
    title: str,
    described: str = "",
    fixed: bool = False,
    start: float = 0.0,
) -> str:
    """A whole SVG element. `fixed` gives it its size on the page; otherwise it fills its place. `start`: where its
    left and upper edge lie."""
    size = f' width="{number(width)}" height="{number(height)}"' if fixed else ""
    words = f"{title}. {described}".strip(". ") if described else title
    return (
        f'<svg class={quoteattr(css)} viewBox="{number(start)} {number(start)} {number(width)} {number(height)}"{size} role="img" '
        f"aria-label={quoteattr(words)}><title>{escape(title)}</title>"
        + (f"<desc>{escape(described)}</desc>" if described else "")
        + body
        + "</svg>"
    )


def text(x: float, y: float, words: str, *, css: str = "", anchor: str = "start") -> str:
    style = f' class="{css}"' if css else ""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{number(x)}" y="{number(y)}"{style}{where}>{escape(words)}</text>'


def plain(value: float) -> str:
    """A value as it is said: few digits, a true minus."""
    said = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
    return said.replace(",", " ").replace("-", "−")
