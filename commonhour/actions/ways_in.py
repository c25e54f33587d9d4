"""The ways into an account, and when they end: a link may have been seen by whoever made it, a mailed code may not."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from commonhour.models import User


def end_ways_in(user: User) -> None:
    """They are signed out everywhere, and their passkeys and services let nobody in any more."""
    user.set_unusable_password()  # what sessions are signed with, also those that are listed nowhere
    user.save(update_fields=["password"])
    for row in UserSession.objects.filter(user=user):
        row.end()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()


def prove(user: User, now: dt.datetime) -> None:
    """They read the mail of their address, or a service verified it. Whoever came in before, by a link that somebody else
    may have seen, is out, with all they left in the account."""
    if user.proved_at is None:
        end_ways_in(user)
        user.proved_at = now
        user.save(update_fields=["proved_at"])
