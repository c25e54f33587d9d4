"""Reviewing proposals: nobody is led by what others said before them, and nobody decides in the dark."""

import re

import pytest
from cast import (
    NOW,
    make_call_for_proposals,
    make_community,
    make_group,
    make_manager,
    make_moderator,
    make_proposed,
    make_reviewer,
    make_series,
)

from commonhour.actions.review import give_review, look_on
from commonhour.actions.undo import undo
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import Change, ChangeSet, Remark, Review, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(now):
    make_community()
    return make_group()


@pytest.fixture
def call(group):
    return make_call_for_proposals(make_series(group=group))


@pytest.fixture
def row(call):
    return make_proposed(call)


def actor(user):
    return user.as_actor(NOW)


def score(row, user, number, note=""):
    return give_review(row, number, note, now=NOW, actor=actor(user))


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ranking(client, call, query=""):
    return client.get(f"/desk/proposals/{call.pk}/ranking/{query}")


def titles(page):
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)', page.content.decode())


def test_what_others_think_is_seen_after_ones_own_word(client, group, call, row):
    eva, ben = make_reviewer(group, "eva@example.org"), make_reviewer(None, "ben@example.org")
    score(row, eva, 2, "Heard it before.")
    client.force_login(ben)
    path = f"/desk/proposal/{row.pk}/"
    for page in (client.get(path), ranking(client, call)):
        assert "Heard it before" not in text(page)
        assert "2.0" not in text(page)
    assert "You see it when you have said what you think" in text(client.get(path))
    assert client.post(path + "remarks/", {"text": "Hm"}).status_code == 403
    client.post(path + "review/", {"score": "5", "note": "Fresh.", "version": ""})
    shown = text(client.get(path))
    assert "Heard it before." in shown
    assert "3.5 on average" in shown
    assert "3.5" in text(ranking(client, call))


def test_no_place_in_the_ranking_tells_what_is_hidden(client, group, call, row):
    eva, ben = make_reviewer(group, "eva@example.org"), make_reviewer(group, "ben@example.org")
    others = [make_proposed(call, title=f"Talk {n}", email=f"s{n}@example.org") for n in range(4)]
    for number, one in enumerate([row, *others]):
        score(one, eva, number % 5 + 1)
    score(others[0], ben, 1)
    client.force_login(ben)
    for sort in ("mean", "-mean", "spread", "-spread", "own"):
        assert titles(ranking(client, call, f"?sort={sort}")) == [
            "Talk 0", "Parsers in Tokyo", "Talk 1", "Talk 2", "Talk 3",
        ]  # fmt: skip
    client.force_login(eva)
    best = titles(ranking(client, call, "?sort=-mean"))
    assert best[0] == "Talk 3"
    assert best[-1] == "Parsers in Tokyo"


def test_the_least_reviewed_comes_next_and_filters_hold(client, group, call, row):
    eva, ben = make_reviewer(group, "eva@example.org"), make_reviewer(group, "ben@example.org")
    other = make_proposed(call, title="Quiet", email="q@example.org", topic="Tests")
    make_proposed(call, title="Settled", email="d@example.org", state="declined")
    score(row, eva, 3)
    client.force_login(ben)
    page = ranking(client, call)
    assert f'href="/desk/proposal/{other.pk}/" accesskey="n"' in page.content.decode()
    assert titles(ranking(client, call, "?topic=Tests")) == ["Quiet"]
    assert titles(ranking(client, call, "?state=declined")) == ["Settled"]
    assert titles(ranking(client, call, "?sort=needs"))[0] in ("Quiet", "Settled")
    answer = client.post(f"/desk/proposal/{other.pk}/review/", {"score": "4", "next": "1"})
    assert answer.headers["Location"].startswith(f"/desk/proposal/{row.pk}/")
    assert text(ranking(client, call)).count("waits for what you think") == 1


def test_who_is_too_near_sees_nothing_and_has_no_score(client, group, call, row):
    eva, ben = make_reviewer(group, "eva@example.org"), make_reviewer(group, "ben@example.org")
    score(row, eva, 1, "No.")
    client.force_login(ben)
    client.post(f"/desk/proposal/{row.pk}/review/", {"score": "near", "version": ""})
    page = text(client.get(f"/desk/proposal/{row.pk}/"))
    assert "Who is too near to it sees nothing" in page
    assert "No." not in page
    assert Review.objects.get(user=ben).score is None
    assert "1.0" not in text(ranking(client, call))


def test_who_speaks_in_it_has_no_say(client, group, row):
    yuki = make_reviewer(group, "yuki@example.org")
    score(row, make_reviewer(group, "eva@example.org"), 1, "No.")
    client.force_login(yuki)
    assert "No." not in text(client.get(f"/desk/proposal/{row.pk}/"))
    with pytest.raises(NotAllowed):
        score(row, yuki, 5)


def test_who_decides_may_look_on_and_gives_no_score_then(client, group, row):
    boss, eva = make_moderator(group), make_reviewer(group, "eva@example.org")
    score(row, eva, 4, "Yes.")
    client.force_login(boss)
    assert "Yes." not in text(client.get(f"/desk/proposal/{row.pk}/"))
    client.post(f"/desk/proposal/{row.pk}/look/")
    assert "Yes." in text(client.get(f"/desk/proposal/{row.pk}/"))
    with pytest.raises(Conflict):
        give_review(row, 5, version=1, now=NOW, actor=actor(boss))
    with pytest.raises(NotAllowed):
        look_on(row, now=NOW, actor=actor(make_reviewer(group, "x@example.org")))


def test_ones_own_word_may_be_changed_and_nobody_overwrites_it_silently(client, group, row):
    eva = make_reviewer(group)
    score(row, eva, 4)
    client.force_login(eva)
    path = f"/desk/proposal/{row.pk}/review/"
    assert client.post(path, {"score": "2", "version": "1"}).status_code == 302
    answer = client.post(path, {"score": "5", "note": "kept", "version": "1"})
    assert answer.status_code == 409
    assert "kept" in text(answer)
    assert client.post(path, {"note": "none", "version": "2"}).status_code == 422
    assert Review.objects.get().score == 2


def test_a_remark_is_taken_back_by_who_said_it_alone(client, group, row):
    eva, ben = make_reviewer(group, "eva@example.org"), make_reviewer(group, "ben@example.org")
    for one in (eva, ben):
        score(row, one, 3)
    client.force_login(eva)
    client.post(f"/desk/proposal/{row.pk}/remarks/", {"text": "Ask about the licence."})
    said = Remark.objects.get()
    client.force_login(ben)
    assert "Ask about the licence." in text(client.get(f"/desk/proposal/{row.pk}/"))
    path = f"/desk/proposal/{row.pk}/remarks/{said.pk}/remove/"
    assert client.post(path).status_code == 403
    client.force_login(eva)
    client.post(path)
    assert not Remark.objects.exists()
    undo(ChangeSet.objects.latest("pk").pk, now=NOW, actor=actor(eva))
    assert Remark.objects.get().text == said.text


def test_a_review_is_undone_by_its_reviewer_alone(group, row):
    eva = make_reviewer(group)
    score(row, eva, 4)
    change = ChangeSet.objects.latest("pk")
    with pytest.raises(NotAllowed):
        undo(change.pk, now=NOW, actor=actor(make_manager()))
    undo(change.pk, now=NOW, actor=actor(eva))
    assert not Review.objects.exists()


IDENTITY = ("Yuki", "Acme", "yuki@example.org", "Ten years of parsing", "https://yuki.example.org/talks")


def test_whose_it_is_stays_hidden_until_it_is_decided_or_asked_for(client, group):
    call = make_call_for_proposals(make_series(group=group), is_anonymous=True)
    row = make_proposed(call, links=[{"label": "", "url": IDENTITY[4]}])
    row.speakers.update(bio=IDENTITY[3])
    earlier = make_proposed(make_call_for_proposals(label="Before"), title="Older talk", state="declined")
    boss = make_manager()
    client.force_login(boss)
    pages = [
        f"/desk/proposal/{row.pk}/",
        f"/desk/proposals/{call.pk}/ranking/",
        f"/desk/proposal/{row.pk}/accept/",
    ]
    for path in pages:
        found = client.get(path).content.decode()
        assert [one for one in (*IDENTITY, earlier.title) if one in found] == []
    client.post(pages[0] + "who/")
    found = client.get(pages[0]).content.decode()
    assert [one for one in IDENTITY if one not in found] == []
    assert earlier.title in found
    assert ChangeSet.objects.latest("pk").kind == "proposal-shown"
    client.force_login(make_reviewer(None))
    assert "Yuki" not in client.get(pages[0]).content.decode()
    assert client.post(pages[0] + "who/").status_code == 403
    row.state = "declined"
    row.save()
    assert "Yuki" in client.get(pages[0]).content.decode()


def test_what_nobody_submitted_is_not_there_and_that_of_others_is_closed(client, group, call):
    draft = make_proposed(call, state="draft")
    unproved = make_proposed(call, email="b@example.org", confirmed_at=None)
    of_all = make_proposed(make_call_for_proposals(label="For all"), email="c@example.org")
    client.force_login(make_reviewer(group))
    assert client.get(f"/desk/proposal/{draft.pk}/").status_code == 404
    assert client.get(f"/desk/proposal/{unproved.pk}/").status_code == 404
    assert client.get(f"/desk/proposal/{of_all.pk}/").status_code == 403
    page = text(client.get("/desk/reviewing/"))
    assert "Talks of 2027" in page
    assert "For all" not in page


def test_no_way_into_a_call_is_kept_of_what_reviewers_write(client, group, row):
    client.force_login(make_reviewer(group))
    path, secret = f"/desk/proposal/{row.pk}/", "Join: https://zoom.us/j/99887766?pwd=MARKER"
    client.post(path + "review/", {"score": "3", "note": secret})
    client.post(path + "remarks/", {"text": secret})
    kept = repr([*Review.objects.values(), *Remark.objects.values(), *Change.objects.values()])
    assert "MARKER" not in kept
    assert "99887766" not in kept + client.get(path).content.decode()


def test_decided_ones_are_reviewed_no_more(group, row):
    row.state = "declined"
    row.save()
    with pytest.raises(Conflict):
        score(row, make_reviewer(group), 3)


def test_reviewers_are_invited_to_a_group_or_to_all(client, group):
    mo = make_moderator(group)
    client.force_login(mo)
    typed = {"email": "r@example.org", "role": "reviewer", "group": "metrics"}
    assert client.post("/desk/people/invite/", typed).status_code == 200
    assert client.post("/desk/people/invite/", typed | {"group": ""}).status_code == 422
    client.force_login(make_manager())
    page = client.post("/desk/people/invite/", typed | {"email": "a@example.org", "group": ""})
    assert "Reviews proposals: may read all of them" in text(page)
    one, other = (User.objects.get(email=f"{name}@example.org").grants.get() for name in "ra")
    assert (one.group, other.group) == (group, None)
    assert "reviewer" not in text(client.get("/groups/metrics/"))
    client.post(f"/desk/people/grants/{other.pk}/end/")
    assert "reviews no longer" in text(client.get("/desk/people/"))


def test_so_many_queries_however_many_proposals(client, group, call, django_assert_max_num_queries):
    client.force_login(make_reviewer(group))
    counts = []
    for n in range(3):
        for one in range(n * 5 + 1):
            make_proposed(call, title=f"T{n} {one}", email=f"t{n}-{one}@example.org")
        with django_assert_max_num_queries(60) as asked:
            ranking(client, call)
            client.get("/desk/reviewing/")
        counts.append(len(asked))
    assert counts[1] == counts[2]
