"""What the interface says of itself: to programs, to people, to the command line."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import BaseModel

from sapwood.api import keys, problems, scopes, v1
from sapwood.api.v1.description import described
from tests import cast
from tests.api.conftest import Program

STATEMENTS = [
    {"kind": "objective", "text": "Ships leave on time", "id": "a"},
    {"kind": "key_result", "text": "Hold four workshops", "objective_id": "a"},
    {"kind": "key_result", "text": "Hours lost to waiting fall from 40 to 20 a week by 30 November", "id": "b"},
    {"kind": "key_result", "text": "Schiffe fahren pünktlich ab", "ignore": ["KR101"]},
]


def test_the_coach_answers_as_on_the_command_line(
    company: cast.Cast, program: Callable[..., Program], tmp_path: Path
) -> None:
    answer = program(company.ada).post("lint", {"statements": STATEMENTS}, key=None)
    assert answer.status_code == 200, answer.content

    file = tmp_path / "goals.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in STATEMENTS), encoding="utf-8")
    program_ = Path(sys.executable).with_name("sapwood")
    done = subprocess.run([program_, "lint", file, "--json"], capture_output=True, text=True, check=False)
    printed = [json.loads(line) for line in done.stdout.splitlines()]

    def same(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{name: value for name, value in row.items() if name != "file"} for row in rows]

    assert same(answer.json()["statements"]) == same(printed)


def test_a_code_that_does_not_exist_is_named(company: cast.Cast, program: Callable[..., Program]) -> None:
    answer = program(company.ada).post("lint", {"statements": STATEMENTS, "select": ["XY9"]}, key=None)
    assert answer.status_code == 422
    assert "XY9" in answer.json()["detail"]


def test_the_description_is_open_and_says_nothing_of_anybody(company: cast.Cast) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    text = answer.content.decode()
    for somebody in company.people.values():
        assert somebody.name not in text


def test_every_reference_in_the_description_leads_somewhere() -> None:
    whole = described()
    text = json.dumps(whole)
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.split('"')[0] in whole["components"]["schemas"]
    ids = [one["operationId"] for methods in whole["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids)) == 40


def test_no_two_shapes_have_one_name() -> None:
    """The description knows a shape by its name alone: of two with the same one, the first stands for both."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(v1.__path__):
        for name, shape in vars(importlib.import_module(f"{v1.__name__}.{module.name}")).items():
            if isinstance(shape, type) and issubclass(shape, BaseModel) and shape.__module__.startswith(v1.__name__):
                assert found.setdefault(shape.__name__, shape.__module__) == shape.__module__, name


def test_every_operation_says_its_scope_and_what_can_go_wrong() -> None:
    for methods in described()["paths"].values():
        for operation in methods.values():
            assert operation["x-scope"] in {*scopes.SCOPES, scopes.ANY}
            assert {"401", "403", "404", "422", "429"} <= operation["responses"].keys()
            assert operation["summary"]


def test_the_page_tells_every_address_scope_and_problem(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get(reverse("api:reference")).content.decode()
    for address in described()["paths"]:
        assert address in page
    for name in (*scopes.SCOPES, *problems.TITLES):
        assert name in page


def test_the_page_brings_nothing_from_elsewhere(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get(reverse("api:reference")).content.decode()
    assert "cdn" not in page
    for part in page.split('src="')[1:]:
        assert part.startswith("/static/")


def test_a_scanner_for_secrets_finds_a_token() -> None:
    key = keys.make(keys.PERSONAL)
    found = keys.SHAPE.search(f'TOKEN = "{key.text}"')
    assert found is not None and found[0] == key.text
    assert len({keys.make(keys.SERVICE).text for _one in range(50)}) == 50


@pytest.mark.parametrize("module", ["sapwood.coach.commands", "sapwood.cli", "sapwood.api.apps"])
def test_what_needs_no_interface_does_not_load_it(module: str) -> None:
    """ninja costs a third of a second to load: the command line and a starting worker go without."""
    code = f"import sys, {module}; sys.exit(any(name in sys.modules for name in ('ninja', 'sapwood.api.v1')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_worker_starts_without_the_interface() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; import django; django.setup();"
        "sys.exit('ninja' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root).returncode == 0
