"""The hub as a Draft: what `export page` writes, the inverse of importing a page."""

from django.conf import settings

from commonhour.core import draft as core
from commonhour.core.undecided.question import question_of
from commonhour.models import Channel, Community, Group, Import, Membership, Series, Session, Source, Space


def page_draft() -> core.Draft:
    """Community, spaces, groups, series, sessions and calendars, and what the last page import could not place.

    Calls of a followed calendar stay out: they are its own. Calls of no group are in. Join links never leave.
    """
    slugs = dict(Series.objects.values_list("pk", "slug"))
    return core.Draft(
        kind="page",
        community=_community(),
        spaces=[core.DraftSpace(s.slug, s.name, s.description, s.position) for s in Space.objects.all()],
        groups=_groups(),
        series=_series(),
        sessions=[_session(row, slugs) for row in Session.objects.order_by("position", "pk")],
        sources=[core.DraftSource(s.kind, s.url, s.tzid) for s in Source.objects.order_by("pk")],
        unplaced=_unplaced(),
    )


def _community() -> core.DraftCommunity:
    row = Community.objects.filter(id=1).first() or Community()
    return core.DraftCommunity(
        title=row.title,
        path=row.path,
        contact_email=row.contact_email,
        description=row.description,
        channels=[_channel(channel) for channel in Channel.objects.filter(group=None)],
        tzid="" if row.tzid == "UTC" else row.tzid,
    )


def _groups() -> list[core.DraftGroup]:
    rows = Group.objects.select_related("space", "parent").prefetch_related("goals", "channels")
    people: dict[int, list[core.DraftPerson]] = {}
    for membership in Membership.objects.filter(until=None).select_related("person"):
        people.setdefault(membership.group_id, []).append(_person(membership))
    return [_group(row, people.get(row.pk, [])) for row in rows]


def _group(row: Group, people: list[core.DraftPerson]) -> core.DraftGroup:
    return core.DraftGroup(
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        space=row.space.slug if row.space else None,
        state=row.state,
        description=row.description,
        region=row.region,
        lead_organisation=row.lead_organisation,
        parent=row.parent.slug if row.parent else None,
        goals=[core.DraftGoal(goal.text, goal.due) for goal in row.goals.all()],
        people=people,
        channels=[_channel(channel) for channel in row.channels.all()],
    )


def _series() -> list[core.DraftSeries]:
    """In the order they came in, which on the page is the order of the page."""
    rows = Series.objects.filter(source=None).order_by("pk")
    rows = rows.select_related("group").prefetch_related(
        "calls_for_proposals", "schedules__overrides", "schedules__source"
    )
    return [_one_series(row) for row in rows]


def _one_series(row: Series) -> core.DraftSeries:
    return core.DraftSeries(
        slug=row.slug,
        title=row.title,
        group=row.group.slug if row.group else None,
        region=row.region,
        description=row.description,
        calls_for_proposals=[
            core.DraftCallForProposals(call.label, call.url or settings.BASE_URL + call.path)
            for call in row.calls_for_proposals.all()
            if call.state == "open"
        ],
        # A question of ours that an outside calendar answers is answered: the page says when it meets.
        schedules=[schedule.as_core() for schedule in row.schedules.all() if not schedule.is_away],
        question=question_of(row.question),
        url=row.url,
        categories=list(row.tags),
    )


def _session(row: Session, slugs: dict[int, str]) -> core.DraftSession:
    return core.DraftSession(
        series=slugs.get(row.series_id or 0),
        date=row.date,
        title=row.title,
        speakers=[dict(speaker) for speaker in row.speakers if speaker.get("name")],
        tags=list(row.tags),
        recording=row.recording,
        url=row.url,
        slides=row.slides,
        language=row.language,
        links=[dict(link) for link in row.links],
    )


def _person(row: Membership) -> core.DraftPerson:
    return core.DraftPerson(row.person.name, row.role, row.person.organisation, row.person.url)


def _channel(row: Channel) -> core.DraftChannel:
    return core.DraftChannel(row.kind, row.label, row.name, row.url)


def _unplaced() -> list[core.Unplaced]:
    last = Import.last_page()
    return [core.Unplaced(one["where"], one["text"]) for one in last.left_over] if last else []
