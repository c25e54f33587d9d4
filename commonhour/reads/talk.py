"""The page of one talk, and the page of one speaker."""

from collections import Counter
from dataclasses import dataclass

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speakers import is_of, speaker_key
from commonhour.core.time.cities import fold
from commonhour.errors import NotFound
from commonhour.models import Occurrence, OldPath, Session, Unnamed
from commonhour.reads.shapes.session import SessionShape, SpeakerShape, speakers_of
from commonhour.reads.talks import TalkRow, TalksAsked, latest_talks, talk_rows, talks_page


@dataclass(frozen=True)
class TalkPage:
    """`dates` are those on which it is held, the first one first."""

    row: TalkRow
    dates: list[ListedDate]


@dataclass(frozen=True)
class SpeakerPage:
    """`name` is as most of the talks have it; `organisations` are those they spoke for, the latest first."""

    key: str
    name: str
    organisations: list[str]
    talks: list[TalkRow]
    total: int
    number: int
    pages: int

    @property
    def path(self) -> str:
        return f"/speakers/{self.key}/"


def talk_page(slug: str) -> TalkPage:
    """Raises NotFound."""
    row = Session.objects.select_related("series__group").filter(slug=slug).first()
    if row is None:
        raise NotFound("no-such-talk-page")
    return TalkPage(talk_rows([row])[0], dates_of(row))


def dates_of(row: Session) -> list[ListedDate]:
    """One that was imported says its day only."""
    held = Occurrence.objects.filter(sessions=row).order_by("start").listed()
    if held or row.date is None:
        return held
    that_day = Occurrence.objects.attached().filter(
        series=row.series_id or 0, slug__startswith=row.date.isoformat()
    )
    return that_day.order_by("start").listed()


def moved_talk(slug: str) -> str | None:
    """Where a talk is now that had this address, or this number; None when it is here, or nowhere."""
    if Session.objects.filter(slug=slug).exists():
        return None
    old = OldPath.objects.filter(path=f"/talks/{slug}/").first()
    is_number = slug.isascii() and slug.isdecimal() and len(slug) < 12
    key = old.object_id if old else int(slug) if is_number else 0
    now = Session.objects.filter(pk=key or 0).first()
    return now.path if now else None


def speaker_page(key: str, number: int = 1) -> SpeakerPage:
    """Whoever is called so in any talk. Raises NotFound."""
    asked = TalksAsked(speaker=speaker_key(key))
    found = talks_page(asked, number)
    if not asked.speaker or not found.total:
        raise NotFound("no-such-speaker")
    return SpeakerPage(
        asked.speaker, *_said(found.rows, asked.speaker), found.rows, found.total, found.number, found.pages
    )


@dataclass(frozen=True, slots=True)
class SessionLine:
    id: int
    session: SessionShape


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """Somebody who speaks, with the number of their talks."""

    key: str
    name: str
    organisations: list[str]
    talks: int


def speaker_lines() -> list[SpeakerLine]:
    """Everybody who is named, by name."""
    found: dict[str, list[SpeakerShape]] = {}
    for row in Session.objects.latest_first():
        for key, one in {speaker_key(one.name): one for one in speakers_of(row)}.items():
            found.setdefault(key, []).append(one)
    lines = [
        SpeakerLine(key, theirs[0].name, list(dict.fromkeys(filter(None, (one.organisation for one in theirs)))), len(theirs))
        for key, theirs in found.items() if key
    ]  # fmt: skip
    return sorted(lines, key=lambda one: fold(one.name))


def talks_of_speaker(key: str) -> list[SessionLine]:
    """All of them, for the desk. Raises NotFound."""
    rows = [row for row in Session.objects.latest_first() if any(is_of(one, key) for one in row.speakers)]
    if not rows:
        raise NotFound("no-such-speaker")
    return [SessionLine(row.pk, SessionShape.of(row)) for row in rows]


def number_of_unnamed() -> int:
    return Unnamed.objects.count()


def speakers_latest(key: str) -> list[TalkRow]:
    """For the feed of a speaker. Raises NotFound."""
    return latest_talks(TalksAsked(speaker=speaker_page(key).key))


def _said(rows: list[TalkRow], key: str) -> tuple[str, list[str]]:
    theirs = [one for row in rows for one in row.session.speakers if speaker_key(one.name) == key]
    names = Counter(one.name for one in theirs)
    return names.most_common(1)[0][0], list(
        dict.fromkeys(one.organisation for one in theirs if one.organisation)
    )
