"""The headers of every request that writes, as the description tells them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as said

WRITE_HEADERS: dict[str, Any] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": said(
                "New for each thing you tell. The same key with the same body gives the same answer again and writes "
                "nothing; with another body it is refused. Keys are remembered for 30 days."
            ),
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
        },
        {
            "name": "If-Match",
            "in": "header",
            "required": False,
            "description": said("The ETag you read. When it reads differently by now, nothing is written."),
            "schema": {"type": "string"},
        },
    ]
}
