"""What computes here, and that nothing leaves the server to be judged elsewhere."""

from __future__ import annotations

import re
from importlib import metadata

from django.conf import settings

from sapwood.activity.models import Channel
from sapwood.files.paper import Paper, Points, Section, Table, Text

NEVER = (
    "scores, ranks or predicts a single person, or infers a person's mood from anything they wrote;",
    "reads faces, voices, typing or movements;",
    "feeds an individual's goals into pay, promotion or a review;",
    "sends text to another company's service, or to a language model of any kind;",
    "learns from what people write here.",
)


def paper_of() -> Paper:
    channels = Channel.objects.filter(ended=None).count()
    leaving = (
        ("Mail", f"through {settings.EMAIL_HOST}" if settings.EMAIL_HOST else "none: no mail server is set"),
        ("News of goals everybody may read, to channels of a chat", f"{channels} channels set up by an administrator"),
        ("Anything else", "nothing"),
    )
    return Paper(
        "Statement on artificial intelligence",
        lead=(
            "No generative model and no service outside this server is used. Two kinds of computation exist: statistics of "
            "answers and readings, whose formulas are documented, and a coach for wording, a small classifier of words with "
            "fixed weights that ships with the product and judges sentences, never people. Its remarks bind nobody.",
        ),
        sections=(
            Section("The product never", (Points(NEVER),)),
            Section("What leaves the server in this installation", (Table(("What", "Where"), leaving, (0.5, 0.5)),)),
            Section(
                "What it is made of",
                (Text("Programs of others that it runs with, all on this server:"), Text(", ".join(_needed()) + ".")),
            ),
        ),
    )  # fmt: skip


def _needed() -> list[str]:
    """The packages it is installed with; run from its source it has no list of them but pyproject.toml."""
    try:
        lines = metadata.requires("sapwood") or []
    except metadata.PackageNotFoundError:
        return ["those of pyproject.toml"]
    return sorted({re.split(r"[^A-Za-z0-9._-]", one)[0] for one in lines if "extra ==" not in one})
