"""A series that pauses, has ended or meets again: said in a sentence, with the first of the dates that fall out."""

from collections.abc import Iterator

from commonhour.core.message import Block, Bullets, Facts, Line, Paragraph, Said, filled
from commonhour.core.news import SeriesNews, Standing, moment_of
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice

FEW = 3  # dates named of those that are told of together


def standing_subject(series: SeriesNews, stands: Standing, tzid: str, voice: Voice) -> str:
    """In one line, for a reader in `tzid`."""
    gettext, words = voice.gettext, voice.words
    if stands.state == "paused" and stands.stops_on:
        date = words.short_date(stands.stops_on)
        return gettext("{title} pauses from {date} on").format(title=series.title, date=date)
    if stands.state == "active" and series.back_with:
        when = brief_text(series.back_with, tzid, words)
        return gettext("It meets again: {title}, {when}").format(title=series.title, when=when)
    if stands.state == "concluded" and series.following and series.last:
        when = brief_text(series.last, tzid, words)
        return gettext("{title} ends: last call {when}").format(title=series.title, when=when)
    sentences = {
        "paused": gettext("{title} pauses"), "active": gettext("{title} meets again"),
        "concluded": gettext("{title} ends") if series.following else gettext("{title} has ended"),
    }  # fmt: skip
    return sentences[stands.state].format(title=series.title)


def standing_blocks(series: SeriesNews, stands: Standing, voice: Voice) -> Iterator[Block]:
    yield Paragraph(_SENTENCES[stands.state](series, stands, voice))
    if rows := tuple(_facts(series, stands, voice)):
        yield Facts(rows)
    if lines := tuple(_falling_out(series, stands, voice)):
        yield Paragraph((voice.gettext("These calls do not take place:"),))
        yield Bullets(lines)


def and_more(number: int, voice: Voice) -> Line:
    """The last of some lines that stand for many."""
    return (voice.gettext("and {n} more").format(n=number),)


def _paused(series: SeriesNews, stands: Standing, voice: Voice) -> Line:
    gettext, words, title = voice.gettext, voice.words, Said(series.title)
    if stands.stops_on is None:
        return filled(gettext("{title} pauses."), title=title)
    date = words.full_date(stands.stops_on)
    if stands.back_on is None:
        return filled(gettext("{title} pauses from {date} on."), title=title, date=date)
    back = words.full_date(stands.back_on)
    sentence = gettext("{title} pauses from {date} on; it is expected back on {back}.")
    return filled(sentence, title=title, date=date, back=back)


def _ended(series: SeriesNews, stands: Standing, voice: Voice) -> Line:
    gettext, title = voice.gettext, Said(series.title)
    if series.following is None and series.last is None:
        return filled(gettext("{title} has ended."), title=title)
    if series.following is None and series.last:
        return filled(gettext("{title} has ended. Its last call was {when}."), title=title, when=series.last)
    if series.last:
        return filled(gettext("{title} ends. Its last call is {when}."), title=title, when=series.last)
    date = voice.words.full_date(stands.stops_on) if stands.stops_on else ""
    return filled(gettext("{title} ends: no calls from {date} on."), title=title, date=date)


def _back(series: SeriesNews, stands: Standing, voice: Voice) -> Line:
    title, when = Said(series.title), series.back_with
    if when is None:
        return filled(voice.gettext("{title} meets again."), title=title)
    return filled(voice.gettext("{title} meets again, first on {when}."), title=title, when=when)


_SENTENCES = {"paused": _paused, "concluded": _ended, "active": _back}


def _facts(series: SeriesNews, stands: Standing, voice: Voice) -> Iterator[tuple[str, Line]]:
    gettext = voice.gettext
    if series.group:
        yield gettext("Group"), (Said(series.group),)
    if stands.reason:
        yield gettext("Reason"), (Said(stands.reason),)
    if stands.state == "paused" and series.last:
        yield gettext("Last call before"), (series.last,)
    for one in series.rhythm:
        yield gettext("From now on"), (rule_sentence(one, gettext, voice.words),)


def _falling_out(series: SeriesNews, stands: Standing, voice: Voice) -> Iterator[Line]:
    """Of a pause whose end is known those until then; else there is no end of them."""
    back_on = stands.back_on
    dates = [one for one in series.falling_out if back_on is None or not one.is_gone_from(back_on)]
    yield from ((moment_of(one.before),) for one in dates[:FEW] if one.before)
    if len(dates) > FEW:
        yield and_more(len(dates) - FEW, voice) if back_on else (voice.gettext("and all later ones"),)
