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


def require_oneself(actor: Actor, user: User) -> None:
    """For what nobody does for anybody else. Raises NotAllowed."""
    if actor.user is None or actor.user != user.pk:
        raise NotAllowed("only-oneself")
