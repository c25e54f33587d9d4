"""A MailboxTurn says when the community's mailbox is read next, by which one worker, and what the last reading met."""

import datetime as dt

from django.db import models
from django.db.models import Q

EVERY, LEASE = dt.timedelta(minutes=1), dt.timedelta(minutes=10)


class MailboxTurn(models.Model):
    """One row. `fault` is why it could not be read the last time."""

    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"mailbox, due at {self.due_at:%Y-%m-%d %H:%M}"

    @staticmethod
    def take(now: dt.datetime) -> bool:
        """True for the one worker whose turn it is, until it ends or its lease does. A time much later than any given now is
        of a clock that was set back."""
        MailboxTurn.objects.bulk_create([MailboxTurn(pk=1, due_at=now)], ignore_conflicts=True)
        due = Q(due_at__lte=now) | Q(due_at__gt=now + 2 * LEASE)
        return MailboxTurn.objects.filter(due, pk=1).update(due_at=now + LEASE) == 1

    @staticmethod
    def end(now: dt.datetime, fault: dict[str, object] | None = None) -> bool:
        """True when it met another fault than the last time."""
        before = MailboxTurn.objects.filter(pk=1).values_list("fault", flat=True).first()
        facts: dict[str, object] = {"fault": fault or {}} | ({} if fault else {"read_at": now})
        MailboxTurn.objects.filter(pk=1).update(due_at=now + EVERY, **facts)
        return bool(fault) and before != fault
