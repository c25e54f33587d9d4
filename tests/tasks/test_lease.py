"""Two workers reach for the same message at the same moment: one has it."""

import datetime as dt
import threading
import time

import pytest
from cast import NOW
from django.db import connection, transaction

from commonhour.actions.news.outbox import lease, post
from commonhour.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_who_waited_for_another_worker_to_take_it_goes_without():
    post("confirm", "ana@example.org", {}, cause="x", now=NOW)
    keys, late = list(Delivery.objects.values_list("pk", flat=True)), []

    def reach():
        try:
            late.append(lease(keys, NOW + dt.timedelta(seconds=1)))
        finally:
            connection.close()

    other = threading.Thread(target=reach)
    with transaction.atomic():
        assert len(lease(keys, NOW)) == 1
        other.start()
        time.sleep(1)
    other.join()
    assert late == [[]]
