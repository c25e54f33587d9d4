"""The calls of one group: hours said in a line of their own, in parts, or for an edition, as series."""

from dataclasses import dataclass, field

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
    left: list[tuple[When, int]] = field(default_factory=list)  # what stands where no call is

    def say(self, times: When, number: int, *, is_next: bool = False) -> None:
        """A time of the group's own call, all of it or a part."""
        self.times.append((times, number, is_next or self.is_next))

    def leave(self, times: When, number: int) -> None:
        """Remembers a time that stands among what is kept as prose."""
        self.left.append((times, number))

    def _often(self, times: When) -> When:
        is_said = not self.rhythm or not times.says_something or times.cadence.kind not in ("", "weekly")
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
        self.said.append(times)
        series = DraftSeries("", title, region=region_of(title), description=line.markdown)
        self.reading.place(series, line.number)
        decide_prose(series, quoted(times, line.text), line.number, self.reading, is_next=self.is_next)
        self.series.append(paused(series) if is_struck(line.text) else series)

    def settle(self, line: int, *, should_meet: bool) -> None:
        """Gives each call its series; what is said of one that got none is told with its line."""
        if not self.series and should_meet:
            self._add(*(self._whole_time() if self.times else (When(), line, False)))
            for times, number, is_next in self.times:
                if is_whole(times) and not self._is_said(times):
                    self._add(times, number, is_next)
        for times, number in [*((times, number) for times, number, _ in self.times), *self.left]:
            self.reading.timed.add(number)
            if is_whole(times) and not self._is_said(times):
                self.reading.find("time-left-over", number, text=times.text)
        if self.group.state in ("paused", "concluded"):
            self.series = [paused(one) for one in self.series]

    def _is_said(self, times: When) -> bool:
        """True when a series has these days already: the same call said once more."""
        return any(set(times.days) <= set(one.days) for one in self.said)

    def _whole_time(self) -> tuple[When, int, bool]:
        """The first time said; with "Day", "Time" and "Frequency" apart, all of them together."""
        first, line, is_next = self.times[0]
        if is_next or (first.start and (first.days or first.cadence.kind or first.date)):
            return self.times[0]
        parts = [times.text for times, _, is_other in self.times if not is_other]
        return read_when(", ".join(dict.fromkeys(parts))), line, is_next

    def _add(self, times: When, line: int, is_next: bool, title: str = "") -> None:
        series = DraftSeries("", title or self.group.name, region=region_of(title) or self.group.region)
        times = self._often(times)
        self.said.append(times)
        if self.group.state == "paused" and not times.says_something:
            series.question = Question("group-paused")
        else:
            decide_prose(series, times, line, self.reading, is_next=is_next)
        self.reading.place(series, line)
        self.series.append(series)


def paused(series: DraftSeries) -> DraftSeries:
    """A call that does not meet for now has no dates, whatever is said of its time."""
    series.schedules, series.readings, series.question = [], [], Question("group-paused")
    return series
