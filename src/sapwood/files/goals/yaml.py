"""Goal files as YAML: strings, lists and mappings only. Anchors, aliases, tags and deep nesting are refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from sapwood.files.goals.cells import Lines, Lump, written
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import OF_KEY_RESULTS, OF_OBJECTIVES, KeyResult, Objective, joined, one_line
from sapwood.files.problems import Problem, excerpt
from sapwood.files.words import Said, Unreadable, _, said

DEEPEST = 8
MOST_VALUES = 1_000_000
LISTS = ("goals", "objectives")


class Text(str):
    """A text with the line it stands on."""

    line: int


def read(text: str) -> tuple[list[Lump], list[Problem], list[Said]]:
    """The goals of a YAML (or JSON) document. Raises Unreadable."""
    top = _document(text)
    wide: dict[str, Text] = {}
    if isinstance(top, dict):
        wide = {
            key: value for key, value in top.items() if column_of(key) in ("cycle", "owner") and isinstance(value, Text)
        }
        top = next((top[name] for name in LISTS if name in top), None)
    if not isinstance(top, list):
        raise Unreadable(said(_("The YAML has no list of goals.")), said(_("Write the list below the word “goals:”.")))
    lumps: list[Lump] = []
    loose: list[Problem] = []
    for one in top:
        if not isinstance(one, dict):
            loose.append(
                _problem(
                    one,
                    "",
                    _("This is not a goal but a single value."),
                    _("Write “objective: …” and below it what belongs to it."),
                )
            )
            continue
        lumps.append(_lump(one, wide))
    return lumps, loose, []


def _lump(given: dict[Text, Any], wide: dict[str, Text]) -> Lump:
    lump = Lump(Lines(min((key.line for key in given), default=1)))
    for key, value in wide.items():
        lump.own.put(column_of(key), str(value), value.line)
    results: Any = []
    for key, value in given.items():
        column = column_of(key)
        if column == "key_result":
            results = value if isinstance(value, list) else [value]
        elif column == "objective" or column in OF_OBJECTIVES:
            _put(lump, lump.own, column, key, value)
        else:
            lump.problems.append(_unknown(key, column))
    if "objective" not in lump.own.cells:
        lump.problems.append(
            Problem(
                lump.own.line,
                "objective",
                "",
                said(_("The objective has no words.")),
                said(_("Write what will be true at the end.")),
            )
        )
    for one in results:
        own = Lines(_line(one, lump.own.line))
        if isinstance(one, Text) and one.strip():
            own.put("key_result", str(one), one.line)
        elif isinstance(one, dict):
            for key, value in one.items():
                column = column_of(key)
                if column == "key_result" or column in OF_KEY_RESULTS:
                    _put(lump, own, column, key, value)
                else:
                    lump.problems.append(_unknown(key, column))
        lump.results.append(own)
        if "key_result" not in own.cells:
            lump.problems.append(
                _problem(one, "key_result", _("The key result has no words."), _("Write “key_result: …”."))
            )
    return lump


def _put(lump: Lump, own: Lines, column: str, key: Text, value: Any) -> None:
    if isinstance(value, list) and column in ("parent", "pair") and all(isinstance(one, Text) for one in value):
        own.put(column, joined(tuple(one_line(one) for one in value)), key.line)
    elif isinstance(value, Text):
        if value.strip():
            own.put(column, str(value), value.line)
    else:
        lump.problems.append(
            _problem(key, column, _("Here a single text is expected."), _("Write one value behind the colon."))
        )


def _unknown(key: Text, column: str) -> Problem:
    if column:
        return _problem(
            key,
            str(key),
            _("This does not belong here."),
            _("Numbers, units and days belong to a key result, the rest to its objective."),
        )
    return _problem(
        key, str(key), _("This is none of the columns of a goal file."), _("Take it out, or use the name of a column.")
    )


def _problem(given: Any, column: str, reason: str, next_step: str) -> Problem:
    return Problem(
        _line(given, 1), column, excerpt(given if isinstance(given, str) else ""), said(reason), said(next_step)
    )


def _line(given: Any, otherwise: int) -> int:
    while not isinstance(given, Text):
        given = next(iter(given), None) if isinstance(given, list | dict) else None
        if given is None:
            return otherwise
    return given.line


# ── the document ────────────────────────────────────────────────────────────


def _document(text: str) -> Any:
    import yaml

    events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return _built(events)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(
            said(
                _("This is not YAML: %(problem)s (line %(line)d)."),
                problem=str(getattr(error, "problem", "") or "?"),
                line=mark.line + 1 if mark else 1,
            ),
            said(_("Put quotation marks around a text that holds a colon and a space, and indent with spaces.")),
        ) from None


def _built(events: Iterator[Any]) -> Any:
    """The values of the only document, built from the parser's events: nothing but what is spelled out."""
    import yaml

    stack: list[tuple[Any, list[Text]]] = []  # a list or mapping, and the key that waits for its value
    top: Any = None
    values = documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refused(
                    event, said(_("The file holds more than one YAML document.")), said(_("Keep one of them."))
                )
            continue
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if event.anchor is not None:
            raise _refused(
                event,
                said(_("Anchors and aliases (& and *) are not read.")),
                said(_("Write the text out, or put it in quotation marks.")),
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise _refused(
                event,
                said(_("Tags (!) are not read.")),
                said(_("Take the tag out, or put the text in quotation marks.")),
            )
        values += 1
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = Text("" if event.style is None and event.value in ("~", "null") else event.value)
            value.line = _mark(event)
        else:
            value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if values > MOST_VALUES or len(stack) >= DEEPEST:
            raise _refused(
                event,
                said(_("The YAML is deeper or larger than any goal file.")),
                said(_("Write a list of goals with their key results.")),
            )
        if not stack:
            top = value
        else:
            _place(event, *stack[-1], value)
        if not isinstance(event, yaml.ScalarEvent):
            stack.append((value, []))
    return top


def _place(event: Any, holder: Any, waiting: list[Text], value: Any) -> None:
    if isinstance(holder, list):
        holder.append(value)
    elif waiting:
        holder[waiting.pop()] = value
    elif not isinstance(value, Text):
        raise _refused(
            event,
            said(_("A list or mapping stands where a name is expected.")),
            said(_("Write a name and a colon before it.")),
        )
    elif value in holder:
        raise _refused(event, said(_("“%(name)s” stands twice."), name=excerpt(value)), said(_("Keep one of them.")))
    else:
        waiting.append(value)


def _mark(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _refused(event: Any, reason: Said, next_step: Said) -> Unreadable:
    values = dict(reason.values)
    line = _mark(event)
    text = reason.text % values if values else reason.text
    return Unreadable(said(_("Line %(line)d: %(reason)s"), line=line, reason=text), next_step)


# ── out ─────────────────────────────────────────────────────────────────────


def write(goals: Iterable[Objective]) -> bytes:
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: Any, value: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    def plain(dumper: Any, value: Decimal) -> Any:
        shown = written(value)
        return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in shown else 'int'}", shown)

    Dumper.add_representer(str, text)
    Dumper.add_representer(Decimal, plain)
    made = yaml.dump(
        {"goals": [_plainly(goal) for goal in goals]}, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110,
        default_flow_style=False, encoding="utf-8",
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _plainly(goal: Objective) -> dict[str, Any]:
    said_here: dict[str, Any] = {"objective": goal.objective}
    for column in OF_OBJECTIVES:
        if value := getattr(goal, column):
            said_here[column] = list(value) if isinstance(value, tuple) else value
    if goal.key_results:
        said_here["key_results"] = [_result(result) for result in goal.key_results]
    return said_here


def _result(result: KeyResult) -> dict[str, str | Decimal | dt.date | int]:
    values = {column: getattr(result, column) for column in OF_KEY_RESULTS}
    return {
        "key_result": result.key_result,
        **{column: value for column, value in values.items() if value not in (None, "")},
    }
