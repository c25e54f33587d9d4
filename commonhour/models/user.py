"""A User signs in. They need not be a Person of any group, and most people never become one."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from commonhour.core.rights import Actor, ActorKind, Given
from commonhour.models.texts import PublicLine

SIGN_IN_LINK_LIFETIME = dt.timedelta(hours=24)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """What they may do is in their Grants. `proved_at` is when they first showed that the address is theirs: by a code
    that was mailed there, or by a service that verified it."""

    email = models.EmailField(unique=True)
    name = PublicLine(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    proved_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def as_actor(self, now: dt.datetime) -> Actor:
        """Who they are when they do something: with the grants that are valid at `now`. One query."""
        grants = frozenset(one.as_core() for one in self.grants.valid(now)) if self.is_active else frozenset()
        return Actor(ActorKind.USER, self.name, grants, self.pk)

    def ever_given(self) -> list[Given]:
        """Also what is over."""
        return [one.as_core() for one in self.grants.all()]


class SignInLink(models.Model):
    """A one-time link. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link of user {self.user_id}"
