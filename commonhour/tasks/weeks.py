"""The weeks of many readers, for a worker's one turn: the hub's is read once, the clocks once for each zone."""

import datetime as dt
from dataclasses import dataclass, field, replace

from commonhour.core.week import ChangedHour, Week
from commonhour.models import Series, Subscriber
from commonhour.models.reach import Reach
from commonhour.reads.mail_links import replies_path
from commonhour.reads.replies import asking_dates
from commonhour.reads.week import hours_ahead, week_ahead


@dataclass
class Weeks:
    everything: Week | None = None
    hours: dict[str, tuple[ChangedHour, ...]] = field(default_factory=dict)
    reach: Reach = field(default_factory=lambda: Reach(()))
    asking: dict[str, int] = field(default_factory=dict)

    def of(self, person: Subscriber, now: dt.datetime) -> Week:
        """What lies in their subscriptions; `person` comes with these."""
        if self.everything is None:
            self.everything = week_ahead(now)
            self.asking = asking_dates(one.id for one in self.everything.dates)
            rows = Series.objects.filter(source=None).select_related("group")
            self.reach = Reach(list(rows.prefetch_related("co_groups")))
        if person.tzid not in self.hours:
            self.hours[person.tzid] = hours_ahead(now, person.tzid)
        slugs = {one.slug for row in person.subscriptions.all() for one in self.reach.of(row)}
        return replace(self.everything, hours=self.hours[person.tzid]).within(slugs)

    def replies(self, person: Subscriber) -> dict[str, str]:
        """Where they say whether they come, by the id of each date of the week that asks; after `of`."""
        return {
            date: replies_path(series, subscriber=person.pk, date=date)
            for date, series in self.asking.items()
        }
