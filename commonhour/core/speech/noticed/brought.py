"""What is noticed of notes that are brought in."""

from commonhour.core.speech.noticed.words import Words
from commonhour.errors.words.marked import marked as _

WORDS = {
    "notes-undated": Words(
        _("Nothing says of which day these notes are; they were kept without one."),
        _("Write the day into the name of the file, such as 2026-11-26.md."),
    ),
    "notes-undated/either": Words(
        _("Which number of the day is the month cannot be told; these notes were kept without a day."),
        _("Write the day with its year first, such as 2026-11-26."),
    ),
    "notes-twice": Words(
        _("There are two notes of {date:date}: {first} is shown with the meeting, these beside it."),
        _("Make one text of both."),
    ),
    "notes-twice/here": Words(
        _("The meeting on {date:date} has notes already; these were kept beside them."),
        _("Make one text of both."),
    ),
    "notes-contradict-calendar": Words(
        _("There are notes of {date:date}, when “{title}” did not meet as the calendar has it."),
        _("Correct the day of the notes, or leave it if the meeting took place."),
    ),
    "notes-contradict-calendar/cancelled": Words(
        _("There are notes of {date:date}, when “{title}” was called off as the calendar has it."),
        _("Correct the day of the notes, or the calendar."),
    ),
    "notes-private-address": Words(
        _("An e-mail address of a person stood in these notes; it was left out."),
        _("Take it out of the source, which others can read."),
        many=_("E-mail addresses of people stood in these notes ({times} times); they were left out."),
    ),
    "notes-too-long": Words(
        _("These notes are longer than {most} characters; they were left over."),
        _("Divide them, such as by a heading with the day over each meeting."),
    ),
    "notes-frozen": Words(
        _(
            "These notes are older than {days} days and were not changed; who runs the group may bring the change."
        ),
        _("Ask a moderator of the group to import the file."),
    ),
    "notes-with-names": Words(
        _(
            "These notes are to have no names, and these look like names: {names}. Nobody else can read them yet."
        ),
        _("Write them in another way, and publish them."),
    ),
    "notes-secret": Words(
        _("A way into a call or a secret stood in these notes; it was left out."),
        _("Take it out of the source, which others can read."),
        many=_("Ways into a call or secrets stood in these notes ({times} times); they were left out."),
    ),
}
