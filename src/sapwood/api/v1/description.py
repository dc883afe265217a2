"""The interface described for programs: OpenAPI 3.1, with what every address has in common added once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_noop as said
from django.views.decorators.http import require_GET

from sapwood.api import problems, scopes
from sapwood.api.middleware import NAMESPACE, PREFIX
from sapwood.api.v1 import shapes
from sapwood.api.v1.interface import interface

ALWAYS = (400, 401, 403, 404, 405, 413, 422, 429)
WRITES = (409, 410, 412)
WHY = {
    400: said("The request cannot be read."),
    401: said("No token, or one that works no longer."),
    403: said("The token lacks the scope, or its holder may not do this."),
    404: said("There is none, or none the holder may see."),
    405: said("The address does not answer that method."),
    409: said("The Idempotency-Key came with another body before."),
    410: said("What this key wrote was taken back later."),
    412: said("It changed since the ETag that If-Match names."),
    413: said("The body is larger than a megabyte."),
    422: said("Something does not fit; errors says what and where."),
    429: said("More requests in a minute than a token may make; Retry-After says when to go on."),
}
INTRODUCTION = said(
    "Everything here is done as the holder of the token, and shows and allows what their pages do, never more. "
    "Lists come in pages; numbers are text so that none is rounded; moments are in UTC."
)


@require_GET
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(described())


@cache
def described() -> dict[str, Any]:
    """The whole description. It holds nothing of anybody."""
    found: dict[str, Any] = dict(interface.get_openapi_schema(path_prefix=PREFIX.lstrip("/")))
    found["info"] = {"title": "Sapwood", "version": "1", "description": INTRODUCTION}
    components = found.setdefault("components", {})
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": said("A token made under Settings, Tokens.")}
    }
    components.setdefault("schemas", {})["Problem"] = shapes.Problem.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    components["schemas"] |= components["schemas"]["Problem"].pop("$defs", {})
    for name in [name for name in components["schemas"] if name.endswith("Filters")]:
        del components["schemas"][name]  # ninja keeps them there, and nothing refers to them
    for address, methods in found["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method.upper(), address)
    found.pop("servers", None)
    return found


def _complete(operation: dict[str, Any], method: str, address: str) -> None:
    scope = scopes.needed(_routes()[address], method)
    operation["security"] = [{"token": [] if scope == scopes.ANY else [scope]}]
    operation["x-scope"] = scope
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    answers = operation["responses"] = {str(code): answer for code, answer in operation["responses"].items()}
    is_single = method == "GET" and address.endswith("}")
    if is_single:
        answers["304"] = {"description": said("Not changed since the ETag that If-None-Match names.")}
    for status in (*ALWAYS, *(WRITES if "-Key" in str(operation.get("parameters")) else ())):
        answers[str(status)] = {
            "description": WHY[status],
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    for code in ("200", "201"):
        if code in answers:
            answers[code]["description"] = said("Done.") if code == "200" else said("Written.")


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A filter that is left out is not sent as nothing: an address has no null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    return {**kinds[0], "description": schema.get("description", "")} if len(kinds) == 1 else schema


@cache
def _routes() -> dict[str, str]:
    """Address as it is described → the name of its route."""
    found = {}
    for bound in interface._get_bound_routers():
        for path, view in bound.path_operations.items():
            found[f"{PREFIX}{path.lstrip('/')}"] = f"{NAMESPACE}:{view.url_name}"
    return found
