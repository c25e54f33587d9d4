"""What reading a calendar or a catalogue of meetings notices."""

from commonhour.core.speech.noticed.words import Words
from commonhour.errors.words.marked import marked as _

WORDS = {
    "assumed-start": Words(
        _(
            "“{title}” gives no first date and, as it skips no weeks, needs none: it is counted from the next one, {first:long}."
        ),
        _("Give the date of its first meeting, if its past matters."),
    ),
    "assumed-start/without-length": Words(
        _(
            "“{title}” gives no first date and, as it skips no weeks, needs none: it is counted from the next one, {first:long}. Its length is not given either; it is kept without an end."
        ),
        _("Give the date of its first meeting, if its past matters."),
    ),
    "contradiction/two-groups": Words(
        _("Two groups are called “{name}” and say different things of themselves; both were kept."),
        _("Give one of them another name."),
    ),
    "contradiction/given-twice": Words(
        _("“{name}” is given twice; the last one was kept."), _("Keep one of them.")
    ),
    "contradiction/one-uid": Words(
        _("{count} events share one UID; this one, the newest, was kept."),
        _("Give each event a UID of its own."),
    ),
    "contradiction/one-uid-calls": Words(
        _("{count} different calls share one UID; each was kept as one of its own."),
        _("Give each event a UID of its own."),
        checked=_("{count} different calls share one UID."),
    ),
    "contradiction/skipped-date": Words(
        _("It skips {day}, a date on which it does not meet."), _("Correct the date, or take it out.")
    ),
    "contradiction/timezone": Words(
        _("The zone “{name}” is written with offsets that {zone} does not have; {zone} was used."),
        _("See what hour is meant, and take the VTIMEZONE away, or name the right zone."),
    ),
    "contradiction/two-days": Words(_("“{text}” names two different days."), _("Keep one of them.")),
    "contradiction/uid": Words(
        _("“{title}” has a UID another event has; the first was kept."),
        _("Give each event a UID of its own."),
    ),
    "dropped-property": Words(_("{name} is not kept."), many=_("{name} is not kept ({times} times).")),
    "dropped-property/github-team": Words(
        _("A GitHub team (who may review what) is not kept."),
        many=_("A GitHub team (who may review what) is not kept ({times} times)."),
    ),
    "dropped-property/in-ics": Words(
        _("{name} in “ics” is not kept."), many=_("{name} in “ics” is not kept ({times} times).")
    ),
    "dropped-property/included-file": Words(
        _("The included file {name}, which was not handed in, is not kept."),
        many=_("The included file {name}, which was not handed in, is not kept ({times} times)."),
    ),
    "dropped-property/no-meetings": Words(_("The file was left out: no meetings were found in it.")),
    "dropped-property/other-kind": Words(
        _("The file was left out: it is of another kind ({name}) than the folder is read as."),
        _("Import it by itself."),
    ),
    "dropped-property/no-property": Words(
        _("A line that is no property is not kept."),
        many=_("A line that is no property is not kept ({times} times)."),
    ),
    "dropped-property/of-event": Words(
        _("“{name}” of an event is not kept."), many=_("“{name}” of an event is not kept ({times} times).")
    ),
    "dropped-property/of-group": Words(
        _("“{name}” of a group is not kept."), many=_("“{name}” of a group is not kept ({times} times).")
    ),
    "dropped-property/organizer": Words(
        _("The organizer of an event (a name and an address) is not kept."),
        many=_("The organizer of an event (a name and an address) is not kept ({times} times)."),
    ),
    "dropped-property/owners-file": Words(
        _("An OWNERS file is not kept."), many=_("An OWNERS file is not kept ({times} times).")
    ),
    "dropped-property/person": Words(
        _("{name} (a person's name and address) is not kept."),
        many=_("{name} (a person's name and address) is not kept ({times} times)."),
    ),
    "dropped-property/person-address": Words(
        _("The e-mail address of a person is not kept."),
        many=_("The e-mail address of a person is not kept ({times} times)."),
    ),
    "dropped-property/room": Words(
        _("A way into a call was left out: no call here is the one it belongs to."),
        many=_("Ways into calls were left out ({times} times): no call here is the one they belong to."),
    ),
    "dropped-property/second-length": Words(
        _("DURATION beside DTEND is not kept."), many=_("DURATION beside DTEND is not kept ({times} times).")
    ),
    "dropped-property/words-from-a-date": Words(
        _("A new title or description from one date on (RANGE=THISANDFUTURE) is not kept."),
        many=_(
            "A new title or description from one date on (RANGE=THISANDFUTURE) is not kept ({times} times)."
        ),
    ),
    "dropped-property/zone-definition": Words(
        _("The definition of a time zone (zones come from tzdata) is not kept."),
        many=_("The definition of a time zone (zones come from tzdata) is not kept ({times} times)."),
    ),
    "gone-upstream": Words(
        _("“{title}” is no longer in {file}; it is still published here."),
        _(
            "Cancel or conclude it, if it does not take place any more; what is kept here changes only by a person."
        ),
    ),
    "gone-upstream/private": Words(
        _("“{title}” is private in {file} now; it is still published here, as it was before."),
        _("Conclude it, if not everybody may see it any more."),
    ),
    "listed-dates": Words(
        _("“{title}” came as {count} single dates, without a rule. They are shown as one series."),
        _(
            "Publish it as one event with a rule and a city's zone, so that calendar apps know that it goes on."
        ),
    ),
    "listed-dates/in-utc": Words(
        _("“{title}” came as {count} single dates in UTC, without a rule. They are shown as one series."),
        _(
            "Publish it as one event with a rule and a city's zone, so that calendar apps know that it goes on."
        ),
    ),
    "listed-dates/one-uid": Words(
        _("{count} events share one UID and have no rule; they were read as the dates of one call."),
        _("Publish it as one event with a rule, so that calendar apps know that it goes on."),
        checked=_("{count} events share one UID and have no rule."),
    ),
    "mis-decoded-text/file": Words(
        _("The file is not UTF-8; it was read as Latin-1."), checked=_("The file is not UTF-8.")
    ),
    "never-held": Words(
        _("“{title}” has a rule that ended before its first date: it never takes place, and was left out."),
        checked=_("“{title}” has a rule that ended before its first date: it never takes place."),
    ),
    "no-time/file": Words(
        _("The file does not say when “{title}” meets."),
        _("Give day, time, zone and how often."),
        many=_("It does not say when these meet: {titles:quoted}."),
    ),
    "no-time/file-calendar": Words(
        _("The file does not say when “{title}” meets."),
        _("Import its calendar too."),
        many=_("It does not say when these meet: {titles:quoted}."),
    ),
    "no-time/length": Words(
        _("“{title}” gives an hour but no length; it is kept without an end."),
        _("Give its end, or a duration."),
        many=_("It does not say when these meet: {titles:quoted}."),
    ),
    "no-time/one-hour": Words(
        _("“{title}” gives no one hour for its beginning."),
        _("Write it as 16:00."),
        many=_("It does not say when these meet: {titles:quoted}."),
    ),
    "no-time/schedule": Words(
        _("“{title}” has no schedule."),
        _("Give one."),
        many=_("It does not say when these meet: {titles:quoted}."),
    ),
    "no-zone": Words(_("There is a time but no zone."), _("Name a place, such as Europe/Madrid.")),
    "no-zone/calendar": Words(_("X-WR-TIMEZONE “{zone}” is not a time zone we know.")),
    "no-zone/floating": Words(
        _("Times without a zone were read in {zone} (the community's zone)."),
        _("Give DTSTART a TZID, or a Z when the time is in UTC."),
    ),
    "no-zone/floating-calendar": Words(
        _("Times without a zone were read in {zone} (X-WR-TIMEZONE)."),
        _("Give DTSTART a TZID, or a Z when the time is in UTC."),
    ),
    "no-zone/offset": Words(
        _("The zone “{name}” is not one we know; the offset it states was used, in summer and in winter."),
        _("Name the zone by its city, such as Europe/Madrid."),
    ),
    "no-zone/seasons": Words(
        _(
            "“{title}” is written twice, {summer} in summer, {winter} in winter: this reads as one call. It is kept as one call in {zone:city}, whose clocks change by themselves."
        ),
        _("Write it once, with the zone of its city ({here} and {there})."),
    ),
    "no-zone/seasons-asked": Words(
        _(
            "“{title}” is written twice, {summer} in summer, {winter} in winter: this reads as one call. {question:question}"
        ),
        _("Write it once, with the zone of its city ({here} and {there})."),
    ),
    "no-zone/unknown": Words(
        _("The zone “{name}” is not one we know; {zone} was assumed."),
        _("Name the zone by its city, such as Europe/Madrid."),
    ),
    "no-zone/words": Words(_("“{text}” names no time zone."), _("Name a place, such as Europe/Madrid.")),
    "no-zone/yaml2ics": Words(
        _("“{title}” names no zone; yaml2ics reads that as UTC."),
        _("Add timezone: with a place, such as Europe/Madrid."),
    ),
    "no-title": Words(
        _("An event has no title; it is called “{title}” here."),
        _("Give it a name that tells people what it is."),
        checked=_("An event has no title."),
    ),
    "odd-rule/given-twice": Words(
        _("The event gives its rule twice; it was read once."),
        _("Keep one of them."),
        checked=_("The event gives its rule twice."),
    ),
    "odd-rule/no-count": Words(
        _("The rule has a COUNT below one, which RFC 5545 does not allow; nothing is counted."),
        _("Take COUNT out of the rule."),
        checked=_("The rule has a COUNT below one, which RFC 5545 does not allow."),
    ),
    "odd-rule/scale": Words(
        _("The rule has an RSCALE, which many programs do not read; it is the usual one and was left out."),
        _("Take RSCALE out of the rule."),
        checked=_("The rule has an RSCALE, which many programs do not read."),
    ),
    "odd-rule/two-ends": Words(
        _("The rule has COUNT and UNTIL, of which RFC 5545 allows one; it ends with whichever comes first."),
        _("Keep one of them."),
        checked=_("The rule has COUNT and UNTIL, of which RFC 5545 allows one."),
    ),
    "off-rule-start": Words(
        _("The event starts on a date its own rule does not make; it was kept as the first one."),
        _("Begin on the first date of the rule, so that every calendar program shows the same dates."),
        checked=_("The event starts on a date its own rule does not make."),
    ),
    "off-rule-start/call": Words(
        _("“{title}” starts on a date its own rule does not make; it was kept as the first one."),
        _("Begin on the first date of the rule, so that every calendar program shows the same dates."),
        checked=_("“{title}” starts on a date its own rule does not make."),
    ),
    "read-as/about": Words(_("Read as the description: {keys}.")),
    "read-as/calendar": Words(_("Read as a calendar: {keys}.")),
    "read-as/chat": Words(_("Read as a chat channel: {keys}.")),
    "read-as/docs": Words(_("Read as documents: {keys}.")),
    "read-as/door": Words(_("Read as the way to join: {keys}.")),
    "read-as/forum": Words(_("Read as a forum: {keys}.")),
    "read-as/kind": Words(_("Read as the kind of group: {keys}.")),
    "read-as/length": Words(_("Read as the length: {keys}.")),
    "read-as/link": Words(_("Read as a website: {keys}.")),
    "read-as/list": Words(_("Read as a mailing list: {keys}.")),
    "read-as/name": Words(_("Read as the name: {keys}.")),
    "read-as/notes": Words(_("Read as notes: {keys}.")),
    "read-as/parent": Words(_("Read as the group above: {keys}.")),
    "read-as/people": Words(_("Read as people with their role: {keys}.")),
    "read-as/recordings": Words(_("Read as recordings: {keys}.")),
    "read-as/repo": Words(_("Read as a repository: {keys}.")),
    "read-as/slug": Words(_("Read as the short name: {keys}.")),
    "read-as/state": Words(_("Read as the state of the group: {keys}.")),
    "read-as/when": Words(_("Read as the time: {keys}.")),
    "read-as/zone": Words(_("Read as the time zone: {keys}.")),
    "private-event": Words(
        _("A private event is not shown; the time it takes counts as busy."),
        _("Nothing of it is kept. Publish it as CLASS:PUBLIC, if everybody may see it."),
        many=_("Private events are not shown; the time they take counts as busy ({times} times)."),
    ),
    "private-event/marked": Words(
        _("What is marked as not for everybody was left out."),
        _("Nothing of it is kept. Take the mark out, if everybody may see it."),
    ),
    "refused-input": Words("{reason}"),
    "secret-in-public/passcode": Words(
        _("A passcode or dial-in code of a call is public here; it was moved behind the join page."),
        _("Take it out of the source, which others can read."),
        checked=_("A passcode or dial-in code of a call is public here."),
    ),
    "secret-in-public/token": Words(
        _("An address with a private token is public here; it was left out."),
        _("Take it out of the source, which others can read, and have a new one made."),
        checked=_("An address with a private token is public here."),
    ),
    "unreadable-time/how-often": Words(
        _("“{text}” does not say exactly how often."),
        _("Write weekly, every other week with a date, or which weekday of the month."),
    ),
    "unreadable-time/minutes": Words(
        _("The duration “{text}” is no number of minutes."), _("Write 60 for an hour.")
    ),
    "unreadable-time/one-hour": Words(
        _("“{title}” gives no one hour for its beginning."), _("Write it as 16:00.")
    ),
    "unreadable-time/skip-date": Words(_("The skip_date “{text}” is no date."), _("Write it as 20261126.")),
    "unreadable-time/start-date": Words(_("The start_date “{text}” is no date."), _("Write it as 20261126.")),
    "week-parity": Words(
        _(
            "“{title}” is said to meet “{text}”. It is kept as every {every} weeks, counted from {first:long} (ISO week {week}). {year:d} has 53 weeks: after it the same dates fall on other week numbers."
        ),
        _("Give the date of one meeting and the number of weeks between two."),
    ),
    "week-parity/parted": Words(
        _(
            "“{title}” is said to meet “{text}”. It is kept as every {every} weeks, counted from {first:long} (ISO week {week}). {year:d} has 53 weeks: after it the same dates fall on other week numbers. That has happened before: the interval leads to {counted:long}, the week number to {numbered:long}."
        ),
        _("Give the date of one meeting and the number of weeks between two."),
    ),
    "zone-abbreviation/assumed": Words(
        _("“{letters}” is an abbreviation; {zone} was assumed."),
        _("Name the zone by its city, such as Europe/Madrid."),
    ),
}
