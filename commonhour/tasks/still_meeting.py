"""Groups that show signs of having stopped are asked once whether they still meet."""

import datetime as dt
from contextlib import suppress

from commonhour.actions.still_meeting import ask_group
from commonhour.core.audit.group_health import ASKING
from commonhour.core.rights import WORKER
from commonhour.errors import Conflict
from commonhour.models import Group, StillMeeting
from commonhour.reads.health import groups_health
from commonhour.tasks.budget import UNLIMITED, Budget


def ask_quiet_groups(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Returns how many were asked. Whoever was asked is left alone for three months, whatever they answered."""
    lately = set(
        StillMeeting.objects.filter(asked_at__gt=now - StillMeeting.QUIET).values_list(
            "group__slug", flat=True
        )
    )
    quiet = [
        one for one in groups_health(now)
        if one.signers and one.group.slug not in lately and ASKING & set(one.signs)
    ]  # fmt: skip
    for one in budget.spend_on(quiet):
        group = Group.objects.get(slug=one.group.slug)
        with suppress(Conflict):  # another worker asked it
            ask_group(group, one.signs, now=now, actor=WORKER)
    return len(quiet)
