"""The same words as a page: links one can click, lists as lists, nothing that runs."""

from __future__ import annotations

from sapwood.activity import letters

TEXT = """Hello Ada,

This week: 2 key results, about 2 min
- Ships leave on time (last: 4 ships)
- Ropes hold
https://sapwood.example/check-in/by-mail/x:y/

And what is new:

- Bo asks for your help: <script>alert(1)</script>
  https://sapwood.example/objectives/1/
"""


def test_an_address_makes_a_link_of_what_it_is_about() -> None:
    page = letters.page_of(TEXT, why="It came because. Stop it: https://sapwood.example/settings/mail/", language="en")
    assert (
        '<a href="https://sapwood.example/check-in/by-mail/x:y/" style="color:#1f6b3f;font-weight:600">This week'
        in page
    )
    assert ">Ropes hold</li>" in page
    assert 'href="https://sapwood.example/objectives/1/" style="color:#1f6b3f">Bo asks for your help' in page
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "It came because. Stop it:" in page and page.count("settings/mail/") == 2
    assert "src=" not in page and "url(" not in page, "a mail loads nothing"
