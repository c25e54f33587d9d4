"""What the hub notices of itself, and what an import or an outside calendar brings into it."""

from commonhour.core.speech.noticed.words import Words
from commonhour.errors.words.marked import marked as _

WORDS = {
    "clash": Words(
        _("“{one}” and “{two}” overlap on {first_date} at {first_clock} UTC."),
        _("Move one of them, or say that both are meant."),
        many=_(
            "“{one}” and “{two}” overlap on {first_date} at {first_clock} UTC, and {more} more times in the coming weeks."
        ),
    ),
    "clash/busy": Words(
        _("“{title}” is on {first_date} at {first_clock} UTC, when a private event of the same calendar is."),
        _("Move one of them, or say that both are meant."),
        many=_(
            "“{title}” is on {first_date} at {first_clock} UTC, when a private event of the same calendar is, and {more} more times in the next year."
        ),
    ),
    "room-clash": Words(
        _("“{one}” and “{two}” are in the same room on {first_date} at {first_clock} UTC."),
        _("Move one of them, or give one another room."),
        many=_(
            "“{one}” and “{two}” are in the same room on {first_date} at {first_clock} UTC, and {more} more times in the coming weeks."
        ),
    ),
    "dead-link": Words(
        _("{url} does not answer any more. {reason}"), _("Find its new place, or take it out.")
    ),
    "hour-change": Words(
        _("“{title}” is at {clock} instead of {usual} in {zone:city} from {dates:span} to {last:date}."),
        _("Say so before it happens; our pages and feeds do."),
    ),
    "hour-change/from": Words(
        _("“{title}” is at {clock} instead of {usual} in {zone:city} from {first:date} on."),
        _("Say so before it happens; our pages and feeds do."),
    ),
    "hour-change/on": Words(
        _("“{title}” is at {clock} instead of {usual} in {zone:city} on {first:date}."),
        _("Say so before it happens; our pages and feeds do."),
    ),
    "kept-both": Words(
        _(
            "{what}: “{field}” was changed here and there. There: {theirs:value}. Here, and kept: {ours:value}."
        ),
        _("Make both say the same, here or there."),
    ),
    "kept-both/group-removed-here": Words(
        _("The group “{name}” was removed here; it was left out."),
        checked=_("The group “{name}” was removed here."),
    ),
    "kept-both/join": Words(_("The join link of “{title}” was changed here and there; ours was kept.")),
    "kept-both/removed-here": Words(
        _("“{title}” was removed here; it was left out."), checked=_("“{title}” was removed here.")
    ),
    "kept-both/times": Words(
        _("“{title}” meets “{ours}” here and “{theirs}” there. Here was kept."),
        _("Make both say the same, here or there."),
    ),
    "moved-link": Words(_("{url} has moved for ever."), _("Write {place}.")),
    "moved-link/secret": Words(
        _("{url} has moved for ever, to a way into a call or to another address with a secret in it."),
        _("Link to the join page of the meeting instead, or take it out."),
    ),
    "past-next-meeting/was": Words(
        _("“{title}” was on {last}."), _("Give it its next date, or conclude it.")
    ),
    "secret-in-public/text": Words(
        _("A way into a call, its passcode or a private token stands in a public text of “{name}”."),
        _("Take it out there, and keep it with the series, behind the join page."),
    ),
    "series-ending": Words(
        _("“{title}” has its last date on {last}."), _("Say how it goes on, or that it ends.")
    ),
    "series-ending/over": Words(
        _("“{title}” had its last date on {last}; nothing lies ahead."),
        _("Give it new dates, or say that it is concluded."),
    ),
    "source-failing": Words(
        _("The calendar “{name}” could not be read since {since}. {reason}"),
        _("Ask whoever keeps it, or take it off the hub."),
    ),
    "source-failing/never-read": Words(
        _("The calendar “{name}” could not be read yet. {reason}"),
        _("Ask whoever keeps it, or take it off the hub."),
    ),
    "undecided": Words(_("“{title}” has no time yet. {question:question}"), _("Answer the question.")),
    "unmatched-event": Words(
        _("“{title}” was given to no group. {reason}"),
        _("Place it into its group on the desk; that is remembered."),
    ),
    "unmatched-event/waiting": Words(_("“{title}” belongs to no group. {reason}"), _("Choose its group.")),
}
