"""Sweeping: what was kept for an hour or a day goes when its time is over."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session as SignedIn

from commonhour.actions.agenda import forget_proposers
from commonhour.actions.reply_counts import count_replies, forget_replies
from commonhour.models import (
    ConfirmationCount,
    Delivery,
    ImportDraft,
    KeptRows,
    Letter,
    Notice,
    Proposal,
    SignInLink,
    Submission,
)
from commonhour.models.imports import LIFETIME
from commonhour.reads.undo import PROMINENT

# Who was told what is of use for a while, and addresses lie nowhere longer than that.
REMEMBERED = dt.timedelta(days=60)


def sweep(now: dt.datetime) -> int:
    """Remove uploads nobody finished, meetings and talks that nobody confirmed or that were settled long ago, used or old
    sign-in links, ended sessions, letters of long ago, who came to what is long over or proposed something for its agenda, the names of speakers who asked not to be named, and messages of long ago with the mails that this machine
    kept of them; returns how many rows."""
    _forget_mails(now)
    count_replies(now)
    forget_proposers(now)
    rows = (
        ImportDraft.objects.filter(created_at__lte=now - LIFETIME),
        SignInLink.objects.filter(expires_at__lte=now),
        SignedIn.objects.filter(expire_date__lte=now),
        ConfirmationCount.objects.filter(day__lt=now.date() - dt.timedelta(days=2)),
        Submission.objects.forgotten(now),
        Letter.objects.forgotten(now),
        Proposal.objects.forgotten(now),
        KeptRows.objects.filter(change_set__kind="proposals-removed", change_set__at__lte=now - REMEMBERED),
        KeptRows.objects.filter(change_set__kind="speaker-unnamed", change_set__at__lte=now - PROMINENT),
        Delivery.objects.filter(ended_at__lte=now - REMEMBERED),
        Notice.objects.filter(opened_at__lte=now - REMEMBERED, deliveries=None),
        UserSession.objects.exclude(
            session_key__in=SignedIn.objects.filter(expire_date__gt=now).values("pk")
        ),
    )
    return forget_replies(now) + sum(found.delete()[0] for found in rows)


def _forget_mails(now: dt.datetime) -> None:
    for file in settings.MAIL_FOLDER.glob("*.eml"):
        if file.stat().st_mtime < (now - REMEMBERED).timestamp():
            file.unlink(missing_ok=True)
