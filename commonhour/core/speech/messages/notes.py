"""The message that notes are up: decisions and actions on top, then how the text begins, and where it stands."""

from collections.abc import Iterator

from commonhour.core.message import (
    Block,
    Bullets,
    Button,
    Heading,
    Line,
    Message,
    Paragraph,
    Said,
    filled,
    subject_of,
)
from commonhour.core.notes.news import ActionNews, NotesNews
from commonhour.core.speech.messages.standing import and_more
from commonhour.core.speech.words import Voice

_LISTED = 12  # of each; the page has them all


def notes_message(news: NotesNews, base: str, voice: Voice) -> Message:
    """`base` is the address of the hub, without a slash at its end."""
    gettext = voice.gettext
    subject = gettext("Notes: {title}").format(title=news.title)
    if news.date:
        day = voice.words.short_date(news.date)
        subject = gettext("Notes: {title}, {date}").format(title=news.title, date=day)
    return Message(
        subject_of(subject), (*_blocks(news, voice), Button(gettext("Read the notes"), base + news.path))
    )


def _blocks(news: NotesNews, voice: Voice) -> Iterator[Block]:
    gettext = voice.gettext
    if news.decisions:
        yield Heading((gettext("Decisions"),))
        yield _listed([(Said(one),) for one in news.decisions], voice)
    if news.actions:
        yield Heading((gettext("Actions"),))
        yield _listed([_action(one, voice) for one in news.actions], voice)
    if news.beginning:
        yield Paragraph((Said(news.beginning),))


def _listed(lines: list[Line], voice: Voice) -> Bullets:
    more = [and_more(len(lines) - _LISTED, voice)] if len(lines) > _LISTED else []
    return Bullets((*lines[:_LISTED], *more))


def _action(one: ActionNews, voice: Voice) -> Line:
    line: Line = (Said(f"{one.owner}: {one.text}" if one.owner else one.text),)
    if one.due is None:
        return line
    return (*line, " (", *filled(voice.gettext("by {day}"), day=voice.words.short_date(one.due)), ")")
