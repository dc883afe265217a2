"""Make somebody administrator, and print the link by which they come in.

For the first one, and for the day nobody can get in any more. The link works once, for a week.
"""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="their e-mail address")
    parser.add_argument("--name", default="", help="their name, when they are not in the directory yet")


def run(options: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from sapwood.activity import clock
    from sapwood.people.actions import invitations

    try:
        validate_email(options.address)
    except ValidationError:
        print(
            f"{options.address!r} is not an e-mail address; something like ada@example.org is needed.", file=sys.stderr
        )
        return 2
    print(f"{options.address} is administrator. The way in, once and for a week:\n")
    print(f"  {invitations.first_administrator(name=options.name, email=options.address, at=clock.now())}\n")
    return 0
