"""Whether somebody comes: asked for without an account, proved by a signed link, changed by a tap, taken back.

Who has the link is meant: no right is asked for, and no history keeps what an address answered. Whoever answers holds the
series, so that two who want the last place get it one after the other.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max

from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.change_set import bump_content_version
from commonhour.actions.news.outbox import post
from commonhour.actions.places import moving_up
from commonhour.core.limits import REPLIES_A_DAY, REPLIES_PER_ADDRESS, REPLIES_PER_NETWORK
from commonhour.core.replies import AskedReply, Reach, line_since
from commonhour.errors import Conflict, NotFound, TooMany, UserError
from commonhour.models import Guest, Occurrence, Reply, Series
from commonhour.reads.mail_links import CONFIRM_WITHIN, asked_reply, confirm_reply_path

_MOMENT = dt.timedelta(microseconds=1)


def ask_reply(asked: AskedReply, network: str, *, base_url: str, now: dt.datetime) -> None:
    """Send one mail that asks for a yes. Nothing tells whether the address is known, or had too many already; a network
    that answered too often, or a hub that was, is told so. Raises TooMany, and as `answer`."""
    _of_date(Series.objects.filter(pk=asked.series).first(), asked.date, now)
    of_network = is_in_measure("replies of network", network, now, REPLIES_PER_NETWORK)
    if not (of_network and is_in_measure("replies of hub", "", now, REPLIES_A_DAY)):
        raise TooMany("replies-too-many")
    with transaction.atomic():
        if is_in_measure("replies of address", mailbox(asked.email), now, REPLIES_PER_ADDRESS):
            facts = {"url": base_url + confirm_reply_path(asked, now), "date": asked.date}
            post(
                "reply-confirm", asked.email, facts, cause=f"reply {uuid.uuid4()}", now=now,
                language=asked.language, tzid=asked.tzid, good_until=now + CONFIRM_WITHIN,
            )  # fmt: skip


def confirm_reply(token: str, *, now: dt.datetime) -> Guest:
    """What the mail asked about counts from now on, as often as it is called. Raises NotFound, Gone, and as `answer`."""
    asked = asked_reply(token, now)
    return answer(
        asked.email, asked.series, asked.date, Reach(asked.reach), comes=asked.comes, name=asked.name,
        language=asked.language, tzid=asked.tzid, now=now,
    )  # fmt: skip


def answer(
    email: str,
    series: int,
    date: str,
    reach: Reach,
    *,
    comes: bool,
    now: dt.datetime,
    name: str = "",
    language: str = "en",
    tzid: str = "UTC",
) -> Guest:
    """For one date by its public id, from it on, or for every date. Raises NotFound, UserError when nobody is asked (any more),
    Conflict when the date is over or called off."""
    with transaction.atomic():
        row = _present(series)
        found = None if reach == Reach.ALL else _of_date(row, date, now)
        guest, _ = Guest.objects.get_or_create(
            email=email, defaults={"language": language, "tzid": tzid, "changed_at": now}
        )
        with _remembered(guest, row, now), moving_up(row, now):
            _say(guest, row, found, reach, comes, now)
        if name and name != guest.name:
            guest.name = name
            guest.save(update_fields=["name"])
    return guest


def take_all_back(guest: int, series: int, *, now: dt.datetime) -> None:
    """Every answer of theirs for a series, by their ids; also where nobody is asked any more."""
    with transaction.atomic():
        row = lock(Series(pk=series))
        with _remembered(lock(Guest(pk=guest)), row, now), moving_up(row, now):
            Reply.objects.filter(guest=guest, series=series).delete()


def undo_answer(guest: int, series: int, *, now: dt.datetime) -> None:
    """As it was before their last change, with the places in line they had. Raises Conflict once ten minutes are over."""
    with transaction.atomic():
        row, person = lock(Series(pk=series)), lock(Guest(pk=guest))
        if not person.may_undo(series, now) or person.before is None:
            raise Conflict("nothing-to-undo")
        with moving_up(row, now):
            Reply.objects.filter(guest=guest, series=series).delete()
            Reply.objects.bulk_create(_kept(person, series, one) for one in person.before["replies"])
        person.before = None
        person.save(update_fields=["before"])
        bump_content_version()


def forget_guest(email: str, *, now: dt.datetime) -> None:
    """An address, and all that it answered; who waited behind it moves up."""
    for key in (
        Reply.objects.filter(guest__email=email).order_by().values_list("series", flat=True).distinct()
    ):
        with transaction.atomic():
            row = Series.every.select_for_update(no_key=True).get(pk=key)
            with moving_up(row, now):
                Reply.objects.filter(guest__email=email, series=key).delete()
    if Guest.objects.filter(email=email).delete()[0]:
        bump_content_version()


def _say(
    guest: Guest, series: Series, date: Occurrence | None, reach: Reach, comes: bool, now: dt.datetime
) -> None:
    recurrence_id = date.first_recurrence_id if date else ""
    place: dict[str, Any] = {
        "date": date.public_id if date and reach == Reach.DATE else None,
        "begins": recurrence_id if reach == Reach.ON else "",
    }
    said = [one.as_answer() for one in Reply.objects.filter(guest=guest, series=series)]
    since = line_since(
        said, comes=comes, date=str(place["date"] or ""), begins=place["begins"], recurrence_id=recurrence_id, now=now
    )  # fmt: skip
    if since == now:
        since = _behind_all(series, now)
    said_at = max([now, *(one.said_at + _MOMENT for one in said)])
    Reply.objects.update_or_create(
        guest=guest, series=series, **place, defaults={"comes": comes, "since": since, "said_at": said_at}
    )


def _behind_all(series: Series, now: dt.datetime) -> dt.datetime:
    """The end of the line is behind whoever was written down already, whatever the clocks of two servers say."""
    last = Reply.objects.filter(series=series).aggregate(last=Max("since"))["last"]
    return now if last is None else max(now, last + _MOMENT)


def _present(series: int) -> Series:
    row = lock(Series(pk=series))
    if not row.asks_who_comes:
        raise UserError("replies-not-asked")
    return row


def _of_date(series: Series | None, date: str, now: dt.datetime) -> Occurrence:
    if series is None:
        raise NotFound("no-such-series")
    if not series.asks_who_comes:
        raise UserError("replies-not-asked")
    found = Occurrence.objects.filter(series=series, public_id=date).first()
    if found is None:
        raise NotFound("no-such-day")
    if found.end <= now:
        raise Conflict("reply-date-over")
    if found.is_cancelled or found.is_detached:
        raise Conflict("reply-date-off")
    return found


@contextmanager
def _remembered(guest: Guest, series: Series, now: dt.datetime) -> Iterator[None]:
    """For the way back. Nothing is remembered of what changes nothing, so that pressing twice does not take it."""
    before = _state(guest, series)
    yield
    if _without_when(_state(guest, series)) != _without_when(before):
        guest.before, guest.changed_at = {"series": series.pk, "replies": before}, now
        guest.save(update_fields=["before", "changed_at"])
        bump_content_version()


def _state(guest: Guest, series: Series) -> list[dict[str, Any]]:
    return [one.as_kept() for one in Reply.objects.filter(guest=guest, series=series).order_by("pk")]


def _without_when(state: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name != "said_at"} for one in state]


def _kept(guest: Guest, series: int, facts: dict[str, Any]) -> Reply:
    moments = {name: dt.datetime.fromisoformat(facts[name]) for name in ("since", "said_at")}
    return Reply(guest=guest, series_id=series, **(facts | moments))
