#!/bin/sh
# Rebuild the hashed locks after a change in pyproject.toml. Needs uv; the locks carry no addresses.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links pyproject.toml "$@"; }
lock --extra postgres -o requirements.lock
lock --extra postgres --extra train --group dev -c requirements.lock -o requirements-dev.lock
lock --extra postgres --extra lab --extra jit -c requirements.lock -o requirements-lab.lock
