"""A Scope: which meetings a list, a feed or an embed is about. The same words in every URL."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Scope:
    """Slugs; none means every one. Of several groups a meeting belongs to any; a group and a space hold both.
    `tags` are tags of the series."""

    groups: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    series: str = ""
    tags: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return not (self.groups or self.spaces or self.series or self.tags)

    @property
    def is_one_group(self) -> bool:
        return len(self.groups) == 1 and not (self.spaces or self.tags)

    def query(self) -> str:
        """The filter as a query string, without "?": `group=book,metrics&tag=talk`."""
        lists = {"space": ",".join(self.spaces), "group": ",".join(self.groups)}
        parts = [(name, text) for name, text in lists.items() if text]
        return urlencode(parts + [("tag", tag) for tag in self.tags], safe=",")

    def path(self, path: str) -> str:
        """A list's path with this filter behind it."""
        query = self.query()
        return f"{quote(path)}?{query}" if query else path

    @property
    def feed_path(self) -> str:
        """Where its .ics lives."""
        if self.series:
            return f"/meetings/{self.series}.ics"
        return f"/groups/{self.groups[0]}.ics" if self.is_one_group else self.path("/calendar.ics")

    def with_group(self, slug: str) -> "Scope":
        return replace(self, groups=_turned(self.groups, slug))

    def with_space(self, slug: str) -> "Scope":
        return replace(self, spaces=_turned(self.spaces, slug))

    def with_tag(self, tag: str) -> "Scope":
        return replace(self, tags=_turned(self.tags, tag))


def _turned(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The names with one more, or without it where it is one of them already; always in one order."""
    return tuple(sorted(set(names) ^ {name}))
