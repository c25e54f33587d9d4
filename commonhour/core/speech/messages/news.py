"""The message of a change: what was, what is, why, and what comes next."""

from collections.abc import Iterator

from commonhour.core.happening import Happened, Seen
from commonhour.core.message import (
    Block,
    Bullets,
    Button,
    Facts,
    Heading,
    Line,
    Message,
    Moment,
    Paragraph,
    Said,
    filled,
    subject_of,
)
from commonhour.core.news import DateNews, News, SeriesNews, moment_of
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

_LISTED = 12  # dates named one by one; the page has them all
SUBJECTS = {
    Happened.CANCELLED: _("Cancelled: {title}, {when}"),
    Happened.MOVED: _("Moved: {title}, {before} → {when}"),
    Happened.RESTORED: _("It takes place after all: {title}, {when}"),
    Happened.ADDED: _("New date: {title}, {when}"),
    Happened.GONE: _("No longer planned: {title}, {before}"),
    Happened.RETITLED: _("New topic: {title}, {when}"),
}
OF_A_DATE = {
    Happened.CANCELLED: _("Cancelled: {when}"),
    Happened.MOVED: _("Moved from {before} to {when}"),
    Happened.RESTORED: _("It takes place after all: {when}"),
    Happened.ADDED: _("New date: {when}"),
    Happened.GONE: _("No longer planned: {before}"),
    Happened.RETITLED: _("{when} is about “{topic}”"),
}


def news_message(news: News, base: str, tzid: str, voice: Voice, *, is_shared: bool = False) -> Message:
    """For a reader in `tzid`, or one that `is_shared` by readers in many zones; `base` is the address of the hub, without a
    slash at its end. At least one series."""
    blocks: list[Block] = []
    for one in news.series:
        if len(news.series) > 1:
            blocks.append(Heading((Said(one.title),)))
        blocks += _blocks(one, base, voice)
    if len(news.series) > 1:
        blocks.append(Button(voice.gettext("See the calendar"), f"{base}/calendar/"))
    if news.by:  # a message ends with what leads on
        blocks.insert(-1, Paragraph(filled(voice.gettext("Changed by {name}."), name=Said(news.by))))
    return Message(subject_of(_subject(news, tzid, voice, is_shared)), tuple(blocks))


def _subject(news: News, tzid: str, voice: Voice, is_shared: bool) -> str:
    gettext, first = voice.gettext, news.series[0]
    if len(news.series) > 1:
        return gettext("Changed: {titles}").format(
            titles=voice.words.all_of([one.title for one in news.series])
        )
    if first.goes_on and first.begins:
        date = voice.words.short_date(first.begins)
        return gettext("{title} changes from {date} on").format(title=first.title, date=date)
    if len(first.dates) == 1:
        return _subject_of_date(first, first.dates[0], tzid, voice, is_shared)
    if first.dates:
        return gettext("Several dates changed: {title}").format(title=first.title)
    return gettext("Another way to join: {title}").format(title=first.title)


def _subject_of_date(series: SeriesNews, date: DateNews, tzid: str, voice: Voice, is_shared: bool) -> str:
    def brief(side: Seen | None, *, is_last: bool) -> str:
        if side is None:
            return ""
        return brief_text(moment_of(side), tzid, voice.words, with_zone=is_shared and is_last)

    is_gone = date.happened[0] is Happened.GONE
    before, when = brief(date.before, is_last=is_gone), brief(date.after, is_last=True)
    words = voice.gettext(SUBJECTS[date.happened[0]])
    return words.format(title=series.title, when=when, before=before)


def _blocks(series: SeriesNews, base: str, voice: Voice) -> Iterator[Block]:
    gettext = voice.gettext
    if series.goes_on:
        yield _rhythm(series, series.goes_on, voice)
    if len(series.dates) == 1 and not series.goes_on:
        yield _one_date(series, series.dates[0], voice)
    elif series.dates:
        yield from _dates(series.dates, voice)
    if series.is_relocated:
        yield Paragraph((gettext("One joins it elsewhere now: the join page leads there."),))
    yield from _onward(series, base, voice)


def _dates(dates: tuple[DateNews, ...], voice: Voice) -> Iterator[Block]:
    """Their reason once, where they have the same."""
    gettext, reasons = voice.gettext, {date.reason for date in dates}
    is_one = len(reasons) == 1
    yield Bullets(tuple(_in_a_line(date, voice, with_reason=not is_one) for date in dates[:_LISTED]))
    if len(dates) > _LISTED:
        yield Paragraph((gettext("… and {n} more.").format(n=len(dates) - _LISTED),))
    if is_one and (reason := reasons.pop()):
        yield Facts(((gettext("Reason"), (Said(reason),)),))


def _rhythm(series: SeriesNews, goes_on: Schedule, voice: Voice) -> Block:
    gettext, rows = voice.gettext, _call(series, voice)
    rows.append((gettext("From now on"), (rule_sentence(goes_on, gettext, voice.words),)))
    if series.begins:
        rows.append((gettext("Begins"), (voice.words.full_date(series.begins),)))
    return Facts(tuple(rows))


def _call(series: SeriesNews, voice: Voice) -> list[tuple[str, Line]]:
    group = [(voice.gettext("Group"), (Said(series.group),))] if series.group else []
    return [*group, (voice.gettext("Call"), (Said(series.title),))]


def _one_date(series: SeriesNews, date: DateNews, voice: Voice) -> Block:
    """Was and now, each in a row of its own: what cannot be misread."""
    gettext, rows = voice.gettext, _call(series, voice)
    if date.before and Happened.ADDED not in date.happened:
        rows.append((gettext("Was"), _line(date.before, voice)))
    rows.append((gettext("Now"), _line(date.after, voice)))
    if date.after and date.after.title != (date.before.title if date.before else ""):
        rows.append((gettext("Topic"), (Said(date.after.title),)))
    if date.reason:
        rows.append((gettext("Reason"), (Said(date.reason),)))
    return Facts(tuple(rows))


def _line(seen: Seen | None, voice: Voice) -> Line:
    if seen is None or not seen.is_shown:
        return (voice.gettext("No longer planned"),)
    if seen.is_cancelled:
        return (voice.gettext("Cancelled"),)
    return (moment_of(seen),)


def _in_a_line(date: DateNews, voice: Voice, *, with_reason: bool) -> Line:
    def when(seen: Seen | None) -> Moment | str:
        return moment_of(seen) if seen else ""

    words = voice.gettext(OF_A_DATE[date.happened[0]])
    topic = Said(date.after.title if date.after else "")
    line = filled(words, when=when(date.after), before=when(date.before), topic=topic)
    return (*line, " (", Said(date.reason), ")") if with_reason and date.reason else line


def _onward(series: SeriesNews, base: str, voice: Voice) -> Iterator[Block]:
    gettext = voice.gettext
    is_off = all(date.after is None or date.after.is_cancelled for date in series.dates)
    if series.following and series.dates and is_off:
        yield Paragraph(filled(gettext("Next call: {when}"), when=series.following))
    if len(series.dates) == 1 and series.dates[0].path:
        yield Button(gettext("See the date"), base + series.dates[0].path)
    else:
        yield Button(gettext("See the call"), base + series.path)
