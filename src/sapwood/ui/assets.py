"""The files a browser loads: styles and behaviours joined, fonts cut down to what we use.

The sources stay as they are written, one component a file; this joins them into one style sheet and one
script, and makes two small woff2 fonts from the fonts' own packages.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

HERE = Path(__file__).resolve().parent / "static" / "ui"

LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2010, 0x2027), (0x2030, 0x203A)]
SIGNS = [0x20AC, 0x2190, 0x2192, 0x2191, 0x2193, 0x2212, 0x2248, 0x2264, 0x2265, 0x202F, 0x2713, 0x00D7, 0x2009]
FONTS = {
    "inter.woff2": ("fontpkg_inter", "Inter[opsz,wght].ttf", {"opsz": 14, "wght": (400, 700)}, LATIN),
    "source-serif.woff2": (
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        {"opsz": 16, "wght": (400, 600)},
        LATIN,
    ),
}


def build(to: Path) -> list[str]:
    """Write the joined files into `to`; returns the names of those that changed. Silent when all is fresh."""
    to.mkdir(parents=True, exist_ok=True)
    written = [
        _write(to / "sapwood.css", _joined(HERE / "css", "*.css")),
        _write(to / "sapwood.js", _joined(HERE / "js", "*.js")),
    ]
    for name in FONTS:
        written.append(_font(to / name))
    return [name for name in written if name]


def _joined(folder: Path, pattern: str) -> str:
    """All files of a folder: those beside it by number, components where layers put them anyway."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob(pattern)))


def _write(path: Path, text: str) -> str:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return ""
    path.write_text(text, encoding="utf-8")
    return path.name


def _font(path: Path) -> str:
    package, file, axes, ranges = FONTS[path.name]
    source = resources.files(package) / "files" / file
    recipe = hashlib.sha256(f"{axes}{ranges}{SIGNS}".encode() + source.read_bytes()).hexdigest()
    stamp = path.with_suffix(".made-from")
    if path.exists() and stamp.exists() and stamp.read_text() == recipe:
        return ""
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(BytesIO(source.read_bytes()))
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for low, high in ranges for code in range(low, high + 1)] + SIGNS)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    font.save(path)
    stamp.write_text(recipe)
    return path.name
