"""Messages round a subscription: the question whether an address wants it, and what ends every mail of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from commonhour.core.message import Bullets, Button, Link, Message, Paragraph, Part, Said, filled, subject_of
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

KINDS = {
    "changes": _("Changes: what is moved, called off or new"),
    "reminders": _("Reminders before each call"),
    "week": _("Your week: what comes, each Monday at 07:00"),
    "notes": _("Notes, once they are published"),
    "calendar": _("The calls in your own calendar"),
}
_WHY = {
    "changes": _("You get this because you asked {community} to tell you what changes."),
    "reminders": _("You get this because you asked {community} for reminders."),
    "week": _("You get this because you asked {community} for your week."),
    "notes": _("You get this because you asked {community} for its notes."),
    "calendar": _("You get this because you asked {community} to keep its calls in your calendar."),
}


def confirm_message(facts: Mapping[str, Any], community: str, voice: Voice) -> Message:
    """`facts` are what it is about ([] for all meetings), the kinds of mail, and the signed link."""
    gettext, what = voice.gettext, _about(facts["what"], community, voice)
    return Message(
        subject_of(gettext("Please confirm: mails about {what}").format(what=what)),
        (
            Paragraph(filled(gettext("Somebody, hopefully you, asked for mails about {what} at this address:"), what=Said(what))),
            Bullets(tuple((gettext(KINDS[kind]),) for kind in facts["kinds"])),
            Button(gettext("Look at it and confirm"), facts["url"]),
            Paragraph((gettext("Nothing is sent until you press the button on that page. The link is good for a week."),)),
            Paragraph((gettext("Did you not ask for it? Then do nothing: no other mail comes, and the address is not kept."),)),
        ),
    )  # fmt: skip


def _about(names: Sequence[str], community: str, voice: Voice) -> str:
    return voice.words.all_of(names) if names else community


def footer(
    kind: str, community: str, names: Sequence[str] | None, end_url: str, own_url: str, voice: Voice
) -> Message:
    """Why it came and how to end it. `names` are those of the one subscription it came of ([] for all meetings), None
    when it ends with its kind."""
    gettext = voice.gettext
    if names is None:
        why, stop = gettext(_WHY[kind]), gettext("Stop these mails")
        parts: dict[str, Part] = {"community": Said(community)}
    else:
        why, stop = (
            gettext("You get this because you subscribed to {what}."),
            gettext("End this subscription"),
        )
        parts = {"what": Said(_about(names, community, voice))}
    return Message(
        "",
        (
            Paragraph(filled(why, **parts)),
            Paragraph((Link(stop, end_url),)),
            Paragraph((Link(gettext("All your choices, and your time zone"), own_url),)),
        ),
    )
