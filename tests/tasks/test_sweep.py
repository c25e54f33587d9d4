"""What was kept for an hour or a day goes when its time is over, and not before."""

import datetime as dt

import pytest
from cast import NOW, make_manager

from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL
from commonhour.models import ImportDraft, SignInLink
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db


def test_unfinished_uploads_and_old_links_go():
    owner = make_manager()
    ImportDraft.objects.create(owner=owner, created_at=NOW, name="calls.ics", body=b"x")
    invite(owner.email, now=NOW, actor=TERMINAL)
    assert sweep(NOW + dt.timedelta(minutes=59)) == 0
    assert sweep(NOW + dt.timedelta(hours=1)) == 1
    assert not ImportDraft.objects.exists()
    assert sweep(NOW + dt.timedelta(hours=24)) == 1
    assert not SignInLink.objects.exists()
