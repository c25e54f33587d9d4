"""Mail comes in: from the mailbox, which one worker at a time reads, and from the listener."""

import datetime as dt
import logging

from django.conf import settings
from django.db import connections

from commonhour import clock
from commonhour.actions.letter import take_mail
from commonhour.core.limits import MAILS_A_TURN
from commonhour.errors import GatewayError, TooMany
from commonhour.gateways.imap import OpenMailbox, opened
from commonhour.models import MailboxTurn
from commonhour.reads.outage import outage_of
from commonhour.tasks.budget import UNLIMITED, Budget
from commonhour.tasks.lane import tell_of

logger = logging.getLogger(__name__)


def read_mailbox(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Take in what nobody has read yet; returns how many mails. Each is marked only when it is kept, so that one that was
    under way when a worker ended comes once more, and is known then."""
    if settings.MAILBOX is None or not MailboxTurn.take(now):
        return 0
    try:
        with opened(settings.MAILBOX) as box:
            number = sum(_taken(box, uid, now) for uid in budget.spend_on(box.unread(MAILS_A_TURN)))
    except GatewayError as error:
        if MailboxTurn.end(now, error.as_json()):
            logger.warning("The mailbox could not be read: %s", error.sentence())
        return 0
    except TooMany:  # the rest waits in the mailbox for tomorrow
        MailboxTurn.end(now)
        return 0
    MailboxTurn.end(now)
    return number


def _taken(box: OpenMailbox, uid: str, now: dt.datetime) -> bool:
    """Reading stands outside of any transaction: a slow server must not hold up the writers here."""
    body, is_whole = box.read(uid)
    if not body:
        return False
    try:
        take_mail(body, now=now, is_whole=is_whole)
    except TooMany:
        raise
    except Exception as error:
        if outage_of(error):
            raise
        logger.exception("A mail could not be taken in; it stays unread.")  # and holds up no other
        return False
    box.put_away(uid)
    return True


def take_from_listener(body: bytes, sender: str) -> bool:
    """In a thread of the listener, which keeps no connection to the database."""
    try:
        return take_delivered(body, sender)
    finally:
        connections.close_all()


def take_delivered(body: bytes, sender: str) -> bool:
    """False when it could not be kept now, and the other server is to try again."""
    try:
        take_mail(body, now=clock.now(), return_path=sender)
    except TooMany:
        return False
    except Exception as error:
        tell_of("A mail that came in could not be kept.", error=error)
        return False
    return True
