"""Messages for people who sign in: the code, and the invitation."""

from collections.abc import Mapping
from typing import Any

from commonhour.core.message import Button, Code, Message, Paragraph, Said, filled, subject_of
from commonhour.core.speech.words import Voice


def code_message(facts: Mapping[str, Any], voice: Voice) -> Message:
    """`facts` are the code, and for how many minutes it is good."""
    gettext = voice.gettext
    return Message(
        subject_of(gettext("{code} is your sign-in code").format(code=facts["code"])),
        (
            Paragraph((gettext("Type this code on the page where you asked for it:"),)),
            Code(facts["code"]),
            Paragraph(
                filled(gettext("It is good for {minutes} minutes, once."), minutes=str(facts["minutes"]))
            ),
            Paragraph((gettext("Did you not ask for it? Then somebody mistyped an address. Do nothing."),)),
        ),
    )


def invitation_message(facts: Mapping[str, Any], voice: Voice) -> Message:
    """`facts` are who invites, the role and the group ("" for the community), the community and a one-time link."""
    gettext = voice.gettext
    where = facts["group"] or facts["community"]
    words = gettext("{by} invites you to look after meetings: {where}.") if facts["by"] else gettext(
        "You are invited to look after meetings: {where}."
    )  # fmt: skip
    return Message(
        subject_of(gettext("An invitation: {where}").format(where=where)),
        (
            Paragraph(filled(words, by=Said(facts["by"]), where=Said(where))),
            Button(gettext("Sign in"), facts["url"]),
            Paragraph((gettext("The link is yours alone, good once and for 24 hours."),)),
        ),
    )
