"""A CallForProposals: what a community asks people to send in, and until when; the button leads to where it collects them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicLink, PublicText

STATES = [("draft", _("Not shown yet")), ("open", _("Open for proposals")), ("closed", _("Closed"))]


class CallForProposals(models.Model):
    """Without a series it is the whole community's. `opens_at` and `deadline` are instants in UTC, `tzid` is the zone in
    which people agreed on them."""

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.CASCADE, related_name="calls_for_proposals"
    )
    label = PublicLine(max_length=200)
    url = PublicLink(max_length=2000)
    description = PublicText(blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    tzid = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=STATES, default="open")
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label
