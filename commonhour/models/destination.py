"""A Destination: a chat room, a mailing list or a program that is told what a series, a group or the community does."""

from django.db import models

from commonhour.models.group import Group
from commonhour.models.sealed import sealed, unsealed
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine

BY_MAIL = "mailing-list"  # the one kind that goes by the mail server


class DestinationQuerySet(models.QuerySet["Destination"]):
    def told(self) -> "DestinationQuerySet":
        return self.filter(stopped_at=None)


class Destination(models.Model):
    """Without a group and a series it is told of all. `kind` names its sender (`gateways/senders/`), `address_sealed` is
    what that needs to reach it: whoever has it can write there, so no page shows it. `fault` is why it was stopped.
    `since` is when it last began to be told, or to be reminded so long before: what was due earlier is not told late."""

    kind = models.CharField(max_length=20)
    label = PublicLine(max_length=100)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="destinations"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.CASCADE, related_name="destinations"
    )
    address_sealed = models.TextField()
    language = models.CharField(max_length=8, default="en")
    tells_changes = models.BooleanField(default=True)
    tells_week = models.BooleanField(default=False)
    tells_notes = models.BooleanField(default=False)
    reminder_minutes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    since = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    fault = models.JSONField(default=dict, blank=True)
    version = models.IntegerField(default=1)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        ordering = ["label", "id"]

    def __str__(self) -> str:
        return self.label

    def hears_of(self, series: Series) -> bool:
        """True for a place of the series, of its group or co-groups, which come with it or are read, and of everything."""
        if self.series_id is not None or self.group_id is None:
            return self.series_id in (None, series.pk)
        return self.group_id in {series.group_id, *(group.pk for group in series.co_groups.all())}

    def seal(self, address: dict[str, str]) -> None:
        self.address_sealed = sealed(address)

    def reveal(self) -> dict[str, str]:
        """Raises UserError when the secret key is not the one it was sealed with."""
        return unsealed(self.address_sealed)
