"""How somebody signs in and where they are signed in: only ever for themselves."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from commonhour.core.devices import device_of
from commonhour.models import User


@dataclass(frozen=True, slots=True)
class SignedInRow:
    """One browser. `device` is "" when nobody can tell."""

    id: int
    device: str
    address: str
    since: dt.datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class WayInRow:
    """A passkey or a service. `used_at` is None for one that was never used, or for a service."""

    id: int
    name: str
    since: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    email: str
    sessions: list[SignedInRow]
    passkeys: list[WayInRow]
    services: list[WayInRow]


def account_page(user: User, session_key: str | None, now: dt.datetime) -> AccountPage:
    rows = UserSession.objects.filter(user=user)
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(pk__in=keys, expire_date__gt=now).values_list("pk", flat=True))
    sessions = [
        SignedInRow(row.pk, device_of(row.user_agent), row.ip, row.created_at, row.session_key == session_key)
        for row in rows
        if row.session_key in alive
    ]
    sessions.sort(key=lambda row: (row.is_here, row.since), reverse=True)
    return AccountPage(user.email, sessions, passkeys_of(user), services_of(user))


def passkeys_of(user: User) -> list[WayInRow]:
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [WayInRow(row.pk, row.wrap().name, row.created_at, row.last_used_at) for row in rows]


def services_of(user: User) -> list[WayInRow]:
    names = {str(one["provider_id"]): str(one["name"]) for one in settings.SIGN_IN_SERVICES}
    rows = SocialAccount.objects.filter(user=user).order_by("pk")
    return [WayInRow(row.pk, names.get(row.provider, row.provider), row.date_joined, None) for row in rows]
