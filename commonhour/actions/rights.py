"""Who may do what. A programme manager may edit everything, a moderator their own groups."""

from commonhour.errors import NotAllowed
from commonhour.models import Group, Membership, Series, User

EDITING_ROLES = ("moderator", "chair", "lead", "co-chair", "note-taker", "tech lead")


def may_manage(user: User | None) -> bool:
    return bool(user and user.is_active and user.is_manager)


def may_edit_group(user: User | None, group: Group | None) -> bool:
    """`group` None is the community's own."""
    if may_manage(user):
        return True
    if user is None or group is None or not user.is_active:
        return False
    return Membership.objects.filter(
        group=group, person__user=user, role__in=EDITING_ROLES, until__isnull=True
    ).exists()


def may_edit_series(user: User | None, series: Series) -> bool:
    if series.source_id:
        return False
    return may_edit_group(user, series.group)


def require(allowed: bool) -> None:
    """Raises NotAllowed with the sentence everybody sees."""
    if not allowed:
        raise NotAllowed("group-of-others")
