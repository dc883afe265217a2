"""The interface described for people, drawn from the same description that programs get."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapwood.api import problems, scopes
from sapwood.api.v1.description import described
from sapwood.ui import pages

HIDDEN = {"Problem", "FieldProblem"}  # told of in a section of their own


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every address: what it is for, what it takes, what it answers, which scope it asks for."""
    whole = described()
    context = {
        "groups": _groups(whole),
        "shapes": [_shape(name, schema) for name, schema in _shapes(whole) if name not in HIDDEN],
        "problems": list(problems.TITLES.items()),
        "problem": _shape("Problem", whole["components"]["schemas"]["Problem"]),
        "scopes": list(scopes.SCOPES.items()),
        "introduction": _(whole["info"]["description"]),
        "base": settings.SAPWOOD_BASE_URL,
        "per_minute": settings.SAPWOOD_API_PER_MINUTE,
    }
    return pages.show(request, "api/reference.html", context)


def _groups(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The addresses by what they are about, in the order of the description."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in whole["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(address, method.upper(), operation))
    return [{"name": _(name), "operations": operations} for name, operations in found.items()]


def _operation(address: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    good = next(answer for code, answer in one["responses"].items() if code.startswith("2"))
    return {
        "id": one["operationId"],
        "method": method,
        "address": address,
        "summary": _(one["summary"]),
        "description": _(one["description"]) if one.get("description") else "",
        "scope": one["x-scope"],
        "any_token": one["x-scope"] == scopes.ANY,
        "parameters": [_field(row["name"], row["schema"], row) for row in one.get("parameters", ())],
        "takes": _type(body) if body else None,
        "answers": _type(good["content"]["application/json"]["schema"]),
        "curl": _curl(address, method, body is not None),
    }


def _curl(address: str, method: str, has_body: bool) -> str:
    lines = [f"curl {settings.SAPWOOD_BASE_URL}{re.sub('{.*}', 'ID', address)}", '-H "Authorization: Bearer $TOKEN"']
    if method == "POST":
        lines.append("-H 'Content-Type: application/json'")
        if not address.endswith("/lint"):
            lines.append('-H "Idempotency-Key: $(uuidgen)"')
        lines.append(f"-d '{_EXAMPLES.get(address.rsplit('/', 1)[-1], '{}')}'")
    return " \\\n  ".join(lines)


_EXAMPLES = {
    "readings": json.dumps({"value": 27.5}),
    "check-ins": json.dumps(
        {"objective": "ID", "readings": [{"key_result": "ID", "value": 27.5, "confidence": 7}], "note": "New rota"}
    ),
    "lint": json.dumps({"statements": [{"kind": "key_result", "text": "Hold four workshops"}]}),
}


def _shapes(whole: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(whole["components"]["schemas"].items())


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    needed = set(schema.get("required", ()))
    fields = [
        _field(field, one, {"required": field in needed, **one}) for field, one in schema.get("properties", {}).items()
    ]
    return {"name": name, "fields": fields}


def _field(name: str, schema: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    said = told.get("description") or schema.get("description")
    return {
        "name": name,
        "place": told.get("in", ""),
        "type": _type(schema),
        "required": bool(told.get("required")),
        "said": _(said) if said else "",
    }


def _type(schema: dict[str, Any]) -> dict[str, Any]:
    """A type as it is written: its parts in words of the description, the shape it links to, and what it allows."""
    if "$ref" in schema:
        return {"shape": schema["$ref"].rsplit("/", 1)[-1], "list": False, "text": "", "optional": False}
    if "anyOf" in schema:
        parts = [part for part in schema["anyOf"] if part.get("type") != "null"]
        optional = len(parts) < len(schema["anyOf"])
        if len(parts) == 1:
            return {**_type(parts[0]), "optional": optional}
        return {"text": " | ".join(_type(part)["text"] for part in parts), "optional": optional}
    if schema.get("type") == "array" and "items" in schema:
        return {**_type(schema["items"]), "list": True}
    if "const" in schema:
        return {"text": json.dumps(schema["const"])}
    if "enum" in schema:
        return {"text": " | ".join(json.dumps(value) for value in schema["enum"])}
    kind = schema.get("format") or schema.get("type") or "object"
    bounds = f" {schema['minimum']}…{schema['maximum']}" if {"minimum", "maximum"} <= schema.keys() else ""
    return {"text": f"{kind}{bounds}"}
