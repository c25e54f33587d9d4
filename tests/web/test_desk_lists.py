"""Lists of the desk ask the database as often for three things as for one."""

import pytest
from cast import make_community, make_group, make_manager, make_moderator, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.series import add_series
from commonhour.core.rights import TERMINAL

pytestmark = pytest.mark.django_db


def fill(number):
    group = make_group(f"group-{number}", f"Group {number}")
    make_series(f"Call {number}", group, "20261124T100000", "Asia/Tokyo", uid=f"call-{number}")
    make_series(f"Loose call {number}", None, "20261124T120000", "Asia/Tokyo", uid=f"loose-{number}")
    make_moderator(group, f"moderator-{number}@example.org")
    from cast import NOW

    add_series(title=f"Open {number}", group=group, schedule=None, now=NOW, actor=TERMINAL)


@pytest.mark.parametrize(
    "path",
    ["/desk/", "/desk/groups/", "/desk/unplaced/", "/desk/undecided/", "/desk/history/", "/desk/import/"],
)
def test_one_and_three_items_ask_as_often(now, client, path):
    make_community()
    client.force_login(make_manager())
    fill(1)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        assert client.get(path).status_code == 200
    fill(2)
    fill(3)
    client.get(path)  # what is worked out once after a write is not counted, here as above
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(three) == len(one), "\n".join(query["sql"] for query in three)
