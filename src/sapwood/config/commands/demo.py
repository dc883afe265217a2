"""Serve an invented company on this machine, to look around.

The first start builds it; later starts find it as it was left. `--fresh` begins anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
import ipaddress
import os
import shutil
import sys
from pathlib import Path

WHO = (
    ("Leila Haddad", "employee"),
    ("Priya Raman", "her lead"),
    ("Tobias Adeyemi", "OKR owner"),
    ("Maren Holt", "managing director"),
    ("Sanna Virtanen", "administrator"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="which company (default: %(default)s)")
    parser.add_argument(
        "--today", type=dt.date.fromisoformat, help="the day it is there, such as 2026-11-24 (default: today)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away first")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import supervisor
    from sapwood.config.commands.serve import prepare

    if not _is_loopback(options.host):
        print(f"sapwood demo: {options.host} is not a loopback address. The demo lets everybody be anybody, so it "
              "only answers this machine. Use --host 127.0.0.1.", file=sys.stderr)  # fmt: skip
        return 2
    data = Path(os.environ.setdefault("SAPWOOD_DATA", "var/demo"))
    os.environ["SAPWOOD_MODE"] = "demo"
    os.environ.setdefault("SAPWOOD_BASE_URL", f"http://{options.host}:{options.port}")
    supervisor.check_port(options.host, options.port)
    if options.fresh and data.exists():
        if data.is_symlink() or not list(data.glob("sapwood.sqlite3")):
            print(f"sapwood demo: {data} holds no demo; nothing was thrown away.", file=sys.stderr)
            return 2
        shutil.rmtree(data)
    given = ["--demo", "--seed", str(options.seed)]
    status = prepare([*given, "--today", options.today.isoformat()] if options.today else given)
    if status:
        return status
    return supervisor.run(options.host, options.port, announce=lambda: _announce(options.host, options.port))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _announce(host: str, port: int) -> None:
    print(f"\nSapwood answers on http://{host}:{port}\n\nThe sign-in page lets you be, among others:", flush=True)
    for name, part in WHO:
        print(f"  {name:<16}{part}")
    print("\nCtrl-C ends it.", flush=True)
