"""The message of a week for a room or a list: its calls in their order, each with its hour and the page that leads in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonhour.core.message import Bullets, Button, Line, Link, Message, Moment, Paragraph, Said, subject_of
from commonhour.core.speech.words import Voice

_LISTED = 40  # dates named one by one; the page has them all


@dataclass(frozen=True, slots=True)
class WeekDate:
    title: str
    moment: Moment
    path: str
    is_cancelled: bool = False


def place_week_message(
    dates: Sequence[WeekDate], monday: dt.date, page: Button, base: str, voice: Voice
) -> Message:
    """`page` leads to all of them."""
    gettext = voice.gettext
    subject = gettext("Calls of the week from {date}").format(date=voice.words.date(monday))
    blocks: tuple[Bullets | Paragraph, ...] = (
        Bullets(tuple(_line(one, base, voice) for one in dates[:_LISTED])),
    )
    if len(dates) > _LISTED:
        more = gettext("… and {n} more.").format(n=len(dates) - _LISTED)
        blocks = (*blocks, Paragraph((more,)))
    return Message(subject_of(subject), (*blocks, page))


def _line(one: WeekDate, base: str, voice: Voice) -> Line:
    if one.is_cancelled:
        return (one.moment, ": ", Said(one.title), f" ({voice.gettext('cancelled')})")
    return (
        one.moment,
        ": ",
        Said(one.title),
        " – ",
        Link(voice.gettext("Join page"), f"{base}{one.path}join"),
    )
