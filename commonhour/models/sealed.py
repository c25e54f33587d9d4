"""Values sealed with the hub's secret key: what lies in the database or a backup is of no use without it."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from commonhour.errors import UserError


def _fernet() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"destination").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(values: dict[str, str]) -> str:
    return _fernet().encrypt(json.dumps(values).encode()).decode()


def unsealed(text: str) -> dict[str, str]:
    """Raises UserError when the secret key is not the one they were sealed with."""
    try:
        found: dict[str, str] = json.loads(_fernet().decrypt(text.encode()))
    except InvalidToken as error:
        raise UserError("sealed-with-another-key") from error
    return found
