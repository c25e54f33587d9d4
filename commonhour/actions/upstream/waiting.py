"""Calls that wait for a group are matched again, as soon as the groups are others than when they were matched last."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict

from commonhour.actions.news.change_set import Changes
from commonhour.actions.upstream.calls import known_groups
from commonhour.actions.upstream.copied_calls import match_waiting
from commonhour.actions.upstream.copying import Copying
from commonhour.actions.upstream.memory import origin_of
from commonhour.models import Community, ExternalRef, Source

MATCHED = "matched"  # noun of the ref that remembers with which groups a calendar's calls were matched


def groups_known(source: Source) -> str:
    """A digest of all that matching goes by, beside the calls. Read it before matching: what comes to be
    meanwhile is then matched the next time."""
    facts = [[asdict(one) for one in known_groups()], Community.the().title, source.group_id]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def match_again(changes: Changes, source: Source, groups: str, now: dt.datetime) -> None:
    """Nothing to do, and nothing read, while calls and groups are what they were."""
    last = ExternalRef.objects.filter(origin=origin_of(source), noun=MATCHED).first()
    if last is not None and last.fields["groups"] == groups:
        return
    copying = Copying(changes, source, now, frozenset())
    copying.recall()
    match_waiting(copying)
    keep_matched(source, groups)


def keep_matched(source: Source, groups: str) -> None:
    ExternalRef.objects.update_or_create(
        origin=origin_of(source), noun=MATCHED, key="", defaults={"object_id": source.pk, "fields": {"groups": groups}}
    )  # fmt: skip
