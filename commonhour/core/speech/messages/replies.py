"""Messages to who says whether they come: is it you who says so, and that there is a place for you now."""

from commonhour.core.message import Bullets, Button, Facts, Line, Message, Moment, Paragraph, Said, subject_of
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.words import Voice

_NAMED = 5  # dates, one by one; their page has them all


def confirm_reply_message(title: str, moment: Moment, url: str, tzid: str, voice: Voice) -> Message:
    """Nothing that was typed stands in it: nobody can write to others through the hub."""
    gettext = voice.gettext
    rows: tuple[tuple[str, Line], ...] = ((gettext("Call"), (Said(title),)), (gettext("When"), (moment,)))
    when = brief_text(moment, tzid, voice.words)
    return Message(
        subject_of(gettext("Please confirm whether you come: {title}, {when}").format(title=title, when=when)),
        (
            Paragraph((gettext("Somebody, hopefully you, answered whether you come:"),)),
            Facts(rows),
            Button(gettext("Look at the answer and confirm"), url),
            Paragraph((gettext("It counts only after you press the button on that page. From there on you change it by a tap."),)),
            Paragraph((gettext("Was it not you? Then do nothing, and nothing counts."),)),
        ),
    )  # fmt: skip


def place_message(title: str, moments: list[Moment], url: str, tzid: str, voice: Voice) -> Message:
    """`moments` are the dates on which somebody has a place now, the next first."""
    gettext = voice.gettext
    when = brief_text(moments[0], tzid, voice.words)
    lines: list[Line] = [(moment,) for moment in moments[:_NAMED]]
    lines += [(gettext("and later dates"),)] if len(moments) > _NAMED else []
    return Message(
        subject_of(gettext("You have a place: {title}, {when}").format(title=title, when=when)),
        (
            Paragraph((gettext("Somebody cannot come, so there is a place for you now:"),)),
            Facts(((gettext("Call"), (Said(title),)),)),
            Bullets(tuple(lines)),
            Button(gettext("See your answers"), url),
            Paragraph((gettext("Can you not come after all? Say so on that page, and the next one moves up."),)),
        ),
    )  # fmt: skip
