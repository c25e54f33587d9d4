"""Template tags of the house: links that carry zone and language, and times that never stand without a zone."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour.core.foresight import disagreement
from commonhour.core.foresight.disagreement import ClockWeeks, PlaceHour
from commonhour.core.foresight.hour_changes import HourChange, change_sentence
from commonhour.core.layout import Day
from commonhour.core.policies import Policies
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.scope import Scope
from commonhour.core.speech import policies as speech_policies
from commonhour.core.speech.policies import Expected
from commonhour.core.speech.questions import question_sentence
from commonhour.core.speech.roles import role_sentence
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import offset_text, wall_of
from commonhour.core.undecided.question import Question
from commonhour.formats.bare_links import readable
from commonhour.formats.markdown_html import html_of, inline_html_of, plain_words
from commonhour.formats.notes_html import notes_html
from commonhour.models import channel, group, join_target, person
from commonhour.reads.history import PastChange
from commonhour.reads.people import GrantRow
from commonhour.reads.shapes.channel import ChannelShape
from commonhour.reads.shapes.way_in import WayIn
from commonhour.web import rows, times
from commonhour.web.past import Row, in_words
from commonhour.web.voice import changes_there, in_a_sentence, message, suggestion, words

register = template.Library()
# Emoji with what modifies and joins them; not the arrows and marks that are text.
_PICTOGRAPHS = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u26ff][\U0001f3fb-\U0001f3ff\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]* ?"
)
register.filter("plain", plain_words)
register.filter("in_a_sentence", in_a_sentence)
register.filter("changes_there", changes_there)
register.filter("message", message)
register.filter("suggestion", suggestion)


@register.filter
def markdown(text: str) -> SafeString:
    return mark_safe(html_of(text))


@register.filter
def notes(text: str) -> SafeString:
    """What was written at a meeting, line by line."""
    return mark_safe(notes_html(text))


@register.filter
def inline(text: str) -> SafeString:
    return mark_safe(inline_html_of(text))


@register.filter
def group_kind(kind: str) -> str:
    return str(dict(group.KINDS).get(kind, kind))


@register.filter
def channel_kind(kind: str) -> str:
    return str(dict(channel.KINDS).get(kind, kind))


@register.filter
def way_in(of: WayIn) -> str:
    """ "By telephone: From Germany"."""
    kind = str(dict(join_target.KINDS).get(of.kind, of.kind))
    return f"{kind}: {of.label}" if of.label else kind


@register.filter
def tier_words(tier: str) -> str:
    """ "Members of the group"."""
    return str(dict(join_target.TIERS).get(tier, tier))


@register.filter
def expected(policies: Policies) -> list[Expected]:
    """What to expect in a call, in the language of the page."""
    return speech_policies.expected(policies, gettext)


@register.filter
def link_words(of: ChannelShape) -> SafeString:
    """What the link of a channel says: its name, and never its bare address."""
    words = of.name or of.label
    return pictured(readable(of.url) if not words or "://" in words else words)


@register.filter
def pictured(text: str) -> SafeString:
    """A text whose pictographs are decoration: nobody has to hear them, and who has no font for them sees no boxes."""
    return mark_safe(_PICTOGRAPHS.sub(r'<span class="pict" aria-hidden="true">\g<0></span>', escape(text)))


@register.filter
def state_name(state: str) -> str:
    """Of a group or a series."""
    return str(dict(group.STATES).get(state, state))


@register.filter
def role_name(role: str) -> str:
    return str(person.ROLES.get(role, role))


@register.filter
def grant_words(grant: GrantRow) -> str:
    return role_sentence(grant.role, grant.group.name if grant.group else "", gettext)


@register.filter
def asked(question: Question) -> str:
    """Why a series has no time yet, in the language of the page."""
    return question_sentence(question, gettext, words())


@register.simple_tag(takes_context=True)
def to(context: Mapping[str, Any], *parts: object, **query: str) -> str:
    """A link inside the hub that carries the reader's zone and language; the parts are those of its path."""
    path = "".join(map(str, parts))
    return str(context["reader"].link(path, **{name: str(value) for name, value in query.items() if value}))


@register.filter
def within(path: str, scope: Scope) -> str:
    """A list's path with a filter behind it."""
    return scope.path(path)


@register.simple_tag(takes_context=True)
def past(context: Mapping[str, Any], entries: Iterable[PastChange]) -> list[Row]:
    """The history of a page in words, for its reader."""
    return in_words(entries, context["reader"].tzid)


@register.simple_tag(takes_context=True)
def agenda(context: Mapping[str, Any], days: Iterable[Day[ListedDate]], level: int = 3) -> SafeString:
    return rows.day_list(days, context["reader"], context["now"], level)


@register.simple_tag(takes_context=True)
def line_row(context: Mapping[str, Any], line: ListedDate) -> SafeString:
    """A meeting in a list that has no day headings: its date stands before its hour."""
    return rows.dated_row(line, context["reader"])


@register.simple_tag(takes_context=True)
def date_row(context: Mapping[str, Any], line: ListedDate) -> SafeString:
    """A date of the series whose page this is."""
    return rows.date_row(line, context["reader"])


@register.simple_tag(takes_context=True)
def cell(context: Mapping[str, Any], line: ListedDate) -> SafeString:
    return rows.cell(line, context["reader"])


@register.simple_tag(takes_context=True)
def when(context: Mapping[str, Any], line: ListedDate, tzid: str = "") -> SafeString:
    """Start of a meeting in full, in the reader's zone or another one."""
    return times.full(line.start, tzid or context["reader"].tzid, all_day=line.all_day)


@register.simple_tag(takes_context=True)
def brief(context: Mapping[str, Any], line: ListedDate) -> SafeString:
    """Its start in a table whose head names the zone."""
    return times.brief(line, context["reader"].tzid, context["now"])


@register.simple_tag(takes_context=True)
def moment(context: Mapping[str, Any], at: dt.datetime, tzid: str = "") -> SafeString:
    return times.full(at, tzid or context["reader"].tzid)


@register.simple_tag(takes_context=True)
def local_day(context: Mapping[str, Any], at: dt.datetime) -> SafeString:
    """The day of an instant on the reader's clock."""
    return times.time_element(at, times.day_text(wall_of(at, context["reader"].tzid).date()))


@register.simple_tag(takes_context=True)
def ago(context: Mapping[str, Any], at: dt.datetime) -> SafeString:
    """How far away an instant is, beside its absolute time."""
    return times.time_element(at, times.relative(at, context["now"]), css="relative")


@register.simple_tag(takes_context=True)
def countdown(context: Mapping[str, Any], at: dt.datetime) -> SafeString:
    """ "in 20 minutes", in whole words."""
    text = gettext("in {length}").format(length=words().span(at - context["now"]))
    return times.time_element(at, text, css="relative whole")


@register.simple_tag(takes_context=True)
def hours(context: Mapping[str, Any], line: ListedDate, tzid: str = "") -> str:
    return times.hours(line, tzid or context["reader"].tzid)


@register.simple_tag(takes_context=True)
def sentence(context: Mapping[str, Any], schedule: Schedule) -> str:
    """A schedule in words that cannot be misread."""
    return rule_sentence(schedule, gettext, words(), context["now"])


@register.filter
def change_words(change: HourChange) -> str:
    return change_sentence(change, gettext, words())


@register.filter
def weeks_words(weeks: ClockWeeks) -> str:
    return disagreement.weeks_words(weeks, gettext, words())


@register.filter
def place_hours(there: PlaceHour) -> str:
    """ "New York: 11:00 instead of 10:00"."""
    hours = {"changed": words().time(there.changed), "usual": words().time(there.usual)}
    return gettext("{city}: {changed} instead of {usual}").format(city=times.place(there.tzid), **hours)


@register.filter
def exception_words(override: Override) -> str:
    """One exception of a schedule in a sentence."""
    day = times.day_text(parse_wall(override.recurrence_id).date())
    if override.status == "CANCELLED":
        return gettext("{day} is cancelled").format(day=day)
    if override.dtstart:
        moved = parse_wall(override.dtstart)
        to_day = times.day_and_hour(times.day_text(moved.date()), words().time(moved.time()))
        return gettext("{day} is moved to {other}").format(day=day, other=to_day)
    return gettext("{day} has its own text").format(day=day)


@register.filter
def badge(line: ListedDate) -> SafeString:
    return rows.state_badge(line)


@register.filter
def own_badge(line: ListedDate) -> SafeString:
    """Without whose it is, on a page that says so itself."""
    return rows.own_badge(line)


@register.filter
def zone_place(tzid: str) -> str:
    return times.place(tzid)


@register.simple_tag
def zone_label(at: dt.datetime, tzid: str) -> str:
    return times.zone_label(at, tzid)


@register.simple_tag
def offset(at: dt.datetime, tzid: str) -> str:
    return offset_text(at, tzid)


@register.filter
def day_text(date: dt.date) -> str:
    return times.day_text(date)


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """What a page knows under a key; None for nothing."""
    return found.get(key)


@register.filter
def host(url: str) -> str:
    """The host of a link, for a word beside it."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


@register.simple_tag(takes_context=True)
def year_cell(context: Mapping[str, Any], line: ListedDate, following: ListedDate | None) -> SafeString:
    return rows.year_cell(line, following, context["reader"], context["now"])
