"""Reads the pages of a database as several people and prints them: `python -m tests.config.reading DAY PAGES NAME…`.

The clock stands still, what is drawn anew for each page is blanked, and links are followed first come, first read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys

import django

DRAWN_ANEW = re.compile(r"""(name="(?:csrfmiddlewaretoken|submission)" value="|X-CSRFToken": ")[^"]*""")
SEARCHES = ("/search/?q=SØ", "/search/?q=ÉLO", "/search/?q=trust", "/people/?q=ä", "/people/?q=HALVOR")


def main(day: str, pages: int, names: list[str]) -> None:
    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from sapwood.activity import clock
    from sapwood.people.models import Person

    setup_test_environment()
    read = {}
    with clock.frozen(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10), tzinfo=dt.UTC)):
        for name in names:
            client = Client()
            client.force_login(Person.objects.get(name=name))
            read[name] = _pages(client, pages)
    json.dump(read, sys.stdout)


def _pages(client: django.test.Client, most: int) -> dict[str, str]:  # type: ignore[name-defined]
    """Address → text of the pages that come first when links are followed."""
    from tests.house import crawl

    todo, read = ["/", *SEARCHES], {}
    while todo and len(read) < most:
        address = todo.pop(0)
        if address in read:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            read[address] = str(answer.status_code)
            continue
        read[address] = DRAWN_ANEW.sub(r"\1", answer.content.decode())
        todo += [link for href in crawl.links(read[address]) if (link := crawl._here(address, href))]
    return read


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
