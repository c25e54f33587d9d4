"""Calls in subscribers' own calendars: what a mail brings is made when it goes, from what holds then."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext, override

from commonhour.actions.invitations import brought, queue_invitations, wanted_by
from commonhour.core.message import Message
from commonhour.core.speech.messages.calendar import entry_message, taken_out_message
from commonhour.core.speech.policies import expected_line
from commonhour.core.speech.words import Voice
from commonhour.formats.ical.itip import begins, cancel, request, top_sequence
from commonhour.models import CalendarInvitation, Community, Delivery, Series, Subscriber, Subscription
from commonhour.reads.invitation import InvitedCall, invited_calls
from commonhour.tasks.budget import Budget


@dataclass
class CalendarDuty:
    """Looks only when something was written since it last did."""

    seen: Any = None

    def queue(self, now: dt.datetime, _: Budget) -> None:
        stamp = (
            Community.the().content_version, now.date(),
            Subscriber.objects.aggregate(Count("pk"), Sum("version")),
            Subscription.objects.aggregate(Count("pk"), Max("pk")),
        )  # fmt: skip
        if stamp != self.seen:
            queue_invitations(invited_calls(now, settings.BASE_URL), now)
            self.seen = stamp


@dataclass(frozen=True, slots=True)
class Entry:
    """What one mail brings into a calendar: `call` None takes it out."""

    row: CalendarInvitation
    call: InvitedCall | None
    sequence: int
    text: str

    @property
    def method(self) -> str:
        return "REQUEST" if self.call else "CANCEL"

    def is_there(self) -> None:
        """Remember it, once the mail went."""
        title, start = (
            (self.call.feed.summary, begins(self.call.feed))
            if self.call
            else (self.row.title, self.row.begins)
        )
        brought(self.row.pk, self.call.weight if self.call else "", self.sequence, title, start)


@dataclass
class Calendars:
    """For a worker's one turn: the hub's calls are read once, and only when somebody's calendar is to be written."""

    now: dt.datetime
    calls: list[InvitedCall] | None = None
    series: dict[int, Series] = field(default_factory=dict)

    def entry(self, row: Delivery, person: Subscriber | None) -> Entry | None:
        """What this mail brings: its own entry, or with a notice the first of its series that is out of date."""
        if person is None or row.kind not in ("calendar", "notice"):
            return None
        found = person.invitations.filter(pk=row.facts.get("invitation", 0))
        if row.kind == "notice":
            if not person.invites:
                return None
            found = person.invitations.filter(series__in=row.facts["series"]).exclude(sent="").order_by("pk")
        entries = (self._entry(one, person) for one in found)
        return next((one for one in entries if one is not None), None)

    def _entry(self, row: CalendarInvitation, person: Subscriber) -> Entry | None:
        """None when their calendar shows it already."""
        if self.calls is None:
            self.calls = invited_calls(self.now, settings.BASE_URL)
            rows = Series.objects.filter(source=None).select_related("group").prefetch_related("co_groups")
            self.series = rows.in_bulk()
        call = wanted_by(person, [one for one in self.calls if one.uid == row.uid], self.series).get(row.uid)
        if (call.weight if call else "") == row.sent:
            return None
        both = settings.MAIL_FROM, person.email
        if call is None:
            sequence = row.sequence + 1
            return Entry(
                row, None, sequence, cancel(row.uid, row.title, row.begins, *both, sequence, self.now)
            )
        is_first = not row.sent and not row.sequence
        sequence = max(top_sequence(call.feed.schedule), 0 if is_first else row.sequence + 1)
        with override(person.language):
            feed = replace(call.feed, expected=expected_line(call.policies, gettext))
        return Entry(row, call, sequence, request(feed, *both, sequence, self.now))

    def message(self, entry: Entry, voice: Voice) -> Message:
        if entry.call is None:
            return taken_out_message(entry.row.title, voice)
        feed = entry.call.feed
        return entry_message(
            feed.summary, feed.schedule, feed.url, self.now, voice, is_first=not entry.row.sent
        )
