"""Settings come from the environment or from files that the environment names. Missing ones are said aloud."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

SHORTEST_KEY = 32


class MissingSetting(Exception):
    """A setting the product cannot start without. The message says how to mend it."""

    exit_status = 2


def text(name: str, default: str = "", *, env: Mapping[str, str] = os.environ) -> str:
    """The value of `name`, or the content of the file named by `name`_FILE (the way secrets are mounted)."""
    path = env.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise MissingSetting(f"{name}_FILE names {path!r}, which cannot be read: {error.strerror}.") from error
    return env.get(name, default)


def switch(name: str, default: bool = False, *, env: Mapping[str, str] = os.environ) -> bool:
    """A yes/no setting: 1, true, yes, on or 0, false, no, off."""
    given = env.get(name, "").strip().lower()
    if not given:
        return default
    if given in {"1", "true", "yes", "on"}:
        return True
    if given in {"0", "false", "no", "off"}:
        return False
    raise MissingSetting(f"{name} is {given!r}; allowed are 1, true, yes, on or 0, false, no, off.")


def number(name: str, default: int, *, env: Mapping[str, str] = os.environ) -> int:
    """A whole number, such as a port."""
    given = env.get(name, "").strip()
    if not given:
        return default
    if not given.isdecimal():
        raise MissingSetting(f"{name} is {given!r}; a whole number such as {default} is needed.")
    return int(given)


def check_production(*, env: Mapping[str, str] = os.environ) -> None:
    """Raises MissingSetting with everything that is missing or unfit, each with the line that mends it."""
    lacks = []
    key = text("SAPWOOD_SECRET_KEY", env=env)
    if len(key) < SHORTEST_KEY:
        lacks.append(
            f"SAPWOOD_SECRET_KEY is {'shorter than 32 characters' if key else 'not set'}. Make one and keep it:\n"
            "    python3 -c 'import secrets; print(secrets.token_urlsafe(50))' > /etc/sapwood/secret-key\n"
            "    export SAPWOOD_SECRET_KEY_FILE=/etc/sapwood/secret-key"
        )
    if not env.get("SAPWOOD_DATA"):
        lacks.append(
            "SAPWOOD_DATA is not set. It names the folder for the database and the built files:\n"
            "    export SAPWOOD_DATA=/var/lib/sapwood"
        )
    lacks += _keys(env)
    address = urlsplit(text("SAPWOOD_BASE_URL", env=env))
    if address.scheme not in {"http", "https"} or not address.hostname or address.path.rstrip("/"):
        lacks.append(
            f"SAPWOOD_BASE_URL is {repr(address.geturl()) if address.geturl() else 'not set'}. "
            "It is the address people type, without a path; links in mails begin with it:\n"
            "    export SAPWOOD_BASE_URL=https://okr.example.org"
        )
    if not text("SAPWOOD_SMTP_HOST", env=env) and env.get("SAPWOOD_MAIL") != "off":
        lacks.append(
            "SAPWOOD_SMTP_HOST is not set. Invitations and reminders go by mail:\n"
            "    export SAPWOOD_SMTP_HOST=mail.example.org SAPWOOD_MAIL_FROM='Sapwood <okr@example.org>'\n"
            "  or, to send none and keep them waiting in the outbox:\n"
            "    export SAPWOOD_MAIL=off"
        )
    if lacks:
        raise MissingSetting(
            "Some settings are missing (docs/operations.md lists them all).\n  "
            + "\n  ".join(lacks)
            + "\nTo look around without any of this: sapwood demo"
        )


def _keys(env: Mapping[str, str]) -> list[str]:
    """What is wrong with the folder of the private keys. Nothing, when both kinds live in a store of one's own."""
    if env.get("SAPWOOD_KEY_STORE") and env.get("SAPWOOD_DURABLE_KEY_STORE"):
        return []
    mend = "    install -d -m 0700 /var/lib/sapwood-keys\n    export SAPWOOD_KEYS=/var/lib/sapwood-keys"
    named = text("SAPWOOD_KEYS", env=env)
    if not named:
        return [
            "SAPWOOD_KEYS is not set. It names the folder for the keys that open sealed answers and journals; they go "
            f"into no backup of the database:\n{mend}"
        ]
    folder, data = Path(named).resolve(), Path(env.get("SAPWOOD_DATA") or "/nowhere").resolve()
    if folder == data or folder.is_relative_to(data) or data.is_relative_to(folder):
        return [f"SAPWOOD_KEYS is {str(folder)!r}, which is not apart from SAPWOOD_DATA. Name another folder:\n{mend}"]
    if not folder.is_dir():
        return [f"SAPWOOD_KEYS is {str(folder)!r}, and there is no such folder. Make it:\n{mend}"]
    if folder.stat().st_mode & 0o077:
        return [f"SAPWOOD_KEYS is {str(folder)!r}, and others may look into it:\n    chmod 0700 {folder}"]
    return []


def database(url: str, data: Path) -> dict[str, object]:
    """Django's database settings: SQLite in the data directory, or PostgreSQL by DATABASE_URL.

    SQLite: WAL so that readers never wait, IMMEDIATE so that two writers queue instead of failing,
    FULL so that an acknowledged answer survives a power cut.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "sapwood.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
                    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {**database("", data), "NAME": parts.path}
    if parts.scheme not in {"postgres", "postgresql"}:
        raise MissingSetting(
            f"DATABASE_URL begins with {parts.scheme!r}; allowed are postgresql://user:password@host:5432/name "
            "and sqlite:///path. Leave it empty for SQLite in SAPWOOD_DATA."
        )
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", [parts.hostname or ""])[0]),
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }
