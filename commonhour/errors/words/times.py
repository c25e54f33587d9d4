"""Why a time, a zone or a rule cannot be read, or is over a limit."""

from commonhour.errors.words.marked import marked as _

WORDS = {
    "no-such-week": _("The year {year:d} has no week {week}."),
    "no-such-month": _("There is no month {month:d}."),
    "year-not-shown": _("The calendar shows the years {first:d} to {last:d}."),
    "rule-part-without-value": _("“{part}” in the rule is not NAME=VALUE."),
    "rule-part-twice": _("The rule gives {name} twice."),
    "rule-part-unknown": _("The rule has a part “{name}” that RFC 5545 does not know."),
    "count-and-until": _("The rule has both COUNT and UNTIL; RFC 5545 allows one of them."),
    "rule-within-a-day": _(
        "FREQ={freq} repeats more than once a day; meetings here repeat daily or less often."
    ),
    "rule-frequency-unknown": _("FREQ={freq} is not a frequency of RFC 5545."),
    "rule-number": _("{name}={text} is not a whole number from 1."),
    "rule-number-too-large": _("{name}={text} is over the limit of {most}."),
    "rule-weekday": _("“{text}” is not a weekday of RFC 5545 (MO, TU, … SU)."),
    "rule-byday": _("BYDAY={text} is not a weekday of RFC 5545 (MO, 2TH, -1FR)."),
    "rule-byday-week": _("BYDAY={text} counts a week that does not exist."),
    "rule-no-number": _("{name}={text} is not a number."),
    "rule-number-outside": _("{name}={number} is outside {lowest} to {highest}."),
    "byweekno-not-yearly": _("BYWEEKNO is only allowed in a yearly rule."),
    "bymonthday-weekly": _("BYMONTHDAY is not allowed in a weekly rule."),
    "byyearday-not-yearly": _("BYYEARDAY is only allowed in a yearly rule."),
    "bysetpos-alone": _("BYSETPOS needs another BY part to choose from."),
    "rule-times-a-day": _("The rule makes {times} times a day, over the limit of {most}."),
    "rule-too-many-dates": _("This rule makes more than {most} dates in the time asked for."),
    "rule-too-far": _("The time asked for ends more than {days} days after the rule begins."),
    "rule-chooses-from-too-many": _("This rule chooses from more than {most} dates."),
    "no-meeting-on": _("There is no meeting on {day} in this schedule."),
    "extra-date-chosen": _(
        "{day} is an extra date outside the rule; choose a regular date of this series, and all after it can be changed."
    ),
    "no-wall-time": _("“{text}” is not a local date or date-time (20261126 or 20261126T160000)."),
    "no-such-date": _("“{text}” is not a date that exists."),
    "unknown-zone": _("“{zone}” is not a time zone this hub knows; use a name such as Europe/Madrid."),
    "no-clock-shows": _("No clock shows {hour}:{minute:02d}; write the hour like 3pm or 15:00."),
    "typed-year": _("Only the years 1900 to 2199 are read; write the day like 26 Nov 2026."),
    "typed-date": _("There is no such date; write the day like 26 Nov 2026 or 2026-11-26."),
    "typed-nothing": _("Type a time, for example 3pm PT Thursday or 2026-11-26 16:00 Madrid."),
    "typed-too-much": _("That is too long for a time; type for example 3pm PT Thursday."),
    "typed-no-hour": _("There is no hour in that; write it like 3pm PT Thursday or 15:00 Madrid tomorrow."),
    "typed-unknown": _("“{text}” cannot be read as part of a time; write it like 3pm PT Thursday."),
}
