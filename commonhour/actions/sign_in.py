"""Signing in by a one-time link: no password, and no mail server needed."""

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from commonhour.actions.people import make_manager
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import SignInLink, User
from commonhour.models.user import SIGN_IN_LINK_LIFETIME


def invite(
    email: str, *, now: dt.datetime, actor: Actor, name: str = "", is_manager: bool = False
) -> tuple[User, str]:
    """The user of an address, made when new, and the token of a fresh one-time link."""
    require(actor, Verb.GRANT)
    try:
        validate_email(email)
    except ValidationError as error:
        raise RefusedInput("no-email-address", text=email[:80]) from error
    with transaction.atomic():
        user = User.objects.filter(email=email.casefold()).first()
        if user is None:
            user = User.objects.create_user(email, name=name)
        if is_manager:
            make_manager(user, now=now, actor=actor)
        token = secrets.token_urlsafe(32)
        SignInLink.objects.create(user=user, digest=_digest(token), expires_at=now + SIGN_IN_LINK_LIFETIME)
    return user, token


def end_invitations(user: User, *, now: dt.datetime, actor: Actor) -> int:
    """No link of theirs that was not used yet lets anybody in any more; returns how many there were."""
    require(actor, Verb.GRANT)
    return SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)


def may_redeem(token: str, *, now: dt.datetime) -> bool:
    """True while the link is good; looking changes nothing, so mail scanners cannot use it up."""
    return SignInLink.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=now).exists()


def redeem(token: str, *, now: dt.datetime) -> User:
    """The user of a link, once. Raises NotFound for a used, old or unknown one."""
    with transaction.atomic():
        used = SignInLink.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=now).update(
            used_at=now
        )
        if not used:
            raise NotFound("link-used")
        return SignInLink.objects.select_related("user").get(digest=_digest(token)).user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
