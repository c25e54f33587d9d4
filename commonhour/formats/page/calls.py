"""The calls of one group: hours said in a line of their own, in parts, or for an edition, as series."""

from dataclasses import dataclass, field, replace

from commonhour.core.draft import DraftGroup, DraftSeries
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Line
from commonhour.formats.page.evidence import is_aspect, is_call
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.undecided import decide_prose
from commonhour.formats.page.vocabulary import region_of
from commonhour.formats.page.wording import (
    calls_in,
    is_struck,
    is_whole,
    names_no_call,
    quoted,
    split_label,
    undecorated,
)
from commonhour.formats.words.parity import parity_in
from commonhour.formats.words.sentence import read_when


@dataclass(slots=True)
class CallReader:
    """Collects what is said of when a group meets; `settle` makes series of it."""

    reading: PageReading
    group: DraftGroup
    is_next: bool = False
    rhythm: str = ""  # how often, where the group's own name says it: "Docs (biweekly)"
    series: list[DraftSeries] = field(default_factory=list)
    # With its line, and whether it is said of the next one alone.
    times: list[tuple[When, int, bool]] = field(default_factory=list)
    said: list[When] = field(default_factory=list)  # what became a series
    doubts: list[str] = field(
        default_factory=list
    )  # what is said beside: "We skip the last one of the month."
    decided: list[tuple[DraftSeries, When, int, bool]] = field(default_factory=list)

    def say(self, times: When, number: int, *, is_next: bool = False) -> None:
        """A time of the group's own call, all of it or a part."""
        times = self._often(times) if times.start else times
        self.times.append((times, number, is_next or self.is_next))

    def _often(self, times: When) -> When:
        is_said = (
            not _is_rarer(read_when(self.rhythm))
            or not times.says_something
            or times.cadence.kind not in ("", "weekly")
        )
        return times if is_said or times.cadence.interval > 1 else read_when(f"{times.text}, {self.rhythm}")

    def pause(self, series: int, times: int) -> None:
        """What was read since then stands below "Past meetings" or "On hiatus"."""
        self.series[series:] = [paused(one) for one in self.series[series:]]
        self.times[times:] = []

    def edition(self, name: str, before: int) -> None:
        """Times read since `before` are those of one edition of the call: "Europe and Asia"."""
        mine, self.times = self.times[before:], self.times[:before]
        for times, line, is_next in mine:
            self._add(times, line, is_next, f"{self.group.name} ({name})")

    def add_line(self, title: str, line: Line, times: When) -> None:
        """The calls of a line that gives a day and an hour to each, or its only one."""
        calls = calls_in(line)
        for call in calls:
            is_named = (
                len(calls) > 1 and not parity_in(call.text)[0]
            )  # "Odd weeks: Wed, 12:00 UTC" has no name
            label, rest = split_label(call) if is_named else (Line(0), call)
            self.add(undecorated(label.text) or title, rest, times if call is line else read_when(rest.text))

    def add(self, title: str, line: Line, times: When) -> None:
        """A call of its own: a bullet such as "Regular meeting: Thursdays at 17:00 UTC"."""
        self.reading.understood.add(line.number)
        is_nameless = names_no_call(title, self.group.name) or (is_aspect(title) and not is_call(title))
        title = self.group.name if is_nameless else title
        times = self._often(times)
        series = DraftSeries("", title, region=region_of(title), description=line.markdown)
        self._make(series, quoted(times, line.text), line.number, self.is_next)
        if is_struck(line.text):
            paused(series)

    def _make(self, series: DraftSeries, times: When, number: int, is_next: bool) -> None:
        self.said.append(times)
        self.reading.place(series, number)
        if self.group.state == "paused" and not times.says_something:
            series.question = Question("group-paused")
        else:
            decide_prose(series, times, number, self.reading, is_next=is_next)
            self.decided.append((series, times, number, is_next))
        self.series.append(series)

    def settle(self, line: int, *, should_meet: bool) -> None:
        """Gives each call its series; what is said of one that got none is told with its line."""
        if not self.series and should_meet:
            self._add(*(self._whole_time() if self.times else (When(), line, False)))
            for times, number, is_next in self.times:
                if is_whole(times) and not self._is_said(times) and not self._is_exception(times):
                    self._add(times, number, is_next)
        for times, number, _ in self.times:
            self.reading.timed.add(number)
            if is_whole(times) and not self._is_said(times):
                self.reading.find("time-left-over", number, text=times.text)
        self._reconsider()
        if self.group.state in ("paused", "concluded"):
            self.series = [paused(one) for one in self.series]

    def _reconsider(self) -> None:
        """Asks about calls beside which something else is said: how often, or when they do not meet."""
        beside = [(times, number) for times, number, _ in self.times if not times.start and not times.date]
        rhythms = [(times, number) for times, number in beside if _is_rarer(times) or times.starts]
        for rhythm, number in rhythms:
            above = [one for one in self.decided if one[2] <= number] or self.decided[:1]
            for series, times, line, is_next in above[-1:]:
                is_new = not times.starts if rhythm.starts else not _is_rarer(times)
                if times.start and is_new and rhythm.text not in times.text:
                    said = read_when(f"{times.text}, {rhythm.text}")
                    self._decide_again(series, replace(said, zone=times.zone), line, is_next)
        self.doubts += [times.text for times, _, _ in self.times if self._is_exception(times)]
        for series, times, line, is_next in self.decided if self.doubts else ():
            if series.schedules:
                qualifier = "; ".join(filter(None, [times.qualifier, *self.doubts]))
                self._decide_again(series, replace(times, qualifier=qualifier), line, is_next)

    def _is_exception(self, times: When) -> bool:
        """True for another hour on some of the days: "On the first Thursday the call is at 22:00"."""
        same = [one for one in self.said if set(times.days) <= set(one.days) and one.text != times.text]
        is_other = all(times.start != one.start and times.zone == one.zone for one in same)
        is_some = not times.days or (_is_rarer(times) and not any(map(_is_rarer, same)))
        return bool(times.start and same and is_other and is_some and not times.date)

    def _decide_again(self, series: DraftSeries, times: When, line: int, is_next: bool) -> None:
        where = self.reading.where(line)
        found = self.reading.draft.findings
        found[:] = [one for one in found if one.code != "assumed-start" or one.where != where]
        series.schedules, series.readings, series.question = [], [], None
        decide_prose(series, times, line, self.reading, is_next=is_next)

    def _is_said(self, times: When) -> bool:
        """True when a series has these days and this hour already, or the hour in another zone: the same call again."""
        return any(
            set(times.days) <= set(one.days) and (times.start == one.start or times.zone != one.zone)
            for one in self.said
        )

    def _whole_time(self) -> tuple[When, int, bool]:
        """The first time said; with "Day", "Time" and "Frequency" apart, all of them together."""
        first, line, is_next = self.times[0]
        if is_next or (first.start and (first.days or first.cadence.kind or first.date)):
            return self.times[0]
        parts = [times.text for times, _, is_other in self.times if not is_other]
        return read_when(", ".join(dict.fromkeys(parts))), line, is_next

    def _add(self, times: When, line: int, is_next: bool, title: str = "") -> None:
        series = DraftSeries("", title or self.group.name, region=region_of(title) or self.group.region)
        self._make(series, self._often(times), line, is_next)


def _is_rarer(times: When) -> bool:
    """True for words that say another rhythm than every week."""
    cadence = times.cadence
    return bool(
        parity_in(times.text)[0]
        or cadence.parity
        or cadence.interval > 1
        or cadence.nths
        or cadence.kind not in ("", "weekly")
    )


def paused(series: DraftSeries) -> DraftSeries:
    """A call that does not meet for now has no dates, whatever is said of its time."""
    series.schedules, series.readings, series.question = [], [], Question("group-paused")
    return series
