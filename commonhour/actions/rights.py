"""The door of every verb: who may not is told so before anything is written."""

from commonhour.core.rights import MAY, Actor, Role, Verb
from commonhour.errors import NotAllowed
from commonhour.models import Group, User


def require(actor: Actor, verb: Verb, *groups: Group | int | None) -> None:
    """Raises NotAllowed. `groups` are those it is about, by row or id; one the actor looks after is enough."""
    if actor.may(verb, *(one.pk if isinstance(one, Group) else one for one in groups)):
        return
    if Role.MODERATOR in MAY[verb]:
        raise NotAllowed("group-of-others")
    raise NotAllowed("managers-only")


def require_giving(actor: Actor, role: Role, group: int | None) -> None:
    """Raises NotAllowed for who may not give or end this role there."""
    if not actor.may_give(role, group):
        require(actor, Verb.GRANT, group)
        raise NotAllowed("role-of-others")


def require_letting_in(actor: Actor, user: User) -> None:
    """Raises NotAllowed for who may not make or end somebody's sign-in link."""
    require(actor, Verb.GRANT, *(one.group for one in user.ever_given()), None)
    if not actor.may_let_in(user.ever_given(), has_come=user.last_login is not None):
        raise NotAllowed("managers-only")


def require_oneself(actor: Actor, user: User) -> None:
    """For what nobody does for anybody else. Raises NotAllowed."""
    if actor.user is None or actor.user != user.pk:
        raise NotAllowed("only-oneself")


def require_oneself_or(actor: Actor, user: User, verb: Verb) -> None:
    """For what somebody does for themselves, and who may do it for everybody. Raises NotAllowed."""
    if actor.user is None or actor.user != user.pk:
        require(actor, verb)
