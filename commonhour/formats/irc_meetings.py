"""IRC meetings as yaml2ical (OpenStack) keeps them: one meeting a file, its schedules in UTC, odd and even weeks."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from commonhour.core import limits
from commonhour.core.draft import Draft, DraftGroup, DraftPerson, DraftSeries
from commonhour.core.places.secrets import beginning
from commonhour.core.recurrence.expansion import recurrence_ids
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.parity import Parity
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.when import When
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.catalogue.when import decide_fields
from commonhour.formats.catalogue.yaml_file import read_yaml
from commonhour.formats.words.hours import HourSaid, hour_of
from commonhour.formats.words.parity import parity_of, report_parity
from commonhour.formats.words.rhythms import rhythm_of
from commonhour.formats.words.stamps import read_stamp
from commonhour.formats.words.zones import zone_of

_FORESEEN = dt.timedelta(days=366 * 40)
_USUAL_MINUTES = 60  # yaml2ical: "duration", 60 when absent
_USED = {
    "project", "meeting_id", "agenda_url", "project_url", "chair", "description", "schedule", "agenda",
}  # fmt: skip
_USED_IN_SLOT = {"time", "day", "irc", "location", "frequency", "start_date", "duration", "skip_dates"}
_NICK = re.compile(r"^(.+?)\s*\(([^()]*)\)$")


@dataclass(slots=True)
class _Slot:
    """One item of `schedule`."""

    table: Table
    said: str
    clock: HourSaid | None
    start: dt.date | None
    length: dt.timedelta


def read_irc_meetings(body: bytes, *, where: str, today: dt.date) -> Draft:
    """The meeting of a yaml2ical file (several, when it holds several documents): a group, a series, its schedules.

    "biweekly-odd" becomes an anchor date and an interval: the first odd ISO week from `start_date`, or from `today`.
    Raises RefusedInput when the file is none of this kind.
    """
    roots = read_yaml(body, where)
    catalogue = Catalogue("irc-meetings", where, today)
    catalogue.check_repeated(roots)
    meetings = [root for root in roots if "project" in root.values and "schedule" in root.values]
    if not meetings:
        raise RefusedInput("no-project", where=where)
    for root in meetings:
        _read_meeting(catalogue, root)
    return catalogue.close()


def _read_meeting(catalogue: Catalogue, root: Table) -> None:
    title = root.text("project") or "Meeting"
    name = re.sub(r"\s+meetings?$", "", title, flags=re.I)
    group = catalogue.group(name, name, root.line_of("project"))
    _read_people(catalogue, root, group)
    _read_channels(catalogue, root, group)
    series = catalogue.series(title, group, root.line, root.text("meeting_id") or title)
    about = "\n\n".join(filter(None, (root.text("description"), root.text("agenda"))))
    series.description = catalogue.safe(about, root.line_of("description"), series.joins)
    series.url = next((one.url for one in group.channels if one.kind == "site" and one.url), "")
    slots = list(catalogue.entries(root, "schedule"))
    for slot in slots:
        _read_slot(catalogue, slot, series, group, is_only=len(slots) == 1)
    if not series.schedules and len(slots) > 1:
        catalogue.draft.series.remove(series)  # each of its slots is a series with a question of its own
    elif not slots:
        series.question = Question("no-schedule")
        catalogue.find("no-time", root.line_of("schedule"), "schedule", title=series.title)
    for key in sorted(set(root.values) - _USED):
        catalogue.unplaced(f"{series.title}: {key}: {root.text(key)}", root.line_of(key))


def _read_people(catalogue: Catalogue, root: Table, group: DraftGroup) -> None:
    line = root.line_of("chair")
    for said in root.texts("chair"):
        text = catalogue.line(said, line)  # before it is divided at signs that addresses hold
        for part in re.split(r"\s*(?:,(?![^(]*\))|;|\s+and\s+|\s+&\s+|/)\s*", text):
            found = _NICK.match(part.strip())
            name = catalogue.line(found[1] if found else part, line)
            if not name or re.fullmatch(
                r"(?i)none|tb[dac]|n/?a|vacant|-|\[(?:address|passcode|join link)\]", name
            ):
                continue
            group.people.append(DraftPerson(name, "chair"))
            if found:
                catalogue.unplaced(f"{name} is {found[2]} on IRC", line)


def _read_channels(catalogue: Catalogue, root: Table, group: DraftGroup) -> None:
    for key, kind, label in (("agenda_url", "notes", "Agenda"), ("project_url", "site", "Project")):
        for url in root.texts(key):
            catalogue.channel(group, url, label, root.line_of(key), kind)
    for slot in root.tables("schedule"):
        room = slot.text("irc", "location")
        if room.lower().startswith(("http://", "https://")):
            catalogue.channel(group, room, "Meeting room", slot.line_of("irc"))
        elif room:
            catalogue.named_channel(group, "chat", "IRC", f"#{room.lstrip('#')}")


def _read_slot(
    catalogue: Catalogue, table: Table, series: DraftSeries, group: DraftGroup, *, is_only: bool
) -> None:
    slot = _slot(catalogue, table)
    holder = DraftSeries("", series.title, joins=series.joins)
    parity = parity_of(table.text("frequency"))
    if parity and slot.clock and slot.start is not None:
        days = rhythm_of("weekly", table.text("day")).days
        _decide_parity(catalogue, holder, slot, parity, days)
    else:
        _decide_words(catalogue, holder, slot)
    _report_rest(catalogue, table, holder)
    holder.schedules = [_with_skips(catalogue, table, one) for one in holder.schedules]
    if holder.schedules or is_only:
        series.schedules += holder.schedules
        series.question = None if series.schedules else holder.question
        series.readings = [] if series.schedules else holder.readings
        return
    other = catalogue.series(f"{series.title} ({slot.said})", group, table.line)
    other.question, other.readings, other.description = holder.question, holder.readings, series.description


def _report_rest(catalogue: Catalogue, table: Table, holder: DraftSeries) -> None:
    """What no field of ours holds; dates to skip wait with the question."""
    for key in sorted(set(table.values) - _USED_IN_SLOT):
        catalogue.unplaced(f"{holder.title}: {key}: {table.text(key)}", table.line_of(key))
    for skip in table.tables("skip_dates") if not holder.schedules else []:
        words = f"{skip.text('skip_date', 'date')} {skip.text('reason')}".strip()
        catalogue.unplaced(f"{holder.title}: does not meet on {words}", skip.line)


def _slot(catalogue: Catalogue, table: Table) -> _Slot:
    said = ", ".join(filter(None, (table.text(n) for n in ("frequency", "day", "time", "start_date"))))
    time = table.text("time")
    clock = hour_of(time.zfill(4) if time.isdigit() and len(time) == 3 else time) if time else None
    given = table.text("start_date")
    stamp = read_stamp(given) if given else None
    if given and stamp is None:
        catalogue.find(
            "unreadable-time", table.line_of("start_date"), "start-date", text=beginning(given, 20)
        )
    start = stamp.wall.date() if stamp else None if given else catalogue.today
    return _Slot(table, said, clock, start, _length(catalogue, table))


def _length(catalogue: Catalogue, table: Table) -> dt.timedelta:
    text = table.text("duration")
    if text and not re.fullmatch(r"[1-9]\d{0,3}", text):
        catalogue.find("unreadable-time", table.line_of("duration"), "minutes", text=beginning(text, 20))
        return dt.timedelta(minutes=_USUAL_MINUTES)
    return dt.timedelta(minutes=int(text or _USUAL_MINUTES))


def _decide_parity(
    catalogue: Catalogue, holder: DraftSeries, slot: _Slot, parity: Parity, days: tuple[int, ...]
) -> None:
    line = slot.table.line_of("frequency")
    if len(days) != 1 or slot.clock is None or slot.start is None:
        when = When(slot.said, start=slot.clock.start if slot.clock else None, zone=zone_of("UTC"))
        decide_fields(catalogue, holder, when, line)
        return
    first = parity.first_date(days[0], slot.start)
    cadence = Cadence("interval", days, parity.every)
    start = wall_text(dt.datetime.combine(first, slot.clock.start))
    holder.schedules.append(Schedule(start, "UTC", slot.length, cadence.rule()))
    report_parity(catalogue, holder.title, parity, first, line)


def _decide_words(catalogue: Catalogue, holder: DraftSeries, slot: _Slot) -> None:
    """ "weekly", "first-monday", "adhoc", and whatever else people write."""
    table = slot.table
    frequency = table.text("frequency").replace("-", " ").replace("bi weekly", "biweekly")
    cadence = rhythm_of(frequency, table.text("day"))
    if table.text("start_date"):
        is_broken = slot.start is None
        cadence = (
            replace(cadence, kind="", allows=cadence.exact())
            if is_broken
            else replace(cadence, start=slot.start)
        )
    hour, has_hour = slot.clock.start if slot.clock else None, bool(table.text("time"))
    when = When(slot.said, cadence, cadence.days, hour, slot.length, zone_of("UTC"), has_hour=has_hour)
    decide_fields(catalogue, holder, when, table.line)


def _with_skips(catalogue: Catalogue, table: Table, schedule: Schedule) -> Schedule:
    """A date skipped for a reason was announced and called off; one skipped without is simply none."""
    skips = table.tables("skip_dates")
    skips += [Table(table.line_of("skip_dates"), {"skip_date": text}) for text in table.texts("skip_dates")]
    if len(skips) > limits.EXTRA_DATES:
        raise TooLarge("too-many-skipped", most=limits.EXTRA_DATES, where=catalogue.report.place(table.line))
    walls = [(skip, wall) for skip in skips if (wall := _skipped(catalogue, skip, schedule))]
    # Later than any date a person plans for, the rule is not followed.
    start = parse_wall(schedule.dtstart)
    last = min(max((wall for _, wall in walls), default=start), start + _FORESEEN)
    instances = set(recurrence_ids(schedule, last))
    exdates: set[str] = set()
    overrides: dict[str, Override] = {}
    for skip, wall in walls:
        if wall_text(wall) not in instances:
            _report_no_date(catalogue, skip, wall)
        elif reason := catalogue.line(skip.text("reason"), skip.line_of("reason")):
            overrides[wall_text(wall)] = Override(wall_text(wall), status=CANCELLED, reason=reason)
        else:
            exdates.add(wall_text(wall))
    return replace(schedule, exdates=tuple(sorted(exdates)), overrides=tuple(overrides.values()))


def _skipped(catalogue: Catalogue, skip: Table, schedule: Schedule) -> dt.datetime | None:
    """The wall time that is skipped; None, with a finding, for what is no date."""
    text = skip.text("skip_date", "date")
    stamp = read_stamp(text)
    if stamp is None:
        catalogue.find("unreadable-time", skip.line, "skip-date", text=beginning(text, 20))
        return None
    return dt.datetime.combine(stamp.wall.date(), parse_wall(schedule.dtstart).time())


def _report_no_date(catalogue: Catalogue, skip: Table, wall: dt.datetime) -> None:
    catalogue.find("contradiction", skip.line, "skipped-date", day=str(wall.date()))
