"""Groups of a draft kept, renamed, merged into another one, or left out, with all that hangs on them."""

from collections.abc import Collection, Mapping

from commonhour.core.answers.answers import KEEP, MERGE, REJECT, RENAME, GroupAnswer
from commonhour.core.draft import Draft, DraftGroup, DraftSeries

GroupAnswers = Mapping[str, GroupAnswer]


def regroup(draft: Draft, answers: GroupAnswers) -> None:
    given = [(group, answers[group.slug]) for group in draft.groups if group.slug in answers]
    for group, answer in given:
        if answer.verb == RENAME and answer.to not in ("", group.name):
            _rename(draft, group, answer.to)
        elif answer.verb == KEEP and ("group", group.slug) not in draft.kept:
            _keep(draft, group)
    for group, answer in given:  # after the others, whose calls are those that they have on the page
        into = target(group.slug, answers)
        if answer.verb == REJECT:
            _leave_out(draft, group)
        elif answer.verb == MERGE and into not in (None, group.slug):
            _merge(draft, group, str(into))


def target(slug: str, answers: GroupAnswers) -> str | None:
    """Where a group goes in the end; None when what it is merged into is left out, or leads back to itself."""
    seen = set[str]()
    while (answer := answers.get(slug)) and answer.verb == MERGE:
        if slug in seen:
            return None
        seen.add(slug)
        slug = answer.to
    return None if seen and answer and answer.verb == REJECT else slug


def _rename(draft: Draft, group: DraftGroup, name: str) -> None:
    """Its call goes with it where it is called after the group."""
    for series in (one for one in draft.series if one.group == group.slug and one.title == group.name):
        series.as_read.setdefault("title", series.title)
        series.title = name
    group.as_read.setdefault("name", group.name)
    group.name = name


def _keep(draft: Draft, group: DraftGroup) -> None:
    series = [("series", one.slug) for one in draft.series if one.group == group.slug]
    draft.kept += [("group", group.slug), *series]


def _merge(draft: Draft, group: DraftGroup, into: str) -> None:
    """Its calls meet there; a call of which the page says nothing is the other group's own."""
    silent = {one.slug for one in draft.series if one.group == group.slug and _is_silent(draft, one)}
    _drop(draft, group, silent, parent=into)
    draft.merged.append((group, into))
    for series in draft.series:
        series.group = into if series.group == group.slug else series.group


def _is_silent(draft: Draft, series: DraftSeries) -> bool:
    says_nothing = series.question is not None and series.question.code == "no-time-said"
    has_more = series.readings or series.joins or series.calls_for_proposals
    return says_nothing and not has_more and all(one.series != series.slug for one in draft.sessions)


def _leave_out(draft: Draft, group: DraftGroup) -> None:
    _drop(draft, group, {one.slug for one in draft.series if one.group == group.slug}, parent=None)
    draft.rejected.append(("group", group.slug))


def _drop(draft: Draft, group: DraftGroup, series: Collection[str], parent: str | None) -> None:
    draft.groups.remove(group)
    for child in draft.groups:
        child.parent = parent if child.parent == group.slug else child.parent
    told = {(one.where, one.title) for one in draft.series if one.slug in series}
    draft.findings = [
        one
        for one in draft.findings
        if one.code != "no-time" or (one.where, one.facts.get("title")) not in told
    ]
    draft.series = [one for one in draft.series if one.slug not in series]
    draft.sessions = [one for one in draft.sessions if one.series not in series]
    draft.rejected += [("series", slug) for slug in sorted(series)]
