"""The UID of what goes on when a schedule is split."""

import hashlib
import re

_UID_LENGTH = 255
_SPLIT_SUFFIX = re.compile(r"-\d{8}(?:T\d{6})?(?:-\d+)?$")


def split_uid(uid: str, recurrence_id: str) -> str:
    """The UID of what goes on from an instance: that of the first schedule with the instance behind it, at
    most 255 characters however often a series is split. The caller sees to it that it is free."""
    root = uid
    while _SPLIT_SUFFIX.search(root):
        root = _SPLIT_SUFFIX.sub("", root)
    root = root or uid
    if len(root) > _UID_LENGTH - 24:
        root = f"{root[: _UID_LENGTH - 48]}~{hashlib.blake2b(root.encode(), digest_size=8).hexdigest()}"
    return f"{root}-{recurrence_id}"
