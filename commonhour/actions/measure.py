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
    """Where it arrives: what stands behind a "+" (RFC 5233) makes no further one of it, nor do capitals, a domain in another
    script, or dots and the second name of Google's."""
    local, _, domain = email.casefold().rpartition("@")
    local, domain = local.split("+")[0], _in_ascii(domain)
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def supporter(email: str) -> str:
    """A digest of the mailbox: each counts once, and nobody can tell from it who it was."""
    return salted_hmac("support of mailbox", mailbox(email), algorithm="sha256").hexdigest()


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
