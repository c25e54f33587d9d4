"""A User signs in. They need not be a Person of any group, and most people never become one."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

SIGN_IN_LINK_LIFETIME = dt.timedelta(hours=24)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """`is_manager` marks a programme manager, who may edit everything; moderators have Memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_manager = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def public_name(self) -> str:
        """What pages that everybody reads call them: never an address."""
        return self.name or ("a programme manager" if self.is_manager else "a moderator")


class SignInLink(models.Model):
    """A one-time link. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link of user {self.user_id}"
