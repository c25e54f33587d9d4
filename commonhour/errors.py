"""The tree of errors that are shown to people.

    UserError                 one plain sentence; never a traceback
    ├── RefusedInput          what was handed in cannot be read or is over a limit (422; 413 when too large)
    │   ├── TooLarge          over a byte, line, component or step limit (413)
    │   └── UnknownZone       a time zone nobody knows
    ├── NotAllowed            the person may not do this (403)
    ├── NotFound              there is no such thing (404)
    ├── Gone                  there was, and it is in the calendar no more (410)
    └── Conflict              somebody else changed it first (409)
    GatewayError              the outside world failed; `permanent` says whether to try again

Everything else that is raised is a bug and propagates.
"""


class UserError(Exception):
    """A sentence for the person who asked. `status` is the HTTP status that goes with it."""

    status = 400

    @property
    def sentence(self) -> str:
        return str(self)


class RefusedInput(UserError):
    """Input that cannot be read. `where` names the file and, when known, the line ("call.ics:12")."""

    status = 422

    def __init__(self, sentence: str, where: str = "") -> None:
        super().__init__(_in_one_line(f"{where}: {sentence}" if where else sentence))
        self.where = where


def _in_one_line(text: str) -> str:
    """A file may be called anything, and a sentence may quote it: line ends, bells and turned writing included."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


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


class GatewayError(Exception):
    """An outside system failed. `permanent` is False when trying again later may help, and not before
    `retry_after` seconds when it said so itself."""

    def __init__(self, sentence: str, *, permanent: bool, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.retry_after = retry_after
