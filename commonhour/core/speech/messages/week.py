"""The message of somebody's week."""

from collections.abc import Iterator, Mapping

from commonhour.core.foresight.hour_changes import change_sentence
from commonhour.core.message import (
    Block,
    Bullets,
    Button,
    Heading,
    Line,
    Link,
    Message,
    Moment,
    Paragraph,
    Said,
    filled,
    subject_of,
)
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speech.messages.news import OF_A_DATE
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice
from commonhour.core.week import ChangedCall, TurnedSeries, Week

_LISTED = 60  # named one by one; the calendar has them all
_IN_SUBJECT = 3


def week_message(
    week: Week, base: str, tzid: str, voice: Voice, replies: Mapping[str, str] | None = None
) -> Message:
    """For a reader in `tzid`; `base` is the address of the hub, without a slash at its end. `replies` is where they say whether
    they come, by the id of each date that asks."""
    blocks = tuple(_blocks(week, base, tzid, voice, replies or {}))
    return Message(subject_of(_subject(week, tzid, voice)), blocks)


def _subject(week: Week, tzid: str, voice: Voice) -> str:
    gettext, calls = voice.gettext, [one for one in week.dates if not one.is_cancelled]
    if len(calls) == 1:
        when = brief_text(_moment(calls[0]), tzid, voice.words)
        return gettext("Your week: {title}, {when}").format(title=calls[0].title, when=when)
    titles = list(dict.fromkeys(one.title for one in calls))
    if len(titles) > _IN_SUBJECT:
        titles = [*titles[:_IN_SUBJECT], gettext("others")]
    return gettext("Your week: {titles}").format(titles=voice.words.all_of(titles)) if titles else gettext(
        "Your week: what changed"
    )  # fmt: skip


def _blocks(week: Week, base: str, tzid: str, voice: Voice, replies: Mapping[str, str]) -> Iterator[Block]:
    gettext = voice.gettext
    if week.dates:
        yield Heading((gettext("The next seven days"),))
        yield Bullets(tuple(_date(one, base, voice, replies.get(one.id, "")) for one in week.dates[:_LISTED]))
        if len(week.dates) > _LISTED:
            yield Paragraph((gettext("There are more: the calendar has them all."),))
    else:
        yield Paragraph((gettext("No call in the next seven days."),))
    if changed := [
        *(_turned(one, voice) for one in week.turned),
        *(_changed(one, voice) for one in week.changed),
    ]:
        yield Heading((gettext("What changed in the last seven days"),))
        yield Bullets(tuple(changed[:_LISTED]))
    if week.hours:
        yield Heading((gettext("Clocks change"),))
        yield Bullets(
            tuple(
                (Said(one.title), ": ", f"{change_sentence(one.change, gettext, voice.words)}.")
                for one in week.hours
            )
        )
    yield Button(gettext("See the calendar"), f"{base}/calendar/?tz={tzid}")
    yield Paragraph((gettext("It comes on Mondays at 07:00 of your own clock. Quiet weeks are skipped."),))


def _date(one: ListedDate, base: str, voice: Voice, reply: str) -> Line:
    gettext = voice.gettext
    if one.is_cancelled:
        line = filled(
            gettext("{title}: cancelled, it was to be {when}"), title=Said(one.title), when=_moment(one)
        )
        return (*line, " (", Said(one.reason), ")") if one.reason else line
    line = (Said(one.title), ": ", _moment(one), ". ", Link(gettext("Join page"), f"{base}{one.path}join"))
    return (*line, " · ", Link(gettext("Not this one?"), base + reply)) if reply else line


def _changed(one: ChangedCall, voice: Voice) -> Line:
    words = filled(voice.gettext(OF_A_DATE[one.happened]), when=one.after, before=one.before)
    line: Line = (Said(one.title), ": ", *words)
    if one.more:
        line = (*line, " ", voice.gettext("(and {n} more)").format(n=one.more))
    return (*line, " (", Said(one.reason), ")") if one.reason else line


def _turned(one: TurnedSeries, voice: Voice) -> Line:
    words = voice.gettext("from {date} on: {rule}").format(
        date=voice.words.date(one.begins), rule=rule_sentence(one.goes_on, voice.gettext, voice.words)
    )
    return (Said(one.title), ": ", words)


def _moment(one: ListedDate) -> Moment:
    return Moment(one.start, one.tzid, one.end, one.all_day)
