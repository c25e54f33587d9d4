"""The talks and topics of a page: kept for ever, corrected when the page corrects them."""

import datetime as dt
from dataclasses import replace
from functools import reduce
from typing import Any

from commonhour.actions.talk_address import follow_title
from commonhour.actions.upstream.lists import keyed
from commonhour.actions.upstream.run import Run, clipped
from commonhour.core.draft import DraftSession
from commonhour.core.matching.naming import name_key
from commonhour.core.speakers import without_name, without_unnamed
from commonhour.models import Series, Session, Unnamed


def write_sessions(run: Run) -> None:
    """A title or a date put right on the page is the same session, as long as the rest tells which."""
    theirs = keyed(map(_unnamed, run.draft.sessions), _key)
    orphans = {key for noun, key in run.memory.refs if noun == "session"} - set(theirs)
    for position, (key, there) in enumerate(theirs.items()):
        last_key = key if run.memory.ref("session", key) else _renamed(run, there, orphans) or key
        orphans.discard(last_key)
        _write(run, there, key, last_key, position)


def _unnamed(there: DraftSession) -> DraftSession:
    """Who asked not to be named is not named again because a page still does."""
    asked = [one["name"] for one in there.speakers if one.get("name") and Unnamed.is_one(one["name"])]
    speakers = without_unnamed(there.speakers, lambda name: name in asked)
    title = reduce(without_name, asked, there.title)
    return replace(there, title=title, speakers=speakers)


def _key(there: DraftSession) -> str:
    return f"{there.series or ''}|{there.date or ''}|{name_key(there.title)}"


def _renamed(run: Run, there: DraftSession, orphans: set[str]) -> str:
    facts = session_facts(there)
    same = [
        key for key in sorted(orphans)
        if any(
            all(run.memory.last("session", key).get(name) == facts[name] for name in names) and facts[names[-1]]
            for names in (("series", "date"), ("series", "title"), ("series", "recording"))
        )
    ]  # fmt: skip
    return same[0] if len(same) == 1 else ""


def session_facts(there: DraftSession) -> dict[str, Any]:
    fields = {
        "title": there.title,
        "recording": there.recording,
        "url": there.url,
        "slides": there.slides,
        "language": there.language,
    }
    return {
        **clipped(Session, fields),
        "date": there.date.isoformat() if there.date else None,
        "speakers": [dict(speaker) for speaker in there.speakers],
        "tags": list(there.tags),
        "links": [dict(link) for link in there.links],
        "series": there.series or "",
    }


def _write(run: Run, there: DraftSession, key: str, last_key: str, position: int) -> None:
    theirs = session_facts(there)
    series = run.found.get(("series", there.series or ""))
    ref = run.memory.ref("session", last_key)
    here = Session.objects.filter(pk=ref.object_id).first() if ref else _same(run, there, series)
    if here is None and ref:
        return  # removed here
    if here is None:
        row = {name: value for name, value in theirs.items() if name not in ("series", "date")}
        owner = series if isinstance(series, Series) else None
        here = Session(series=owner, date=there.date, position=position, **row)
        run.changes.add(here)
    else:
        _update(run, here, theirs, last_key)
    if ref and last_key != key:
        run.memory.forget("session", ref.key)
    run.remember("session", key, here, theirs)


def _same(run: Run, there: DraftSession, series: object) -> Session | None:
    """One that is here and that no other session of the page is."""
    owner = series if isinstance(series, Series) else None
    taken = [row.pk for (noun, _), row in run.found.items() if noun == "session"]
    rows = Session.objects.filter(series=owner, date=there.date, title=there.title)
    return next((row for row in rows if row.pk not in taken), None)


def _update(run: Run, here: Session, theirs: dict[str, Any], last_key: str) -> None:
    ours = {name: getattr(here, name) for name in theirs}
    ours["date"] = here.date.isoformat() if here.date else None
    ours["series"] = run.key_of("series", here.series) if here.series else ""
    taken = run.merged("session", last_key, theirs, ours, f"“{here.title}”", run.name).taken
    if "date" in taken:
        taken["date"] = dt.date.fromisoformat(taken["date"]) if taken["date"] else None
    if "series" in taken:
        taken["series"] = run.found.get(("series", taken["series"]))
    if changed := run.changes.set(here, **taken):
        if "title" in changed:
            follow_title(run.changes, here)
        run.changes.set(here, version=here.version + 1)
