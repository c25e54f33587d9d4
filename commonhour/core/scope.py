"""A Scope: which meetings a list, a feed or an embed is about. The same words in every URL."""

from dataclasses import dataclass
from urllib.parse import urlencode


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

    @property
    def feed_path(self) -> str:
        """Where its .ics lives."""
        if self.series:
            return f"/meetings/{self.series}.ics"
        if self.group and not (self.space or self.tag):
            return f"/groups/{self.group}.ics"
        query = self.query()
        return "/calendar.ics" + (f"?{query}" if query else "")
