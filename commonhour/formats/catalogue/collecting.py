"""A catalogue's Draft while it is read: groups, series and findings, with every secret and address taken out."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from commonhour.core import limits
from commonhour.core.draft import (
    Draft,
    DraftChannel,
    DraftGroup,
    DraftJoin,
    DraftSeries,
    DraftSource,
    Unplaced,
)
from commonhour.core.finding import Finding
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.calendars import calendar_sources, is_secret_ics
from commonhour.core.places.channels import channel_kind, channel_name
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import beginning, guard, with_place
from commonhour.core.slugs import unique_slug
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import Fault, fault
from commonhour.formats.catalogue.tables import Table, Value, every_table
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.values import without_controls

# What is said when a rule that needs no first date was given the next possible one.
ASSUMED_START = "assumed-start"


class Catalogue:
    """Collects what one importer reads. `report` is that of the file being read just now."""

    def __init__(self, kind: str, where: str, today: dt.date) -> None:
        self.draft = Draft(kind=kind)
        self.today = today
        self.report = Report(where)
        self._reports = [self.report]
        self._groups: set[str] = set()
        self._series: set[str] = set()
        self._channels: set[tuple[str, str]] = set()  # of each group, by its address or name

    def open_file(self, where: str) -> None:
        """From here on findings belong to another file, an included one."""
        self.report = next((one for one in self._reports if one.where == where), Report(where))
        if self.report not in self._reports:
            self._reports.append(self.report)

    def group(self, name: str, slug: str, line: int, kind: str = "working-group") -> DraftGroup:
        clean = self.line(name, line) or "Group"
        group = DraftGroup(unique_slug(_plain(slug) or clean, self._groups, "group"), clean, kind=kind)
        group.where = self.report.place(line)
        self._groups.add(group.slug)
        self.draft.groups.append(group)
        return group

    def series(self, title: str, group: DraftGroup | None, line: int, slug: str = "") -> DraftSeries:
        """A new series with a slug of its own. Raises TooLarge for one more than a file may hold."""
        if len(self._series) >= limits.COMPONENTS:
            raise TooLarge("file-too-many-calls", most=limits.COMPONENTS, where=self.report.place(line))
        joins: list[DraftJoin] = []
        clean = self.line(title, line, joins) or "Meeting"
        series = DraftSeries(unique_slug(_plain(slug) or clean, self._series, "meeting"), clean)
        series.group, series.where = (group.slug if group else None), self.report.place(line)
        series.joins += joins
        self._series.add(series.slug)
        self.draft.series.append(series)
        return series

    def safe(
        self, text: str, line: int, joins: list[DraftJoin] | None = None, stands: Stand = Stand.TEXT
    ) -> str:
        """A text fit to be shown; the ways to join in it go to `joins`. Each secret is a finding."""
        clean, found = self.report.guarded(without_controls(text), line, stands)
        if joins is not None:
            joins += [one for one in found if one not in joins]
        clean, hidden = hide_addresses(clean)
        if hidden:
            self.report.dropped(line, case="person-address")
        return clean.strip()

    def line(
        self, text: str, line: int, joins: list[DraftJoin] | None = None, stands: Stand = Stand.TEXT
    ) -> str:
        """As `safe`, in one line."""
        return " ".join(self.safe(text, line, joins, stands).split())

    def link(
        self, url: str, line: int, joins: list[DraftJoin] | None = None, stands: Stand = Stand.TEXT
    ) -> str:
        """A web address that may be shown, or "": a join link goes to `joins`."""
        clean = self.safe(url, line, joins, stands)
        is_web = clean.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in clean)
        return clean if is_web and clean == url.strip() else ""

    def located(self, about: str, place: str, line: int, joins: list[DraftJoin]) -> str:
        """The words about a call and where it is; a place that is only a way to join goes behind the join page."""
        where = self.line(place, line, joins, Stand.DOOR)
        return with_place(about, where)

    def channel(self, group: DraftGroup, url: str, label: str, line: int, kind: str = "") -> None:
        """Where a group talks or keeps things; each address once."""
        clean = self.link(url, line)
        if not clean:
            self.unplaced(label if is_secret_ics(url) else f"{label}: {url}", line)
        elif self._is_new(group, clean):
            name = channel_name(clean)
            group.channels.append(
                DraftChannel(kind or channel_kind(clean, label), self.line(label, line), name, clean)
            )

    def named_channel(self, group: DraftGroup, kind: str, label: str, name: str) -> None:
        """A channel of which only the name is known: "#sig-apps" on Slack."""
        channel = DraftChannel(kind, _plain(label), _plain(name))
        if self._is_new(group, f"{kind} {channel.label} {channel.name}"):
            group.channels.append(channel)

    def _is_new(self, group: DraftGroup, channel: str) -> bool:
        known = len(self._channels)
        self._channels.add((group.slug, channel))
        return len(self._channels) > known

    def source(self, kind: str, url: str, tzid: str = "") -> None:
        if url and not any(one.url == url for one in self.draft.sources):
            self.draft.sources.append(DraftSource(kind, url, tzid))

    def calendar(self, url: str) -> bool:
        """Adds the calendars that a link shows; False when it shows none."""
        found = calendar_sources(url)
        for one in found:
            self.source(one.kind, one.url, one.tzid)
        return bool(found)

    def describe(self, series: DraftSeries, event: Table) -> None:
        """What an event says about itself, where it is, and its page."""
        about = self.safe(event.text("description"), event.line_of("description"), series.joins)
        place, line = event.text("location"), event.line_of("location")
        series.description = self.located(about, place, line, series.joins)
        series.url = self.link(event.text("url"), event.line_of("url"), series.joins, Stand.PAGE)

    @contextmanager
    def left_out_if_refused(self, series: DraftSeries, line: int) -> Iterator[None]:
        """One bad call refuses itself, not the file."""
        try:
            yield
        except RefusedInput as error:
            self.draft.series.remove(series)
            self.refuse(line, fault("call-left-out", title=series.title, reason=error.as_json()))

    def unplaced(self, text: str, line: int) -> None:
        clean = self.line(text, line)
        if clean:
            self.draft.unplaced.append(Unplaced(self.report.place(line), clean))

    def find(self, code: str, line: int, case: str = "", /, *, subject: str = "", **facts: Any) -> None:
        self.report.add(code, line, case, subject=subject, **facts)

    def forget(self, code: str, *places: str) -> None:
        """Takes back what was found at these places, as something better is said now."""
        self.report.findings = [f for f in self.report.findings if f.code != code or f.where not in places]

    def entries(self, table: Table, name: str) -> Iterator[Table]:
        """The mappings of a list. What is not one refuses itself, not the file."""
        for item in table.items(name):
            if isinstance(item, Table):
                yield item
            else:
                self.refuse(table.line_of(name), fault("no-mapping-entry", name=name))

    def refuse(self, line: int, met: Fault) -> None:
        self.report.refuse(line, met)

    def check_repeated(self, roots: Iterable[Value]) -> None:
        for root in roots:
            for table in every_table(root):
                for key, line in table.repeated:
                    self.find("contradiction", line, "given-twice", name=beginning(key, 40))

    def close(self) -> Draft:
        findings: list[Finding] = []
        for report in self._reports:
            findings += report.close()
        self.draft.findings = findings
        return self.draft


def _plain(text: str) -> str:
    """A text without secrets and addresses, for keys that are made from it."""
    return " ".join(hide_addresses(guard(without_controls(text))[0])[0].split())
