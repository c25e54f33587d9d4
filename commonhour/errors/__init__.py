"""The tree of errors that are shown to people: a code and its facts; `words/` has the sentence for each code.

    Told                      a code with its facts
    ├── UserError             for the person who asked; never a traceback
    │   ├── RefusedInput      what was handed in cannot be read or is over a limit (422; 413 when too large)
    │   │   ├── TooLarge      over a byte, line, component or step limit (413)
    │   │   └── UnknownZone   a time zone nobody knows
    │   ├── NotAllowed        the person may not do this (403)
    │   ├── NotFound          there is no such thing (404)
    │   ├── Gone              there was, and it is in the calendar no more (410)
    │   ├── Conflict          somebody else changed it first (409)
    │   ├── TooMany           it was asked for too often (429)
    │   └── Unavailable       the hub lacks what it stands on: database, disk, key, zone data (503)
    └── GatewayError          the outside world failed; `permanent` says whether to try again

Everything else that is raised is a bug and propagates.
"""

from typing import Any

from commonhour.errors.telling import Fault, Number, Translate, in_thousands, plain, tell


class Told(Exception):
    """`facts` are JSON values by name. They are shown, so they never hold a secret."""

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, gettext: Translate = plain, number: Number = in_thousands) -> str:
        return tell(self.as_json(), gettext, number)

    def as_json(self) -> Fault:
        return {"code": self.code, "facts": self.facts}


class UserError(Told):
    """For the person who asked. `status` is the HTTP status that goes with it."""

    status = 400


class RefusedInput(UserError):
    """Input that cannot be read. `where` names the file and, when known, the line ("call.ics:12")."""

    status = 422

    def __init__(self, code: str, /, *, where: str = "", **facts: Any) -> None:
        super().__init__(code, **facts)
        self.where = where

    def as_json(self) -> Fault:
        return super().as_json() | ({"where": self.where} if self.where else {})


class TooLarge(RefusedInput):
    """Input over a limit of `core/limits.py`."""

    status = 413


class UnknownZone(RefusedInput):
    """A zone name that is neither IANA, an alias, nor a Windows name."""


class NotAllowed(UserError):
    status = 403


class NotFound(UserError):
    status = 404


class Gone(UserError):
    status = 410


class Conflict(UserError):
    status = 409


class TooMany(UserError):
    """It was asked for too often, by them or by all together. Later it may be asked for again."""

    status = 429


class Unavailable(UserError):
    """The hub lacks what it stands on. Nobody's input is wrong: the same again later may go through."""

    status = 503


class GatewayError(Told):
    """An outside system failed. `permanent` is False when trying again later may help, and not before
    `retry_after` seconds when it said so itself."""

    def __init__(
        self, code: str, /, *, permanent: bool, retry_after: int | None = None, **facts: Any
    ) -> None:
        super().__init__(code, **facts)
        self.permanent = permanent
        self.retry_after = retry_after
