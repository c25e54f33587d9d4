"""Polling: outside calendars that are due are asked anew, politely, and no two workers ask one at the same time."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from commonhour.actions.source import SourceReport, confirm_copy, keep_last_copy, take_copy
from commonhour.core.rights import WORKER, Actor
from commonhour.errors import GatewayError, UserError
from commonhour.errors.telling import Fault, fault, tell
from commonhour.gateways.fetch import Fetched
from commonhour.gateways.fetch import fetch as fetch_public
from commonhour.models import Source
from commonhour.tasks.budget import UNLIMITED, Budget

LEASE = dt.timedelta(minutes=10)  # more than any fetch takes; who ends without a word is followed after it
logger = logging.getLogger(__name__)


class Fetch(Protocol):
    def __call__(self, url: str, *, etag: str, last_modified: str) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Polled:
    """`report` is None when nothing had changed since the last copy, and when `fault` says why there is none."""

    source: Source
    report: SourceReport | None = None
    fault: Fault = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What came, in a few words."""
        if self.fault:
            return tell(self.fault)
        if self.report is None or not self.report.is_news:
            return "nothing new"
        counted = (("new", self.report.added), ("changed", self.report.changed), ("gone", self.report.gone))
        return ", ".join(f"{number} {word}" for word, number in counted if number)


def poll_sources(
    now: dt.datetime, budget: Budget = UNLIMITED, *, fetch: Fetch = fetch_public
) -> list[Polled]:
    """Ask the calendars that are due, the longest waiting first, until the time is over."""
    due = Source.objects.due(now).order_by("due_at", "pk")
    return poll_these(budget.spend_on(due), now, actor=WORKER, fetch=fetch)


def poll_these(
    sources: Iterable[Source], now: dt.datetime, *, actor: Actor, fetch: Fetch = fetch_public
) -> list[Polled]:
    """Ask these calendars, due or not; those that another worker is asking right now are left out."""
    return [_poll(source, now, actor, fetch) for source in sources if _lease(source, now)]


def _lease(source: Source, now: dt.datetime) -> bool:
    """True for the one worker that moved the row on from the state both have seen. It keeps what it saw last, to
    know whether somebody else moved the row on while the calendar was asked."""
    rows = Source.objects.filter(pk=source.pk, is_shown=True, due_at=source.due_at)
    source.due_at = now + LEASE
    return bool(rows.update(due_at=source.due_at))


def _poll(source: Source, now: dt.datetime, actor: Actor, fetch: Fetch) -> Polled:
    """The fetch stands outside of any transaction: a slow peer must not hold up the writers here."""
    try:
        answer = fetch(source.feed_url, etag=source.etag, last_modified=source.modified)
        if answer.not_modified:
            confirm_copy(source, now=now, actor=actor)
            return Polled(source)
        report = take_copy(
            source, answer.body, etag=answer.etag, modified=answer.last_modified, now=now, actor=actor
        )
        return Polled(source, report)
    except GatewayError as error:
        wait = None if error.retry_after is None else dt.timedelta(seconds=error.retry_after)
        return _failed(source, error.as_json(), now, wait)
    except UserError as error:
        return _failed(source, error.as_json(), now)
    except Exception:
        # One calendar that meets a bug of ours must not stop the others.
        logger.exception("The calendar %s could not be taken over.", source.pk)
        return _failed(source, fault("not-taken-over"), now)


def _failed(source: Source, met: Fault, now: dt.datetime, retry_after: dt.timedelta | None = None) -> Polled:
    keep_last_copy(source, met, now=now, retry_after=retry_after)
    return Polled(source, fault=met)
