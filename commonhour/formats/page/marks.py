"""Our own comments in a page, `<!-- common-hour: name key="value" -->`: written by the writer, read by the reader."""

import datetime as dt
import json
import re
from collections.abc import Callable

from commonhour.core.schedule.as_json import duration_text
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, TENTATIVE, Override, Schedule
from commonhour.core.speech.questions import question_sentence
from commonhour.core.time.wall import parse_wall
from commonhour.core.undecided.question import Question
from commonhour.errors import RefusedInput

_MARK = re.compile(r"^\s*<!--\s*common-hour:\s*(.*?)\s*-->\s*$")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\"]+))")
_DURATION = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


def mark(name: str, **values: str) -> str:
    """A comment line of ours; empty values are left out."""
    words = [name] if name else []
    words += [f'{key}="{_escaped(value)}"' for key, value in values.items() if value]
    return f"<!-- common-hour: {' '.join(words)} -->"


def hidden(line: str) -> str:
    """A line of text as a comment: there for the reader, not to be seen on the page."""
    return f'<!-- common-hour: line text="{_exact(line)}" -->'


def shown(line: str) -> str:
    """The line of text that a comment hides, or the line itself."""
    body = mark_body(line)
    return mark_values(body).get("text", "") if body is not None and mark_name(body) == "line" else line


def is_mark(line: str) -> bool:
    """True for a comment of ours that holds nothing but its name and its values."""
    body = mark_body(line)
    return body is not None and re.fullmatch(r"[\w-]*\s*", _ATTRIBUTE.sub("", body)) is not None


def with_values(line: str, change: Callable[[str], str]) -> str:
    """A comment of ours with each of its values changed, none of which says anything about its neighbours."""
    return _ATTRIBUTE.sub(lambda found: _with_value(found, change), line)


def _with_value(found: re.Match[str], change: Callable[[str], str]) -> str:
    value = _unescaped(found[2] or "") or found[3] or ""
    changed = change(value)
    return found[0] if changed == value else f'{found[1]}="{_exact(changed)}"'


def _exact(value: str) -> str:
    """The value with all its spaces and line ends; `{{` would call a shortcode even inside a comment."""
    lines = [_signs_escaped(line) for line in value.split("\n")]
    return "\\n".join(lines).replace("{{", "{\\{")


def _escaped(value: str) -> str:
    return _signs_escaped(" ".join(value.split()))


def _signs_escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("-->", "--\\>").replace("--!>", "--!\\>")


def mark_body(line: str) -> str | None:
    """What stands inside a comment line of ours; None for any other line."""
    found = _MARK.match(line)
    return found.group(1) if found else None


def mark_name(body: str) -> str:
    word = body.split(" ", 1)[0]
    return "" if "=" in word else word


def mark_values(body: str) -> dict[str, str]:
    return {key: _unescaped(quoted) or bare for key, quoted, bare in _ATTRIBUTE.findall(body)}


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), value)


def schedule_mark(schedule: Schedule) -> str:
    """The exact schedule as a comment, for the reader."""
    return mark(
        "",
        dtstart=schedule.dtstart,
        tzid=schedule.tzid,
        duration=duration_text(schedule.duration),
        rrule=schedule.rrule,
        rdates=",".join(schedule.rdates),
        exdates=",".join(schedule.exdates),
        uid=schedule.uid,
        sequence=str(schedule.sequence or ""),
        status=schedule.status if schedule.status != CONFIRMED else "",
    )


def question_mark(question: Question) -> str:
    facts = json.dumps(question.facts, ensure_ascii=False, separators=(",", ":"))
    return f'<!-- common-hour: question code="{question.code}" facts="{_exact(facts)}" -->'


def question_in(body: str, sentence: str) -> Question | None:
    """The question a comment of ours states; None when the sentence above it is another one by now."""
    values = mark_values(body)
    try:
        question = Question(values.get("code", ""), json.loads(values.get("facts", "")))
        asked = question_sentence(question)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # somebody's hand was in it
        return None
    return question if asked.split() == sentence.split() else None


def override_mark(override: Override) -> str:
    """One changed date as a comment; a value that is there but empty is kept apart from one that is not there."""
    length = None if override.duration is None else duration_text(override.duration)
    values = {
        "date": override.recurrence_id,
        "dtstart": override.dtstart,
        "tzid": override.tzid,
        "duration": length,
        "status": override.status,
        "summary": override.summary,
        "description": override.description,
        "reason": override.reason or None,
        "sequence": str(override.sequence) if override.sequence else None,
    }
    words = [f'{key}="{_exact(value)}"' for key, value in values.items() if value is not None]
    return f"<!-- common-hour: changed {' '.join(words)} -->"


def override_of(body: str) -> Override | None:
    """The changed date a comment of ours states; None when it states it wrongly."""
    values = mark_values(body)
    length = _length(values["duration"]) if "duration" in values else None
    try:
        for wall in (values.get("date", ""), *filter(None, [values.get("dtstart")])):
            parse_wall(wall)
    except RefusedInput:
        return None
    return Override(
        values["date"],
        values.get("dtstart"),
        values.get("tzid"),
        length,
        _status(values),
        values.get("summary"),
        values.get("description"),
        values.get("reason", ""),
        _number(values),
    )


def _status(values: dict[str, str]) -> str:
    status = values.get("status", CONFIRMED)
    return status if status in (CONFIRMED, TENTATIVE, CANCELLED) else CONFIRMED


def _number(values: dict[str, str]) -> int:
    number = values.get("sequence", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def schedule_of(text: str) -> Schedule | None:
    """The schedule a comment of ours states; None when it states none or states it wrongly."""
    values = mark_values(text)
    length = _length(values.get("duration", "PT1H"))
    if "dtstart" not in values or length is None:
        return None
    rdates, exdates = (_walls(values.get(name, "")) for name in ("rdates", "exdates"))
    try:
        for wall in (values["dtstart"], *rdates, *exdates):
            parse_wall(wall)
    except RefusedInput:
        return None
    return Schedule(
        values["dtstart"],
        values.get("tzid", "UTC"),
        length,
        values.get("rrule", ""),
        rdates,
        exdates,
        uid=values.get("uid", ""),
        sequence=_number(values),
        status=_status(values),
    )


def _walls(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def _length(text: str) -> dt.timedelta | None:
    found = _DURATION.match(text)
    if not found:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
