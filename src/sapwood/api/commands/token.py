"""Make a token for a service, and the service when there is none of that name, and print it once.

It is the deed of an administrator, named by --by, with the same limits as on the page Settings, Services. The token
is the only thing on standard output, so that a script can put it where its program keeps secrets.

Exit status: 0 made, 2 something named does not exist or may not be done.
"""

from __future__ import annotations

import argparse
import sys

from sapwood.api.scopes import FOR_SERVICES


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sapwood token` takes."""
    parser.add_argument("service", help="the name of the service, such as 'Warehouse feed'")
    parser.add_argument("--by", required=True, metavar="ADDRESS", help="the administrator whose deed it is")
    parser.add_argument("--scope", action="append", required=True, choices=FOR_SERVICES, help="may be given repeatedly")
    parser.add_argument(
        "--team", action="append", default=[], help="of a new service: it may send this team's readings"
    )
    parser.add_argument("--for", dest="name", default="", metavar="WORDS", help="what the token is for")
    parser.add_argument("--days", type=int, default=90, help="how long it lasts (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Print the token; returns the exit status."""
    from django.db import transaction

    from sapwood.activity import clock
    from sapwood.activity.deeds import Refused
    from sapwood.api import actions
    from sapwood.api.models import Service
    from sapwood.people.models import Person, Team

    at = clock.now()
    by = Person.objects.at_work(at.date()).filter(email__iexact=options.by).first()
    if by is None:
        return _complain(f"Nobody at work has the address {options.by!r}.", "Name an administrator by --by.")
    teams = {team.name.casefold(): team for team in Team.objects.filter(retired=None)}
    unknown = [name for name in options.team if name.casefold() not in teams]
    if unknown:
        return _complain(
            f"There is no team {unknown[0]!r}.", f"There are: {', '.join(t.name for t in teams.values())}."
        )
    service = Service.objects.filter(person__name__iexact=options.service.strip(), ended=None).first()
    if service is not None and options.team:
        return _complain(f"“{service}” exists already.", "Its teams are changed under Settings, Services.")
    try:
        with transaction.atomic():
            if service is None:
                wanted = [teams[name.casefold()] for name in options.team]
                service = actions.make_service(by=by, name=options.service, teams=wanted, at=at)
            token = actions.make_service_token(
                by=by,
                service=service,
                name=options.name or "made on the command line",
                chosen=options.scope,
                days=options.days,
                at=at,
            )
    except Refused as refusal:
        return _complain(refusal.message, refusal.next_step)
    print(token.text)
    return 0


def _complain(problem: str, next_step: str) -> int:
    print(f"sapwood token: {problem} {next_step}", file=sys.stderr)
    return 2
