"""What reading a Markdown page notices."""

from commonhour.core.speech.noticed.words import Words
from commonhour.errors.words.marked import marked as _

WORDS = {
    "broken-link-syntax": Words(
        _("A link is written wrongly, so readers see its brackets; it was repaired."),
        _("Write [text](https://address) without anything between the brackets."),
        checked=_("A link is written wrongly, so readers see its brackets."),
    ),
    "contradiction/session-hour": Words(
        _("This session is at {text}, but the page gives {clock} for “{title}”."), _("Correct one of them.")
    ),
    "empty-link": Words(
        _("The link “{text}” leads nowhere; its text was kept."),
        _("Say where it leads, or write it as plain text."),
        checked=_("The link “{text}” leads nowhere."),
    ),
    "link-kind": Words(
        _("“{label}” reads like a {claim:kind} but leads to a {actual:kind}."),
        _("Check the link or its name."),
    ),
    "link-kind/request": Words(
        _("“{label}” leads to a pull request or an issue, not to a repository."),
        _("Link the repository, or call it what it is."),
    ),
    "mis-decoded-text": Words(
        _("Some characters were decoded wrongly on their way here; they were put right."),
        _("Save the file as UTF-8."),
        checked=_("Some characters were decoded wrongly on their way here."),
    ),
    "no-anchor-date": Words(
        _("“{text}” skips weeks, but no date says which weeks."), _("Give the date of one meeting.")
    ),
    "no-time": Words(
        _("The page does not say when “{title}” meets."),
        _("Give day, time, zone and how often."),
        many=_("It does not say when these meet: {titles:quoted}."),
    ),
    "no-zone/hour": Words(_("“{text}” has a time but no zone."), _("Name a place, such as Europe/Madrid.")),
    "relative-link/scheme": Words(
        _(
            "The link to {url} has no https:// in front, so it leads to a page of this site that does not exist."
        ),
        "https://{url}",
    ),
    "dropped-property/room": Words(
        _("A way into a call was left out: no call here is the one it belongs to."),
        many=_("Ways into calls were left out ({times} times): no call here is the one they belong to."),
    ),
    "secret-in-public/calendar": Words(
        _("The secret address of a calendar is public here: whoever has it reads every event."),
        _("Link to the join page of the meeting instead."),
    ),
    "secret-in-public/join-link": Words(
        _("A join link with its password is public here; it was moved behind our join page."),
        _("Link to the join page of the meeting instead."),
        checked=_("A join link with its password is public here."),
    ),
    "secret-in-public/page-passcode": Words(
        _("The passcode of a call is public here; it was moved behind our join page."),
        _("Link to the join page of the meeting instead."),
        checked=_("The passcode of a call is public here."),
    ),
    "secret-in-public/private-token": Words(
        _("An address with a private token is public here: whoever has it sees what its owner sees."),
        _("Link to the join page of the meeting instead."),
    ),
    "unknown-shortcode": Words(
        _("The shortcode “{name}” is not known; its text was kept unplaced."),
        _("Tell the importer what it shows, or write it as Markdown."),
        checked=_("The shortcode “{name}” is not known."),
    ),
    "time-left-over": Words(
        _("“{text}” says when something meets, and no call has it."),
        _("Say in the same place whose call it is."),
    ),
    "unreadable-time": Words(_("“{text}” could not be read as a time."), _("Give day, time and zone.")),
    "unreadable-time/session-year": Words(
        _("The session of “{text}” has no year, here or in the headings above."), _("Add the year.")
    ),
    "zone-abbreviation": Words(
        _("“{letters}” is no time zone: it may mean {zones:or}, and says nothing about summer time."),
        _("Write {best}."),
    ),
    "zone-contradicts-date": Words(
        _("On {day:day} the clocks of {zone} show {right}, not {letters}: one hour apart."),
        _("Write {right}, or better the zone {zone}."),
    ),
}
