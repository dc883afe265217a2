"""Commands that start and keep the house. Each is a module with `arguments` and `run`; see `sapwood.cli`."""
