"""A quiet word to who looks after a call: no agenda yet, or no notes."""

from commonhour.core.message import Button, Link, Message, Moment, Paragraph, Said, filled, subject_of
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.words import Voice


def agenda_message(title: str, moment: Moment, url: str, off: str, tzid: str, voice: Voice) -> Message:
    gettext = voice.gettext
    subject = gettext("No agenda yet: {title}, {when}")
    words = gettext(
        "{title} is on {when}, and its page has no agenda yet. A line or two let people know whether to come."
    )
    return _message(subject, words, title, moment, (gettext("Write the agenda"), url), off, tzid, voice)


def missing_message(title: str, moment: Moment, url: str, off: str, tzid: str, voice: Voice) -> Message:
    gettext = voice.gettext
    subject = gettext("No notes yet: {title}, {when}")
    words = gettext(
        "{title} was on {when}, and nobody has published notes. What was decided is enough. Did it not take place? The same page takes that too."
    )
    return _message(subject, words, title, moment, (gettext("Write the notes"), url), off, tzid, voice)


def _message(
    subject: str,
    words: str,
    title: str,
    moment: Moment,
    onward: tuple[str, str],
    off: str,
    tzid: str,
    voice: Voice,
) -> Message:
    gettext = voice.gettext
    when = brief_text(moment, tzid, voice.words)
    return Message(
        subject_of(subject.format(title=title, when=when)),
        (
            Paragraph(filled(words, title=Said(title), when=moment)),
            Button(*onward),
            Paragraph((gettext("Nobody else is told, and it is not said again."), " ", Link(gettext("No such mails for this call"), off))),
        ),
    )  # fmt: skip
