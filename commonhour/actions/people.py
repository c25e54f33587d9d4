"""People by their names, whether or not they sign in."""

import datetime as dt

from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require_oneself
from commonhour.core.rights import Actor
from commonhour.models import Person, User


def rename_oneself(user: User, name: str, *, now: dt.datetime, actor: Actor) -> None:
    """What pages and the history call whoever does this, from now on. Nobody renames anybody else."""
    require_oneself(actor, user)
    with change_set(now, actor, "renamed-oneself", {"name": name.strip()}) as changes:
        changes.set(user, name=name.strip())
        for person in Person.objects.filter(user=user) if name.strip() else ():
            changes.set(person, name=name.strip())
