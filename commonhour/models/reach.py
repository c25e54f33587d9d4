"""Which of some series a subscription reaches: asked once of all who selected the same, however many they are."""

from collections.abc import Collection

from commonhour.models.series import Series
from commonhour.models.subscriber import Subscription


class Reach:
    """`series` come with their groups and co-groups."""

    def __init__(self, series: Collection[Series]) -> None:
        self._series = series
        self._known: dict[str, list[Series]] = {}

    def of(self, row: Subscription) -> list[Series]:
        selected = repr((row.series_id, row.groups, row.spaces, row.tags))
        if selected not in self._known:
            self._known[selected] = [one for one in self._series if row.reaches(one)]
        return self._known[selected]
