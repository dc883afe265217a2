"""Styles of the rooms stand side by side in one sheet: a class of one room must not dress the pages of another."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from sapwood import ui

ROOMS = Path(ui.__file__).parent / "static" / "ui" / "css" / "rooms"
BARE = re.compile(r"^\.[\w-]+$")


def bare_classes(sheet: str) -> set[str]:
    """Classes that rules of this sheet dress wherever they stand: `.word`, not `ins.word` and not `.wall .word`."""
    heads = re.findall(r"(?:^|[{};])\s*([^{};@]+)\{", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S))
    return {one.strip() for head in heads for one in head.split(",") if BARE.match(one.strip())}


def test_no_two_rooms_dress_the_same_class() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(ROOMS.glob("*.css")):
        for name in bare_classes(path.read_text(encoding="utf-8")):
            found[name].add(path.name)
    assert {name: sorted(files) for name, files in found.items() if len(files) > 1} == {}


def test_a_class_within_another_rule_or_of_one_element_is_its_rooms_own() -> None:
    sheet = (
        "@layer rooms { .a, .b > i { x: y; } ins.c { x: y; } @media (width < 9rem) { .d { x: y; } } } .e .f { x: y; }"
    )
    assert bare_classes(sheet) == {".a", ".d"}
