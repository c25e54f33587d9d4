"""Who acts, and who may do what: a table of verbs and roles, and nothing that knows a web page or a database."""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass


class Role(enum.StrEnum):
    """What a grant lets somebody be. Roles that a page only names (lead, chair, …) let nobody do anything."""

    MANAGER = "manager"
    MODERATOR = "moderator"
    KEEPER = "keeper"  # the worker: keeps what is there in line, and decides nothing


class Verb(enum.StrEnum):
    CHANGE_DATE = "change-date"  # of a series that several groups hold: in any of them
    CHANGE_SERIES = "change-series"
    CHANGE_GROUP = "change-group"
    ADOPT_CALL = "adopt-call"
    SET_ASIDE = "set-aside"
    ADD_GROUP = "add-group"
    PLACE_CALL = "place-call"
    CHANGE_COMMUNITY = "change-community"
    CHANGE_SOURCES = "change-sources"
    IMPORT = "import"
    GRANT = "grant"
    KEEP_IN_LINE = "keep-in-line"  # zone data, horizon, copies of outside calendars, old cancellations


_EVERYBODY_WITH_A_GRANT = frozenset({Role.MANAGER, Role.MODERATOR})
_MANAGER = frozenset({Role.MANAGER})
MAY: dict[Verb, frozenset[Role]] = {
    Verb.CHANGE_DATE: _EVERYBODY_WITH_A_GRANT,
    Verb.CHANGE_SERIES: _EVERYBODY_WITH_A_GRANT,
    Verb.CHANGE_GROUP: _EVERYBODY_WITH_A_GRANT,
    Verb.ADOPT_CALL: _EVERYBODY_WITH_A_GRANT,
    Verb.SET_ASIDE: _EVERYBODY_WITH_A_GRANT,
    Verb.ADD_GROUP: _MANAGER,
    Verb.PLACE_CALL: _MANAGER,
    Verb.CHANGE_COMMUNITY: _MANAGER,
    Verb.CHANGE_SOURCES: _MANAGER,
    Verb.IMPORT: _MANAGER,
    Verb.GRANT: _MANAGER,
    Verb.KEEP_IN_LINE: frozenset({Role.MANAGER, Role.KEEPER}),
}


class ActorKind(enum.StrEnum):
    USER = "user"
    LINK = "link"
    TOKEN = "token"
    WORKER = "worker"
    TERMINAL = "terminal"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Given:
    """A role somebody was given, in one group, or everywhere when `group` is None (its database id else)."""

    role: Role
    group: int | None = None

    def reaches(self, groups: Collection[int | None]) -> bool:
        return self.group is None or self.group in groups


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something. `name` is what pages that everybody reads call them, "" when nobody needs to know;
    `user` is the id of the signed-in user."""

    kind: ActorKind
    name: str = ""
    grants: frozenset[Given] = frozenset()
    user: int | None = None

    def may(self, verb: Verb, *groups: int | None) -> bool:
        """In a group by its id; None is what belongs to no group. Of several groups, any one is enough."""
        return any(one.role in MAY[verb] and one.reaches(groups) for one in self.grants)

    def groups(self, verb: Verb) -> list[int] | None:
        """The ids of the groups in which it may; None means everywhere."""
        found = [one.group for one in self.grants if one.role in MAY[verb]]
        return None if None in found else sorted({group for group in found if group is not None})


def _with(kind: ActorKind, roles: Iterable[Role]) -> Actor:
    return Actor(kind, grants=frozenset(Given(role) for role in roles))


# Whoever has a shell on the machine has the database too.
TERMINAL = _with(ActorKind.TERMINAL, {Role.MANAGER})
WORKER = _with(ActorKind.WORKER, {Role.KEEPER})
REHEARSAL = _with(ActorKind.IMPORT, {Role.MANAGER})  # an import that is tried and taken back
