"""How deep the laws are tried: `LAWS=0.2` in a quick run, 1 in the suite, more by `make laws`. Always the same cases, so
that no run fails by chance."""

import os

DEPTH = float(os.environ.get("LAWS", "1"))


def examples(number: int) -> int:
    """How many cases a law is tried on that is worth this many in the suite."""
    return max(5, round(number * DEPTH))
