"""Settings come from the environment or from files that the environment names. Missing ones are said aloud."""

import os
from collections.abc import Mapping
from pathlib import Path


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
    from urllib.parse import parse_qs, unquote, urlsplit

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
