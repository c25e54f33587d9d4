"""The first run: an empty hub leads to four steps, each of which is done, or left out and taken up again."""

import pytest
from cast import make_community, make_group, make_manager, make_moderator, make_series

from commonhour.models import Community

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def manager(client, now):
    client.force_login(make_manager(), backend=BACKEND)


def test_an_empty_hub_leads_to_its_first_step(client, manager):
    answer = client.get("/desk/", follow=True)
    assert answer.redirect_chain == [("/desk/begin/", 302)]
    assert "0 of 4 steps are settled" in answer.content.decode()


def test_steps_are_done_by_what_is_there(client, manager):
    make_series(group=make_group())
    client.post("/desk/begin/name/", {"title": "Weavers", "tzid": "Madrid"})
    assert (Community.the().title, Community.the().tzid) == ("Weavers", "Europe/Madrid")
    assert "3 of 4 steps are settled" in client.get("/desk/").content.decode()
    client.post("/desk/community/publish/")
    assert "steps are settled" not in client.get("/desk/").content.decode()
    assert "All four steps are settled" in client.get("/desk/begin/").content.decode()


def test_a_step_is_left_out_and_taken_up_again(client, manager):
    before = Community.the().content_version
    page = client.post("/desk/begin/calendar/leave-out/", {"to": "out"}, follow=True).content.decode()
    assert "Left out" in page
    assert "1 of 4 steps" in page
    page = client.post("/desk/begin/calendar/leave-out/", {"to": "in"}, follow=True).content.decode()
    assert "0 of 4 steps" in page
    assert Community.the().content_version == before
    assert client.post("/desk/begin/nonsense/leave-out/").status_code == 404


def test_a_hub_of_utc_says_so(client, manager):
    make_community(title="Weavers", tzid="UTC", published_at=None)
    assert "0 of 4 steps" in client.get("/desk/begin/").content.decode()
    client.post("/desk/begin/name/", {"title": "Weavers all", "tzid": "UTC"})
    assert "1 of 4 steps" in client.get("/desk/begin/").content.decode()


def test_an_abbreviation_is_no_zone(client, manager):
    answer = client.post("/desk/begin/name/", {"title": "Weavers", "tzid": "CET"})
    assert answer.status_code == 422
    assert "is an abbreviation" in answer.content.decode()


def test_a_moderator_is_not_bothered(client, manager):
    client.force_login(make_moderator(make_group()), backend=BACKEND)
    assert "steps are settled" not in client.get("/desk/").content.decode()
