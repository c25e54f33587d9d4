"""A Grant: what somebody may do, given by somebody, from when to when. Apart from the roles that pages name."""

import datetime as dt

from django.conf import settings
from django.db import models

from commonhour.core.rights import Given, Role
from commonhour.models.group import Group
from commonhour.models.texts import PublicLine

ROLES = [(role.value, role.value) for role in Role if role != Role.KEEPER]
SOON = dt.timedelta(days=14)  # how long before its end a grant is told of


class GrantQuerySet(models.QuerySet["Grant"]):
    def valid(self, now: dt.datetime) -> "GrantQuerySet":
        return self.filter(models.Q(until=None) | models.Q(until__gt=now), since__lte=now)

    def lasting(self, now: dt.datetime) -> "GrantQuerySet":
        """Those that hold, and those that will."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=now))

    def ending_soon(self, now: dt.datetime) -> "GrantQuerySet":
        return self.valid(now).filter(until__lte=now + SOON, user__is_active=True)


class Grant(models.Model):
    """`group` None is the whole community. `since` and `until` are instants in UTC."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=10, choices=ROLES)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="grants")
    given_by = PublicLine(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "group"], condition=models.Q(until=None), name="grant_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(until=None, group=None),
                name="grant_everywhere_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.group or 'everything'}"

    def as_core(self) -> Given:
        return Given(Role(self.role), self.group_id)
