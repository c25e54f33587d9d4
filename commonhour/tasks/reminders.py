"""Looks for reminders whose time has come: usually only at the last minutes, and at everything ahead after a change."""

import datetime as dt
from dataclasses import dataclass

from commonhour.actions.news.reminders import write_reminders, write_week
from commonhour.models import Community
from commonhour.reads.reminders import reminders_due
from commonhour.tasks.budget import UNLIMITED, Budget

_OVERLAP = dt.timedelta(minutes=2)
_ALL_OVER_AGAIN = dt.timedelta(hours=1)


@dataclass
class Reminders:
    """What this process looked at already. Nothing hangs on it: the ledger knows what was written, so that a clock that
    steps, a kill or a second worker neither repeats a reminder nor loses one."""

    looked_at: dt.datetime | None = None
    all_seen_at: dt.datetime | None = None
    version: int = 0

    def remind(self, now: dt.datetime, budget: Budget = UNLIMITED) -> int:
        """Returns how many were written."""
        version = Community.the().content_version
        is_near = (
            self.looked_at is not None and self.all_seen_at is not None and version == self.version
            and self.looked_at <= now < self.all_seen_at + _ALL_OVER_AGAIN
        )  # fmt: skip
        after = self.looked_at - _OVERLAP if self.looked_at is not None and is_near else None
        written = write_reminders(reminders_due(after, now), now) + write_week(now)
        self.looked_at, self.version = now, version
        self.all_seen_at = self.all_seen_at if is_near else now
        return written
