"""A call as the keys of a data file tell of it: gathered word by word, then made into series with a schedule or a question."""

import datetime as dt
from dataclasses import dataclass, field, replace

from commonhour.core.draft import DraftGroup, DraftJoin, DraftSeries
from commonhour.core.undecided.asking import EVERYTHING
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.when import When
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.dated import Dated, decide_dated
from commonhour.formats.catalogue.fields import Fields, decide_call
from commonhour.formats.catalogue.keys import key_words, names_calls
from commonhour.formats.catalogue.seasons import SeasonalCall, seasonal_call
from commonhour.formats.catalogue.when import SENTENCE, decide_fields
from commonhour.formats.words.hours import hour_of
from commonhour.formats.words.lengths import length_of
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.stamps import read_stamp
from commonhour.formats.words.weekdays import weekdays_in
from commonhour.formats.words.zones import zone_of

# Keys that say on which dates it does not meet, or which of several: understood or not, they are never passed over.
_LIMITS = {
    "until", "except", "exceptions", "exdate", "exdates", "skip", "skips", "skipped", "cancelled",
    "canceled", "paused", "holidays", "interval", "week", "weeks", "month", "months", "nth",
    "ordinal",
}  # fmt: skip
_FIRST = {"start", "starts", "starting", "begin", "begins", "first", "since", "next"}
Said = tuple[str, str, int]  # key, what it says, line


@dataclass(slots=True)
class ToldCall:
    """What is said about one call: what its keys say about when, each with its line, and how to join."""

    line: int
    title: str = ""
    slug: str = ""
    when: list[Said] = field(default_factory=list)
    zone: str = ""
    length: str = ""
    about: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    joins: list[DraftJoin] = field(default_factory=list)
    url: str = ""


def series_of(
    catalogue: Catalogue, group: DraftGroup, call: ToldCall, titles: set[str], entries: list[SeasonalCall]
) -> list[DraftSeries]:
    """One series for each sentence about when; one for all fields together. `titles` are those of the group's other
    calls; `entries` gets what may be half of a call told for two seasons."""
    sentences = [one for one in call.when if _is_sentence(one[1])]
    made = []
    for said in sentences or [("", "", call.line)]:
        series = _series(catalogue, group, call, said, titles)
        titles.add(series.title)
        if group.state in ("paused", "concluded"):
            series.question = Question("group-paused")
        else:
            decided = (
                _by_sentence(catalogue, series, call, said)
                if said[1]
                else _by_fields(catalogue, series, call)
            )
            entries += [decided] if decided else []
        made.append(series)
    told = {*sentences, *_first_date(call)} if sentences else set(call.when)
    for key, text, line in (one for one in call.when if one not in told):
        catalogue.unplaced(f"{group.name}: {key}: {text}", line)
    return made


def _series(
    catalogue: Catalogue, group: DraftGroup, call: ToldCall, said: Said, titles: set[str]
) -> DraftSeries:
    _, text, line = said
    title = call.title or (group.name if names_calls(group.name) else f"{group.name} meeting")
    slug = f"{group.slug} {call.slug or call.title or 'meeting'}"
    series = catalogue.series(f"{title} ({text})" if title in titles and text else title, group, line, slug)
    series.joins += [one for one in call.joins if one not in series.joins]
    series.url, series.description = call.url, "\n\n".join(filter(None, (*call.about, *call.place)))
    return series


def _is_sentence(text: str) -> bool:
    when = read_when(text)
    return when.start is not None and bool(when.days or when.cadence.kind)


def _by_sentence(
    catalogue: Catalogue, series: DraftSeries, call: ToldCall, said: Said
) -> SeasonalCall | None:
    key, text, line = said
    zone = call.zone or _zone_of_key(key)
    when = read_when(text)
    when = read_when(f"{text}, {zone}") if zone and not when.zone.text else when
    for day in _first_date(call).values():
        when = _counted_from(when, day)
    if any(map(_is_limit, call.when)):
        when = replace(when, cadence=replace(when.cadence, allows=when.cadence.exact()))
    when = replace(when, length=when.length or length_of(call.length))
    decide_fields(catalogue, series, when, line, SENTENCE)
    return seasonal_call(series, f"{series.title} {text}", line)


def _by_fields(catalogue: Catalogue, series: DraftSeries, call: ToldCall) -> SeasonalCall | None:
    if not call.when:
        series.question = Question("no-time", {"hours": [], "asks": [EVERYTHING]})
        catalogue.find("no-time", call.line, "file", title=series.title)
        return None
    dated = _dated(call)
    if dated is None:
        return decide_call(catalogue, series, _fields(call))
    with catalogue.left_out_if_refused(series, call.line):
        decide_dated(catalogue, series, dated, call.line)
    return None


def _first_date(call: ToldCall) -> dict[Said, dt.date]:
    """`start_date: 2026-12-10` beside the only sentence, when that gives no date itself."""
    sentences = [one for one in call.when if _is_sentence(one[1])]
    if len(sentences) != 1 or read_when(sentences[0][1]).anchor:
        return {}
    starts = [one for one in call.when if _FIRST & {*key_words(one[0]).split()}]
    stamps = {one: stamp for one in starts if (stamp := read_stamp(one[1])) and stamp.is_date}
    return {one: stamp.wall.date() for one, stamp in stamps.items()} if len(stamps) == 1 else {}


def _counted_from(when: When, day: dt.date) -> When:
    """Where no week is skipped, "from 1 December on" may be said on any weekday."""
    exact = when.cadence.exact()
    is_any = len(exact) == 1 and exact[0].interval == 1
    return read_when(f"{when.text}, starting {exact[0].first_date(day) if is_any else day}")


def _is_limit(said: Said) -> bool:
    words, stamp = {*key_words(said[0]).split()}, read_stamp(said[1])
    return bool(_LIMITS & words) or bool({"end", "ends"} & words and stamp and stamp.is_date)


def _dated(call: ToldCall) -> Dated | None:
    """A first date with its hour, and no words about how often but a rule."""
    stamps = [(key, stamp) for key, text, _ in call.when if (stamp := read_stamp(text)) and not stamp.is_date]
    rules = [text.upper().removeprefix("RRULE:") for _, text, _ in call.when if "FREQ=" in text.upper()]
    if not stamps or any(map(_is_limit, call.when)) or len(stamps[:2]) + len(rules[:1]) < len(call.when):
        return None
    (_, start), *ends = stamps
    said = " ".join([*(text for _, text, _ in call.when), call.zone]).strip()
    end = ends[0][1] if ends else None
    return Dated(said, start, zone_of(call.zone), end, length_of(call.length), rules[0] if rules else "")


def _fields(call: ToldCall) -> Fields:
    """What each key says by what stands there: `date: Every Monday` is no date, `start: 16:00` an hour."""
    fields, end = Fields(call.when[0][2], zone=call.zone, length=call.length), ""
    for key, text, _ in call.when:
        words = set(key_words(key).split())
        stamp = read_stamp(text)
        if words & _LIMITS:
            fields.frequency += f" {key_words(key)} {text}"
        elif stamp is not None:
            fields.starts = fields.starts or stamp.wall.date().isoformat()
            fields.time = fields.time if stamp.is_date or fields.time else f"{stamp.wall:%H:%M}"
            fields.zone = fields.zone or ("UTC" if stamp.is_utc else "")
        elif words & {"end", "ends"}:
            end = text
        elif hour_of(text) and not words & {"day", "days"}:
            fields.time, fields.zone = text, fields.zone or _zone_of_key(key)
        elif words & {"day", "days", "weekday", "weekdays"}:
            fields.day = ", ".join(filter(None, (fields.day, text)))
        else:
            fields.frequency = ", ".join(filter(None, (fields.frequency, text)))
    fields.frequency = fields.frequency.strip()
    first = read_stamp(fields.starts)
    if first and fields.frequency and not fields.day and not weekdays_in(fields.frequency):
        fields.day = f"{first.wall:%A}"  # "weekly" from a date on is on that date's weekday
    fields.time += f" - {end}" if end and fields.time and hour_of(end) else ""
    return fields


def _zone_of_key(key: str) -> str:
    """ "time_utc" names its zone."""
    return next(
        (
            word
            for word in reversed(key_words(key).upper().split())
            if zone_of(word).is_abbreviation or word == "UTC"
        ),
        "",
    )
