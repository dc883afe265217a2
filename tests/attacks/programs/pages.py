"""With the pages of one reader or of all: sums, hidden numbers, order, search, rounding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sapwood.feedback.models import Cell
from tests.attacks import doubles
from tests.attacks.attack import Guesses, Who
from tests.attacks.looking import FIRST_NUMBER, Look, beside, crawl, figures, lines_of, numbers_behind
from tests.attacks.stories import Story
from tests.attacks.sums import Mean, all_at_once, smallest_difference, subtracted

Means = Mapping[int, Sequence[Mean]]  # question -> what was read


# ---- the programs


def parent_less_children(seen: tuple[Means, Mapping[frozenset[int], list[frozenset[int]]]], who: Who) -> Guesses:
    """A1. Each unit less all shown units right below it."""
    means, below = seen
    guesses = {}
    for item, rows in means.items():
        value = {row.people: row for row in rows}
        found = [
            (
                len(whole.people.difference(*parts)),
                subtracted(who.first, who.second, whole, *(value[one] for one in parts)),
            )
            for whole in rows
            if (parts := [one for one in below[whole.people] if one in value])
        ]
        guesses[item] = min((one for one in found if one[1]), default=(0, 0.0))[1]
    return guesses


def any_two(seen: Means, who: Who) -> Guesses:
    """A2. Every shown group less any one, two or three others inside it."""
    return {item: smallest_difference(who.first, who.second, rows) for item, rows in seen.items()}


def linear(seen: Iterable[Means], who: Who) -> Guesses:
    """A3, A4. All equations of all pages at once: what lies in their row space."""
    rows: dict[int, list[Mean]] = {}
    for means in seen:
        for item, some in means.items():
            rows.setdefault(item, []).extend(some)
    return {item: all_at_once(who.first, who.second, some) for item, some in rows.items()}


def in_order(seen: Mapping[int, Sequence[str]], who: Who) -> Guesses:
    """A12, A22. The first of the two wrote first; what stands first is theirs. `seen`: text -> remarks in order."""
    guesses = {}
    for text, remarks in seen.items():
        places = [next((n for n, one in enumerate(remarks) if needle in one), -1) for needle in who.needles[text]]
        guesses[text] = 0.0 if -1 in places else float(places[1] - places[0])
    return guesses


def words_beside_names(seen: Iterable[str], who: Who) -> Guesses:
    """A10, A13, A14, A23: a remark near a name, anywhere."""
    texts = list(seen)
    first, second = who.pairs[0]
    return {
        text: sum(beside(one, needles[0], first, second) - beside(one, needles[1], first, second) for one in texts)
        for text, needles in who.needles.items()
    }


# ---- what they hold


def means_of(story: Story, looks: Iterable[Look]) -> Means:
    """The numbers of pages as means of the people who answered in each unit; adversaries know who did."""
    pulse = story.pulse
    units = {unit.public_id: pulse.members(unit.pk) for unit in pulse.wave.units.all()}
    items = {item.text: item.pk for item in pulse.items}
    found: dict[int, dict[frozenset[int], Mean]] = {item: {} for item in items.values()}
    for look in looks:
        for (unit, question), value in figures(look.text).items():
            if value is not None:
                found[items[question]][units[unit]] = Mean(units[unit], value)
    return {item: list(rows.values()) for item, rows in found.items()}


def pages_of(story: Story, reader: str) -> list[Look]:
    return list(story.after.get(reader, {}).values())


def means_of_all(story: Story) -> Means:
    """What the OKR owner reads; that it is all there is to read is checked, or the attacks would be blind."""
    pages = pages_of(story, "okr owner")
    read = {place for look in pages for place, value in figures(look.text).items() if value is not None}
    cells = Cell.objects.filter(publication__wave=story.pulse.wave, kind=Cell.Kind.LEVEL, withheld="").count()
    assert len(read) == cells, f"{len(read)} numbers were found on the page of results, {cells} were published."
    return means_of(story, pages)


def _tree(story: Story) -> dict[frozenset[int], list[frozenset[int]]]:
    pulse = story.pulse
    below: dict[frozenset[int], list[frozenset[int]]] = {}
    for unit in pulse.parents:
        children = [one for one, above in pulse.parents.items() if above == unit]
        below.setdefault(pulse.members(unit), []).extend(map(pulse.members, children))
    return below


def hidden_numbers(story: Story, texts: Iterable[str]) -> Means:
    """A11: numbers behind the page, for units that are withheld on it, or finer than those shown."""
    pulse = story.pulse
    units = {unit.public_id: pulse.members(unit.pk) for unit in pulse.wave.units.all()}
    items = {item.text: item.pk for item in pulse.items}
    found: dict[tuple[str, str], tuple[int, float]] = {}  # the number with most decimals
    for text in texts:
        shown = figures(text)
        if not shown:
            continue  # a page without results
        for place, read in shown.items():
            if read is not None:
                found.setdefault(place, (1, read))
        for unit, question, number in numbers_behind(text):
            if unit in units and question in items:
                read = shown.get((unit, question))
                fine = (len(number.partition(".")[2]), float(number))
                if (read is None or abs(read - fine[1]) < 0.3) and fine[0] > found.get((unit, question), (0, 0.0))[0]:
                    found[unit, question] = fine
    means: dict[int, list[Mean]] = {item: [] for item in items.values()}
    for (unit, question), (_decimals, value) in found.items():
        if units[unit]:
            means[items[question]].append(Mean(units[unit], value))
    return means


def numbers_in_files(story: Story, texts: Iterable[str]) -> Means:
    """A10, A14: numbers after a unit's name and a question, in any file or answer of the API."""
    pulse = story.pulse
    units = {unit.name: pulse.members(unit.pk) for unit in pulse.wave.units.all()}
    found: dict[int, dict[tuple[str, float], Mean]] = {item.pk: {} for item in pulse.items}
    for text in texts:
        read: set[tuple[str, int]] = set()
        for line in text.splitlines():
            for name, people in units.items():
                for item in pulse.items:
                    rest = line.partition(name)[2].partition(item.text)[2]
                    number = FIRST_NUMBER.search(rest) if rest else None
                    if number and people and (name, item.pk) not in read:
                        read.add((name, item.pk))  # what follows tells how answers are spread
                        value = float(number.group())
                        found[item.pk][name, value] = Mean(people, value)
    return {item: list(rows.values()) for item, rows in found.items()}


def files_of(story: Story) -> list[str]:
    """Everything that is no page: files linked from pages, and the exports with an address of their own."""
    linked = [
        look.text for looks in story.after.values() for address, look in looks.items()
        if look.status == 200 and "<html" not in look.text[:200].lower()
    ]  # fmt: skip
    exports = ["/questionnaires/all.xlsx", "/people/everybody.csv", "/competencies/all.csv"]
    readers = (story.company.dee, story.company.ad) if story.is_thorough else (story.company.dee,)
    return linked + [look.text for person in readers for look in crawl(person, exports).values() if look.status == 200]


def remarks_in_order(story: Story) -> dict[int, list[str]]:
    """Each text question's remarks as they stand on the page."""
    text = pages_of(story, "okr owner")[0].text
    return {item.pk: _sorted_by_place(text, item.pk, story) for item in story.pulse.texts}


def _sorted_by_place(text: str, item: int, story: Story) -> list[str]:
    from tests.attacks.pulses import wording

    asked = next(one for one in story.pulse.texts if one.pk == item)
    both = [wording(asked, which) for which in (0, 1)]
    return sorted((one for one in both if one in text), key=text.index)


def searched(story: Story) -> list[str]:
    """What the search box says to the words of each remark, for those who could link them."""
    from urllib.parse import quote

    from tests.attacks.pulses import wording

    needles = [wording(text, which) for text in story.pulse.texts[:1] for which in (0, 1)]
    return [
        look.text
        for name in (("okr owner", "executive", "lead") if story.is_thorough else ("executive",))
        if (person := story.readers.get(name)) is not None
        for look in crawl(person, [f"/search/?q={quote(needle)}" for needle in needles]).values()
    ]


# ---- shapes of the same for each attack


def means_and_tree(story: Story) -> tuple[Means, Mapping[frozenset[int], list[frozenset[int]]]]:
    return means_of_all(story), _tree(story)


def careless_and_tree(story: Story) -> tuple[Means, Mapping[frozenset[int], list[frozenset[int]]]]:
    return doubles.careless_means(story), _tree(story)


def one_reader(story: Story) -> list[Means]:
    return [means_of(story, pages_of(story, "lead above" if "lead above" in story.after else "executive"))]


def one_careless_reader(story: Story) -> list[Means]:
    return [doubles.careless_means(story)]


def every_reader(story: Story) -> list[Means]:
    return [means_of(story, pages_of(story, reader)) for reader in story.after]


def careless_readers(story: Story) -> list[Means]:
    """Each lead has a cut that is harmless alone: this one the departments, those the teams."""
    parents = story.pulse.parents
    tops = [unit for unit, above in parents.items() if above is None or parents[above] is None]
    return [doubles.means_of_units(story, some) for some in (tops, set(parents) - set(tops))]


def numbers_of_files(story: Story) -> list[Means]:
    files = numbers_in_files(story, files_of(story))
    assert any(files.values()), "The attack finds no number in any file of results."
    return [files, means_of_all(story)]


def numbers_of_careless_file(story: Story) -> list[Means]:
    return [numbers_in_files(story, [doubles.file_with_everything(story)])]


def signed(story: Story) -> list[str]:
    return [doubles.signed_remarks(story)]


def behind_pages(story: Story) -> list[Means]:
    return [hidden_numbers(story, (look.text for look in pages_of(story, reader))) for reader in story.after]


def behind_careless_page(story: Story) -> list[Means]:
    pages = [look.text for look in pages_of(story, "okr owner")]
    return [hidden_numbers(story, (doubles.page_with_numbers_behind(story, page) for page in pages))]


def api(story: Story) -> list[str]:
    """Every list of the API, plain and with the filters that could cut it small."""
    return story.api


def numbers_of_api(story: Story) -> list[Means]:
    lines = ("\n".join(lines_of(json.loads(one))) for one in story.api)
    told = numbers_in_files(story, lines)
    assert any(told.values()), "The attack finds no number in the API."
    return [told, means_of_all(story)]
