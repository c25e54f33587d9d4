"""The message that tries whether a place hears us."""

from commonhour.core.message import Button, Message, Moment, Paragraph, Said, filled, subject_of
from commonhour.core.speech.words import Voice


def trial_message(hub: str, following: Moment | None, base: str, voice: Voice) -> Message:
    gettext = voice.gettext
    blocks = [Paragraph(filled(gettext("{hub} can write here. Whoever set this up tried it; there is nothing to do."), hub=Said(hub)))]  # fmt: skip
    if following is not None:
        blocks.append(Paragraph(filled(gettext("Next call: {when}"), when=following)))
    subject = gettext("A test message from {hub}").format(hub=hub)
    return Message(subject_of(subject), (*blocks, Button(gettext("See all calls"), f"{base}/calendar/")))
