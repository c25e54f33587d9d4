"""An AgendaItem: what somebody would like to be talked about on one date. Whoever keeps its record says yes or no."""

import uuid

from django.db import models

from commonhour.models.occurrence import Occurrence
from commonhour.models.texts import PublicLine, SaidLine

WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"


class AgendaItem(models.Model):
    """Only an accepted one is public, with the `name` that its proposer gave. `email` is where the answer goes, "" for who
    keeps the record themselves and once it is forgotten; `language` and `tzid` are those of that mail. `answer` is for the
    proposer alone."""

    KEPT_DAYS = 30  # after the date: then nobody needs the address, nor what was not accepted

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="agenda_items")
    text = SaidLine(max_length=300)
    name = SaidLine(max_length=80, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    tzid = models.CharField(max_length=64, default="UTC")
    state = models.CharField(max_length=10, default=WAITING)
    answer = PublicLine(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["proposed_at", "id"]

    def __str__(self) -> str:
        return self.text
