"""Values sealed with the hub's secret key: what lies in the database or a backup is of no use without it."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from commonhour.errors import UserError


def cipher(purpose: bytes) -> Fernet:
    """A key of its own for each purpose, so that nothing sealed for one can be passed off as another's."""
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=purpose).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(values: dict[str, str]) -> str:
    return cipher(b"destination").encrypt(json.dumps(values).encode()).decode()


def unsealed(text: str) -> dict[str, str]:
    """Raises UserError when the secret key is not the one they were sealed with."""
    try:
        found: dict[str, str] = json.loads(cipher(b"destination").decrypt(text.encode()))
    except InvalidToken as error:
        raise UserError("sealed-with-another-key") from error
    return found
