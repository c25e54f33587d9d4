"""What the audit noticed, worked out once for each state of the hub and kept by this process."""

import datetime as dt
import threading

from commonhour.actions.dismissal import known_anew
from commonhour.models import Dismissal
from commonhour.reads.audit import Noticed, hub_findings, stamp

_lock = threading.Lock()
_kept: dict[tuple[object, ...], list[Noticed]] = {}


def noticed(now: dt.datetime, groups: list[int] | None) -> list[Noticed]:
    """Everything about the groups a person looks after (None: all of them), set aside or not."""
    found = _all(now)
    return found if groups is None else [one for one in found if one.groups & set(groups)]


def _all(now: dt.datetime) -> list[Noticed]:
    """Whoever asks while somebody else's answer is worked out waits for that one."""
    with _lock:
        key = stamp(now)
        if key not in _kept:
            found = hub_findings(now)
            known_anew(one.finding for one in found)
            _kept.clear()
            _kept[key] = found
        return _kept[key]


def to_look_at(now: dt.datetime, groups: list[int] | None) -> list[Noticed]:
    """The same without what somebody set aside."""
    aside = aside_keys()
    return [one for one in noticed(now, groups) if one.key not in aside]


def aside_keys() -> set[str]:
    return set(Dismissal.objects.values_list("key", flat=True))


def forget() -> None:
    """Work it out anew next time: for tests, whose databases come and go."""
    with _lock:
        _kept.clear()
