"""The measurement commands of `sapwood`: they read files, need no database and never start Django."""
