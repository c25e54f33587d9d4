"""How a mail to a subscriber ends: why it came and how to stop it, for people and for mail programs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from commonhour.core.asking import KINDS as FIELDS
from commonhour.core.speech.messages.subscribing import footer
from commonhour.core.speech.words import Voice
from commonhour.models import Community, Delivery, Series, Subscriber, Subscription
from commonhour.reads.mail_links import end_path, own_path
from commonhour.reads.subscriber import subscribed

# Which kinds of mail go to subscribers, and what each is to them.
KINDS = {
    "notice": "changes",
    "reminder": "reminders",
    "week": "week",
    "notes": "notes",
    "calendar": "calendar",
}


@dataclass
class Endings:
    """For a worker's one turn: who is written to is read once."""

    people: dict[str, Subscriber] = field(default_factory=dict)
    series: dict[tuple[int, ...], list[Series]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    community: str = ""

    def read(self, rows: Iterable[Delivery]) -> None:
        to = {row.to for row in rows if row.kind in KINDS}
        found = Subscriber.objects.filter(email__in=to).prefetch_related("subscriptions__series")
        self.people = {one.email: one for one in found}
        self.community = Community.the().title or "Common Hour"

    def is_wanted(self, row: Delivery) -> bool:
        """False when they ended it while it waited. What is in their calendar is another matter."""
        kind = KINDS.get(row.kind, "calendar")
        if kind == "calendar" or row.destination_id is not None:
            return True
        person = self.people.get(row.to)
        if person is None or person.stopped_at is not None or not getattr(person, FIELDS[kind]):
            return False
        return kind not in ("changes", "notes") or bool(self._subscriptions(person, row))

    def of(self, row: Delivery, voice: Voice) -> dict[str, Any]:
        """The fields of an Envelope; {} for whom the mail is not because of a subscription."""
        person = self.people.get(row.to) if row.kind in KINDS else None
        if person is None:
            return {}
        kind = KINDS[row.kind]
        one = self._subscription(person, row) if kind == "changes" else None
        end = settings.BASE_URL + end_path(person.pk, f"subscription {one.pk}" if one else kind)
        names = self._names(one) if one else None
        own = settings.BASE_URL + own_path(person.pk)
        return {
            "unsubscribe": end,
            "list_id": f"{f'{one.label}.changes' if one else kind}.{urlsplit(settings.BASE_URL).hostname}",
            "footer": footer(kind, self.community, names, end, own, voice),
        }

    def _names(self, one: Subscription) -> tuple[str, ...]:
        """Those of one selection are the same for all who subscribed to it."""
        if one.label not in self.names:
            self.names[one.label] = subscribed([one])[0].names
        return self.names[one.label]

    def _subscription(self, person: Subscriber, row: Delivery) -> Subscription | None:
        """The one that brought it. None when several did: ending one of them would not end the mails."""
        found = self._subscriptions(person, row)
        return found[0] if len(found) == 1 else None

    def _subscriptions(self, person: Subscriber, row: Delivery) -> list[Subscription]:
        told = self._series(row.facts.get("series", ()))
        return [one for one in person.subscriptions.all() if any(map(one.reaches, told))]

    def _series(self, keys: Collection[int]) -> list[Series]:
        known = tuple(keys)
        if known not in self.series:
            rows = Series.every.filter(pk__in=known).select_related("group").prefetch_related("co_groups")
            self.series[known] = list(rows)
        return self.series[known]
