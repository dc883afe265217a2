"""Codes are documented, and every code that can be given out is one of them."""

from __future__ import annotations

import re
from pathlib import Path

from sapwood.coach import codes

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_the_one_the_codes_write() -> None:
    assert (ROOT / "docs" / "coach-codes.md").read_text(encoding="utf-8") == codes.page()


def test_every_code_in_the_source_is_explained_and_the_other_way_round() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "sapwood" / "coach").rglob("*.py")
        if path.name != "codes.py"
    )
    given = set(re.findall(r'"((?:KR|OB|ST|AL|AM|SG|FB)\d{3})"', source))
    assert given == set(codes.BY_CODE)


def test_every_code_says_what_why_an_example_and_when_to_ignore_it() -> None:
    for code in codes.CODES:
        assert code.title and code.why and code.bad and code.good and code.ignore.startswith("Ignore it")
        assert code.code[:3] in codes.GROUPS
        assert code.code in codes.explained(code) and code.why in codes.explained(code)
