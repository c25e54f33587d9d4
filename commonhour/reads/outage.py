"""What is wrong with a database that does not do its work: locked, full, read-only, damaged or away."""

from sqlite3 import Error as SqliteError

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

from commonhour.core.limits import LOCK_SECONDS
from commonhour.errors.telling import Fault, fault

# Primary result codes of SQLite (https://sqlite.org/rescode.html).
_SQLITE = {
    3: "read-only", 5: "locked", 6: "locked", 8: "read-only", 10: "io", 11: "damaged", 13: "full", 14: "missing",
    26: "damaged",
}  # fmt: skip
# SQLSTATE of PostgreSQL (its manual, appendix A): the whole of it goes before its class.
_POSTGRES = {
    "08": "away", "25006": "read-only", "28": "away", "3D": "away", "40001": "locked", "40P01": "locked", "53": "away",
    "53100": "full", "55P03": "locked", "57": "away", "57014": "locked", "58": "io", "XX001": "damaged",
    "XX002": "damaged",
}  # fmt: skip


def outage_of(error: BaseException | None) -> Fault | None:
    """What is behind an error, however many others were raised on the way; None when it is not the database."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if kind := _kind(error):
            return _faults()[kind]
        error = error.__cause__ or error.__context__
    return None


def _kind(error: BaseException) -> str | None:
    if isinstance(error, SqliteError):
        return _SQLITE.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    if not isinstance(error, DatabaseError) or isinstance(error.__cause__, SqliteError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ""
    # A server that cannot be reached has no state to tell.
    is_silent = not state and isinstance(error, OperationalError | InterfaceError)
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or ("away" if is_silent else None)


def _faults() -> dict[str, Fault]:
    return {
        "locked": fault("database-locked", seconds=LOCK_SECONDS),
        "full": fault("database-full"),
        "read-only": fault("database-read-only"),
        "io": fault("database-io"),
        "damaged": fault("database-damaged"),
        "missing": fault("database-missing"),
        "away": fault("database-away"),
    }
