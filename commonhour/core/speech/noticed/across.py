"""What places say differently, and what one of them says that cannot be."""

from commonhour.core.speech.noticed.words import Words
from commonhour.errors.words.marked import marked as _

WORDS = {
    "channel-name-differs/channel": Words(
        _("{name}: the {kind:channel} is {here} here and {there} in {place}."),
        _("Check which one is right, and write it the same way in both places."),
    ),
    "channel-name-differs/cut-off": Words(
        _("{name}: a link leads to {short} here and to {long} there. One of them may be cut off."),
        _("Open both, and correct the one that is wrong."),
    ),
    "channel-name-differs/list-and-chat": Words(
        _("{name}: the list is called {list} and the chat {chat}. One of them may be misspelt."),
        _("Check which name is right."),
    ),
    "contradiction/address": Words(
        _("An e-mail address here is spelt otherwise in {place}."), _("Write the right one in both places.")
    ),
    "contradiction/address-host": Words(
        _("An e-mail address here is spelt otherwise in {place} (at {here} here, at {there} there)."),
        _("Write the right one in both places."),
    ),
    "contradiction/calendar-zones": Words(
        _("The same calendar is shown in {here} here and in {there} in {place}."),
        _("Show it in one zone, and say which."),
    ),
    "contradiction/channel": Words(
        _("{name}: the {kind:channel} is {here} here and {there} in {place}."),
        _("Check which one is right, and write it the same way in both places."),
    ),
    "contradiction/converter": Words(
        _("The text says {one}, the link to the converter {two}."), _("Correct one of them.")
    ),
    "contradiction/day": Words(
        _("{name}: {one:days} here, {two:days} in {place}."),
        _("Find out which day is right, and correct the other place."),
    ),
    "contradiction/file-name": Words(
        _("The text says {date:date}, the name of the file {named:dates}."),
        _("Rename the file, or correct the date."),
    ),
    "contradiction/heading-zone": Words(
        _("The heading in line {line:d} says UTC, but this link shows the calendar in {zone}."),
        _("Change ctz= in the link, or the heading."),
    ),
    "contradiction/hour": Words(
        _("{name}: {one:hour} here, {two:hour} in {place}."),
        _("Find out which hour is right, and correct the other place."),
    ),
    "contradiction/rhythm": Words(
        _("{name}: {one:rule} here, {two:rule} in {place}."),
        _("Find out which is right, and correct the other place."),
    ),
    "contradiction/speaker": Words(
        _("{name} is of {here} here and of {there} in {place}."),
        _("Ask the speaker, and correct the other place."),
    ),
    "contradiction/translation": Words(
        _("{one} and {two} are given as one time, but never are."),
        _("Correct one of them; one zone, named by its city, is enough."),
    ),
    "contradiction/weekday": Words(
        _("{date:date} is a {right:weekday}, not a {said:weekday}."), _("Correct the weekday or the date.")
    ),
    "contradiction/zone": Words(
        _("{name}: {one:hour} here, {two:hour} in {place}."),
        _("Name the one place whose clocks the call follows, in both places."),
    ),
    "copied-channel": Words(
        _("{name} has the channel {channel}, which is also that of {owner} and fits that name better."),
        _("Give the channel of {name}."),
    ),
    "count-mismatch": Words(
        _("“{text}”: the page lists {count}."), _("Leave the number out; the directory counts.")
    ),
    "goal-date-passed": Words(
        _("A goal of {name} was due on {due}: “{text}”."),
        _("Say whether it was reached, or give it a new date."),
    ),
    "no-year": Words(_("“{day:day}” has no year, here or in the headings above."), _("Add the year.")),
    "no-year/likely": Words(
        _("“{day:day}” has no year, here or in the headings above."), _("Write {date}, if that is meant.")
    ),
    "past-next-meeting/next": Words(
        _("The “next” meeting, {when}, is past."), _("Publish the series; the next date then follows.")
    ),
    "past-next-meeting/upcoming": Words(
        _("The last of these upcoming dates, {last}, is past."),
        _("Add the coming dates, or call the list an archive."),
    ),
    "relative-link/missing-file": Words(
        _("The link to {url} leads to a file that is not there."),
        _("Link to where it can be read on the web."),
    ),
    "same-name": Words(
        _("“{name}” stands in {groups:and}: one person or two?"),
        _("Write the full name, or a link to a profile."),
    ),
    "unreadable-time/half-a-day": Words(
        _("“{text}” lasts {hours} hours."), _("See whether am or pm is meant at both ends.")
    ),
    "unreadable-time/two-clocks": Words(
        _("“{text}” mixes the 24-hour clock with am and pm."), _("Write {hour}, if that is meant.")
    ),
}
