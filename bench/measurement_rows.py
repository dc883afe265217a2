"""What the measurement benches share: a row, the reference data, a run of R, a run in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Row:
    """One figure beside its bound; `ok` is None where it could not be measured, and `bound` then says why."""

    name: str
    value: float | None
    unit: str
    bound: str
    ok: bool | None

    def as_object(self) -> dict[str, Any]:
        return {"name": self.name, "value": self.value, "unit": self.unit, "bound": self.bound, "ok": self.ok}

    def __str__(self) -> str:
        value = "-" if self.value is None else f"{self.value:.4g}"
        mark = {True: "ok", False: "NOT MET", None: "not measured"}[self.ok]
        return f"{self.name:<74} {value:>10} {self.unit:<8} {self.bound:<34} {mark}"


def at_most(name: str, value: float, most: float, unit: str = "", note: str = "") -> Row:
    return Row(name, float(value), unit, f"<= {most:g}{' ' + note if note else ''}", bool(value <= most))


def at_least(name: str, value: float, least: float, unit: str = "", note: str = "") -> Row:
    return Row(name, float(value), unit, f">= {least:g}{' ' + note if note else ''}", bool(value >= least))


def between(name: str, value: float, low: float, high: float, unit: str = "") -> Row:
    return Row(name, float(value), unit, f"{low:g} to {high:g}", bool(low <= value <= high))


def missing(name: str, why: str) -> Row:
    return Row(name, None, "", why, None)


def shared() -> Path | None:
    """The folder with reference data, or None."""
    place = Path(os.environ.get("SAPWOOD_SHARED", ROOT.parent / "shared")) / "data" / "measure"
    return place if (place / "trusted.json").exists() else None


def has_r() -> bool:
    """Whether R and lme4 are there."""
    if shutil.which("Rscript") is None:
        return False
    return subprocess.run(["Rscript", "-e", "library(lme4)"], capture_output=True, check=False).returncode == 0


def run_r(script: Path, *words: str) -> Any:
    """What a script of R prints as JSON, with one thread."""
    done = subprocess.run(["Rscript", "--vanilla", str(script), *words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def run_apart(module: str, function: str, *words: str) -> Any:
    """What a function of a bench module returns when it runs in a fresh process (for honest memory figures)."""
    code = f"import json, sys; sys.path.insert(0, {str(ROOT / 'bench')!r}); import {module}; print(json.dumps({module}.{function}(*sys.argv[1:])))"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])
