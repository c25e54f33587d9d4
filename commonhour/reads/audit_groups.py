"""What the groups of the hub contradict in themselves: the checks of an imported page, on what is kept now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from commonhour.core.audit.drafts import draft_findings
from commonhour.core.draft import Draft, DraftChannel, DraftGoal, DraftGroup, DraftPerson, DraftSpace
from commonhour.core.finding import Finding
from commonhour.formats.page.vocabulary import state_of
from commonhour.models import Group, Space
from commonhour.reads.spot import Spot


class _Places:
    """The hub as a draft, each thing at the number of its spot."""

    def __init__(self) -> None:
        self.draft = Draft("page")
        self.spots: list[Spot] = []
        self._numbers: dict[int, int] = {}

    def place(self, thing: object, spot: Spot) -> None:
        self._numbers[id(thing)] = len(self.spots)
        self.spots.append(spot)

    def where(self, thing: object) -> str:
        return str(self._numbers[id(thing)])

    def spot_of(self, finding: Finding) -> Spot:
        return self.spots[int(finding.where)]


def group_findings(now: dt.datetime) -> Iterator[tuple[Finding, Spot, Spot | None]]:
    """Passed goals, copied and misspelt channels, one name in two groups, miscounted groups; in five queries."""
    places = _Places()
    groups = (
        Group.objects.living()
        .select_related("space")
        .prefetch_related("goals", "channels", "memberships__person")
    )
    several = _names_of_several(groups)
    for group in groups:
        _group(group, places, several)
    for space in Space.objects.all():
        _space(space, places)
    yield from _in_pairs(places, draft_findings(places.draft, places.where, now.date(), state_of))


def _group(group: Group, places: _Places, several: set[str]) -> None:
    draft = DraftGroup(
        group.slug, group.name, group.kind, group.space.slug if group.space else None, group.state
    )
    for goal in group.goals.all():
        if not goal.outcome:
            draft.goals.append(DraftGoal(goal.text, goal.due))
            places.place(draft.goals[-1], _spot(group, "goals"))
    for channel in group.channels.all():
        draft.channels.append(DraftChannel(channel.kind, channel.label, channel.name, channel.url))
        places.place(draft.channels[-1], _spot(group, "channels"))
    for membership in group.memberships.all():
        if membership.until is None:
            person = membership.person
            # A name that one person bears in all groups is no question.
            url = person.url or ("" if person.name.casefold() in several else person.name)
            draft.people.append(DraftPerson(person.name, membership.role, person.organisation, url))
            places.place(draft.people[-1], _spot(group, "people"))
    places.draft.groups.append(draft)


def _names_of_several(groups: Iterable[Group]) -> set[str]:
    """The names that more than one person bears."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for group in groups:
        for membership in group.memberships.all():
            bearers[membership.person.name.casefold()].add(membership.person_id)
    return {name for name, people in bearers.items() if len(people) > 1}


def _space(space: Space, places: _Places) -> None:
    draft = DraftSpace(space.slug, space.name, space.description, space.position)
    places.place(draft, Spot("/", space.name, "/desk/community/"))
    places.draft.spaces.append(draft)


def _spot(group: Group, part: str) -> Spot:
    return Spot(group.path, group.name, f"/desk/groups/{group.slug}/{part}/", group.pk)


def _in_pairs(places: _Places, findings: Iterable[Finding]) -> Iterator[tuple[Finding, Spot, Spot | None]]:
    """One name in several groups is one finding with two places."""
    names: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        if finding.code == "same-name":
            names.setdefault((finding.facts["name"], *finding.facts["groups"]), []).append(finding)
        else:
            yield finding, places.spot_of(finding), None
    for first, *others in names.values():
        yield first, places.spot_of(first), places.spot_of(others[0]) if others else None
