"""How to join a call: the provider's link and passcode, encrypted, in a table no public page reads."""

import hashlib
import hmac

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.core.places.providers import provider_name
from commonhour.core.places.rooms import room_name
from commonhour.errors import UserError
from commonhour.models.sealed import cipher
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine

KINDS = [
    ("room", _("Video call")),
    ("dial-in", _("By telephone")),
    ("fallback", _("If the room fails")),
    ("stream", _("Live stream")),
    ("chat", _("Chat")),
]
# The kinds behind which only one call can be at a time.
ROOMS = ("room", "fallback", "stream")
EVERYBODY, CONFIRMED, MEMBERS, LISTED = "everybody", "confirmed", "members", "listed"
TIERS = [
    (EVERYBODY, _("Everybody")),
    (CONFIRMED, _("People who confirmed an e-mail address")),
    (MEMBERS, _("Members of the group")),
    (LISTED, _("People on this date’s list")),
]


class JoinTarget(models.Model):
    """One way into a series; the first is the main one. Only the open door (web/occurrence.py) ever calls `reveal`. `tier`
    says for whom it is; `room_digest` is the same for two links into one room, and tells nobody which that is."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="join_targets")
    kind = models.CharField(max_length=12, choices=KINDS, default="room")
    label = PublicLine(max_length=80, blank=True)
    position = models.IntegerField(default=0)
    url_sealed = models.TextField(blank=True)
    passcode_sealed = models.TextField(blank=True)
    provider = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=12, choices=TIERS, default=EVERYBODY)
    room_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"join target of series {self.series_id}"

    def seal(self, url: str, passcode: str) -> None:
        self.url_sealed = cipher(b"join-target").encrypt(url.encode()).decode() if url else ""
        self.provider = provider_name(url)[:40]
        self.room_digest = room_digest(url)
        self.passcode_sealed = cipher(b"join-target").encrypt(passcode.encode()).decode() if passcode else ""

    def reveal(self) -> tuple[str, str]:
        """(url, passcode). Raises UserError when the secret key is not the one they were sealed with."""
        return _unsealed(self.url_sealed), _unsealed(self.passcode_sealed)


def room_digest(url: str) -> str:
    """Keyed with the hub's own key, so that nobody can try rooms against it; "" for what is no room."""
    name = room_name(url)
    key = f"room {settings.SECRET_KEY}".encode()
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest() if name else ""


def _unsealed(text: str) -> str:
    if not text:
        return ""
    try:
        return cipher(b"join-target").decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise UserError("join-link-sealed") from error
