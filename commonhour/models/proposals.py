"""A CallForProposals: what a community asks people to send in, how it asks for it, and until when."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.core.slugs import unique_slug
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicLink, PublicText, PublicValues

_TAKEN = {"mine", "speaker", "support"}  # by signed addresses below /cfp/
STATES = [("draft", _("Not shown yet")), ("open", _("Open for proposals")), ("closed", _("Closed"))]


class CallForProposals(models.Model):
    """Without a series it is the whole community's; without a `url` proposals are collected here. `opens_at` and `deadline`
    are instants in UTC, `tzid` is the zone in which people agreed on them.

    `fields` says of each field of `core/proposals.py` that may be left out whether it is "optional" or "required" (one that
    is not there is not asked for), `topics`, `formats` and `languages` are the choices offered (none: free text), and
    `questions` are its own: {"id", "text", "kind": "line" | "text" | "choice" | "yes-no", "choices", "is_required"}.
    """

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.CASCADE, related_name="calls_for_proposals"
    )
    slug = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    label = PublicLine(max_length=200)
    url = PublicLink(max_length=2000, blank=True)
    description = PublicText(blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    tzid = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=STATES, default="open")
    fields = models.JSONField(default=dict, blank=True)
    topics = PublicValues(default=list, blank=True)
    formats = PublicValues(default=list, blank=True)
    languages = PublicValues(default=list, blank=True)
    questions = PublicValues(default=list, blank=True)
    is_listed = models.BooleanField(default=False)  # what was proposed may be read and supported by everybody
    is_anonymous = models.BooleanField(default=False)  # reviewers do not see whose it is before a decision
    review_help = PublicText(blank=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An address is given once, wherever a call comes from."""
        if not self.slug:
            taken = set(CallForProposals.objects.values_list("slug", flat=True))
            self.slug = unique_slug(self.label, taken | _TAKEN, "call")
        super().save(*args, **kwargs)

    @property
    def is_here(self) -> bool:
        return not self.url

    @property
    def path(self) -> str:
        return f"/cfp/{self.slug}/"
