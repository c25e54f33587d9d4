"""Messages round a meeting that was sent in: is it yours, what became of it, and that something waits to be decided."""

from collections.abc import Sequence

from commonhour.core.message import Button, Facts, Line, Message, Moment, Paragraph, Said, filled, subject_of
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

ANSWERED = {
    "title": _("what it is called"), "dtstart": _("when it is"), "about": _("what it is about"),
    "link_sealed": _("how people join"), "name": _("your name"),
}  # fmt: skip
ANSWERS = {
    "accepted": (_("It is in the calendar: {title}"), _("Thank you. What you sent in is in the calendar now.")),
    "declined": (_("Not in the calendar: {title}"), _("Thank you for sending it in. It does not go into the calendar.")),
    "asked": (_("A question about {title}"), _("Thank you for sending it in. We have a question first:")),
}  # fmt: skip


def confirm_submission_message(community: str, url: str, voice: Voice) -> Message:
    """Nothing that was typed stands in it: nobody can write to others through the hub."""
    gettext = voice.gettext
    return Message(
        subject_of(gettext("Please confirm: a meeting for {community}").format(community=community)),
        (
            Paragraph(filled(gettext("Somebody, hopefully you, sent in a meeting for the calendar of {community}."), community=Said(community))),
            Button(gettext("Look at it and confirm"), url),
            Paragraph((gettext("Nobody looks at it before you press the button on that page. The same page says what becomes of it, and lets you change or withdraw it."),)),
            Paragraph((gettext("Was it not you? Then do nothing: in a week it is forgotten."),)),
        ),
    )  # fmt: skip


def mailed_message(
    community: str, when: str, said: Sequence[str], missing: Sequence[str], url: str, voice: Voice
) -> Message:
    """An answer to a mail whose sender nobody knows: which answers were found in it, by the columns of a submission, and of what
    was typed nothing. `when` is the time as it was read, "" without one."""
    gettext = voice.gettext
    rows: list[tuple[str, Line]] = [(gettext("When"), (when,))] if when else []
    found = [gettext(ANSWERED[name]) for name in said if name != "dtstart"]
    rows += [(gettext("Also found"), (voice.words.all_of(found),))] if found else []
    asked = [gettext(ANSWERED[name]) for name in missing]
    rows += [(gettext("Still missing"), (voice.words.all_of(asked),))] if asked else []
    return Message(
        subject_of(gettext("We read your mail: a meeting for {community}").format(community=community)),
        (
            Paragraph(filled(gettext("A mail from this address describes a meeting for the calendar of {community}. This is what was understood:"), community=Said(community))),
            Facts(tuple(rows)),
            Button(gettext("Finish it") if asked else gettext("Look at it and confirm"), url),
            Paragraph((gettext("It goes nowhere before you press the button on that page. The same page says what becomes of it, and lets you change or withdraw it."),)),
            Paragraph((gettext("Was it not you, or no meeting? Then do nothing: in a week it is forgotten."),)),
        ),
    )  # fmt: skip


def answer_message(
    state: str, title: str, words: str, when: str, page: str, url: str, voice: Voice
) -> Message:
    """`page` is the address of the series it became, `when` a sentence of when that meets, both "" without one."""
    gettext = voice.gettext
    subject, first = (gettext(text) for text in ANSWERS[state])
    rows: list[tuple[str, Line]] = [(gettext("Meeting"), (Said(title),))]
    rows += [(gettext("When"), (when,))] if when else []
    rows += [(gettext("Answer"), (Said(words),))] if words else []
    button = (
        Button(gettext("See it in the calendar"), page)
        if page
        else Button(gettext("Open what you sent in"), url)
    )
    return Message(
        subject_of(subject.format(title=title)), (Paragraph((first,)), Facts(tuple(rows)), button)
    )  # fmt: skip


def wish_message(
    title: str, words: str, when: Moment | None, url: str, voice: Voice, *, is_granted: bool
) -> Message:
    """`when` is when the date that was asked about takes place now, None when it does not."""
    gettext = voice.gettext
    said = _("Done as you asked: {title}") if is_granted else _("Not changed: {title}")
    rows: list[tuple[str, Line]] = [(gettext("Meeting"), (Said(title),))]
    rows += [(gettext("When"), (when,))] if when else []
    rows += [(gettext("Answer"), (Said(words),))] if words else []
    first = gettext("You asked us to change something of a meeting that you sent in.")
    return Message(
        subject_of(gettext(said).format(title=title)),
        (Paragraph((first,)), Facts(tuple(rows)), Button(gettext("Open what you sent in"), url)),
    )


def waits_message(community: str, url: str, voice: Voice) -> Message:
    gettext = voice.gettext
    return Message(
        subject_of(gettext("A meeting was sent in for {community}").format(community=community)),
        (
            Paragraph((gettext("Somebody without an account sent it in, and its address is confirmed. It waits for a yes or a no."),)),
            Button(gettext("Look at what was sent in"), url),
            Paragraph((gettext("However many come, this mail comes at most once a day."),)),
        ),
    )  # fmt: skip
