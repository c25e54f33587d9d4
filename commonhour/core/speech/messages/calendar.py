"""The message beside a part for somebody's calendar app."""

import datetime as dt

from commonhour.core.message import Block, Button, Facts, Message, Paragraph, Said, subject_of
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice


def entry_message(
    title: str, schedule: Schedule, url: str, now: dt.datetime, voice: Voice, *, is_first: bool
) -> Message:
    """A call comes into it, or is otherwise there from now on."""
    gettext = voice.gettext
    subject = (
        gettext("In your calendar: {title}") if is_first else gettext("Updated in your calendar: {title}")
    )
    rows = (
        (gettext("Call"), (Said(title),)),
        (gettext("When"), (rule_sentence(schedule, gettext, voice.words, now),)),
    )
    return _message(subject.format(title=title), [Facts(rows), Button(gettext("See the call"), url)], voice)


def taken_out_message(title: str, voice: Voice) -> Message:
    gettext = voice.gettext
    words = Paragraph((gettext("It was called off altogether, or you no longer subscribe to it."),))
    return _message(gettext("Out of your calendar: {title}").format(title=title), [words], voice)


def _message(subject: str, blocks: list[Block], voice: Voice) -> Message:
    about = Paragraph((voice.gettext("This mail is for your calendar app. Nobody waits for an answer."),))
    return Message(subject_of(subject), (*blocks, about))
