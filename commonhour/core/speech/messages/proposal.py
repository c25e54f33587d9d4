"""Messages round a talk that is proposed: was it you, do you speak, would you like to hear it. Nothing that was typed stands in
them: nobody can write to others through the hub."""

from commonhour.core.message import Button, Message, Paragraph, Said, filled, subject_of
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

_CONFIRM = (
    _("Please confirm: a talk for {community}"),
    _("Somebody, hopefully you, proposed a talk to {community}."),
    _("Look at it and confirm"),
    _("Nobody looks at it before you press the button on that page. The same page says what becomes of it, and lets you change or withdraw it: keep this mail."),
    _("Was it not you? Then do nothing: in a month it is forgotten."),
)  # fmt: skip
_DRAFT = (
    _("Your draft for {community}"),
    _("Somebody, hopefully you, kept the draft of a talk for {community}."),
    _("Go on with it"),
    _("Nobody looks at it before you submit it on that page: keep this mail."),
    _("Was it not you? Then do nothing: in a month it is forgotten."),
)  # fmt: skip
_SPEAKER = (
    _("Do you speak in a talk for {community}?"),
    _("Somebody proposed a talk to {community} and named you as one of those who speak."),
    _("Look at it and answer"),
    _("You are named nowhere before you say yes on that page. There you can also say how you are introduced, and at which hours you can speak."),
    _("Is it not you? One press there takes your name and your address out, and you are not asked again."),
)  # fmt: skip
_SUPPORT = (
    _("Please confirm: a talk you would like to hear, at {community}"),
    _("Somebody, hopefully you, would like to hear a talk that was proposed to {community}."),
    _("Look at it and say so"),
    _("It counts once you press the button on that page. The same page takes it back. The hub forgets your address after two months."),
    _("Was it not you? Then do nothing."),
)  # fmt: skip


def confirm_proposal_message(community: str, url: str, voice: Voice, *, is_draft: bool) -> Message:
    return _message(_DRAFT if is_draft else _CONFIRM, community, url, voice)


def ask_speaker_message(community: str, url: str, voice: Voice) -> Message:
    return _message(_SPEAKER, community, url, voice)


def ask_support_message(community: str, url: str, voice: Voice) -> Message:
    return _message(_SUPPORT, community, url, voice)


def _message(words: tuple[str, ...], community: str, url: str, voice: Voice) -> Message:
    subject, first, button, then, otherwise = (voice.gettext(text) for text in words)
    return Message(
        subject_of(subject.format(community=community)),
        (
            Paragraph(filled(first, community=Said(community))), Button(button, url), Paragraph((then,)),
            Paragraph((otherwise,)),
        ),
    )  # fmt: skip
