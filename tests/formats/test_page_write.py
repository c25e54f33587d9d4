"""`write_page`: what it writes reads back the same, for any draft; written again it is byte-equal."""

import datetime as dt
import re
import string
from dataclasses import replace

import pytest
from depth import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.draft import (
    CHANNEL_KINDS,
    GROUP_KINDS,
    GROUP_STATES,
    Draft,
    DraftCallForProposals,
    DraftChannel,
    DraftCommunity,
    DraftGoal,
    DraftGroup,
    DraftJoin,
    DraftPerson,
    DraftSeries,
    DraftSession,
    DraftSource,
    DraftSpace,
    Unplaced,
)
from commonhour.core.places.codes import may_name_code
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.undecided.question import Question, fact, told
from commonhour.formats.page import read_page, write_page

TODAY = dt.date(2026, 11, 23)

SIGNS = string.ascii_letters + string.digits + " .,:;!?()[]{}<>*_-#|~`\"'\\“”/&=+@äß日📅"
# What names a code ("PW") says on a page that the next word is one.
lines = (
    st.text(SIGNS, min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text) and not may_name_code(text.casefold()))
)
texts = st.one_of(st.just(""), lines)
asks = st.sampled_from(
    [fact("since"), fact("which-zone", word="IST", tzids=["Asia/Kolkata", "Europe/Dublin"])]
)
questions = st.one_of(
    st.none(), lines.map(told), st.just(Question("group-paused")),
    st.builds(lambda quote, asks: Question("file-says", {"quote": quote, "asks": asks}), lines, st.lists(asks)),
)  # fmt: skip
proses = (
    st.lists(texts, max_size=4)
    .map(lambda parts: "\n".join(parts).strip("\n").rstrip())
    .filter(lambda text: not text or bool(text.strip()))
)
slugs = st.text("abc-1", min_size=1, max_size=8)
urls = st.sampled_from(
    ["", "https://example.org/a?b=c&d=(e)", "./here.md", "mailto:a@example.org", "https://x.org/#!y"]
)
channels = st.builds(DraftChannel, st.sampled_from(CHANNEL_KINDS), texts, texts, urls)
people = st.builds(DraftPerson, lines, lines, texts, urls)
goals = st.builds(DraftGoal, lines, st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1)))
overrides = st.builds(
    Override,
    st.sampled_from(["20261203T160000", "20261210"]),
    st.sampled_from([None, "20261204T100000"]),
    st.sampled_from([None, "Asia/Tokyo"]),
    st.sampled_from([None, dt.timedelta(minutes=90)]),
    st.sampled_from(["CONFIRMED", "CANCELLED", "TENTATIVE"]),
    st.sampled_from([None, "", 'A "big" one']),
    st.sampled_from([None, "", "Two\n  lines --> {{< x >}} \\n"]),
    st.sampled_from(["", "Holiday (all day): see <x>"]),
    st.sampled_from([0, 3]),
)
schedules = st.builds(
    Schedule,
    st.sampled_from(["20261126T160000", "20261126"]),
    st.sampled_from(["Europe/Madrid", "UTC"]),
    st.sampled_from([dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(0)]),
    st.sampled_from(["", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "FREQ=MONTHLY;BYDAY=1MO"]),
    st.sampled_from([(), ("20270101T160000",)]),
    st.sampled_from([(), ("20270108T160000", "20270115T160000")]),
    overrides=st.lists(overrides, max_size=2).map(tuple),
    uid=st.sampled_from(["", "a@b", 'odd "uid" --> x']),
    sequence=st.sampled_from([0, 7]),
    status=st.sampled_from(["CONFIRMED", "CANCELLED", "TENTATIVE"]),
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    spaces = [
        DraftSpace(s, draw(lines), draw(proses), i)
        for i, s in enumerate(draw(st.lists(slugs, unique=True, max_size=3)))
    ]
    names = draw(st.lists(slugs, unique=True, max_size=4))
    homes = st.sampled_from([None, *(space.slug for space in spaces)])
    groups = [
        DraftGroup(
            name, draw(lines), draw(st.sampled_from(GROUP_KINDS)), draw(homes), draw(st.sampled_from(GROUP_STATES)),
            draw(proses), draw(texts), draw(texts), draw(st.sampled_from([None, *names])),
            draw(st.lists(goals, max_size=2)), draw(st.lists(people, max_size=2)), draw(st.lists(channels, max_size=3)),
        )
        for name in names
    ]  # fmt: skip
    series = [
        DraftSeries(
            slug, draw(lines), draw(st.sampled_from([None, *names])), draw(texts), draw(proses),
            [DraftCallForProposals(draw(lines), "https://example.org/cfp")], draw(st.lists(schedules, max_size=2)),
            draw(questions), draw(urls), draw(st.lists(lines, max_size=2)), [DraftJoin("https://zoom.us/j/1?pwd=SECRET")],
        )
        for slug in draw(st.lists(slugs, unique=True, max_size=4))
    ]  # fmt: skip
    sessions = [
        DraftSession(
            draw(st.sampled_from([None, "a"])), draw(st.none() | st.dates(dt.date(2000, 1, 1))), draw(lines),
            [{"name": draw(lines), "organisation": draw(texts)}], draw(st.lists(lines, max_size=2)), draw(urls), draw(urls),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    community = DraftCommunity(
        draw(lines), "/c/", draw(texts), draw(proses), draw(st.lists(channels, max_size=3)), "UTC"
    )
    sources = [
        DraftSource("google", "https://example.org/basic.ics", draw(st.sampled_from(["", "Europe/Madrid"])))
    ]
    left = [Unplaced("x:1", text) for text in draw(st.lists(lines, max_size=2))]
    return Draft("page", community, spaces, groups, series, sessions, sources, unplaced=left)


def model(draft: Draft) -> dict[str, object]:
    document = draft.as_json()
    del document["findings"], document["labels"]
    document["unplaced"] = [left.text for left in draft.unplaced]
    document["more"] = [(s.url, s.categories, s.schedules) for s in draft.series], draft.community.tzid
    return document


@given(drafts())
@settings(max_examples=examples(80))
def test_any_draft_reads_back_the_same(draft: Draft) -> None:
    page = write_page(draft)
    again = read_page(page, where="page.md", today=TODAY)
    assert "SECRET" not in page
    assert model(again) == model(draft)
    assert write_page(again) == page


@given(st.text(SIGNS + "\n\t", max_size=300))
@settings(max_examples=examples(120))
def test_any_text_is_read_and_written_to_a_fixed_point(text: str) -> None:
    draft = read_page(f"# Meetings\n\n{text}", where="page.md", today=TODAY)
    page = write_page(draft)
    again = read_page(page, where="page.md", today=TODAY)
    assert model(again) == model(draft)
    assert write_page(again) == page


@given(drafts())
@settings(max_examples=examples(80))
def test_any_draft_reads_back_the_same_from_its_shortcodes(draft: Draft) -> None:
    page = write_page(draft, shortcodes=True)
    again = read_page(page, where="page.md", today=TODAY)
    assert "SECRET" not in page
    assert model(again) == model(draft)
    assert write_page(again, shortcodes=True) == page


def small() -> Draft:
    schedule = Schedule(
        "20261126T160000", "Europe/Madrid", dt.timedelta(hours=1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", uid="u1"
    )
    group = DraftGroup("docs", "Docs", goals=[DraftGoal("Ship it", dt.date(2027, 6, 30))])
    series = DraftSeries("docs", "Docs", "docs", schedules=[schedule])
    return Draft("page", DraftCommunity("Calls", "/calls/"), groups=[group], series=[series])


def test_a_schedule_is_a_sentence_and_an_exact_comment() -> None:
    page = write_page(small())
    assert page.startswith('---\ntitle: "Calls"\nurl: "/calls/"\n---\n')
    assert "* Meets: every 2 weeks\\, from Thursday 2026-11-26 at 16\\:00" in page
    assert '<!-- common-hour: dtstart="20261126T160000" tzid="Europe/Madrid" duration="PT1H" rrule=' in page
    assert read_page(page, where="p", today=TODAY).series[0].schedules == small().series[0].schedules


def test_shortcodes_stand_for_groups_and_calendar() -> None:
    page = write_page(small(), shortcodes=True)
    assert '{{< common-hour-group slug="docs" >}}' in page
    assert "{{< common-hour-calendar >}}" in page
    again = read_page(page, where="p", today=TODAY)
    assert model(again) == model(small())
    shown = [line for line in page.split("\n") if line and not line.startswith("<!--")]
    assert shown[4:] == [
        "### Docs", '{{< common-hour-group slug="docs" >}}', "## Calendar", "{{< common-hour-calendar >}}",
    ]  # fmt: skip
    assert again.findings == []
    assert again.unplaced == []


def test_what_somebody_adds_to_a_written_page_by_hand_is_read() -> None:
    page = write_page(small()).replace(
        "* Goals\n", "* Slack: #docs\n* Moderated by: Ann and Bo\n* Goals\n    * Be kind\n"
    )
    page = page.replace('duration="PT1H"', 'duration="PT2H"')
    draft = read_page(page, where="p", today=TODAY)
    (group,) = draft.groups
    assert [goal.text for goal in group.goals] == ["Be kind", "Ship it"]
    assert [(c.kind, c.name) for c in group.channels] == [("chat", "#docs")]
    assert [person.name for person in group.people] == ["Ann", "Bo"]
    assert draft.series[0].schedules[0].duration == dt.timedelta(hours=2)


def test_a_secret_added_to_a_written_page_is_taken_out() -> None:
    page = write_page(small()) + "\n* [Join](https://zoom.us/j/1?pwd=hunter2)\n"
    draft = read_page(page, where="p", today=TODAY)
    assert "hunter2" not in str(draft.as_json())
    assert [finding.code for finding in draft.findings] == ["secret-in-public"]


def test_changed_dates_stand_below_their_series() -> None:
    draft = small()
    moved = Override("20261210T160000", "20261211T100000", reason="holiday (Spain)")
    off = Override("20261224T160000", status=CANCELLED, reason="Christmas")
    (schedule,) = draft.series[0].schedules
    draft.series[0].schedules = [replace(schedule, overrides=(moved, off))]
    page = write_page(draft)
    assert "    * Moved: 2026-12-10 to 2026-12-11 at 10\\:00 \\(holiday \\(Spain\\)\\)" in page
    assert "    * Cancelled: 2026-12-24 \\(Christmas\\)" in page
    assert model(read_page(page, where="p", today=TODAY)) == model(draft)


def asking_page() -> tuple[Draft, str]:
    """A page with a question of its own making, and how it is written."""
    text = "# Calls\n\n## Working groups\n\n### Docs\n\n- When: Tuesdays at 16:00 GMT\n"
    draft = read_page(text, where="p", today=TODAY)
    return draft, write_page(draft)


def test_a_question_is_a_sentence_and_an_exact_comment() -> None:
    draft, page = asking_page()
    assert "* To be decided: The page says \\“Tuesdays at 16\\:00 GMT\\”. Does GMT mean" in page
    (again,) = read_page(page, where="p", today=TODAY).series
    assert (again.question, again.readings) == (draft.series[0].question, draft.series[0].readings)
    assert len(again.readings) == 2
    assert write_page(read_page(page, where="p", today=TODAY)) == page


def test_a_question_that_was_changed_by_hand_is_what_the_hand_wrote() -> None:
    _, page = asking_page()
    changed = page.replace("How long does it last?", "Ask Ada.")
    (series,) = read_page(changed, where="p", today=TODAY).series
    assert series.question is not None
    assert (series.question.code, series.readings) == ("told", [])
    assert "Ask Ada." in series.question.facts["text"]


@pytest.mark.parametrize(
    "mark",
    [
        'code="page-says" facts="{"', 'code="page-says" facts="[]"', 'code="no-such" facts="{}"', 'code="file-says"',
        'code="page-says" facts="{\\"quote\\":1,\\"asks\\":[7]}"', "", f'code="two-seasons" facts="{"[" * 9_000}"',
        'code="page-says" facts="{\\"asks\\":[{\\"code\\":\\"which-of-month\\",\\"days\\":[9]}]}"',
    ],
)  # fmt: skip
def test_a_broken_comment_leaves_the_sentence(mark: str) -> None:
    _, page = asking_page()
    broken = re.sub(r"common-hour: question .*? -->", lambda _: f"common-hour: question {mark} -->", page)
    (series,) = read_page(broken, where="p", today=TODAY).series
    assert series.question is not None
    assert series.question.code == "told"


def test_a_series_of_no_group_has_a_section_of_its_own() -> None:
    draft = small()
    draft.series.append(DraftSeries("open", "Open call", question=told("When?")))
    page = write_page(draft)
    assert "## Other meetings\n" in page
    assert model(read_page(page, where="p", today=TODAY)) == model(draft)


def test_the_values_of_a_comment_say_nothing_about_each_other() -> None:
    draft = small()
    (schedule,) = draft.series[0].schedules
    changed = Override("20261210T160000", summary="Kickoff, no password", description="See the notes")
    draft.series[0].schedules = [replace(schedule, overrides=(changed,))]
    draft.groups[0].goals = [DraftGoal("PW's 'one' page")]
    for shortcodes in (False, True):
        page = write_page(draft, shortcodes=shortcodes)
        again = read_page(page, where="p", today=TODAY)
        assert model(again) == model(draft)
        assert again.findings == []


@pytest.mark.parametrize(
    "line",
    ['<!-- common-hour: line text="* Passcode: hunter2" -->', "<!-- common-hour: Passcode: hunter2 -->",
     '<!-- common-hour: changed date="20261210T160000" description="Passcode:\\nhunter2" -->'],
)  # fmt: skip
def test_a_secret_in_a_comment_of_a_written_page_is_taken_out(line: str) -> None:
    page = write_page(small(), shortcodes=True)
    for written in (page + line, f"{page}<!-- common-hour: text -->\n{line}\n<!-- common-hour: end -->"):
        draft = read_page(written, where="p", today=TODAY)
        assert "hunter2" not in str(draft.as_json()) + str(draft.series)
        assert [finding.code for finding in draft.findings] == ["secret-in-public"]
