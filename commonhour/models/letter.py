"""A Letter is a mail that came in: kept for people to read where it was no meeting, and so that none is taken twice."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commonhour.core.letter import MailKind
from commonhour.models.submission import Submission
from commonhour.models.texts import PublicLine, PublicText

OPEN, DONE, SPAM = "open", "done", "spam"
STATES = [(OPEN, _("To read")), (DONE, _("Done")), (SPAM, _("Spam"))]
MOVE = "move"  # asks to change a meeting that was decided already
KINDS = [
    (MailKind.MEETING, _("A meeting")), (MOVE, _("Asks to change a meeting")), (MailKind.CANCEL, _("Calls a meeting off")),
    (MailKind.WORDS, _("A letter")), (MailKind.LIST, _("Of a mailing list")),
    (MailKind.REPLY, _("An answer of a calendar")), (MailKind.AUTOMATIC, _("An automatic answer")),
    (MailKind.BOUNCE, _("A mail that came back")),
]  # fmt: skip


class LetterQuerySet(models.QuerySet["Letter"]):
    def forgotten(self, now: dt.datetime) -> "LetterQuerySet":
        """What was settled, or nobody touched, for so long."""
        return self.filter(received_at__lt=now - Letter.KEPT)


class Letter(models.Model):
    """`digest` is the mail's own, so that it is taken in once whatever way it comes. `email` is whom it says it is from, ""
    when that is nobody in particular, and is never believed. `problems` are codes of what of it could not be read, and `moves_to`
    says when the meeting would be that it asks to move: {"dtstart", "tzid", "minutes", "rrule"}, as a submission does."""

    KEPT = dt.timedelta(days=90)

    digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    email = models.EmailField(blank=True)
    name = PublicLine(max_length=100, blank=True)
    subject = PublicLine(max_length=500, blank=True)
    text = PublicText(blank=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    problems = models.JSONField(default=list, blank=True)
    moves_to = models.JSONField(default=dict, blank=True)
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters"
    )
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    version = models.IntegerField(default=1)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]
        indexes = [
            models.Index(fields=["state", "received_at"]),
            models.Index(F("email"), name="letter_email"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    def settle(self, state: str) -> dict[str, Any]:
        """What is written when it goes into a state."""
        return {"state": state, "version": self.version + 1}
