"""Messages to those who proposed a talk: what became of it, when it is held, and, once, whether there are slides."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonhour.core.message import (
    Block,
    Button,
    Facts,
    Line,
    Link,
    Message,
    Moment,
    Paragraph,
    Said,
    filled,
    subject_of,
)
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

ANSWER, SLOT, MOVED, OFF = "answer", "slot", "moved", "off"  # what a message is about
ANSWERS = {
    "accepted": (_("Accepted: {title}"), _("Thank you for proposing it. We would like to hear it.")),
    "waitlisted": (_("On the waiting list: {title}"), _("Thank you for proposing it. There is no date for it yet: it is on the waiting list, and you hear from us when one comes free.")),
    "declined": (_("Not this time: {title}"), _("Thank you for proposing it. It finds no date with us this time.")),
    "asked": (_("A question about {title}"), _("Thank you for proposing it. We have a question first:")),
}  # fmt: skip
_ABOUT_DATES = {
    SLOT: (_("A date for {title}"), _("There is a date for your talk now.")),
    MOVED: (_("Another time for {title}"), _("The call in which you speak is at another time now.")),
    OFF: (_("No date for now: {title}"), _("Your talk has no date for now. It stays accepted, and you hear from us when there is one.")),
}  # fmt: skip
REASONS = {
    "many": _("There were more good proposals than dates."),
    "elsewhere": _("It is not about what this community does."),
    "lately": _("It was talked about here not long ago."),
    "thin": _("There is too little about it yet."),
}


@dataclass(frozen=True, slots=True)
class HeldOn:
    """A date on which it is held: of which call, and where its page and its calendar file are."""

    title: str
    moment: Moment
    page: str
    file: str


def decision_message(
    about: str, state: str, title: str, words: str, dates: Sequence[HeldOn], url: str, voice: Voice
) -> Message:
    """`url` is the page of who proposed it; with dates it asks whether they suit."""
    gettext = voice.gettext
    subject, first = (gettext(text) for text in _ABOUT_DATES.get(about) or ANSWERS[state])
    rows: list[tuple[str, Line]] = [(gettext("Talk"), (Said(title),))]
    rows += [(gettext("Answer"), (Said(words),))] if words and about == ANSWER else []
    blocks: list[Block] = [Paragraph((first,)), Facts(tuple(rows)), *_held(dates, voice)]
    if dates:
        blocks.append(Paragraph((gettext("Does it suit you? Please say so, or that you cannot."),)))
        blocks.append(Button(gettext("Answer whether it suits you"), f"{url}slot/"))
    else:
        blocks.append(Button(gettext("Open your proposal"), url))
    return Message(subject_of(subject.format(title=title)), tuple(blocks))


def after_message(title: str, url: str, voice: Voice) -> Message:
    gettext = voice.gettext
    first = filled(gettext("Thank you for speaking about “{title}”."), title=Said(title))
    more = gettext("Are there slides, a recording or links? On this page you add them yourself; who missed the talk finds them beside it.")  # fmt: skip
    return Message(
        subject_of(gettext("Slides and links of {title}").format(title=title)),
        (
            Paragraph(first),
            Paragraph((more,)),
            Button(gettext("Add slides and links"), f"{url}after/"),
            Paragraph((gettext("We ask for this once."),)),
        ),
    )


def _held(dates: Sequence[HeldOn], voice: Voice) -> list[Block]:
    """When, on both clocks, and the file for a calendar."""
    gettext = voice.gettext
    found: list[Block] = []
    for one in dates:
        links = (Link(gettext("See the date"), one.page), " · ", Link(gettext("For your calendar"), one.file))
        found.append(Facts(((gettext("Call"), (Said(one.title),)), (gettext("When"), (one.moment,)))))
        found.append(Paragraph(links))
    return found
