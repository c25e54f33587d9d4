"""What is fuzzed: each target makes a case from a Random, runs it, and says what must hold of what comes out."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from django.apps import apps
from django.db import transaction

from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.actions.upstream.preview import foresee
from commonhour.core.draft import Draft
from commonhour.core.finding import SEVERITIES
from commonhour.core.limits import ODD_HOURS
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.recurrence.rules import normal_rrule, parse_rule
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.typed.time import TypedDoubt, read_time
from commonhour.errors import RefusedInput, UserError
from commonhour.formats.ical import (
    FeedCalendar,
    FeedSeries,
    expand_calendar,
    read_calendar,
    write_calendar,
    write_component,
    zones_of,
)
from tests.fuzz.mutate import made_calendar, made_rule, made_wall, mutated
from tests.fuzz.seeds import FILES, MARKS, RULES, TYPED

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
WINDOW = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
_ALL = tuple(seed for _, seeds in FILES.values() for seed in seeds)
_LONGEST_SENTENCE = 300


@dataclass(frozen=True, slots=True)
class Target:
    """`weight` is how many of a hundred cases are its own: a database is slower than a parser."""

    name: str
    weight: int
    make: Callable[[Random], bytes]
    run: Callable[[bytes], None]


def case_of(target: Target, seed: int) -> bytes:
    return target.make(Random(f"{target.name}:{seed}"))


def _file_target(kind: str) -> Target:
    name = FILES[kind][0]

    def make(random: Random) -> bytes:
        if kind == "calendar" and random.random() < 0.3:
            return made_calendar(random)
        return mutated(random.choice(FILES[kind][1]), _ALL, random)

    def run(body: bytes) -> None:
        draft = _read(name, body, kind)
        if draft is not None:
            check_draft(draft, name)
            if kind == "calendar":
                check_round_trip(draft, body, name)

    return Target(kind, 30 if kind in ("calendar", "page") else 5, make, run)


def _read(name: str, body: bytes, kind: str) -> Draft | None:
    """What `import --dry-run` shows; None for what was refused, in a sentence as it should be."""
    try:
        recognise(name, body)
        draft = read_any(name, body, kind=kind, now=NOW, read=_beside)
        foresee(draft, now=NOW, name=name, with_hub=False)
        return draft
    except UserError as error:
        check_sentence(error, name)
        return None


def _beside(name: str) -> bytes:
    """The files that the seeds include."""
    suffix = name.rpartition(".")[2]
    for known, seeds in FILES.values():
        if known.endswith(f".{suffix}"):
            return seeds[0]
    raise RefusedInput("no-such-file", where=name)


def check_sentence(error: UserError, name: str) -> None:
    sentence = error.sentence()
    assert sentence.startswith(name), f"a refusal that does not name its file: {sentence[:120]!r}"
    assert "\n" not in sentence, f"a refusal of several lines: {sentence[:120]!r}"
    assert len(sentence) <= _LONGEST_SENTENCE, f"a refusal of {len(sentence)} characters: {sentence[:120]!r}"
    _check_marks(sentence)


def check_draft(draft: Draft, name: str) -> None:
    """It is JSON, tells no secret, and every finding has a known code and a place."""
    _check_marks(json.dumps(draft.as_json(), ensure_ascii=False))
    for finding in draft.findings:
        file, _, line = finding.where.rpartition(":")
        assert finding.code in SEVERITIES, finding
        assert file, finding
        assert line.isdigit(), finding


def _check_marks(text: str) -> None:
    lower = text.casefold()
    for mark in MARKS:
        place = lower.find(mark.decode())
        assert place < 0, f"a secret came out: …{text[max(0, place - 80) : place + 40]}…"


def check_round_trip(draft: Draft, body: bytes, name: str) -> None:
    """What we publish of an accepted calendar is read again as the same instants."""
    for schedule in (schedule for series in draft.series for schedule in series.schedules):
        try:
            before = _instants(schedule)
        except UserError:
            continue  # a rule over the budget of this window
        try:
            published = _published(schedule)
        except UserError:
            continue  # a feed leaves out what it cannot write, and its reading back says so
        if published.count(b"BEGIN:VEVENT") > ODD_HOURS:
            continue  # more dates in a change of the clocks than a feed writes out
        found = expand_calendar(published, where=name, after=WINDOW[0], before=WINDOW[1])
        after = [(one.occurrence.start, one.occurrence.end, one.occurrence.status) for one in found]
        assert sorted(after) == sorted(before), (
            f"read again otherwise: {schedule!r}: {_difference(before, after)}"
        )


def _instants(schedule: Schedule) -> list[tuple[dt.datetime, dt.datetime, str]]:
    return [(one.start, one.end, one.status) for one in occurrences(schedule, *WINDOW)]


def _difference(before: list[object], after: list[object]) -> str:
    lost, new = [one for one in before if one not in after], [one for one in after if one not in before]
    return f"lost {lost[:3]}, new {new[:3]}"


def _published(schedule: Schedule) -> bytes:
    feed = FeedSeries(replace(schedule, uid=schedule.uid or "fuzz"), "Call", NOW)
    return write_calendar(FeedCalendar("Calls", "UTC", (write_component(feed),), zones_of(feed)))


def _run_import(body: bytes) -> None:
    """Into the database and out again: what is refused leaves nothing, and all of it is undone."""
    kind, _, content = body.partition(b"\n")
    name = FILES[kind.decode()][0]
    try:
        draft = read_any(name, content, kind=kind.decode(), now=NOW, read=_beside)
    except UserError:
        return
    before = _rows()
    with transaction.atomic():
        try:
            import_draft(draft, now=NOW, actor=TERMINAL, name=name)
        except UserError as error:
            _check_marks(error.sentence())
            assert _rows() == before, "a refused import left rows behind"
        transaction.set_rollback(True)
    check_draft(draft, name)


def _rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_app_config("commonhour").get_models()}


def _make_import(random: Random) -> bytes:
    kind = random.choice(list(FILES))
    seeds = FILES[kind][1]
    body = (
        made_calendar(random)
        if kind == "calendar" and random.random() < 0.5
        else mutated(random.choice(seeds), _ALL, random)
    )
    return kind.encode() + b"\n" + body


def _run_expand(body: bytes) -> None:
    try:
        found = expand_calendar(body, where="fuzz.ics", after=WINDOW[0], before=WINDOW[1])
        read_calendar(body, where="fuzz.ics")
    except UserError as error:
        check_sentence(error, "fuzz.ics")
        return
    assert all(one.occurrence.start <= one.occurrence.end for one in found)
    assert all(one.occurrence.start < WINDOW[1] for one in found)


def _make_typed(random: Random) -> bytes:
    words = " ".join(
        random.choice(TYPED).split()[: random.randint(1, 6)]
        + random.choice(TYPED).split()[: random.randint(0, 3)]
    )
    return mutated(words.encode(), tuple(one.encode() for one in TYPED), random)[:400]


def _run_typed(body: bytes) -> None:
    try:
        found = read_time(body.decode("utf-8", "replace"), NOW, "Europe/Madrid")
    except RefusedInput as error:
        assert "\n" not in error.sentence()
        assert len(error.sentence()) <= _LONGEST_SENTENCE
        return
    if isinstance(found, TypedDoubt):
        assert found.choices
    else:
        assert found.instant.utcoffset() == dt.timedelta()


def _make_rule(random: Random) -> bytes:
    rule = (
        made_rule(random)
        if random.random() < 0.7
        else mutated(random.choice(RULES).encode(), _ALL, random).decode("utf-8", "replace")
    )
    return f"{made_wall(random)}|{rule}".encode()


def _run_rule(body: bytes) -> None:
    """A rule that is taken stays as it is when read again, can be said in words, and makes dates in order."""
    dtstart, _, text = body.decode("utf-8", "replace").partition("|")
    all_day = "T" not in dtstart
    try:
        rule = normal_rrule(text, tzid="Europe/Madrid", all_day=all_day)
        schedule = Schedule(dtstart, "UTC" if all_day else "Europe/Madrid", dt.timedelta(hours=1), rule)
        rule_sentence(schedule)
        found = occurrences(schedule, *WINDOW)
    except RefusedInput as error:
        assert "\n" not in error.sentence()
        assert len(error.sentence()) <= _LONGEST_SENTENCE
        return
    assert parse_rule(normal_rrule(rule, tzid="UTC", all_day=all_day)) == parse_rule(rule)
    assert [one.start for one in found] == sorted(one.start for one in found)


TARGETS = {
    target.name: target
    for target in (
        *map(_file_target, FILES),
        Target("expand", 10, lambda random: made_calendar(random), _run_expand),
        Target("typed", 10, _make_typed, _run_typed),
        Target("rule", 10, _make_rule, _run_rule),
        Target("import", 3, _make_import, _run_import),
    )
}
