"""A picture of the kit as a file of its own, for a document or a notebook: with its colours and fonts inside."""

from __future__ import annotations

# The page's colours (ui/css), as plain values: light, and dark where the reader prefers it.
LIGHT = {
    "ink": "#26231e", "ink-2": "#575148", "ink-3": "#777065", "line": "#e4ded2", "line-2": "#cfc7b8", "green": "#2c6a45",
    "green-mid": "#5f9f74", "wood-1": "#f0e2c8", "wood-2": "#e6d2ae", "wood-line": "#b08d57", "paper": "#fbf8f2",
    "sheet": "#fffefb", "paper-3": "#efe9de", "control": "#8b8375", "green-wash": "#eef5e9", "ok": "#1f6b41", "risk": "#7c5200", "off": "#9c3a24", "open": "#49596b",
}  # fmt: skip
DARK = {
    "ink": "#ece7dd", "ink-2": "#bdb6a9", "ink-3": "#979083", "line": "#39352e", "line-2": "#4a453c", "green": "#8fcfa3",
    "green-mid": "#5f9f74", "wood-1": "#3d3322", "wood-2": "#54452c", "wood-line": "#b08d57", "paper": "#1d1b17",
    "sheet": "#24211c", "paper-3": "#322e27", "control": "#857e72", "green-wash": "#233026", "ok": "#8fd6a8", "risk": "#e6bf74", "off": "#f0a58d", "open": "#b3c3d3",
}  # fmt: skip
RULES = (
    "svg{background:var(--paper)} text{font:500 11px Inter,system-ui,sans-serif;fill:var(--ink-3)}"
    ".t-ink{fill:var(--ink);font-weight:600} .t-green{fill:var(--green);font-weight:600}"
    ".axis{stroke:var(--line-2)} .grid{stroke:var(--line)} .target{stroke:var(--ink-2)}"
    ".line{fill:none;stroke:var(--ink-2);stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}"
    ".line.green{stroke:var(--green)} .line.wood{stroke:var(--wood-line)} .line.hair{stroke-width:.5} .line.other{stroke:var(--ink-3);stroke-width:1.25;stroke-dasharray:5 3}"
    ".expect{stroke:var(--ink-3);stroke-dasharray:2 4;fill:none}"
    ".band{fill:var(--green-mid);opacity:.16} .band.wood{fill:var(--wood-line);opacity:.2}"
    ".band.wait{fill:var(--ink-3);opacity:.1}"
    ".fan1{fill:var(--green-mid);opacity:.14} .fan2{fill:var(--green-mid);opacity:.24}"
    ".dot{fill:var(--ink-2)} .dot.green,.dot.now{fill:var(--green)} .dot.now{stroke:var(--paper);stroke-width:2}"
    ".dot.hollow{fill:var(--paper);stroke:var(--wood-line);stroke-width:1.75}"
    ".iv{fill:var(--wood-2)} .iv.f{fill:var(--green-mid);opacity:.42}"
    ".node{fill:var(--sheet);stroke:var(--line-2)} .node.back{fill:var(--paper-3)} .node.ctx{fill:var(--paper);stroke-dasharray:3 3}"
    ".node.soft{stroke:var(--wood-line)} .node.sel{fill:var(--green-wash);stroke:var(--green);stroke-width:2.5}"
    ".edge{fill:none;stroke:var(--control);stroke-width:1.5} .edge.sup{stroke-dasharray:5 4} .tip{fill:var(--paper);stroke:var(--control);stroke-width:1.5}"
    ".edge.pair{stroke:var(--wood-line);stroke-width:2;stroke-dasharray:1 4;stroke-linecap:round} .knot{fill:none;stroke:var(--wood-line);stroke-width:1.5}"
    ".map text{font:550 12.4px Inter,Arial,sans-serif;fill:var(--ink)} .map text.word,.map text.count{font-size:11px} .map text.sub{font-size:11px;font-weight:450} .map text.sub,.map text.count{fill:var(--ink-2)}"
    ".map text.ok{fill:var(--ok)} .map text.risk{fill:var(--risk)} .map text.off{fill:var(--off)} .map text.open{fill:var(--open)}"
    ".g{fill:none;stroke-width:1.2} .g.ok{stroke:var(--ok)} .g.risk{stroke:var(--risk)} .g.off{stroke:var(--off)} .g.open{stroke:var(--open)}"
    ".badge{fill:var(--sheet);stroke:var(--control)}"
    ".whisk{stroke:var(--green);stroke-width:2} .track{stroke:var(--line-2);stroke-width:2}"
)


def standalone(svg: str) -> str:
    """The same picture as a complete SVG file; give it the string any chart of the kit returns."""
    if not svg.startswith("<svg "):
        raise ValueError("standalone needs the SVG element of one chart.")
    opening, rest = svg.split(">", 1)
    style = f"<style>{_values(LIGHT)}@media(prefers-color-scheme:dark){{{_values(DARK)}}}{RULES}</style>"
    named = opening.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{named}>{style}{rest}\n"


def _values(colours: dict[str, str]) -> str:
    return "svg{" + ";".join(f"--{name}:{value}" for name, value in colours.items()) + "}"
