"""The archive of talks: all of them, newest first, or those that somebody looks for."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from commonhour.core.named_links import shown_links
from commonhour.core.speakers import is_of
from commonhour.core.time.cities import fold
from commonhour.formats.markdown_html import plain_words
from commonhour.models import Change, Session
from commonhour.models.session import SessionQuerySet
from commonhour.reads.history import BEFORE_ANYTHING
from commonhour.reads.shapes.session import SessionShape

PER_PAGE = 50
TEASER = 220  # characters of what a talk is about, in a list
HAS = ("recording", "slides")


@dataclass(frozen=True, slots=True)
class TalksAsked:
    """`group` and `series` are slugs, `spoken` is a language as sessions say it, `has` one of `HAS`, `speaker` the key of a
    name (`core/speakers.py`); "" and None for whatever there is."""

    query: str = ""
    tag: str = ""
    group: str = ""
    series: str = ""
    year: int | None = None
    spoken: str = ""
    has: str = ""
    speaker: str = ""

    @property
    def is_everything(self) -> bool:
        return self == TalksAsked()


@dataclass(frozen=True, slots=True)
class TalkRow:
    """`series` and `group` are "" where it belongs to none; `updated_at` is when it was written last (UTC)."""

    id: int
    session: SessionShape
    abstract: str
    links: list[tuple[str, str]]
    series: str
    series_path: str
    group: str
    group_path: str
    updated_at: dt.datetime

    @property
    def teaser(self) -> str:
        words = plain_words(self.abstract)
        return words if len(words) <= TEASER else f"{words[:TEASER].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class TalkChoices:
    """What there is to choose from; groups and series by slug and name."""

    groups: list[tuple[str, str]]
    series: list[tuple[str, str]]
    years: list[int]
    tags: list[str]
    spoken: list[str]


@dataclass(frozen=True, slots=True)
class TalksPage:
    rows: list[TalkRow]
    total: int
    number: int
    pages: int


def talks_page(asked: TalksAsked, number: int = 1) -> TalksPage:
    """The page with this number, or the last one there is; in a fixed number of queries."""
    keys = _keys(asked)
    pages = max(1, -(-len(keys) // PER_PAGE))
    number = min(max(1, number), pages)
    return TalksPage(_rows(keys[(number - 1) * PER_PAGE : number * PER_PAGE]), len(keys), number, pages)


def latest_talks(asked: TalksAsked) -> list[TalkRow]:
    """Those that were written last, for a feed; the last one first."""
    keys = _keys(asked)
    written = _written(keys)
    latest = sorted(keys, key=lambda key: written.get(key, BEFORE_ANYTHING), reverse=True)
    return _rows(latest[:PER_PAGE])


def talk_choices() -> TalkChoices:
    facts = Session.objects.order_by().values_list(
        "series__group__slug", "series__group__name", "series__slug", "series__title", "date", "language", "tags"
    )  # fmt: skip
    rows = list(facts)
    return TalkChoices(
        groups=_by_name((slug, name) for slug, name, *_ in rows if slug),
        series=_by_name((slug, title) for _, _, slug, title, *_ in rows if slug),
        years=sorted({day.year for *_, day, _, _ in rows if day}, reverse=True),
        tags=_sorted(str(tag) for *_, tags in rows for tag in tags),
        spoken=_sorted(language for *_, language, _ in rows),
    )


def _by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(set(pairs), key=lambda pair: fold(pair[1]))


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted({word for word in words if word}, key=fold)


def _keys(asked: TalksAsked) -> list[int]:
    """The ids of those that were asked for, newest first. Not every database can look into JSON, and none folds accents
    as we do: words, tags and speakers are compared here."""
    rows = _narrowed(asked)
    is_wanted = _wanted(asked)
    if is_wanted is None:
        return list(rows.values_list("pk", flat=True))
    found = rows.values_list("pk", "title", "speakers", "tags", *(["abstract"] if asked.query else []))
    return [key for key, *facts in found.iterator() if is_wanted(*facts)]


def _narrowed(asked: TalksAsked) -> SessionQuerySet:
    rows = Session.objects.latest_first()
    if asked.group:
        of_group = Q(series__group__slug=asked.group) | Q(series__co_groups__slug=asked.group)
        rows = rows.filter(pk__in=Session.objects.filter(of_group).values("pk"))
    rows = rows.filter(series__slug=asked.series) if asked.series else rows
    rows = rows.filter(date__year=asked.year) if asked.year else rows
    rows = rows.filter(language=asked.spoken) if asked.spoken else rows
    return rows.exclude(**{asked.has: ""}) if asked.has in HAS else rows


def _wanted(asked: TalksAsked) -> Callable[..., bool] | None:
    words = fold(asked.query).split()
    if not (words or asked.tag or asked.speaker):
        return None

    def is_wanted(title: str, speakers: list[Any], tags: list[Any], abstract: str = "") -> bool:
        has_tag = not asked.tag or asked.tag in tags
        is_theirs = not asked.speaker or any(is_of(one, asked.speaker) for one in speakers)
        return has_tag and is_theirs and _has_all(words, title, speakers, abstract)

    return is_wanted


def _has_all(words: list[str], title: str, speakers: list[Any], abstract: str) -> bool:
    if not words:
        return True
    said = [
        str(one.get(name, ""))
        for one in speakers
        if isinstance(one, dict)
        for name in ("name", "organisation")
    ]
    told = fold(" ".join([title, abstract, *said]))
    return all(word in told for word in words)


def _rows(keys: list[int]) -> list[TalkRow]:
    found = Session.objects.select_related("series__group").in_bulk(keys)
    return talk_rows([found[key] for key in keys if key in found])


def talk_rows(sessions: list[Session]) -> list[TalkRow]:
    written = _written([row.pk for row in sessions])
    return [_row(row, written.get(row.pk, BEFORE_ANYTHING)) for row in sessions]


def _row(row: Session, updated_at: dt.datetime) -> TalkRow:
    series = row.series
    group = series.group if series else None
    return TalkRow(
        row.pk, SessionShape.of(row), row.abstract, links_of(row), series.title if series else "", series.path if series else "",
        group.name if group else "", group.path if group else "", updated_at,
    )  # fmt: skip


def links_of(row: Session) -> list[tuple[str, str]]:
    """What each is called, and its address."""
    return [(label or url, url) for label, url in shown_links(row.links)]


def _written(keys: list[int]) -> dict[int, dt.datetime]:
    told = Change.objects.filter(noun="session")
    told = told.filter(object_id__in=keys) if len(keys) <= PER_PAGE else told
    return dict(
        told.order_by().values("object_id").annotate(at=Max("change_set__at")).values_list("object_id", "at")
    )
