"""What a programme manager changes without a shell: on a phone without JavaScript, and by the keyboard."""

import pytest
from cast import make_group, make_moderator
from screens import content_width, faults_on
from test_accessibility import hub  # noqa: F401
from test_desk import signed_in  # noqa: F401

from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL
from commonhour.models import Channel, Grant, Group, Import, Series, Space, User

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/desk/", "/desk/begin/", "/desk/begin/name/", "/desk/community/", "/desk/community/spaces/",
    "/desk/community/spaces/learning/", "/desk/community/links/", "/desk/proposals/", "/desk/proposals/new/", "/desk/people/",
    "/desk/people/grants/{grant}/", "/desk/people/grants/{grant}/end/", "/desk/people/{user}/leaving/", "/desk/people/{user}/erase/", "/desk/persons/", "/desk/persons/{person}/", "/desk/me/", "/desk/unplaced/", "/desk/groups/", "/desk/import/",
]  # fmt: skip


@pytest.fixture
def full(hub, now):  # noqa: F811
    """A hub with something on each of these pages."""
    make_group("third", "A third group", space=Space.objects.get(slug="learning"), position=9)
    Series.objects.create(slug="lost", title="Nobody’s call")
    Import.objects.create(
        kind="page", name="page.md", at=now, unplaced=[{"where": "page.md:1", "text": "Old words"}]
    )
    Channel.objects.create(kind="site", label="How to propose", url="https://example.org/propose")
    make_moderator(Group.objects.get(slug="metrics"), "ben@example.org")


def test_axe_finds_nothing_and_nothing_overflows(full, signed_in, live_server):  # noqa: F811
    grant = Grant.objects.get(user__email="ben@example.org")
    paths = [path.format(grant=grant.pk, user=grant.user_id, person=grant.user.person.pk) for path in PAGES]
    assert faults_on(signed_in("/desk/"), live_server.url, paths) == ""


def test_a_group_is_moved_up_by_the_keyboard_alone(full, signed_in):  # noqa: F811
    page = signed_in("/desk/community/spaces/", width=320, js=False)
    button = page.get_by_role("button", name="Move A third group: Up")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#group-third")
    assert list(Group.objects.filter(space__slug="learning").values_list("slug", flat=True)) == [
        "third",
        "book",
    ]
    page.keyboard.press("Tab")  # the keyboard goes on from the row that was moved
    assert page.evaluate("document.activeElement.closest('[id]').id") == "group-third"


def test_a_space_is_added_and_removed_without_javascript(full, signed_in):  # noqa: F811
    page = signed_in("/desk/community/spaces/", width=320, js=False)
    page.get_by_label("Name").fill("Tools")
    page.get_by_role("button", name="Add the space").click()
    page.get_by_role("link", name="Learning").click()
    page.get_by_label("Where do its groups go?").select_option(label="Tools")
    page.get_by_role("button", name="Remove the space").click()
    assert Group.objects.get(slug="book").space.name == "Tools"


def test_calls_become_the_communitys_in_one_click(full, signed_in):  # noqa: F811
    page = signed_in("/desk/unplaced/", width=320, js=False)
    page.get_by_role("button", name="All are the whole community’s").click()
    assert "1 call is the whole community’s" in page.get_by_role("status").inner_text()
    assert Series.objects.get(slug="lost").is_of_community


def test_somebody_is_invited_and_their_link_is_selected(full, signed_in):  # noqa: F811
    page = signed_in("/desk/people/")
    page.get_by_label("E-mail address").fill("olga@example.org")
    page.get_by_label("Moderator: edits").check()
    page.get_by_label("Which group?").select_option("book")
    page.get_by_role("button", name="Make the link").click()
    field = page.get_by_label("The link")
    link = field.input_value()
    assert (
        page.evaluate(
            "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); }"
        )
        == link
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation", name="Desk").wait_for()
    assert Grant.objects.get(user__email="olga@example.org").group.slug == "book"


def test_a_link_can_be_read_and_taken_without_javascript(full, signed_in):  # noqa: F811
    page = signed_in("/desk/people/", width=320, js=False)
    ben = User.objects.get(email="ben@example.org")
    invite(ben.email, now=ben.grants.get().since, actor=TERMINAL)
    page.get_by_role("button", name="New link ben").click()
    assert "/desk/sign-in/?token=" in page.get_by_label("The link").input_value()
    assert content_width(page) <= 320
