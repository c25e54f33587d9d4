"""The message with the link to the door of a call, for whom a way in is not everybody's."""

from commonhour.core.message import Button, Facts, Message, Moment, Paragraph, Said, filled, subject_of
from commonhour.core.speech.words import Voice


def door_message(title: str, moment: Moment, url: str, community: str, voice: Voice) -> Message:
    """Nothing that was typed stands in it: nobody can write to others through the hub."""
    gettext = voice.gettext
    asked = gettext("Somebody, hopefully you, asked {community} for a way into this call at this address.")
    return Message(
        subject_of(gettext("Your link to the call: {title}").format(title=title)),
        (
            Paragraph(filled(asked, community=Said(community))),
            Facts(((gettext("Call"), (Said(title),)), (gettext("When"), (moment,)))),
            Button(gettext("Open the door page"), url),
            Paragraph((gettext("The link is for this one call and for you: please do not pass it on. The page shows the button once the door is open."),)),
            Paragraph((gettext("Did you not ask for it? Then do nothing: no other mail comes, and the address is not kept."),)),
        ),
    )  # fmt: skip
