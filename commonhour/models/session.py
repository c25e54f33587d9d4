"""A Session: a talk or topic, held once or in paired editions."""

from django.db import models

from commonhour.models.occurrence import Occurrence
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicLink, PublicText, PublicValues


class SessionQuerySet(models.QuerySet["Session"]):
    def on(self, date: Occurrence) -> "SessionQuerySet":
        """Those held on this date, in their order; one that was imported says its day only."""
        of_that_day = models.Q(occurrences=None, series=date.series_id, date=date.local_day)
        return self.filter(models.Q(occurrences=date) | of_that_day).distinct().order_by("position", "pk")

    def latest_first(self) -> "SessionQuerySet":
        """The last day first, and those of one day in their order."""
        return self.order_by(models.F("date").desc(nulls_last=True), "position", "pk")


class Session(models.Model):
    """`speakers` is a list of {"name", "organisation"}, `links` of {"label", "url"}. One that is held on several dates has one `position` for all."""

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    occurrences = models.ManyToManyField(Occurrence, blank=True, related_name="sessions")
    title = PublicLine(max_length=300)
    date = models.DateField(null=True, blank=True)
    speakers = PublicValues(default=list, blank=True)
    abstract = PublicText(blank=True)
    language = PublicLine(max_length=60, blank=True)
    tags = PublicValues(default=list, blank=True)
    links = PublicValues(default=list, blank=True)
    slides = PublicLink(max_length=2000, blank=True)
    recording = PublicLink(max_length=2000, blank=True)
    url = PublicLink(max_length=2000, blank=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["date", "position", "id"]

    def __str__(self) -> str:
        return self.title
