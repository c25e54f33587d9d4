"""Drafts of one kind joined into one: what the files of a folder say together."""

from collections.abc import Sequence

from commonhour.core import limits
from commonhour.core.draft import Draft, DraftCommunity, DraftGroup, DraftSeries, Unplaced
from commonhour.core.finding import notice
from commonhour.core.matching.naming import name_key
from commonhour.core.slugs import unique_slug
from commonhour.errors import TooLarge


def joined(drafts: Sequence[Draft], community: DraftCommunity) -> Draft:
    """One draft of at least one. A group with the slug of another is that group; a series with the slug of another
    group's has its own group's name in front, in whatever order the files come. Raises TooLarge."""
    whole = Draft(drafts[0].kind, community)
    shared = _shared(drafts)
    for draft in drafts:
        _add_facts(whole, draft)
        _add_groups(whole, draft)
        renamed = _add_series(whole, draft, shared)
        for session in draft.sessions:
            session.series = renamed.get(session.series or "", session.series)
        whole.sessions += draft.sessions
    return whole


def _shared(drafts: Sequence[Draft]) -> set[str]:
    """The slugs that series of several groups have."""
    owners: dict[str, set[str | None]] = {}
    for series in (one for draft in drafts for one in draft.series):
        owners.setdefault(series.slug, set()).add(series.group)
    return {slug for slug, groups in owners.items() if len(groups) > 1}


def _add_facts(whole: Draft, draft: Draft) -> None:
    """All but groups, series and sessions. Of the community only the places where it talks: whoever wrote a second
    file did not mean to name the community."""
    known = whole.community.channels
    known += [one for one in draft.community.channels if one not in known]
    urls = {one.url for one in whole.sources}
    whole.sources += [one for one in draft.sources if one.url not in urls]
    spaces = {one.slug for one in whole.spaces}
    whole.spaces += [one for one in draft.spaces if one.slug not in spaces]
    for finding in draft.findings:
        whole.note(finding)
    whole.unplaced += draft.unplaced
    whole.labels += draft.labels
    whole.notes += draft.notes


def _add_groups(whole: Draft, draft: Draft) -> None:
    known = {one.slug: one for one in whole.groups}
    for group in draft.groups:
        if group.slug in known:
            _merge(whole, known[group.slug], group)
        else:
            whole.groups.append(group)


def _merge(whole: Draft, known: DraftGroup, other: DraftGroup) -> None:
    """The first file's facts stay; what only the other says is added, and a second description is listed."""
    for name in ("description", "space", "parent", "region", "lead_organisation"):
        setattr(known, name, getattr(known, name) or getattr(other, name))
    if other.description not in ("", known.description):
        whole.unplaced.append(Unplaced(other.where, other.description))
    known.goals += [one for one in other.goals if one not in known.goals]
    known.people += [one for one in other.people if one not in known.people]
    known.channels += [one for one in other.channels if one not in known.channels]


def _add_series(whole: Draft, draft: Draft, shared: set[str]) -> dict[str, str]:
    """The slugs that the draft's series have in the whole."""
    known = {one.slug: one for one in whole.series}
    uids = {schedule.uid for one in whole.series for schedule in one.schedules if schedule.uid}
    renamed = {}
    for series in draft.series:
        old, own = series.slug, _own_slug(series, shared)
        renamed[old] = own
        if any(schedule.uid in uids for schedule in series.schedules):
            whole.note(notice("contradiction", series.where, "uid", title=series.title))
        elif own in known and _is_same(known[own], series):
            _complete(known[own], series)
        else:
            series.slug = renamed[old] = unique_slug(own, known)
            known[series.slug] = series
            whole.series.append(series)
    if len(whole.series) > limits.COMPONENTS:
        raise TooLarge("file-too-many-calls", most=limits.COMPONENTS, where=draft.series[-1].where)
    return renamed


def _own_slug(series: DraftSeries, shared: set[str]) -> str:
    is_named = not series.group or series.slug.startswith(series.group)
    return series.slug if is_named or series.slug not in shared else f"{series.group}-{series.slug}"


def _is_same(known: DraftSeries, other: DraftSeries) -> bool:
    """True for a call that two files tell of, when they do not contradict each other."""
    is_one = known.group == other.group and name_key(known.title) == name_key(other.title)
    return is_one and (not known.schedules or not other.schedules or known.schedules == other.schedules)


def _complete(known: DraftSeries, other: DraftSeries) -> None:
    if not known.schedules and other.schedules:
        known.schedules, known.question, known.readings = other.schedules, None, []
    known.description, known.url = known.description or other.description, known.url or other.url
    known.joins += [one for one in other.joins if one not in known.joins]
