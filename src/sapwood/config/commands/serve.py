"""Serve the product: the web server and the worker, in one process group.

One Ctrl-C ends both. Settings come from the environment; docs/operations.md lists them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import supervisor

    supervisor.check_port(options.host, options.port)
    status = prepare([])
    if status:
        return status
    where = os.environ.get("SAPWOOD_BASE_URL") or f"http://{options.host}:{options.port}"
    return supervisor.run(options.host, options.port, announce=lambda: print(f"Sapwood answers on {where}", flush=True))


def prepare(more: list[str]) -> int:
    """Run the preparation in a process of its own, so that this one stays small."""
    return subprocess.run([sys.executable, "-m", "sapwood.cli", "prepare", *more], check=False).returncode
