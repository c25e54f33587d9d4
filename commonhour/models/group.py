"""A Group meets: a working group, programme, chapter or committee; it, never a person, owns its meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.models.space import Space
from commonhour.models.texts import PublicLine, PublicText, PublicValues

KINDS = [
    ("working-group", _("Working group")),
    ("programme", _("Programme")),
    ("chapter", _("Chapter")),
    ("committee", _("Committee")),
    ("other", _("Group")),
]
STATES = [
    ("forming", _("Forming")),
    ("active", _("Active")),
    ("paused", _("Paused")),
    ("concluded", _("Concluded")),
]


class GroupQuerySet(models.QuerySet["Group"]):
    def living(self) -> "GroupQuerySet":
        return self.exclude(state="concluded")


class PresentGroups(models.Manager.from_queryset(GroupQuerySet)):  # type: ignore[misc]
    """Without those that were removed."""

    def get_queryset(self) -> GroupQuerySet:
        found: GroupQuerySet = super().get_queryset().filter(removed_at=None)
        return found


class Group(models.Model):
    slug = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    name = PublicLine(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS, default="working-group")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    state = models.CharField(max_length=12, choices=STATES, default="active")
    state_reason = PublicLine(max_length=300, blank=True)
    description = PublicText(blank=True)
    region = PublicLine(max_length=80, blank=True)
    lead_organisation = PublicLine(max_length=120, blank=True)
    aliases = PublicValues(default=list, blank=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PresentGroups()
    every = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/groups/{self.slug}/"

    @property
    def has_concluded(self) -> bool:
        return self.state == "concluded"


class Goal(models.Model):
    """What a group wants to reach; `due` is the last day of the date it gave ("in 2023" is 2023-12-31)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="goals")
    text = PublicText()
    due = models.DateField(null=True, blank=True)
    outcome = PublicLine(max_length=300, blank=True)
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text
