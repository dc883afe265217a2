"""What every document of ours has in common: how a PDF is set from its data, and how a Word document is dressed."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

FONTS = ("fontpkg_inter", "fontpkg_source_serif_4")


def to_pdf(name: str, given: dict[str, Any]) -> bytes:
    """Set `given` by the source `<name>.typ`, which reads it from `sys.inputs`, as PDF/UA-1."""
    import typst

    pdf = typst.compile(  # type: ignore[call-overload]  # its stub lacks fonts beside bytes
        Path(__file__).with_name(f"{name}.typ").read_bytes(),
        format="pdf",
        font_paths=[str(resources.files(package) / "files") for package in FONTS],
        sys_inputs={name: json.dumps(_clean(given))},
        pdf_standards=["ua-1"],
    )
    assert isinstance(pdf, bytes)
    return pdf


def dress(document: Any, *, title: str, language: str) -> None:
    """Page, faces and colours of a Word document; its properties name nobody."""
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    document.core_properties.title = plain(title)
    document.core_properties.language = language
    document.core_properties.author = ""
    for name, face, size, colour in (
        ("Normal", "Calibri", 10.5, "2B2622"),
        ("Title", "Georgia", 22, "2B2622"),
        ("Subtitle", "Calibri", 11, "6B645C"),
        ("Heading 1", "Georgia", 15, "1F6B3F"),
        ("Heading 2", "Georgia", 12.5, "2B2622"),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), RGBColor.from_string(colour)
        style.font.italic = False
        for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.pop(_theme(slot), None)


def plain(text: str) -> str:
    """Without the control characters that neither XML nor a page can hold."""
    return "".join(
        letter
        for letter in text
        if letter in "\n\t"
        or (ord(letter) >= 32 and not 0xD800 <= ord(letter) < 0xE000 and ord(letter) not in (0xFFFE, 0xFFFF))
    )


def _theme(slot: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{slot}Theme"))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value
