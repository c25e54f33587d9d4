"""A Series is what people talk about ("the metrics call"): one page, one archive, an owner group, a state."""

import hashlib
import json
from collections.abc import Collection

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.core.places.doors import Stand
from commonhour.core.scope import Scope
from commonhour.models.group import Group
from commonhour.models.source import Source
from commonhour.models.texts import PublicLine, PublicLink, PublicText, PublicValues

STATES = [("active", _("Active")), ("paused", _("Paused")), ("concluded", _("Concluded"))]


class SeriesQuerySet(models.QuerySet["Series"]):
    def for_groups(self, slugs: Collection[str]) -> "SeriesQuerySet":
        return self.filter(models.Q(group__slug__in=slugs) | models.Q(co_groups__slug__in=slugs)).distinct()

    def ids_within(self, scope: Scope) -> list[int]:
        """The series a scope covers. Tags are compared here: not every database can look into JSON."""
        rows: SeriesQuerySet = self.for_groups(scope.groups) if scope.groups else self.all()
        rows = rows.filter(slug=scope.series) if scope.series else rows
        rows = rows.filter(group__space__slug__in=scope.spaces) if scope.spaces else rows
        wanted = set(scope.tags)
        return [pk for pk, tags in rows.values_list("id", "tags") if not wanted or wanted & set(tags)]

    def told(self) -> "SeriesQuerySet":
        """With their group, and `is_planned`: whether any schedule says when they meet."""
        schedules = apps.get_model("commonhour", "Schedule").objects.filter(series=models.OuterRef("pk"))
        return self.select_related("group").annotate(is_planned=models.Exists(schedules))

    def undecided(self) -> "SeriesQuerySet":
        return self.filter(question__isnull=False)

    def questions(self, groups: list[int] | None) -> "SeriesQuerySet":
        """Those of ours that say what must be answered, of these groups (None: of all), in their order."""
        rows = (
            self.undecided().filter(source=None).select_related("group").order_by("group__position", "title")
        )
        return rows if groups is None else rows.filter(group_id__in=groups)

    def unplaced(self) -> "SeriesQuerySet":
        """Calls of which nobody has said yet whose they are."""
        return self.filter(group=None, is_of_community=False)

    def of_community(self) -> "SeriesQuerySet":
        """Calls of the whole community."""
        return self.filter(group=None, is_of_community=True)


class PresentSeries(models.Manager.from_queryset(SeriesQuerySet)):  # type: ignore[misc]
    """Without those that were removed: only their pages, and those of dates that were, know them."""

    def get_queryset(self) -> SeriesQuerySet:
        found: SeriesQuerySet = super().get_queryset().filter(removed_at=None)
        return found


class Series(models.Model):
    """`question` says why it has no schedule and what must be answered (code and facts, `core/undecided/question.py`);
    None when it has one. `readings` are the answers that its words allow, as `core/undecided/readings.py` keeps them.

    Without a group it is nobody's yet, or `is_of_community`: the whole community's.

    Paused or concluded, it has no date from `stops_on` on, a day on the clocks of its place; `back_on` is when a paused one
    is thought to come back, which only a person does.

    With `takes_replies` people say whether they come, at most `capacity` of them have a place (None: all), and with
    `keeps_attendance` somebody says afterwards how many were there.

    `policies` are what to expect in it, as `core/policies.py` keeps that; its door opens `door_opens_minutes` before the
    start. What is empty is as the community has it.

    `agenda_template` is Markdown with what stands on the agenda of every date; `notes_url` where its notes are written
    elsewhere, as `core/notes/address.py` reads it, and are fetched from after each date.

    With a `source` it is an outside calendar's and read-only; `adopted_from` is the one it came from.
    """

    slug = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    title = PublicLine(max_length=300)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="series")
    co_groups = models.ManyToManyField(Group, blank=True, related_name="co_series")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="series")
    adopted_from = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="adopted"
    )
    region = PublicLine(max_length=80, blank=True)
    description = PublicText(blank=True)
    agenda_template = PublicText(blank=True)
    notes_url = PublicLink(max_length=1000, blank=True)
    url = PublicLink(max_length=2000, blank=True, stands=Stand.PAGE)
    tags = PublicValues(default=list, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default="active")
    state_reason = PublicLine(max_length=300, blank=True)
    stops_on = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    question = PublicValues(null=True, blank=True)
    readings = PublicValues(default=list, blank=True)
    policies = PublicValues(default=dict, blank=True)
    door_opens_minutes = models.IntegerField(null=True, blank=True)
    match_reason = PublicValues(default=dict, blank=True)
    is_of_community = models.BooleanField(default=False)
    takes_replies = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    keeps_attendance = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PresentSeries()
    every = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/meetings/{self.slug}/"

    @property
    def holders(self) -> list[int | None]:
        """The ids of the groups that hold it, its own first: whoever looks after any of them may change its dates."""
        return [self.group_id, *self.co_groups.values_list("pk", flat=True)]

    @property
    def question_token(self) -> str:
        """What somebody saw who looked at the question and its readings: another token means another question."""
        asked = json.dumps([self.question, self.readings], sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()[:16]

    @property
    def asks_who_comes(self) -> bool:
        """An outside calendar's asks nobody, whatever it did while it was ours."""
        return self.takes_replies and self.source_id is None

    @property
    def has_schedule(self) -> bool:
        """True when anything says when it meets; a call whose outside calendar is away does not."""
        return any(not one.is_away for one in self.schedules.select_related("source"))
