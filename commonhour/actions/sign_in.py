"""Signing in by a one-time link: no password, and no mail server needed."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from commonhour.actions.grants import Terms, granting
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.news.outbox import post
from commonhour.actions.rights import require, require_letting_in
from commonhour.core.rights import Actor, Verb
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import Community, Person, SignInLink, User
from commonhour.models.user import SIGN_IN_LINK_LIFETIME


def invite(
    email: str,
    terms: Terms | None = None,
    *,
    now: dt.datetime,
    actor: Actor,
    name: str = "",
    person: Person | None = None,
    by_mail: bool = False,
    language: str = "en",
) -> tuple[User, str]:
    """The user of an address, made when new, who gets a role when that is asked for, and the token of a fresh one-time
    link, all as one change. They are `person`, whom a page names and who has no account. With `by_mail` the link goes to
    the address itself. The token is "" for who may not let them in: a link signs in as them. A closed account opens again."""
    require(actor, Verb.GRANT, terms.group if terms else None)
    _require_address(email)
    with transaction.atomic():
        user = User.objects.filter(email=email.casefold()).first()
        if user is None:
            user = User.objects.create_user(email, name=name)
        if terms is None:
            return user, make_link(user, now=now, actor=actor)
        with granting(user, terms, person, now=now, actor=actor) as changes:
            _open(changes, user, actor)
            may_see = actor.may_let_in(user.ever_given(), has_come=user.last_login is not None)
            if not (may_see or by_mail):
                return user, ""
            end_links(changes, user, now)  # nobody keeps an older link to somebody who may do more now
            token = _link(changes, user, now)
            if by_mail:
                _post(user, token, terms, now, actor, language)
            return user, token if may_see else ""


def _require_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise RefusedInput("no-email-address", text=email[:80]) from error


def _post(user: User, token: str, terms: Terms, now: dt.datetime, actor: Actor, language: str) -> None:
    facts = {
        "by": actor.name, "role": terms.role.value, "group": terms.group.name if terms.group else "",
        "community": Community.the().title, "url": sign_in_address(token),
    }  # fmt: skip
    post(
        "invitation", user.email, facts, cause=f"invitation {_digest(token)}", now=now, language=language,
        good_until=now + SIGN_IN_LINK_LIFETIME,
    )  # fmt: skip


def sign_in_address(token: str) -> str:
    return f"{settings.BASE_URL}/desk/sign-in/?token={token}"


def make_link(user: User, *, now: dt.datetime, actor: Actor, is_only: bool = False) -> str:
    """The token of a fresh one-time link; when it is to be the only one, earlier ones end."""
    require_letting_in(actor, user)
    with change_set(now, actor, "link-made", {"person": user.name}) as changes:
        _open(changes, user, actor)
        if is_only:
            end_links(changes, user, now)
        return _link(changes, user, now)


def end_invitations(user: User, *, now: dt.datetime, actor: Actor) -> int:
    """No link of theirs that was not used yet lets anybody in any more; returns how many there were."""
    require_letting_in(actor, user)
    with change_set(now, actor, "link-ended", {"person": user.name}) as changes:
        return end_links(changes, user, now)


def _open(changes: Changes, user: User, actor: Actor) -> None:
    """Who left may come back, when a programme manager says so: a link to a closed account would let nobody in."""
    if not user.is_active:
        require(actor, Verb.CHANGE_PEOPLE)
        changes.set(user, is_active=True)


def _link(changes: Changes, user: User, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    changes.add(SignInLink(user=user, digest=_digest(token), expires_at=now + SIGN_IN_LINK_LIFETIME))
    return token


def end_links(changes: Changes, user: User, now: dt.datetime) -> int:
    """No link of theirs that nobody used lets anybody in; returns how many there were."""
    found = list(SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now))
    for link in found:
        changes.set(link, expires_at=now)
    return len(found)


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


def may_sign_up(email: str) -> bool:
    """True where everybody is let in and nobody has this address, or had it until their account was closed."""
    return settings.SIGN_UP and not User.objects.filter(email=email.casefold()).exists()


def sign_up(email: str, name: str = "") -> User:
    """The new user of an address whose mail they can read. They may do nothing yet."""
    user, _ = User.objects.get_or_create(email=email.lower(), defaults={"name": name[:200]})
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
