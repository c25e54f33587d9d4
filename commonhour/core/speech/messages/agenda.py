"""Messages to who proposed something for an agenda: is it you, and is it on it."""

from commonhour.core.message import Button, Facts, Line, Message, Moment, Paragraph, Said, subject_of
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.words import Voice


def confirm_item_message(title: str, moment: Moment, url: str, tzid: str, voice: Voice) -> Message:
    """Nothing that was typed stands in it: nobody can write to others through the hub."""
    gettext = voice.gettext
    rows: tuple[tuple[str, Line], ...] = ((gettext("Call"), (Said(title),)), (gettext("When"), (moment,)))
    when = brief_text(moment, tzid, voice.words)
    return Message(
        subject_of(gettext("Please confirm what you propose for {title}, {when}").format(title=title, when=when)),
        (
            Paragraph((gettext("Somebody, hopefully you, proposed something for the agenda of this call:"),)),
            Facts(rows),
            Button(gettext("Look at it and confirm"), url),
            Paragraph((gettext("Nobody looks at it before you press the button on that page. You are told by mail whether it is on the agenda."),)),
            Paragraph((gettext("Was it not you? Then do nothing, and nothing happens."),)),
        ),
    )  # fmt: skip


def item_answer_message(
    title: str, moment: Moment, text: str, answer: str, url: str, voice: Voice, *, is_accepted: bool
) -> Message:
    gettext = voice.gettext
    subject = gettext("On the agenda: {item}") if is_accepted else gettext("Not on the agenda: {item}")
    rows: list[tuple[str, Line]] = [
        (gettext("Call"), (Said(title),)), (gettext("When"), (moment,)), (gettext("You proposed"), (Said(text),))
    ]  # fmt: skip
    rows += [(gettext("Answer"), (Said(answer),))] if answer else []
    first = (
        gettext("What you proposed is on the agenda of this call now.")
        if is_accepted
        else gettext("Thank you for proposing it. It does not go onto the agenda of this call.")
    )
    return Message(
        subject_of(subject.format(item=text)),
        (Paragraph((first,)), Facts(tuple(rows)), Button(gettext("Open the page of the call"), url)),
    )
