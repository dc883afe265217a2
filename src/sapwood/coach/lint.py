"""Goal files and lines of JSON, read statement by statement: what `sapwood lint` does, without the printing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sapwood.coach.codes import BY_CODE, CODES
from sapwood.coach.language import knows
from sapwood.coach.results import Context, Finding, Judgement, Measure, Statement
from sapwood.coach.sets import Result, read_goal_title, read_key_result, read_objective
from sapwood.files import goals
from sapwood.files.words import Unreadable, _, said

KINDS = ("key_result", "objective")
_SETTINGS: dict[str, type] = {
    "select": list,
    "ignore": list,
    "strict": bool,
    "format": str,
    "level": str,
    "safety_critical": bool,
}
FORMATS = ("text", "github", "json")
__all__ = [
    "FORMATS",
    "BadSettings",
    "Linted",
    "Read",
    "Settings",
    "Trouble",
    "Unreadable",
    "as_data",
    "as_github",
    "as_text",
    "explain",
    "lint",
    "settings",
    "settings_near",
]


class BadSettings(ValueError):
    """A setting or code that does not exist. Says which do."""

    exit_status = 2


@dataclass(frozen=True)
class Settings:
    """How to lint: which codes (beginnings count), whether unsure remarks are shown too, what is known of the goals."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    format: str = "text"
    level: str = ""
    safety_critical: bool = False

    def wants(self, finding: Finding) -> bool:
        """Whether a finding is asked for."""
        if self.select and not finding.code.startswith(self.select):
            return False
        return not (self.ignore and finding.code.startswith(self.ignore))


@dataclass(frozen=True)
class Read:
    """A statement with the file and line it stands in."""

    statement: Statement
    file: str = ""
    line: int = 0


@dataclass
class Trouble:
    """A line that could not be read."""

    file: str
    line: int
    reason: str
    next_step: str = ""


@dataclass
class Linted:
    """What came of one file: statements as an iterator, troubles once it has been walked through."""

    statements: Iterator[Read]
    troubles: list[Trouble] = field(default_factory=list)


# ── settings ────────────────────────────────────────────────────────────────


def settings_near(folder: Path) -> Mapping[str, Any]:
    """The [lint] table of the nearest sapwood.toml, else [tool.sapwood.lint] of the nearest pyproject.toml."""
    import tomllib

    for place in (folder, *folder.parents):
        for name, path in (("sapwood.toml", ("lint",)), ("pyproject.toml", ("tool", "sapwood", "lint"))):
            file = place / name
            if not file.is_file():
                continue
            try:
                table: Any = tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise BadSettings(f"{file}: {error}.") from None
            for key in path:
                table = table.get(key, {}) if isinstance(table, dict) else {}
            if table:
                return checked(table, str(file))
    return {}


def checked(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Settings with known names and kinds; a dash in a name is as good as an underscore."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        plain = name.replace("-", "_")
        wanted = _SETTINGS.get(plain)
        if wanted is None:
            raise BadSettings(f"{where}: there is no setting {name!r}; there are {', '.join(sorted(_SETTINGS))}.")
        if wanted is list and isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not isinstance(value, wanted) or (wanted is list and not texts):
            kind = {list: "a list of codes", bool: "true or false", str: "a text"}[wanted]
            raise BadSettings(f"{where}: {name} is {value!r}; it has to be {kind}.")
        found[plain] = value
    return found


def settings(given: Mapping[str, Any]) -> Settings:
    """Settings from checked values. Raises BadSettings for codes that do not exist."""
    made = Settings(
        select=tuple(code.upper() for code in given.get("select") or ()),
        ignore=tuple(code.upper() for code in given.get("ignore") or ()),
        strict=bool(given.get("strict")),
        format=given.get("format") or "text",
        level=given.get("level") or "",
        safety_critical=bool(given.get("safety_critical")),
    )
    for code in (*made.select, *made.ignore):
        if not any(known.code.startswith(code) for known in CODES):
            raise BadSettings(
                f"There is no code {code!r}. Codes begin with {', '.join(sorted({one.code[:3] for one in CODES}))}."
            )
    if made.format not in FORMATS:
        raise BadSettings(f"There is no format {made.format!r}; there are {', '.join(FORMATS)}.")
    return made


# ── reading ─────────────────────────────────────────────────────────────────


def lint(content: bytes, name: str, asked: Settings, today: dt.date | None = None) -> Linted:
    """The statements of a file with the findings that are asked for. Raises Unreadable for what is no goal file."""
    if is_json_lines(content, name):
        troubles: list[Trouble] = []
        return Linted(_wanted(_json_lines(content, name, asked, today, troubles), asked), troubles)
    try:
        file = goals.read(content)
    except Unreadable as error:
        if name.lower().endswith((".csv", ".xlsx")) or not content.strip():
            raise
        raise Unreadable(
            error.reason, said(_("Read are goal files (YAML, Markdown, CSV, XLSX) and JSON Lines with kind and text."))
        ) from None
    found = [
        Trouble(name, one.line, str(one.reason), str(one.next_step))
        for one in file.problems
        if one.column in {"objective", "key_result"}
    ]
    return Linted(_wanted(_goals(file.goals, name, asked, today), asked), found)


def is_json_lines(content: bytes, name: str) -> bool:
    """Told by the name, else by how the text begins."""
    if name.lower().endswith((".jsonl", ".ndjson")):
        return True
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _wanted(found: Iterable[Read], asked: Settings) -> Iterator[Read]:
    for one in found:
        kept = tuple(finding for finding in one.statement.findings if asked.wants(finding))
        yield replace(one, statement=replace(one.statement, findings=kept))


def _goals(found: Sequence[goals.Objective], name: str, asked: Settings, today: dt.date | None) -> Iterator[Read]:
    known = {
        column for goal in found for column in ("owner", "why", "audience", "parent", "pair") if getattr(goal, column)
    }
    for goal in found:
        context = Context(
            today=today,
            level=goal.level or asked.level,
            layer=goal.layer,
            nature=goal.nature,
            ambition=goal.ambition,
            # a column nobody has filled in is not asked for
            owner=goal.owner if "owner" in known else None,
            audience=goal.audience if "audience" in known else None,
            why=goal.why if "why" in known else None,
            parent=" | ".join(goal.parent) if "parent" in known else None,
            pair=" | ".join(goal.pair) if "pair" in known else None,
            safety_critical=asked.safety_critical,
        )
        results = [
            Result(one.key_result, one.id, one.baseline, one.target, one.due, one.indicator, one.unit)
            for one in goal.key_results
            if one.key_result
        ]
        reading = read_objective(goal.objective, results, context, id=goal.id, strict=asked.strict)
        if reading.objective is not None:
            title = replace(reading.objective, findings=reading.objective.findings + reading.findings)
            yield Read(title, name, goal.line)
        lines = [one.line for one in goal.key_results if one.key_result]
        for read, line in zip(reading.key_results, lines, strict=True):
            yield Read(read, name, line)


def _json_lines(
    content: bytes, name: str, asked: Settings, today: dt.date | None, troubles: list[Trouble]
) -> Iterator[Read]:
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(content.decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        row = _row(line, number, name, troubles)
        if row is not None:
            rows.append((number, row))
    titles = {str(row["id"]): row["text"] for _number, row in rows if row["kind"] == "objective" and row.get("id")}
    below: dict[str, list[str]] = {}
    for _number, row in rows:
        if row["kind"] == "key_result" and row.get("objective_id"):
            below.setdefault(str(row["objective_id"]), []).append(row["text"])
    for number, row in rows:
        level = str(row.get("level") or asked.level)
        context = Context(today=today, level="" if level == "unknown" else level, safety_critical=asked.safety_critical)
        own = str(row.get("id") or "")
        ignore = row.get("ignore") or {}
        if row["kind"] == "key_result":
            objective = str(row.get("objective") or titles.get(str(row.get("objective_id")), ""))
            read = read_key_result(
                Result(row["text"], own, ignore=ignore), objective=objective, context=context, strict=asked.strict
            )
        elif own in below:
            reading = read_objective(row["text"], below[own], context, id=own, strict=asked.strict, ignore=ignore)
            title = reading.objective
            if title is None:
                continue
            read = replace(title, findings=title.findings + reading.findings)
        else:
            read = read_goal_title(row["text"], id=own, context=context, strict=asked.strict, ignore=ignore)
        yield Read(read, name, number)


def _row(line: str, number: int, name: str, troubles: list[Trouble]) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        troubles.append(
            Trouble(
                name, number, "This line is not JSON.", 'Write one object a line: {"kind": "key_result", "text": "…"}.'
            )
        )
        return None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        troubles.append(
            Trouble(
                name, number, "This line has no text.", 'Write one object a line: {"kind": "key_result", "text": "…"}.'
            )
        )
        return None
    row.setdefault("kind", "key_result")
    if row["kind"] not in KINDS:
        troubles.append(
            Trouble(name, number, f"The kind {row['kind']!r} is not known.", f"Known are {', '.join(KINDS)}.")
        )
        return None
    ignore = row.get("ignore")
    if isinstance(ignore, list):
        row["ignore"] = {str(code): "ignored" for code in ignore}
    elif not isinstance(ignore, dict):
        row["ignore"] = {}
    else:
        row["ignore"] = {str(code): str(reason) for code, reason in ignore.items()}
    return row


# ── as data ─────────────────────────────────────────────────────────────────


def as_data(read: Read) -> dict[str, Any]:
    """A statement as JSON: id, kind, text, type, labels, measure, findings, and where it stands."""
    statement = read.statement
    return {
        "id": statement.id,
        "kind": statement.kind,
        "text": statement.text,
        "language": statement.language,
        **({} if knows(statement.language) else {"note": "Only what numbers show is judged in this language."}),
        "type": {"label": statement.type.value, "p": round(statement.type.p, 3), "spans": statement.type.spans}
        if statement.type
        else None,
        "labels": {name: _judgement(one) for name, one in statement.labels.items()},
        **({"measure": measure_as_data(statement.measure)} if statement.kind == "key_result" else {}),
        "findings": [_finding(one) for one in statement.findings],
        "file": read.file,
        "line": read.line,
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    return {"value": one.value, "p": round(one.p, 3), "spans": one.spans}


def measure_as_data(measure: Measure) -> dict[str, Any]:
    """Baseline, target, change, unit, direction, due; numbers as text so that none is rounded."""
    return {
        "baseline": None if measure.baseline is None else str(measure.baseline),
        "target": None if measure.target is None else str(measure.target),
        "change": None if measure.change is None else str(measure.change),
        "unit": measure.unit or measure.change_unit,
        "direction": measure.direction,
        "due": measure.due.isoformat() if measure.due else None,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": str(one.message),
        "question": str(one.question),
        "p": one.p,
        "spans": one.spans,
        "rewrites": one.rewrites,
        **({"suppressed": one.suppressed} if one.suppressed else {}),
    }


def as_github(read: Read, finding: Finding) -> str:
    """One line that a pipeline shows beside the changed line."""
    kind = {"error": "error", "warning": "warning", "note": "notice"}[finding.severity]
    message = _escaped(f"{finding.message} {finding.question}")
    file = _escaped(read.file).replace(":", "%3A").replace(",", "%2C")
    return f"::{kind} file={file},line={max(1, read.line)},title={finding.code}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_text(read: Read, finding: Finding, *, rewrites: bool = False) -> str:
    """A remark for people: where, what, the question, and other ways to write it when asked for."""
    where = f"{read.file}:{read.line}" if read.line else read.file
    lines = [f"{where}: {finding.code} {finding.message}", f"    {finding.question}"]
    if rewrites:
        lines += [f"    - {one}" for one in finding.rewrites]
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", " ", "\n".join(lines))


def explain(code: str) -> str:
    """The page of one code. Raises BadSettings for one that does not exist."""
    from sapwood.coach.codes import explained

    found = BY_CODE.get(code.upper())
    if found is None:
        raise BadSettings(f"There is no code {code!r}. There are {', '.join(BY_CODE)}.")
    return explained(found)
