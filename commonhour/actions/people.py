"""People and their roles."""

import datetime as dt

from commonhour.actions.news.change_set import change_set
from commonhour.errors import NotFound
from commonhour.models import Group, Membership, Person, User


def make_moderator(user: User, group_slug: str, *, now: dt.datetime) -> Membership:
    """Give a user the role of moderator in a group; their Person is made when they have none."""
    group = Group.objects.filter(slug=group_slug).first()
    if group is None:
        raise NotFound("no-group-here", name=group_slug[:60])
    person = Person.objects.filter(user=user).first()
    with change_set(now, None, f"{user.public_name.capitalize()} moderates {group}", group=group) as changes:
        if person is None:
            person = Person(name=user.name or user.public_name.capitalize(), user=user)
            changes.add(person)
        membership = Membership.objects.filter(person=person, group=group, role="moderator").first()
        if membership is None:
            membership = Membership(person=person, group=group, role="moderator", since=now.date())
            changes.add(membership)
    return membership
