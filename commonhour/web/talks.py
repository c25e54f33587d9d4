"""The talks archive, one talk, one speaker, and their twins for machines."""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour.formats.atom import TalkNews, write_talks
from commonhour.formats.markdown_html import plain_words
from commonhour.formats.markdown_talks import markdown_talk
from commonhour.formats.schema_org import talk_json
from commonhour.reads.history import last_change
from commonhour.reads.talk import TalkPage, moved_talk, speaker_page, speakers_latest, talk_page
from commonhour.reads.talks import HAS, TalkRow, TalksAsked, latest_talks, talk_choices, talks_page
from commonhour.web.public import public, public_feed
from commonhour.web.reader import community_of, reader_of
from commonhour.web.table import LONGEST, page_number, year_of

PARAMETERS = ("q", "tag", "group", "series", "year", "spoken", "has")


@dataclass(frozen=True, slots=True)
class Select:
    """A filter of the archive: its name in the address, what it is called, and (value, words) to choose from; `without` is
    the archive without it."""

    name: str
    label: str
    chosen: str
    options: list[tuple[str, str]]
    without: str = ""

    @property
    def words(self) -> str:
        return dict(self.options).get(self.chosen, self.chosen)


@public
def index(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    page = talks_page(asked, page_number(request))
    context = {
        "page": page, "asked": asked, "selects": _selects(request, asked),
        "earlier": _link(request, asked, page.number + 1) if page.number < page.pages else "",
        "later": _link(request, asked, page.number - 1) if page.number > 1 else "",
        "json": _twin("/talks.json", asked), "atom": _twin("/talks.atom", asked),
    }  # fmt: skip
    return render(request, "talks/index.html", context)


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    moved = moved_talk(slug)
    if moved:
        return HttpResponsePermanentRedirect(reader_of(request).link(moved))
    found = talk_page(slug)
    context = {
        "talk": found.row, "session": found.row.session, "dates": found.dates, "json_ld": _json_ld(found),
        "edit_path": f"/desk/occurrence/{found.dates[0].id}/" if found.dates else "",
    }  # fmt: skip
    return render(request, "talks/page.html", context)


@public
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    found = speaker_page(slug, page_number(request))
    if found.key != slug:
        return HttpResponsePermanentRedirect(reader_of(request).link(found.path))
    link = reader_of(request).link
    context = {
        "page": found,
        "earlier": link(found.path, page=str(found.number + 1)) if found.number < found.pages else "",
        "later": link(found.path, page=str(found.number - 1)) if found.number > 1 else "",
    }  # fmt: skip
    return render(request, "talks/speaker.html", context)


@public_feed
def index_json(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    page = talks_page(asked, page_number(request))
    more = {"page": str(page.number + 1)} if page.number < page.pages else {}
    following = f"{settings.BASE_URL}/talks.json?{urlencode(_query(asked) | more)}" if more else None
    return _json({"talks": [_facts(one) for one in page.rows], "total": page.total, "next": following})


@public_feed
def index_atom(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    rows = latest_talks(asked)
    title = gettext("Talks of {community}").format(community=community_of(request).title or "Common Hour")
    return _atom(title, _twin("/talks.atom", asked), _twin("/talks/", asked), rows)


@public_feed
def page_json(request: HttpRequest, slug: str) -> HttpResponse:
    moved = moved_talk(slug)
    if moved:
        return HttpResponsePermanentRedirect(moved.rstrip("/") + ".json")
    found = talk_page(slug)
    dates = [
        {"start": one.start.isoformat(), "end": one.end.isoformat(), "status": one.status,
         "url": settings.BASE_URL + one.path} for one in found.dates
    ]  # fmt: skip
    return _json(_facts(found.row) | {"dates": dates})


@public_feed
def page_md(request: HttpRequest, slug: str) -> HttpResponse:
    found = talk_page(slug)
    session = found.row.session
    text = markdown_talk(
        session.title, found.row.abstract, session.date,
        speakers=[(one.name, one.organisation) for one in session.speakers],
        links=_links(found.row), url=settings.BASE_URL + session.path,
    )  # fmt: skip
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


@public_feed
def speaker_json(request: HttpRequest, slug: str) -> HttpResponse:
    found = speaker_page(slug, page_number(request))
    following = f"{settings.BASE_URL}/speakers/{found.key}.json?page={found.number + 1}"
    facts = {"name": found.name, "organisations": found.organisations, "url": settings.BASE_URL + found.path}
    talks = {"talks": [_facts(one) for one in found.talks], "total": found.total}
    return _json(facts | talks | {"next": following if found.number < found.pages else None})


@public_feed
def speaker_atom(request: HttpRequest, slug: str) -> HttpResponse:
    found = speaker_page(slug)
    title = gettext("Talks by {name}").format(name=found.name)
    return _atom(title, f"/speakers/{found.key}.atom", found.path, speakers_latest(slug))


def _asked(request: HttpRequest) -> TalksAsked:
    text = {name: request.GET.get(name, "").strip()[:LONGEST] for name in PARAMETERS}
    year, has = text["year"], text["has"]
    return TalksAsked(
        text["q"], text["tag"], text["group"], text["series"],
        year_of(year),
        text["spoken"], has if has in HAS else "",
    )  # fmt: skip


def _query(asked: TalksAsked) -> dict[str, str]:
    values = (
        asked.query,
        asked.tag,
        asked.group,
        asked.series,
        str(asked.year or ""),
        asked.spoken,
        asked.has,
    )
    return {name: value for name, value in zip(PARAMETERS, values, strict=True) if value}


def _twin(path: str, asked: TalksAsked) -> str:
    query = urlencode(_query(asked))
    return f"{path}?{query}" if query else path


def _link(request: HttpRequest, asked: TalksAsked, number: int) -> str:
    return reader_of(request).link("/talks/", **_query(asked), page=str(number))


def _selects(request: HttpRequest, asked: TalksAsked) -> list[Select]:
    """A filter that has but one choice is none, unless it is chosen."""
    found = talk_choices()
    years = [(str(year), str(year)) for year in found.years]
    has = [("recording", gettext("with a recording")), ("slides", gettext("with slides"))]
    every = [
        Select("group", gettext("Group"), asked.group, found.groups),
        Select("series", gettext("Series"), asked.series, found.series),
        Select("year", gettext("Year"), str(asked.year or ""), years),
        Select("tag", gettext("Tag"), asked.tag, [(tag, tag) for tag in found.tags]),
        Select("spoken", gettext("Language"), asked.spoken, [(one, one) for one in found.spoken]),
        Select("has", gettext("To look at"), asked.has, has),
    ]
    return [_with_chosen(request, asked, one) for one in every if len(one.options) > 1 or one.chosen]


def _with_chosen(request: HttpRequest, asked: TalksAsked, one: Select) -> Select:
    """What was asked for is there to be seen, and to be taken back, also where no talk has it."""
    if not one.chosen:
        return one
    others = {name: value for name, value in _query(asked).items() if name != one.name}
    options = one.options if one.chosen in dict(one.options) else [*one.options, (one.chosen, one.chosen)]
    return replace(one, options=options, without=reader_of(request).link("/talks/", **others))


def _links(row: TalkRow) -> list[tuple[str, str]]:
    known = [(gettext("Slides"), row.session.slides), (gettext("Recording"), row.session.recording)]
    return [one for one in [*known, (gettext("More about it"), row.session.url), *row.links] if one[1]]


def _facts(row: TalkRow) -> dict[str, Any]:
    session, base = row.session, settings.BASE_URL
    speakers = [
        {
            "name": one.name or None,
            "organisation": one.organisation,
            "url": base + one.path if one.path else None,
        }
        for one in session.speakers
    ]
    return {
        "title": session.title, "url": base + session.path, "abstract": row.abstract,
        "date": session.date.isoformat() if session.date else None, "speakers": speakers, "language": session.language,
        "tags": session.tags, "slides": session.slides, "recording": session.recording, "more": session.url,
        "links": [{"label": label, "url": url} for label, url in row.links],
        "series": {"title": row.series, "url": base + row.series_path} if row.series else None,
        "group": {"name": row.group, "url": base + row.group_path} if row.group else None,
        "updated": row.updated_at.isoformat(),
    }  # fmt: skip


def _json(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")


def _atom(title: str, path: str, page: str, rows: list[TalkRow]) -> HttpResponse:
    news = [
        TalkNews(
            one.id, one.session.title, one.session.path, tuple(speaker.name for speaker in one.session.speakers if speaker.name),
            one.teaser, tuple(one.session.tags), tuple(_links(one)), one.session.date, one.updated_at,
        )
        for one in rows
    ]  # fmt: skip
    updated = max((one.updated_at for one in rows), default=last_change())
    body = write_talks(title, path, page, news, updated=updated, base_url=settings.BASE_URL)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _json_ld(found: TalkPage) -> SafeString:
    session = found.row.session
    return mark_safe(
        talk_json(
            session.title, plain_words(found.row.abstract), settings.BASE_URL + session.path,
            speakers=[(one.name, one.organisation) for one in session.speakers if one.name],
            language=session.language, recording=session.recording, day=session.date, dates=found.dates,
            base_url=settings.BASE_URL,
        )
    )  # fmt: skip
