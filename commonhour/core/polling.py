"""How often an outside calendar is asked: as its publisher wants, within bounds, and seldom while it fails."""

import datetime as dt
import hashlib

HOUR = dt.timedelta(hours=1)
SHORTEST, LONGEST = dt.timedelta(minutes=15), dt.timedelta(hours=24)


def when_good(wanted: dt.timedelta | None) -> dt.timedelta:
    """An hour, or what REFRESH-INTERVAL says, from a quarter of an hour to a day."""
    return min(max(wanted or HOUR, SHORTEST), LONGEST)


def when_failing(failures: int, seed: str, retry_after: dt.timedelta | None = None) -> dt.timedelta:
    """A quarter of an hour after the first failure, twice as long after each further one, a day at most; never
    sooner than the server asked for (Retry-After), as long as that is within a day.

    Up to a tenth is added, always the same for one `seed` and number, so that calendars of one server that failed
    together are not asked together.
    """
    doubled: int = 2 ** min(max(failures - 1, 0), 10)
    waited = min(SHORTEST * doubled, LONGEST)
    digest = hashlib.blake2b(f"{seed}/{failures}".encode(), digest_size=2).digest()
    spread = waited * (int.from_bytes(digest, "big") / 65_536 / 10)
    asked = min(retry_after or dt.timedelta(), LONGEST)
    return max(min(waited + spread, LONGEST), asked)
