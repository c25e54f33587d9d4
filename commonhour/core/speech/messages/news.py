"""The message of a change: what was, what is, why, and what comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from commonhour.core.happening import Happened, Seen
from commonhour.core.message import (
    Block,
    Bullets,
    Button,
    Facts,
    Heading,
    Line,
    Link,
    Message,
    Moment,
    Paragraph,
    Said,
    filled,
    subject_of,
)
from commonhour.core.news import BreakNews, DateNews, News, SeriesNews, moment_of
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.messages.standing import FEW, and_more, standing_blocks, standing_subject
from commonhour.core.speech.moments import brief_text
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice
from commonhour.errors.words.marked import marked as _

_LISTED = 12  # dates of a call that is told of alone; the page has them all
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
    blocks: list[Block] = list(_days_off(news.days_off, news, voice)) if news.days_off else []
    is_one = len(news.series) == 1 and news.days_off is None
    for one in _said_once(news) if news.days_off else news.series:
        if not is_one:
            blocks.append(Heading((Said(one.title),)))
        blocks += _blocks(one, voice, is_alone=is_one)
        if len(news.series) > 1 and not news.days_off:
            blocks.append(Paragraph((Link(voice.gettext("See the call"), base + one.path),)))
    if news.by:
        blocks.append(Paragraph(filled(voice.gettext("Changed by {name}."), name=Said(news.by))))
    blocks.append(_onward(news, base, voice))
    return Message(subject_of(_subject(news, tzid, voice, is_shared)), tuple(blocks))


def _days_off(days: BreakNews, news: News, voice: Voice) -> Iterator[Block]:
    gettext, words = voice.gettext, voice.words
    first, last = words.full_date(days.first), words.full_date(days.last)
    sentence = gettext("There is a break from {first} to {last}.")
    if days.is_taken_back:
        sentence = gettext("The break from {first} to {last} was taken back.")
    yield Paragraph((sentence.format(first=first, last=last),))
    if reason := _one_reason(news):
        yield Facts(((gettext("Reason"), (Said(reason),)),))


def _one_reason(news: News) -> str:
    """The reason that all dates share."""
    reasons = {date.reason for one in news.series for date in one.dates}
    return next(iter(reasons)) if len(reasons) == 1 else ""


def _said_once(news: News) -> Iterable[SeriesNews]:
    """The series without a reason at each date, where it is the same for all."""
    return map(_without_reasons, news.series) if _one_reason(news) else news.series


def _without_reasons(series: SeriesNews) -> SeriesNews:
    dates = (replace(one, after=one.after and replace(one.after, reason="")) for one in series.dates)
    return replace(series, dates=tuple(dates))


def _subject(news: News, tzid: str, voice: Voice, is_shared: bool) -> str:
    gettext, first, days = voice.gettext, news.series[0], news.days_off
    if days:
        words = gettext("A break from {first} to {last}: {titles}")
        if days.is_taken_back:
            words = gettext("No break from {first} to {last} after all: {titles}")
        between = {"first": voice.words.short_date(days.first), "last": voice.words.short_date(days.last)}
        return words.format(titles=_titles(news, voice), **between)
    if len(news.series) > 1:
        return gettext("Changed: {titles}").format(titles=_titles(news, voice))
    if first.stands:
        return standing_subject(first, first.stands, tzid, voice)
    if first.goes_on and first.begins:
        date = voice.words.short_date(first.begins)
        return gettext("{title} changes from {date} on").format(title=first.title, date=date)
    if len(first.dates) == 1:
        return _subject_of_date(first, first.dates[0], tzid, voice, is_shared)
    if first.dates:
        return gettext("Several dates changed: {title}").format(title=first.title)
    return gettext("Another way to join: {title}").format(title=first.title)


def _titles(news: News, voice: Voice) -> str:
    """Some of them, as a subject has room for."""
    titles = [one.title for one in news.series]
    if len(titles) > FEW:
        more = voice.gettext("{n} more").format(n=len(titles) - FEW + 1)
        titles = [*titles[: FEW - 1], more]
    return voice.words.all_of(titles)


def _subject_of_date(series: SeriesNews, date: DateNews, tzid: str, voice: Voice, is_shared: bool) -> str:
    def brief(side: Seen | None, *, is_last: bool) -> str:
        if side is None:
            return ""
        return brief_text(moment_of(side), tzid, voice.words, with_zone=is_shared and is_last)

    is_gone = date.happened[0] is Happened.GONE
    before, when = brief(date.before, is_last=is_gone), brief(date.after, is_last=True)
    words = voice.gettext(SUBJECTS[date.happened[0]])
    return words.format(title=series.title, when=when, before=before)


def _blocks(series: SeriesNews, voice: Voice, *, is_alone: bool) -> Iterator[Block]:
    gettext, dates, most = voice.gettext, series.dates_apart, _LISTED if is_alone else FEW
    if series.stands:
        yield from standing_blocks(series, series.stands, voice)
    if series.goes_on:
        yield _rhythm(series, series.goes_on, voice)
    if len(dates) == 1 and is_alone and not (series.goes_on or series.stands):
        yield _one_date(series, dates[0], voice)
    elif dates:
        lines = [_in_a_line(date, voice) for date in dates[:most]]
        more = [and_more(len(dates) - most, voice)] if len(dates) > most else []
        yield Bullets((*lines, *more))
    if series.is_relocated:
        yield Paragraph((gettext("One joins it elsewhere now: the join page leads there."),))
    is_off = all(date.after is None or date.after.is_cancelled or not date.after.is_shown for date in dates)
    if series.resumes:
        yield Paragraph(filled(gettext("First call after it: {when}"), when=series.resumes))
    elif series.following and dates and is_off and not series.stands:
        yield Paragraph(filled(gettext("Next call: {when}"), when=series.following))


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


def _in_a_line(date: DateNews, voice: Voice) -> Line:
    def when(seen: Seen | None) -> Moment | str:
        return moment_of(seen) if seen else ""

    words = voice.gettext(OF_A_DATE[date.happened[0]])
    topic = Said(date.after.title if date.after else "")
    line = filled(words, when=when(date.after), before=when(date.before), topic=topic)
    return (*line, " (", Said(date.reason), ")") if date.reason else line


def _onward(news: News, base: str, voice: Voice) -> Block:
    """Where all of it stands; the last thing of a message, which is shortened before it."""
    gettext, first = voice.gettext, news.series[0]
    if len(news.series) > 1:
        return Button(gettext("All meetings"), f"{base}/meetings/")
    if len(first.dates) == 1 and first.dates[0].path and not first.stands:
        return Button(gettext("See the date"), base + first.dates[0].path)
    return Button(gettext("See the call"), base + first.path)
