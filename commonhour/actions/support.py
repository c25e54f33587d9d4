"""Readers say which of the proposed talks they would like to hear: one voice an address, which a mail proves."""

import datetime as dt

from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.change_set import bump_content_version
from commonhour.actions.news.outbox import post
from commonhour.core.limits import SUPPORTS_A_DAY, SUPPORTS_PER_ADDRESS, SUPPORTS_PER_NETWORK
from commonhour.errors import TooMany
from commonhour.models import Proposal, Support

_GOOD_FOR = dt.timedelta(days=30)


def ask_support(
    row: Proposal, email: str, network: str, *, language: str, tzid: str, now: dt.datetime
) -> None:
    """One mail to the address, whether it did so already or not. Raises TooMany."""
    for whose, name, most in ((network, "network", SUPPORTS_PER_NETWORK), ("", "hub", SUPPORTS_A_DAY)):
        if not is_in_measure(f"supports of {name}", whose, now, most):
            raise TooMany("supports-too-many")
    if is_in_measure("supports of address", mailbox(email), now, SUPPORTS_PER_ADDRESS):
        post(
            "proposal-support", email, {"id": row.pk}, cause=f"support {row.public_id} {now.isoformat()}", now=now,
            language=language, tzid=tzid, good_until=now + _GOOD_FOR,
        )  # fmt: skip


def support(row: Proposal, who: str, *, now: dt.datetime) -> None:
    """By the digest of a mailbox (`measure.supporter`). As often as it is called."""
    if Support.objects.get_or_create(proposal=row, mailbox=who, defaults={"at": now})[1]:
        bump_content_version()


def take_support_back(row: Proposal, who: str) -> None:
    """As often as it is called."""
    if Support.objects.filter(proposal=row, mailbox=who).delete()[0]:
        bump_content_version()
