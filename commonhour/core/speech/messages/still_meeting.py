"""The question whether a group still meets, and the signs behind it in words."""

from collections.abc import Mapping
from typing import Any

from commonhour.core.audit.group_health import Sign
from commonhour.core.message import Bullets, Button, Message, Paragraph, Said, filled, subject_of
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

SIGNS = {
    Sign.NO_NEXT_DATE: _("No date lies ahead"),
    Sign.THREE_CANCELLED: _("The last three dates were cancelled"),
    Sign.NOBODY_SIGNS_IN: _("No moderator can sign in"),
    Sign.ENDS_SOON: _("The last planned date is near"),
    Sign.DEAD_LINK: _("A link does not answer"),
}


def still_meeting_message(facts: Mapping[str, Any], voice: Voice) -> Message:
    """`facts` are the group, the signs, and the address where one answers."""
    gettext = voice.gettext
    signs = tuple((gettext(SIGNS[Sign(one)]),) for one in facts["signs"])
    return Message(
        subject_of(gettext("Does {group} still meet?").format(group=facts["group"])),
        (
            Paragraph(filled(gettext("You look after {group}. Does it still meet?"), group=Said(facts["group"]))),
            *([Bullets(signs)] if signs else []),
            Button(gettext("Answer in one click"), facts["url"]),
            Paragraph((gettext("Any answer is fine. “It pauses” and “it is over” say so on its page; you can change that at any time."),)),
        ),
    )  # fmt: skip
