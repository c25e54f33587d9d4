"""How much strangers may ask for on one day, so that nobody is drowned in mails they did not ask for: by address, by network
and by all together. The database counts, whoever else counts at this moment."""

import datetime as dt

from django.utils.crypto import salted_hmac

from commonhour.models import ConfirmationCount


def is_in_measure(what: str, whose: str, now: dt.datetime, most: int) -> bool:
    """One more of `what` ("submissions of network"), unless there were `most` of it today (UTC)."""
    digest = salted_hmac(what, whose).hexdigest()
    return ConfirmationCount.count(digest, now.astimezone(dt.UTC).date(), most)


def mailbox(email: str) -> str:
    """Where it arrives: what stands behind a "+" (RFC 5233) makes no further one of it."""
    local, _, domain = email.rpartition("@")
    return f"{local.split('+')[0]}@{domain}"
