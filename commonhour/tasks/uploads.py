"""Uploads that are had from an address, and big ones, are fetched, read and written here, one after the other, while their
page tells how far they are."""

import datetime as dt
import logging

from django.db.models import Q

from commonhour.actions.upload import UNDER_WAY, do_upload, fail_upload, take_fetched
from commonhour.errors import UserError
from commonhour.errors.telling import fault
from commonhour.models import ImportDraft
from commonhour.tasks.budget import UNLIMITED, Budget
from commonhour.tasks.public_file import public_file

LEASE = dt.timedelta(minutes=10)  # more than any upload takes; after it another worker begins anew
logger = logging.getLogger(__name__)


def run_uploads(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Returns how many were taken."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    waiting = ImportDraft.objects.filter(free, state__in=UNDER_WAY).defer("body").order_by("pk")
    return sum(_take(kept, now) for kept in budget.spend_on(waiting))


def _take(kept: ImportDraft, now: dt.datetime) -> bool:
    """One worker takes it; a kill leaves it for the next one, and what was written twice is written once."""
    rows = ImportDraft.objects.filter(pk=kept.pk, state=kept.state, lease_until=kept.lease_until)
    if not rows.update(lease_until=now + LEASE):
        return False
    try:
        if kept.state == ImportDraft.TO_FETCH:
            take_fetched(kept, *public_file(bytes(kept.body).decode()), now=now)
        else:
            do_upload(kept, now=now)
    except UserError as error:
        fail_upload(kept, error.as_json())
    except Exception:
        logger.exception("The upload %s could not be worked on.", kept.pk)
        fail_upload(kept, fault("upload-not-done"))
    return True
