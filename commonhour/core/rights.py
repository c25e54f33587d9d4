"""Who acts, and who may do what: a table of verbs and roles, and nothing that knows a web page or a database."""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass


class Role(enum.StrEnum):
    """What a grant lets somebody be. Roles that a page only names (lead, chair, …) let nobody do anything."""

    MANAGER = "manager"
    CHAIR = "chair"  # a moderator who also says who else moderates the group
    MODERATOR = "moderator"
    NOTE_TAKER = "note-taker"
    REVIEWER = "reviewer"  # of proposals; of a group or of the whole community
    KEEPER = "keeper"  # the worker: keeps what is there in line, and decides nothing


class Verb(enum.StrEnum):
    SEE_GROUP = "see-group"  # what the desk shows of it, and changes nothing
    KEEP_RECORD = "keep-record"  # sessions, outcome and notes of its dates
    SEE_GUESTS = "see-guests"  # the addresses of who comes to its dates, and to remove what they answered
    CHANGE_DATE = "change-date"  # of a series that several groups hold: in any of them
    CHANGE_SERIES = "change-series"
    CHANGE_GROUP = "change-group"
    ADOPT_CALL = "adopt-call"
    SET_ASIDE = "set-aside"
    DECIDE = "decide"  # what becomes of a meeting or a proposal that was sent in
    REVIEW = "review"  # say what one thinks of a proposal
    ADD_GROUP = "add-group"
    PLACE_CALL = "place-call"
    CHANGE_COMMUNITY = "change-community"
    CHANGE_SOURCES = "change-sources"
    IMPORT = "import"
    GRANT = "grant"
    ASK_GROUP = "ask-group"  # whether it still meets
    CHANGE_PEOPLE = "change-people"  # see off, rename, merge and erase
    KEEP_IN_LINE = "keep-in-line"  # zone data, horizon, copies of outside calendars, old cancellations


_RUNS_A_GROUP = frozenset({Role.MANAGER, Role.CHAIR, Role.MODERATOR})
_EVERYBODY_WITH_A_GRANT = _RUNS_A_GROUP | {Role.NOTE_TAKER}
_MANAGER = frozenset({Role.MANAGER})
MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE_GROUP: _EVERYBODY_WITH_A_GRANT,
    Verb.KEEP_RECORD: _EVERYBODY_WITH_A_GRANT,
    Verb.SEE_GUESTS: _RUNS_A_GROUP,
    Verb.CHANGE_DATE: _RUNS_A_GROUP,
    Verb.CHANGE_SERIES: _RUNS_A_GROUP,
    Verb.CHANGE_GROUP: _RUNS_A_GROUP,
    Verb.ADOPT_CALL: _RUNS_A_GROUP,
    Verb.SET_ASIDE: _RUNS_A_GROUP,
    Verb.DECIDE: _RUNS_A_GROUP,
    Verb.REVIEW: _RUNS_A_GROUP | {Role.REVIEWER},
    Verb.ADD_GROUP: _MANAGER,
    Verb.PLACE_CALL: _MANAGER,
    Verb.CHANGE_COMMUNITY: _MANAGER,
    Verb.CHANGE_SOURCES: _MANAGER,
    Verb.IMPORT: _MANAGER,
    Verb.ASK_GROUP: _RUNS_A_GROUP | {Role.KEEPER},
    Verb.GRANT: _RUNS_A_GROUP,
    Verb.CHANGE_PEOPLE: _MANAGER,
    Verb.KEEP_IN_LINE: frozenset({Role.MANAGER, Role.KEEPER}),
}
# Who may give and end which role, each where they have their own.
GIVES: dict[Role, tuple[Role, ...]] = {
    Role.MANAGER: (Role.NOTE_TAKER, Role.REVIEWER, Role.MODERATOR, Role.CHAIR, Role.MANAGER),
    Role.CHAIR: (Role.NOTE_TAKER, Role.REVIEWER, Role.MODERATOR),
    Role.MODERATOR: (Role.NOTE_TAKER, Role.REVIEWER),
}
OF_A_GROUP = frozenset({Role.CHAIR, Role.MODERATOR, Role.NOTE_TAKER})
OF_EITHER = frozenset({Role.REVIEWER})  # of a group, or of the whole community


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

    def may_give(self, role: Role, group: int | None) -> bool:
        """Or end it; a programme manager's is for no group, a reviewer's for one or none, every other role is for one."""
        is_fit = role in OF_EITHER or (role in OF_A_GROUP) == (group is not None)
        return is_fit and any(
            role in GIVES.get(one.role, ()) and one.reaches((group,)) for one in self.grants
        )

    def gives(self, group: int | None) -> list[Role]:
        """The roles it may give there, the smallest first."""
        return [role for role in GIVES[Role.MANAGER] if self.may_give(role, group)]

    def may_let_in(self, given: Collection[Given], *, has_come: bool) -> bool:
        """A sign-in link signs in as somebody: who is no programme manager makes one only for those who never came and
        who were never `given` more than they may give themselves."""
        if self.may_give(Role.MANAGER, None):
            return True
        return bool(given) and not has_come and all(self.may_give(one.role, one.group) for one in given)

    def groups(self, verb: Verb) -> list[int] | None:
        """The ids of the groups in which it may; None means everywhere."""
        found = [one.group for one in self.grants if one.role in MAY[verb]]
        return None if None in found else sorted({group for group in found if group is not None})


def _with(kind: ActorKind, roles: Iterable[Role]) -> Actor:
    return Actor(kind, grants=frozenset(Given(role) for role in roles))


# Whoever has a shell on the machine has the database too.
TERMINAL = _with(ActorKind.TERMINAL, {Role.MANAGER})
WORKER = _with(ActorKind.WORKER, {Role.KEEPER})
NOTES_FETCHER = _with(ActorKind.WORKER, {Role.NOTE_TAKER})  # brings in what people wrote where a series says
REHEARSAL = _with(ActorKind.IMPORT, {Role.MANAGER})  # an import that is tried and taken back
