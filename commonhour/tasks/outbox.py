"""Sends what lies in the outbox: each message on its own, so that one that cannot go holds up no other."""

import contextlib
import datetime as dt
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Event
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from commonhour import clock
from commonhour.actions.news.outbox import failed, give_back, is_mine, sent, take, withdraw
from commonhour.errors import GatewayError
from commonhour.errors.telling import fault
from commonhour.formats.mail.envelope import Envelope, as_mail
from commonhour.gateways.mail import OF_SERVER, Mailer, MailFolder, connected
from commonhour.models import Delivery
from commonhour.models.destination import BY_MAIL
from commonhour.tasks.budget import UNLIMITED, Budget
from commonhour.tasks.calendars import Entry
from commonhour.tasks.messages import Composer, not_made, revealed, voice_of

BATCH = 50
# A server that does not answer is left alone for so long (seconds; by this process).
PAUSE = 30.0


@dataclass
class MailLane:
    """`rests_until` is when this process asks a server again that did not answer, by a clock that only goes forward."""

    rests_until: float = 0.0

    def send_mails(self, now: dt.datetime, budget: Budget = UNLIMITED) -> int:
        """Send what is due; returns how many mails were tried."""
        return sum(self._send(batch, budget.stop) for batch in self._batches(budget))

    def _batches(self, budget: Budget) -> Iterator[list[Delivery]]:
        """The time is asked before a batch is taken: nobody else may send it then."""
        mails = Delivery.objects.filter(Q(destination=None) | Q(destination__kind=BY_MAIL))
        for _ in budget.spend_on(itertools.count()):
            batch = take(mails, clock.now(), BATCH) if time.monotonic() >= self.rests_until else []
            if not batch:
                return
            yield batch

    def _send(self, batch: list[Delivery], stop: Event) -> int:
        """Through one connection. When the server is away, or the worker is to end, the rest of the batch waits unharmed."""
        waiting, composer = list(batch), Composer(clock.now())
        composer.endings.read(batch)
        try:
            with mailer() as out:
                while waiting and not stop.is_set():
                    send_one(waiting[0], composer, out)
                    waiting.pop(0)
        except GatewayError as error:
            failed(waiting.pop(0), error, clock.now())
            self.rests_until = time.monotonic() + PAUSE
        give_back(waiting)
        return len(batch) - len(waiting)


def send_one(row: Delivery, composer: Composer, out: Mailer) -> None:
    """Raises GatewayError only when the server itself is at fault."""
    if not is_mine(row):
        return None
    now = clock.now()
    if row.good_until is not None and row.good_until <= now:
        return withdraw(row, now, fault("too-late-to-tell"))
    if row.destination is not None and row.destination.stopped_at is not None:
        return withdraw(row, now, fault("place-stopped"))
    try:
        entry = composer.entry(row)
        with override(row.language):
            mail = _mail(row, composer, entry, now)
        if mail is None:
            return withdraw(row, now, fault("nothing-to-tell"))
        out.send(mail, settings.MAIL_FROM, mail["To"].addresses[0].addr_spec)
    except GatewayError as error:
        if error.code in OF_SERVER:
            raise
        return failed(row, error, clock.now())
    except Exception as error:
        return failed(row, not_made(row, error), clock.now())
    if entry:
        entry.is_there()
    return sent(row, clock.now())


def _mail(row: Delivery, composer: Composer, entry: Entry | None, now: dt.datetime) -> EmailMessage | None:
    voice = voice_of(row.language)
    message = composer.message(row, voice)
    if message is None:
        return None
    envelope = Envelope(
        sender_name=composer.community.title, sender=settings.MAIL_FROM, to=_address(row), message_id=message_id(row), at=now,
        language=row.language, tzid=row.tzid, **(composer.endings.of(row, voice) or _of_list(row)),
        calendar=entry.text if entry else "", method=entry.method if entry else "",
    )  # fmt: skip
    return as_mail(message, envelope, voice.words)


def _address(row: Delivery) -> str:
    """Of a person, or of a mailing list. Raises GatewayError when what it was sealed with is gone."""
    return row.to if row.destination is None else revealed(row.destination)["to"]


def _of_list(row: Delivery) -> dict[str, str]:
    """Under which name the members of a mailing list find what the hub tells it (RFC 2919)."""
    if row.destination is None:
        return {}
    return {"list_id": f"destination-{row.destination.pk}.{urlsplit(settings.BASE_URL).hostname}"}


def message_id(row: Delivery) -> str:
    """The same at every try, so that who gets a mail twice can tell."""
    return f"<{row.public_id}@{urlsplit(settings.BASE_URL).hostname}>"


@contextlib.contextmanager
def mailer() -> Iterator[Mailer]:
    """To the mail server, or to the data folder without one. Raises GatewayError."""
    if settings.MAIL_SERVER is None:
        yield MailFolder(settings.MAIL_FOLDER)
    else:
        with connected(settings.MAIL_SERVER) as out:
            yield out
