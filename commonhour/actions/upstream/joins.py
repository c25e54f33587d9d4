"""The way into an imported call, compared by fingerprints: neither memory, log nor finding ever holds the link."""

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from commonhour.actions.news.change_set import Changes
from commonhour.actions.upstream.run import Run
from commonhour.core.draft import DraftJoin
from commonhour.errors import UserError
from commonhour.models import JoinTarget, Series


def merge_join(run: Run, here: Series, joins: list[DraftJoin], last: str, where: str) -> str:
    """Three ways. Returns the fingerprint of theirs, for the next time."""
    if not joins:
        return last
    join, theirs = whole_join(joins), join_of(joins)
    target = None if here._state.adding else JoinTarget.objects.filter(series=here).first()
    ours = fingerprint_of(target)
    if theirs in (last, ours):
        return theirs
    if ours not in ("", last):
        run.find("kept-both", where, "join", title=here.title)
        return theirs
    _seal(run.changes, here, target, join, ours)
    return theirs


def follow_join(
    changes: Changes, here: Series, joins: list[DraftJoin], last: str | None = None, *, is_new: bool = False
) -> str:
    """Exactly theirs, and what they do not say any more goes; with `last`, theirs the last time, what people
    changed here stays. A series that `is_new` has none yet. Returns the fingerprint of theirs."""
    target = None if is_new else JoinTarget.objects.filter(series=here).first()
    ours = fingerprint_of(target)
    join = whole_join(joins) if joins else DraftJoin()
    theirs = fingerprint(join.url, join.passcode)
    if theirs == ours or (last is not None and (ours not in ("", last) or theirs == last)):
        return theirs
    if theirs:
        _seal(changes, here, target, join, ours)
    elif target is not None:
        target.delete()
        changes.relocated(here, "earlier", None)
    return theirs


def whole_join(joins: Sequence[DraftJoin]) -> DraftJoin:
    """The first link with its passcode; a code that came without a link goes with it when it has none."""
    first = next((join for join in joins if join.url), joins[0])
    passcode = first.passcode or next((join.passcode for join in joins if not join.url), "")
    return DraftJoin(first.url, passcode)


def join_of(joins: Sequence[DraftJoin]) -> str:
    """The fingerprint of what they say together."""
    join = whole_join(joins)
    return fingerprint(join.url, join.passcode)


def fingerprint(url: str, passcode: str) -> str:
    return salted_hmac("commonhour.imports.join", f"{url}\n{passcode}").hexdigest() if url or passcode else ""


def fingerprint_of(target: JoinTarget | None) -> str:
    return fingerprint(*_revealed(target)) if target else ""


def _seal(changes: Changes, here: Series, target: JoinTarget | None, join: DraftJoin, ours: str) -> None:
    target = target or JoinTarget(series=here)
    target.seal(join.url, join.passcode)
    target.save()
    changes.relocated(here, "earlier" if ours else None, "kept")


def _revealed(target: JoinTarget) -> tuple[str, str]:
    try:
        return target.reveal()
    except UserError:
        return "", ""  # sealed with a lost key: nobody can use it any more
