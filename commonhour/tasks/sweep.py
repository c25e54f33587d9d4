"""Sweeping: what was kept for an hour or a day goes when its time is over."""

import datetime as dt

from django.contrib.sessions.models import Session as SignedIn

from commonhour.models import ConfirmationCount, ImportDraft, SignInLink
from commonhour.models.imports import LIFETIME


def sweep(now: dt.datetime) -> int:
    """Remove uploads nobody finished, used or old sign-in links, and ended sessions; returns how many rows."""
    rows = (
        ImportDraft.objects.filter(created_at__lte=now - LIFETIME),
        SignInLink.objects.filter(expires_at__lte=now),
        SignedIn.objects.filter(expire_date__lte=now),
        ConfirmationCount.objects.filter(day__lt=now.date() - dt.timedelta(days=2)),
    )
    return sum(found.delete()[0] for found in rows)
