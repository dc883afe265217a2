"""The `sapwood` command.

Each command is a module of its room with two functions, imported only when it is asked for:

    def arguments(parser: argparse.ArgumentParser) -> None: ...
    def run(options: argparse.Namespace) -> int: ...

To add one: write the module, add one line to COMMANDS. A name may have two words ("import people").
`run` returns 0 (clean), 1 (findings) or 2 (bad input). An error with an `exit_status` is told in its own
words; nothing a person gave or left out ends in a traceback.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Command:
    """One command. `django` starts Django before the module is imported; commands that read files leave it out.
    Without `help` it is a step of another command and not listed."""

    name: str
    module: str
    help: str
    django: bool = False


COMMANDS = (
    Command("demo", "sapwood.config.commands.demo", "Serve an invented company on this machine, to look around."),
    Command("serve", "sapwood.config.commands.serve", "Serve the product: the web server and the worker."),
    Command("tick", "sapwood.config.commands.tick", "Run once what is due: mail, scheduled jobs.", django=True),
    Command("migrate", "sapwood.config.commands.migrate", "Bring the database up to date.", django=True),
    Command("build-assets", "sapwood.config.commands.build_assets", "Build the files that browsers load.", django=True),
    Command("mail-test", "sapwood.config.commands.mail_test", "Send one mail to see that mail works.", django=True),
    Command(
        "administrator",
        "sapwood.config.commands.administrator",
        "Make somebody administrator and print their way in.",
        django=True,
    ),
    Command(
        "import people",
        "sapwood.people.commands.importing",
        "Take in a people file, all of it or nothing.",
        django=True,
    ),
    Command(
        "export people", "sapwood.people.commands.exporting", "Write everybody at work into a people file.", django=True
    ),
    Command(
        "import goals", "sapwood.goals.commands.importing", "Take in a goal file, all of it or nothing.", django=True
    ),
    Command("export goals", "sapwood.goals.commands.exporting", "Write a cycle's goals into a goal file.", django=True),
    Command(
        "export forecasts",
        "sapwood.goals.commands.forecasts_out",
        "Write where a cycle's key results land into a file.",
        django=True,
    ),
    Command(
        "export coverage",
        "sapwood.goals.commands.coverage_out",
        "Write who carries a cycle's key results into a file.",
        django=True,
    ),
    Command(
        "import competencies", "sapwood.people.commands.library_in", "Take in a library of competencies.", django=True
    ),
    Command(
        "export competencies", "sapwood.people.commands.library_out", "Write the library into a file.", django=True
    ),
    Command(
        "import questionnaires",
        "sapwood.feedback.commands.questionnaires_in",
        "Take in questionnaires, as drafts.",
        django=True,
    ),
    Command(
        "export questionnaires",
        "sapwood.feedback.commands.questionnaires_out",
        "Write the questionnaires into a file.",
        django=True,
    ),
    Command(
        "export results",
        "sapwood.feedback.commands.results_out",
        "Write a published pulse into a file.",
        django=True,
    ),
    Command(
        "export assurance",
        "sapwood.config.commands.assurance",
        "Write what a works council asks for, from this installation.",
        django=True,
    ),
    Command(
        "what-could-we-see",
        "sapwood.feedback.commands.foresight",
        "Say from a people file which units a pulse could show, before anything is set up.",
    ),
    Command("lint", "sapwood.coach.commands", "Read goals in files and say what could be sharper."),
    Command("token", "sapwood.api.commands.token", "Make a token for a service and print it once.", django=True),
    Command("prepare", "sapwood.config.commands.prepare", "", django=True),
    Command("backup", "sapwood.config.commands.backup", "Write the whole database into one file.", django=True),
    Command("restore", "sapwood.config.commands.restore", "Bring a backup back, or only verify it.", django=True),
    Command("move", "sapwood.config.commands.move", "Move everything from SQLite to PostgreSQL.", django=True),
    Command("fit", "sapwood.measurement.commands.fit", "Tell the ratee from the rater in a file of ratings."),
    Command("change", "sapwood.measurement.commands.change", "Tell real change from noise between two 360 waves."),
    Command("plan-raters", "sapwood.measurement.commands.plan_raters", "Tell how many raters a question needs."),
    Command("pulse", "sapwood.measurement.commands.pulse", "Tell what a pulse says about each unit, and who fell."),
    Command("forecast", "sapwood.measurement.commands.forecast", "Tell where key results will land."),
    Command("impact", "sapwood.measurement.commands.impact", "Tell whether something worked, in words that hold."),
    Command("disclose", "sapwood.measurement.commands.disclose", "Tell which results may be shown."),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(
            name, "1"
        )  # numpy's own threads only get in each other's way at our sizes: ten times slower
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["-V"]):
        from sapwood import __version__

        print(f"sapwood {__version__}")
        return 0
    command = _asked_for(given)
    if command is None:
        return _say_what_there_is(given)
    try:
        return _run(command, given[len(command.name.split()) :])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is None or error.strerror is None:
            raise
        return _complain(command.name, f"{error.filename}: {error.strerror}.")
    except Exception as error:
        status: int | None = getattr(error, "exit_status", None)
        if status is None and _tables_are_missing(error):
            return _complain(command.name, "The database is empty or behind. Run `sapwood migrate` first.")
        if status is None:
            raise
        next_step = getattr(error, "next_step", "")
        return _complain(command.name if command.help else "", f"{error} {next_step}".strip(), status)


def _run(command: Command, given: list[str]) -> int:
    if command.django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.config.settings")
        if not {"-h", "--help"} & set(given):
            import django

            django.setup()
    return _parse_and_run(importlib.import_module(command.module), given, f"sapwood {command.name}")


def _parse_and_run(module: Any, given: list[str], name: str) -> int:
    parser = argparse.ArgumentParser(
        prog=name, description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    module.arguments(parser)
    try:
        options = parser.parse_args(given)
    except SystemExit as end:  # argparse has said what is wrong
        return int(end.code or 0)
    return int(module.run(options) or 0)


def _tables_are_missing(error: Exception) -> bool:
    """Django's error for a table that was never made, told by its name: commands without Django end here too."""
    words = str(error)
    return type(error).__name__ in {"OperationalError", "ProgrammingError"} and (
        "no such table" in words or "does not exist" in words
    )


def _asked_for(given: list[str]) -> Command | None:
    words = {command.name: command for command in COMMANDS}
    return words.get(" ".join(given[:2])) or words.get(" ".join(given[:1]))


def _say_what_there_is(given: list[str]) -> int:
    asked = [word for word in given if not word.startswith("-")]
    listed = [command for command in COMMANDS if command.help]
    below = [command for command in listed if asked and command.name.startswith(f"{asked[0]} ")]
    wrong = bool(asked and not below) or bool(given and given[0] not in {"-h", "--help"} and not below)
    out = sys.stderr if wrong or (below and len(asked) > 1) else sys.stdout
    if out is sys.stderr:
        print(f"sapwood: there is no command {' '.join(asked or given)!r}.\n", file=out)
    print("Usage: sapwood COMMAND [--help]\n", file=out)
    width = max(len(command.name) for command in listed) + 2
    for command in sorted(below or listed, key=lambda one: one.name):
        print(f"  {command.name:<{width}}{command.help}", file=out)
    return 2 if out is sys.stderr else 0


def _complain(name: str, text: str, status: int = 2) -> int:
    print(f"{f'sapwood {name}'.strip()}: {text}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
