"""The good files that are mutated: one or two of each kind, each with the secrets that must never come out."""

# What is planted in every seed, in small letters: join links, passcodes, a person's address.
MARKS = (b"fuzzmark", b"fuz-zmar-kxx", b"zoom.us/j/9315")

CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//fuzz//EN\r
X-WR-CALNAME:Calls\r
X-WR-TIMEZONE:Europe/Madrid\r
BEGIN:VTIMEZONE\r
TZID:Customized\r
BEGIN:STANDARD\r
DTSTART:16011028T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010325T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:metrics@example.org\r
DTSTAMP:20260101T000000Z\r
SEQUENCE:2\r
DTSTART;TZID=Europe/Madrid:20260106T160000\r
DTEND;TZID=Europe/Madrid:20260106T170000\r
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20271231T225959Z\r
EXDATE;TZID=Europe/Madrid:20260203T160000,20260217T160000\r
RDATE;TZID=Europe/Madrid:20260305T160000\r
SUMMARY:Metrics Working Group\r
DESCRIPTION:Agenda: https://docs.example.org/a\\nJoin https://zoom.us/j/9315?pwd=FUZZMARK\\nPasscode: FUZZMARK7\\nAsk fuzzmark.person@example.com\r
LOCATION:https://zoom.us/j/9315?pwd=FUZZMARK\r
CATEGORIES:metrics,public\r
ORGANIZER;CN=Ana:mailto:fuzzmark.person@example.com\r
X-GOOGLE-CONFERENCE:https://meet.google.com/fuz-zmar-kxx\r
STATUS:CONFIRMED\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:metrics@example.org\r
RECURRENCE-ID;TZID=Europe/Madrid:20260120T160000\r
DTSTART;TZID=America/New_York:20260121T100000\r
DURATION:PT90M\r
SUMMARY:Metrics Working Group\\, moved\r
COMMENT:Holiday\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:metrics@example.org\r
RECURRENCE-ID:20260303T150000Z\r
DTSTART:20260303T150000Z\r
STATUS:CANCELLED\r
SUMMARY:Cancelled\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:days@example.org\r
DTSTART;VALUE=DATE:20260209\r
DTEND;VALUE=DATE:20260211\r
RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=2MO\r
SUMMARY:Holidays\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:custom@example.org\r
DTSTART;TZID=Customized:20260108T023000\r
DURATION:PT45M\r
RRULE:FREQ=MONTHLY;BYDAY=2TH,-1TH;COUNT=30\r
SUMMARY:Night call\r
BEGIN:VALARM\r
TRIGGER:-PT5M\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""

PAGE = b"""---
title: "Virtual Meetings"
url: "/community/meetings/"
---

# Virtual Meetings

{{< calendar src="https://calendar.google.com/calendar/embed?src=x%40group.calendar.google.com&ctz=Europe%2FMadrid" >}}

## Contributor Space

### OSPO Metrics Working Group

We count things. [Charter](https://example.org/charter) and <b>notes</b>.

* Strategic Goals: publish the guide in 2023, count \xf0\x9f\x93\x8a by Q3 2026
* Communication Channel: [Slack #wg-metrics](https://x.slack.com/archives/C1)
* Meets: every other Tuesday 16:00 CET, join https://zoom.us/j/9315?pwd=FUZZMARK (passcode: FUZZMARK7)
* Moderated by: Ana Lopez, Ben <fuzzmark.person@example.com>
* Next meeting: April 12, 5:30 pm CET

### Career Path WG

| Day | Time | Notes |
|-----|------|-------|
| First and third Thursday | 9:00 - 10:00 am PT | [Notes](https://docs.example.org/b) |

## Regional Chapters

- **Iberia**: monthly, last Friday at 17:00 Madrid time
  - [Mailing list](mailto:iberia@lists.example.org)
- **APAC** (paused)

{{< wg-card title="Guides" icon="book" link="https://github.com/example/guides" text="Writes guides" >}}

<ul><li><a href="https://example.org/x">Sessions</a> 2026-03-05 "A talk" by Cy Doe</li></ul>

[ref]: https://example.org/ref "Title"
"""

YAML2ICS = b"""name: Science
timezone: Europe/Madrid
events:
  - summary: Community call
    begin: 2026-01-08 17:00:00 +01:00
    duration: {minutes: 60}
    repeat: &every
      interval: {weeks: 2}
      until: 2026-12-31
      except_on: [2026-04-02 17:00:00]
    location: https://zoom.us/j/9315?pwd=FUZZMARK
    description: |
      Ask fuzzmark.person@example.com
      Passcode: FUZZMARK7
  - summary: Docs
    begin: 2026-02-03
    repeat: *every
    ics: |
      RRULE:FREQ=MONTHLY;BYDAY=1TU
include:
  - other.yaml
  - https://example.org/cal.ics
"""

SIGS = b"""sigs:
- dir: sig-apps
  name: Apps
  mission_statement: Covers deploying. Ask fuzzmark.person@example.com
  label: apps
  leadership:
    chairs:
    - {github: ana, name: Ana Lopez, company: Acme, email: fuzzmark.person@example.com}
  meetings:
  - {description: Regular SIG Meeting, day: Monday, time: "9:00", tz: "PT (Pacific Time)", frequency: biweekly,
     url: "https://zoom.us/j/9315?pwd=FUZZMARK", archive_url: "https://docs.example.org/c"}
  - {description: Summer, day: Thursdays, time: "12:00", tz: UTC, frequency: first and third}
  contact:
    slack: sig-apps
    mailing_list: https://groups.google.com/g/sig-apps
workinggroups: []
"""

IRC = b"""project: Ironic
project_url: https://wiki.example.org/ironic
agenda_url: https://zoom.us/j/9315?pwd=FUZZMARK
schedule:
  - time: '1500'
    day: Monday
    irc: ironic
    frequency: biweekly-odd
    start_date: 20260105
    skip_dates:
      - {skip_date: 20260330, reason: Easter}
  - {time: '0300', day: Thursday, irc: ironic, frequency: weekly, duration: 30}
chair: Ana (ana) fuzzmark.person@example.com
description: The call. Passcode: FUZZMARK7
""".replace(b"call. Passcode:", b"call, passcode =")

RUST = b"""[meta]
includes = ["other.toml"]
[info]
name = "Lang"
[[events]]
uid = "1660774003000"
title = "Lang triage"
description = "Join https://zoom.us/j/9315?pwd=FUZZMARK fuzzmark.person@example.com"
location = "https://meet.jit.si/fuzzmarkroom"
last_modified_on = "2026-01-05T12:00:00.00Z"
start = { date = "2026-01-07T10:00:00", timezone = "America/New_York" }
end = { date = "2026-01-07T11:00:00", timezone = "America/New_York" }
status = "confirmed"
organizer = { name = "lang", email = "fuzzmark.person@example.com" }
recurrence_rules = [{ frequency = "weekly", interval = 2, by_day = ["WE"] }]
"""

NODE = b"""{
  "name": "TSC",
  "host": "Ana",
  "calendar": {"filter": "TSC", "url": "https://calendar.google.com/calendar/ical/x%40group.calendar.google.com/public/basic.ics"},
  "joining": ["* link: https://zoom.us/j/9315?pwd=FUZZMARK", "* ask fuzzmark.person@example.com, passcode: FUZZMARK7"],
  "github": {"org": "example", "repo": "TSC"},
  "invitees": ["@example/tsc"],
  "observers": []
}
"""

NAMED = b"""- id: ropes
  kind: sig
  name: 'Harbour: Ropes'
  chairs: [Ana Lopez, {name: Bo Ray, email: fuzzmark.person@example.com, company: Acme}]
  resources:
  - meeting:
      schedule: Every other Thursday at 08:00 PT, from 2026-11-26
      duration: 45 minutes
      join: https://zoom.us/j/9315?pwd=FUZZMARK
  - slack: {name: '#ropes', url: https://x.slack.com/archives/C1}
- {id: sails, name: Sails, when: "odd weeks: Wed, 12:00 UTC; even weeks: Thu, 15:00 UTC", status: paused, passcode: FUZZMARK7}
"""

CHARTER = b"""---
name: Ropes Working Group
chairs: [Ana Lopez, Bo Ray]
meeting: Every Tuesday 15:00-16:00 Europe/Berlin, starting 2026-11-24
join: https://zoom.us/j/9315?pwd=FUZZMARK
---

# Charter

We tie what is to be tied, on Tuesdays.
"""

# kind -> the name of the file, and the seeds it is mutated from
FILES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "calendar": ("fuzz.ics", (CALENDAR,)),
    "page": ("fuzz.md", (PAGE,)),
    "yaml2ics": ("fuzz.yaml", (YAML2ICS,)),
    "sigs": ("fuzz.yaml", (SIGS,)),
    "irc-meetings": ("fuzz.yaml", (IRC,)),
    "rust-calendar": ("fuzz.toml", (RUST,)),
    "node-meetings": ("fuzz.json", (NODE,)),
    "list": ("fuzz.yml", (NAMED,)),
    "charter": ("fuzz-charter.md", (CHARTER,)),
}
TYPED = (
    "3pm PT Thursday", "2026-11-26 16:00 Madrid", "next Tuesday 9:30-10:15 am CET", "tomorrow noon Tokyo", "in 2 hours",
    "half past three", "Nov 26, 5:30 pm CET", "26.11.2026 17 Uhr", "1600 UTC+05:30", "day after tomorrow at 12 GMT",
)  # fmt: skip
RULES = (
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=DAILY;BYHOUR=9,16;UNTIL=20261231T235959", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;WKST=SU", "FREQ=YEARLY;BYYEARDAY=-1,366",
)  # fmt: skip
