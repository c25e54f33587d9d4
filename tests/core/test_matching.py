"""Which group a calendar's call belongs to: never a wrong one, mostly the right one, always a reason."""

import random

import pytest

from commonhour.core.matching.series import Candidate, Known, Match, match_series
from commonhour.core.slugs import slugify
from commonhour.errors.telling import tell

NAMES = [
    "OSPO Metrics", "OSPO Book", "Security Metrics", "Security Training", "OSPO Career Path & Training",
    "Employee Engagement Guide", "Supply Chain Security", "Documentation", "OSPO Policy", "Policy Templates",
    "AI Governance", "Open Source Economics", "Research Software Engineering", "Diversity, Equity & Inclusion",
]  # fmt: skip
OTHERS = [
    "Cloud Foundry Networking", "Cloud Storage", "Container Storage Interface", "Runtime", "Runtime Security",
    "Technical Oversight Committee", "Contributor Experience", "Developer Experience", "Network Plumbing",
    "Release Engineering", "Release Notes", "API Machinery", "Architecture", "Cluster Lifecycle", "Node",
]  # fmt: skip
DECOYS = [
    "Community call", "All hands", "OSPO Security Day", "Metrics Training", "Book club", "Monthly meeting",
    "Steering committee", "Holiday: office closed", "Summit 2027", "Security Book", "Joint OSPO Metrics and OSPO Book",
    "OSPO call", "Training", "Security", "Guide to mentoring", "Board of directors", "Newcomers' tea", "Contract review",
]  # fmt: skip


def groups(names: list[str]) -> list[Known]:
    return [Known(slugify(name), name) for name in names]


def one(title: str, names: list[str] | None = None, **facts: object) -> Match:
    return match_series([Candidate("u", title, **facts)], groups(names or NAMES))[0]  # type: ignore[arg-type]


def reworded(name: str, chance: random.Random) -> str:
    """The name as people write it in a calendar."""
    tokens = name.replace("&", "").replace(",", "").split()
    if chance.random() < 0.4:
        chance.shuffle(tokens)
    if chance.random() < 0.3:
        tokens.insert(
            chance.randrange(len(tokens) + 1), chance.choice(["weekly", "the", "WG", "sync", "monthly"])
        )
    if chance.random() < 0.2:
        place = max(range(len(tokens)), key=lambda n: len(tokens[n]))
        word = tokens[place]
        if len(word) >= 6:
            cut = chance.randrange(2, len(word) - 1)
            tokens[place] = word[:cut] + word[cut + 1 :]
    title = " ".join(tokens)
    title += chance.choice(
        ["", " WG", " working group call", " (biweekly)", " – EMEA", " community meeting", " SIG", "'s call"]
    )
    title = chance.choice([title, title.upper(), title.lower(), title.title()])
    title = chance.choice(["", "", "[CANCELLED] ", "🎉 ", "2026-11-24 ", "TODO: ", "Moved: "]) + title
    return title + chance.choice(["", "", " 🚀", " #12", " 16:00 UTC", " Nov 24"])


@pytest.mark.parametrize("names", [NAMES, OTHERS], ids=["todo", "cncf"])
@pytest.mark.parametrize("seed", range(15))
def test_of_reworded_titles_none_is_wrong_and_most_are_right(names: list[str], seed: int) -> None:
    chance = random.Random(seed)
    wanted = [(reworded(name, chance), slugify(name)) for name in names for _ in range(4)]
    found = match_series(
        [Candidate(str(n), title) for n, (title, _) in enumerate(wanted)],
        groups(names),
        community="TODO Group",
    )
    wrong = [
        (m.title, m.group, tell(m.reason))
        for m, (_, slug) in zip(found, wanted, strict=True)
        if m.group not in (None, slug)
    ]
    assert wrong == []
    assert sum(m.certain for m in found) >= 0.8 * len(found), [m for m in found if not m.certain]


@pytest.mark.parametrize("title", DECOYS)
def test_what_belongs_to_nobody_stays_unmatched_with_a_reason(title: str) -> None:
    match = one(title)
    assert (match.group, match.certain) == (None, False)
    assert tell(match.reason).endswith(".")


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("EEG call", "employee-engagement-guide"),
        ("Career path", "ospo-career-path-and-training"),
        ("careerpath & training ospo", "ospo-career-path-and-training"),
        ("Securty Metrics", "security-metrics"),
        ("Employee Engagement", "employee-engagement-guide"),
        ("OSPO Book writing sprint", "ospo-book"),
        ("Docs WG", "documentation"),
        ("RSE sync", "research-software-engineering"),
        ("DEI", None),  # "Diversity, Equity and Inclusion" is DEAI or DEI
    ],
)
def test_short_forms_people_use(title: str, group: str | None) -> None:
    assert one(title).group in (group, "diversity-equity-and-inclusion" if group is None else group)


def test_the_more_specific_name_wins() -> None:
    names = ["Metrics", "Security Metrics", "Security"]
    assert one("Security Metrics WG", names).group == "security-metrics"
    assert one("Metrics call", names).group == "metrics"
    assert one("Cloud Metrics", names).group is None


def test_kinds_tell_apart_what_has_the_same_words() -> None:
    names = ["Security WG", "Security Team"]
    assert one("Security working group", names).group == "security-wg"
    assert one("Security team sync", names).group == "security-team"
    assert one("Security", names).group is None


def test_a_slip_of_the_pen_between_two_names_is_asked() -> None:
    assert one("Plannimg WG", ["Planting", "Planning"]).group in (None, "planning")
    assert one("Contant strategy", ["Content strategy", "Contact strategy"]).group is None


def test_the_word_of_the_leading_organisation_may_be_left_out() -> None:
    known = [Known("chaoss-ospo-metrics", "CHAOSS OSPO Metrics", lead="CHAOSS"), Known("book", "OSPO Book")]
    assert match_series([Candidate("u", "OSPO Metrics")], known)[0].group == "chaoss-ospo-metrics"


def test_an_explicit_choice_comes_before_everything() -> None:
    match = one("OSPO Metrics", chosen="ospo-book", before="documentation")
    assert (match.group, match.certain) == ("ospo-book", True)
    assert "choice" in tell(match.reason)


def test_what_was_matched_before_comes_before_the_title() -> None:
    match = one("OSPO Metrics", before="ospo-book")
    assert match.group == "ospo-book"
    assert "before" in tell(match.reason)


CHANNELS = [
    Known(
        "metrics", "OSPO Metrics", urls=("https://docs.google.com/document/d/abc/edit",), chats=("#wg-count",)
    ),
    Known("book", "OSPO Book", urls=("https://github.com/todogroup/book",), chats=("#shared",)),
    Known("guide", "Engagement Guide", urls=("https://github.com/todogroup",), chats=("#shared",)),
]


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        (
            {"description": "Notes: https://docs.google.com/document/d/abc/edit?usp=sharing#heading=h.1"},
            "metrics",
        ),
        ({"description": "See https://github.com/TODOgroup/book/issues/3."}, "book"),
        ({"url": "https://github.com/todogroup/book.git"}, "book"),
        ({"description": "See https://github.com/todogroup/bookshelf"}, None),
        ({"description": "See https://github.com/todogroup/other"}, None),
        ({"description": "Talk in #wg-count"}, "metrics"),
        ({"description": "Talk in #shared"}, None),
        ({"description": "#wg-count and https://github.com/todogroup/book"}, None),
        ({"categories": ("OSPO Book",)}, "book"),
        ({"categories": ("Meeting", "Public")}, None),
        ({"description": "The call of the OSPO Book working group."}, "book"),
        ({"description": "With a report from the OSPO Book working group."}, None),
    ],
)
def test_links_channels_categories_and_descriptions(facts: dict[str, object], group: str | None) -> None:
    assert match_series([Candidate("u", "Weekly sync", **facts)], CHANNELS)[0].group == group  # type: ignore[arg-type]


def test_title_and_text_must_not_contradict_each_other() -> None:
    partly = Candidate("u", "Engagement", "Talk in #wg-count")
    assert match_series([partly], CHANNELS)[0].group is None
    whole = Candidate("u", "OSPO Book", "After the call, talk in #wg-count")
    assert match_series([whole], CHANNELS)[0].group == "book"


def test_aliases_are_names() -> None:
    known = [Known("metrics", "OSPO Metrics", aliases=("Counting House",)), Known("book", "OSPO Book")]
    match = match_series([Candidate("u", "counting house weekly")], known)[0]
    assert match.group == "metrics"
    assert "Counting House" in tell(match.reason)


def test_reasons_are_sentences_that_name_who_is_near() -> None:
    assert tell(one("OSPO Metrics").reason) == "The title names “OSPO Metrics”."
    assert "“OSPO Metrics”" in tell(one("Metrics").reason)
    assert "“Security Metrics”" in tell(one("Metrics").reason)


def test_no_groups_and_no_candidates() -> None:
    assert match_series([], groups(NAMES)) == []
    assert match_series([Candidate("u", "Anything")], [])[0].group is None
    assert match_series([Candidate("u", "")], groups(NAMES))[0].group is None


def test_initials_do_not_outweigh_another_groups_channel():
    groups = [
        Known("security-response", "Security Response Team"),
        Known("infra", "Infrastructure", chats=("#infra-release",)),
    ]
    told = Candidate("1", "🔒 SRT", description="Chat: #infra-release")
    untold = Candidate("2", "🔒 SRT")
    asked, given = match_series([told, untold], groups)
    assert (asked.group, asked.certain) == (None, False)
    assert (given.group, given.certain) == ("security-response", True)
