"""Estimates side by side: what is clear of the average stands out, and the words warn against ranking."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from sapwood.charts import Row, caterpillar, standalone


def rows(count: int) -> list[Row]:
    return [Row(f"team <{k}>", k - count / 2, k - count / 2 - 1.2, k - count / 2 + 1.2) for k in range(count)]


@pytest.mark.parametrize("count", [0, 1, 12, 41, 1200])
def test_any_number_of_estimates_makes_a_picture_with_words(count: int) -> None:
    found = ET.fromstring(caterpillar(rows(count), title="Teams against the average", unit="points"))  # noqa: S314

    assert found.attrib["role"] == "img"
    assert found[0].text == "Teams against the average"
    assert "no ranking" in (found[1].text or "") or count == 0


def test_only_intervals_without_the_average_stand_out() -> None:
    drawn = caterpillar([Row("clear", 1, 0.5, 1.5), Row("open", 0.2, -0.3, 0.7)], title="Two")

    assert drawn.count("line green") == 1
    assert drawn.count("line wood") == 1
    assert "1 of their intervals do not hold 0" in drawn


def test_equal_estimates_do_not_break_the_scale() -> None:
    assert "nan" not in caterpillar([Row("a", 0, 0, 0), Row("b", 0, 0, 0)] * 30, title="Alike", zero=None)


def test_a_picture_can_stand_alone_in_both_themes() -> None:
    alone = standalone(caterpillar(rows(5), title="Five"))

    assert ET.fromstring(alone).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "prefers-color-scheme:dark" in alone
    with pytest.raises(ValueError, match="one chart"):
        standalone("<p>no picture</p>")
