"""A Scope: which meetings a list, a feed or an embed is about. The same words in every URL."""

from dataclasses import dataclass
from urllib.parse import urlencode

from commonhour.errors import NotFound
from commonhour.models import Group, Occurrence, Schedule, Series, Space
from commonhour.models.occurrence import OccurrenceQuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """Slugs; "" means every one. `tag` is a tag of the series."""

    group: str = ""
    space: str = ""
    series: str = ""
    tag: str = ""

    @property
    def is_everything(self) -> bool:
        return not (self.group or self.space or self.series or self.tag)

    def query(self) -> str:
        """The filter as a query string, without "?"."""
        parts = {"space": self.space, "group": self.group, "tag": self.tag}
        return urlencode({name: value for name, value in parts.items() if value})

    def series_ids(self) -> list[int] | None:
        """The series it covers, or None for every one."""
        if self.is_everything:
            return None
        rows = Series.objects.all()
        if self.series:
            rows = rows.filter(slug=self.series)
        if self.group:
            rows = rows.for_group(self.group)
        if self.space:
            rows = rows.filter(group__space__slug=self.space)
        pairs = rows.values_list("id", "tags")
        return [pk for pk, tags in pairs if not self.tag or self.tag in tags]

    def occurrences(self) -> OccurrenceQuerySet:
        ids = self.series_ids()
        rows = Occurrence.objects.attached()
        return rows if ids is None else rows.filter(series_id__in=ids)

    def schedules(self) -> "list[Schedule]":
        """Its own schedules, with everything a feed needs; outside calendars are left out of our feeds."""
        ids = self.series_ids()
        rows = (
            Schedule.objects.filter(source=None, gone_at=None)
            .select_related("series__group")
            .prefetch_related("overrides")
        )
        rows = rows if ids is None else rows.filter(series_id__in=ids)
        return list(rows.order_by("series__slug", "position", "id"))

    def title(self, community: str) -> str:
        """What a calendar of this scope is called. Raises NotFound when it names nothing that exists."""
        if self.series:
            return _name(
                Series.objects.filter(slug=self.series).values_list("title", flat=True),
                NotFound("no-such-series"),
            )
        if self.group:
            return _name(
                Group.objects.filter(slug=self.group).values_list("name", flat=True),
                NotFound("no-such-group"),
            )
        if self.space:
            return _name(
                Space.objects.filter(slug=self.space).values_list("name", flat=True),
                NotFound("no-such-space"),
            )
        return f"{community}: {self.tag}" if self.tag else community


def _name(names: object, missing: NotFound) -> str:
    found = list(names)[:1]  # type: ignore[call-overload]
    if not found:
        raise missing
    return str(found[0])
