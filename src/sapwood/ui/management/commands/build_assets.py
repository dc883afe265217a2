"""Join styles and scripts and cut the fonts; done by `make setup`, repeated only when something changed."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sapwood.ui import assets


class Command(BaseCommand):
    help = "Build the style sheet, the script and the fonts that browsers load."

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        changed = assets.build(settings.SAPWOOD_ASSETS / "ui")
        if changed and options["verbosity"]:
            self.stdout.write(f"Built {', '.join(changed)}.")
