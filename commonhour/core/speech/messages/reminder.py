"""The message before a call: what begins, when, in how long, and the page that leads in."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.message import (
    Block,
    Button,
    Facts,
    Line,
    Link,
    Message,
    Moment,
    Paragraph,
    Said,
    subject_of,
)
from commonhour.core.policies import NOTHING_SAID, Policies
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.policies import expected_line
from commonhour.core.speech.words import Voice


@dataclass(frozen=True, slots=True)
class Coming:
    """A date that is to come; `path` is its page, `topic` "" where the date has the title of its series, `reply_path` where
    its reader says whether they come, "" where nobody asks."""

    title: str
    group: str
    topic: str
    moment: Moment
    path: str
    reply_path: str = ""
    policies: Policies = NOTHING_SAID


def reminder_message(
    coming: Coming, now: dt.datetime, base: str, tzid: str, voice: Voice, *, is_shared: bool = False
) -> Message:
    """The rest is counted when it goes, so it is true however late that is. One that `is_shared` is read in many zones."""
    gettext, rest = voice.gettext, voice.words.span(coming.moment.start - now)
    when = brief_text(coming.moment, tzid, voice.words, with_zone=is_shared)
    subject = gettext("In {rest}: {title}, {when}").format(
        rest=rest, title=coming.topic or coming.title, when=when
    )
    rows: list[tuple[str, Line]] = [(gettext("Group"), (Said(coming.group),))] if coming.group else []
    rows.append((gettext("Call"), (Said(coming.title),)))
    if coming.topic:
        rows.append((gettext("Topic"), (Said(coming.topic),)))
    rows += [(gettext("When"), (coming.moment,)), (gettext("Begins in"), (rest,))]
    if not coming.policies.is_empty:
        what = expected_line(coming.policies, gettext, links=False)
        rows.append((gettext("What to expect"), (Said(what),)))
    blocks: list[Block] = [Facts(tuple(rows)), Button(gettext("Join page"), f"{base}{coming.path}join")]
    if coming.reply_path:
        blocks.append(Paragraph((Link(gettext("Not this one?"), base + coming.reply_path),)))
    return Message(subject_of(subject), tuple(blocks))
