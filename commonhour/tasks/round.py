"""A Round: everything the worker looks after, each at its own pace. What fails is logged and holds up nothing else."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from commonhour.tasks.horizon import move_horizon
from commonhour.tasks.links import check_links
from commonhour.tasks.old_cancellations import forget_old_cancellations
from commonhour.tasks.own_feeds import read_own_feeds
from commonhour.tasks.poll import poll_sources
from commonhour.tasks.sweep import sweep
from commonhour.tasks.tzdata import follow_zone_data

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """`does` is given the hub's time (UTC); it must be cheap when nothing is due, and safe to be done twice."""

    name: str
    every: dt.timedelta
    does: Callable[[dt.datetime], object]


_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
DUTIES = (
    # First, so that whatever is made afterwards is made by the present rules of every zone.
    Duty("following the zone data", _HOUR, follow_zone_data),
    Duty("making the coming dates", _HOUR, move_horizon),
    Duty("forgetting old cancellations", _HOUR, forget_old_cancellations),
    Duty("asking outside calendars", _MINUTE, poll_sources),
    Duty("asking links whether they live", 10 * _MINUTE, check_links),
    Duty("sweeping", _HOUR, sweep),
    Duty("reading our own feeds", 5 * _MINUTE, read_own_feeds),
)


@dataclass
class Round:
    """`pace` is any clock that only goes forward, in seconds: the hub's own may stand still in a demonstration."""

    duties: Sequence[Duty] = DUTIES
    done_at: dict[str, float] = field(default_factory=dict)

    def walk(self, now: Callable[[], dt.datetime], pace: float) -> list[str]:
        """Do what is due, in order, each at the time it begins; returns the names of the duties that failed."""
        return [
            duty.name
            for duty in self.duties
            if self._is_due(duty, pace) and not self._does(duty, now(), pace)
        ]

    def _is_due(self, duty: Duty, pace: float) -> bool:
        before = self.done_at.get(duty.name)
        return before is None or pace - before >= duty.every.total_seconds()

    def _does(self, duty: Duty, now: dt.datetime, pace: float) -> bool:
        self.done_at[duty.name] = pace
        try:
            duty.does(now)
        except Exception:
            # A site that is down or a bug in one duty must not stop the dates of all others from being made.
            logger.exception("The worker could not finish: %s.", duty.name)
            return False
        return True
