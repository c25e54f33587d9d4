"""What is left of a sentence about a time when all that was understood is taken out: words that may change it."""

import re
from collections.abc import Sequence

from commonhour.formats.words.dates import START, dates_in, without_dates
from commonhour.formats.words.lengths import IN_SENTENCE as LENGTH
from commonhour.formats.words.months import MONTH
from commonhour.formats.words.parity import WEEKS
from commonhour.formats.words.rhythms import SENTENCE_RHYTHMS
from commonhour.formats.words.timed import IN_TURNS, TimedHour
from commonhour.formats.words.weekdays import IN_SENTENCE as WEEKDAY

# In the place of each letter that was understood: of an hour, a day or a date, and of how often. What stands in front
# of the first hour, day or date may be the call's name.
_READ, _OFTEN = "\x00", "\x01"
_SENTENCE = re.compile(r"(?<=[\w)\]\x00\x01][.!?])\s+(?=[^a-z\s])")
_WORD = re.compile(r"[^\W_][\w'’&+.-]*[\w+]|[^\W_]")
_BEHIND = r"(?:\s+[\w'’-]+){0,3}"  # the few words that say what
# These say that it is not so, not always so, or not for long: wherever they stand in the sentence.
_CHANGES = re.compile(
    r"\b(?:except\w*|exclud\w+|unless|until|till|thru|pause[ds]?|pausing|(?:on\s+)?hiatus|on\s+hold|on\s+(?:a\s+)?break|suspend\w*|cancel\w*"
    r"|mov(?:e[ds]?|ing)|reschedul\w+|chang(?:e[ds]?|ing)|shift\w*|switch\w*|used\s+to|formerly|previous\w*|prior|no\s+longer|not|no|never|\w+n[’']t"
    r"|skip\w*|tentativ\w+|tb[dac]|propos\w+|tempor\w+|inactive|discontinued|replac\w+|stopped|ended|archived|was|were|had"
    r"|summer\w*|winter\w*|dst|daylight|season\w*|otherwise|holidays?|vacation|sometimes|occasional\w*|odd|even|quarter\w*|q[1-4]"
    r"|(?:second|third|next)[\s-]+to[\s-]+last|penultimate|but\s+the\s+(?:first|last)|(?:day|week)\s+(?:after|before|of)|in\s+the\s+(?:evening|afternoon|night)|for\s+example|e\.g"
    r"|(?:as|when|if)\s+(?:needed|required|necessary)|on\s+demand|ad[ -]?hoc|plus|minus|\d+(?:st|nd|rd|th)|weeks?\s+\d|by\s+request|upon\s+request|varies|vary|deadline|due|(?-i:"
    + MONTH
    + r"))\b"
    + _BEHIND,
    re.I,
)
# These make a time they stand in front of less certain: "mostly at 15:00". Behind it any unread word does.
_WEAKENS = re.compile(
    r"\b(?:if|only|most|some|many|around|approx\w*|roughly|alternat\w+|rotat\w+|often|mostly|usual\w*|typical\w*|normal\w*|might|before|after|submit\w*|publish\w*|releas\w+|freez\w+|remind\w*|poll|vot(?:e|ed|ing))\b",
    re.I,
)
# What a rhythm or an hour was read out of, and means something else.
_ODD = re.compile(
    r"\b(?:second|third|next)[\s-]+to[\s-]+last\b|\bpenultimate\b|\d\s+in\s+the\s+(?:evening|afternoon|night)\b|\bo'?clock\s+in\s+the\b"
    r"|\b(?:first|second|third|fourth|last|\d(?:st|nd|rd|th))\b.*\b(?:bi-?monthly|every\s+(?:other|second|2nd)\s+month)\b"
    r"|\b(?:bi-?monthly|every\s+(?:other|second|2nd)\s+month)\b.*\b(?:first|second|third|fourth|last|\d(?:st|nd|rd|th))\b",
    re.I,
)
_SINCE_MONTH = re.compile(rf"\b(?i:since|as of|starting|from|beginning)(?i:\s+in)?\s+{MONTH}\s+\d{{4}}\b")
_STRUCK = re.compile(r"~[^~]*\x00[^~]*~")
# These say it even from a sentence beside the one with the time: "We skip July."
_STOPS = re.compile(
    r"\b(?:paused|hiatus|on\s+hold|suspended|cancel?led|inactive|discontinued|resum(?:e[sd]?|ing)|break|no\s+(?:\w+\s+)?(?:meetings?|calls?|sessions?)|except|skip\w*|no\s+longer|not\s+(?:currently\s+)?(?:meet\w*|active|held)|mov(?:e[ds]?|ing)\s+to|(?:an|one)\s+hour\s+(?:later|earlier)|only\s+(?:if|when|in)|take\s+place\s+only|agenda\s+items"
    rf"|(?:first|second|third|fourth|last)\s+(?:call|meeting|one|session|{WEEKDAY.pattern}))\b" + _BEHIND,
    re.I,
)
# Words about joining, not about when. A name of the call stands in front of its time.
_PHRASES = re.compile(
    r"\(US\s*(?:&|and)\s*Canada\)|\(?\bconvert\s+to\s+your\s+time\s?zone\b\)?|\b\w{2,10}://\S+|\b[\w.+-]{1,64}@[\w-]{1,60}\.[\w.]{2,60}|<[^>]*>|[#@][\w-]+|\bmust\s+be\s+signed\s+in\w*\s+\w+\s+(?:\w+\s+){0,3}account\s+to\s+join\b"
    r"|\b(?:and\s+)?(?:all|everyone|everybody|anyone|anybody|newcomers|guests|visitors)\s+(?:(?:is|are)\s+)?(?:(?:very|always|most)\s+)?(?:welcome|invited|interested|(?:can|may)\s+(?:join|attend|participate))\b"
    r"|\bopen\s+to\s+(?:all|everyone|everybody|anyone|anybody|the\s+public|the\s+community)(?:\s+\w+\s+(?:interested|members))?"
    r"|\b(?:join|add|see|check|find|use|click|subscribe|register|contact|ask|email|feel\s+free)\b(?:(?!except|unless|until|paus|cancel|hold|hiatus)[^.;()\x00\x01])*"
    r"|\b(?:hosted|led|chaired|facilitated|moderated|run|organi[sz]ed)\s+by\s+[^.;,()\x00\x01]*"
    r"|\b(?:meeting\s+)?id:?\s*(?:\d[\d ]+)|\bpass(?:code|word):?\s*\S+",
    re.I,
)
_HARMLESS = re.compile(
    r"(?:at|on|in|the|a|an|of|to|and|for|from|by|with|via|over|using|through|every|each|is|are|be|will|we|our|us|you|your|it|its|their|this|please|here|there|both"
    r"|meets?|meetings?|calls?|held|happens?|happening|takes?|place|occurs?|gathers?|have|has|hold|holds|host|hosts|sync(?:s|up)?|sessions?|stand-?ups?|check-?ins?|office|hours?|hrs?|h|uhr|o'clock"
    r"|times?|zones?|timezones?|tz|clocks?|local|standard|weeks?|months?|days?|regular(?:ly)?|recurring|scheduled?|cadence|online|virtual(?:ly)?|video|audio|voice|conference|conferencing"
    r"|public|open|community|general|team|group|working|wg|sig|dev|developers?|development|maintainers?|contributors?"
    r"|zoom|jitsi|meet|google|hangouts?|teams|microsoft|webex|discord|slack|matrix|irc|bbb|bigbluebutton|gather|skype|whereby|youtube|gotomeeting|room|channel|server|bridge"
    r"|links?|urls?|calendars?|invites?|invitations?|ics|agendas?|notes|minutes|docs?|documents?|recordings?|recorded|livestream\w*|password|passcode|details|info|information|more|starting|starts?|began|beginning|since|when|where|date|time|how|often|currently|now|convert(?:er)?|timeslot|slot|available|mailing|lists?|forum|website|site|wiki|page|below|above|following|lasting|mornings?|afternoons?|evenings?)",
    re.I,
)
_MOST = 80  # characters
_NEAR = 20


def stops_in(sentence: str) -> str:
    """Words of a sentence beside a time that say when it does not hold: "We skip the last one of the month."."""
    return "; ".join(" ".join(found[0].split()) for found in _STOPS.finditer(sentence))[:_MOST]


def unread_in(text: str, timed: Sequence[TimedHour]) -> tuple[str, str]:
    """Words of a sentence about a time that were not understood, and those that say it is not always so."""
    left = _left(text, timed)
    since = [found[0] for found in _SINCE_MONTH.finditer(left)]
    sentences = [_PHRASES.sub(" ", one) for one in _SENTENCE.split(_SINCE_MONTH.sub(" ", left))]
    unread = [word for one in sentences if _READ in one for word in _not_understood(one)]
    changes = [*_of_all(text, left), *(word for one in sentences for word in _changes(one))]
    return " ".join([*unread, *since])[:_MOST], "; ".join(changes)[:_MOST]


def _not_understood(sentence: str) -> list[str]:
    """Only some words weaken a time that they stand in front of; behind it any may."""
    before, _, behind = sentence.partition(_READ)
    words = [word for word in _WORD.findall(behind) if not _HARMLESS.fullmatch(word)]
    return [found[0] for found in _WEAKENS.finditer(before)] + words


def _changes(sentence: str) -> list[str]:
    words = _CHANGES if _READ in sentence else _STOPS
    return [" ".join(found[0].split()) for found in words.finditer(sentence)]


def _of_all(text: str, left: str) -> list[str]:
    """A second date, such as an end, and a line through it all."""
    odd = _ODD.search(text)
    later = [" ".join(odd[0].split())] if odd else []
    later += [f"{date.month:02d}-{date.day:02d}" for date in dates_in(text)[1:2]]
    return [*later, "~"] if _STRUCK.search(left) else later


def _left(text: str, timed: Sequence[TimedHour]) -> str:
    """The text with all that was understood marked, letter for letter."""
    left = without_dates(text, _READ)
    for one in timed:
        left = left[: one.begin] + _READ * (one.end - one.begin) + left[one.end :]
    for pattern in (*((IN_TURNS,) if len(timed) > 1 else ()), SENTENCE_RHYTHMS, WEEKS, LENGTH, WEEKDAY):
        left = pattern.sub(_marked, left)
    return START.sub(
        lambda found: _OFTEN * len(found[0]) if _READ in left[found.end() :][:_NEAR] else found[0], left
    )


def _marked(found: re.Match[str]) -> str:
    return (_READ if WEEKDAY.search(found[0]) else _OFTEN) * len(found[0])
