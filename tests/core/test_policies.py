"""Policies: what is usual holds where a series says nothing, and what is kept oddly says nothing."""

from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.policies import CODES, NOTHING_SAID, Policies, policies_of
from commonhour.core.speech.policies import expected, expected_line

POLICIES = st.builds(
    Policies,
    **{name: st.sampled_from(["", *codes]) for name, codes in CODES.items()},
    conduct=st.sampled_from(["", "https://example.org/conduct"]),
    antitrust=st.sampled_from(["", "No prices.", "https://example.org/antitrust"]),
    line=st.sampled_from(["", "Cameras are optional."]),
)


@given(POLICIES, POLICIES)
def test_a_series_has_the_last_word_and_nothing_else_is_lost(own, usual):
    both = own.over(usual)
    assert policies_of(both.as_json()) == both
    assert both.as_json() == usual.as_json() | own.as_json()
    assert own.over(NOTHING_SAID) == NOTHING_SAID.over(own) == own
    assert len(expected(both, str)) == len(both.as_json())
    assert bool(expected_line(both, str)) is not both.is_empty


def test_what_is_kept_and_no_policy_of_ours_says_nothing():
    assert policies_of({"recorded": "maybe", "conduct": "[join link]", "other": 1, "line": None}).is_empty
    assert policies_of({"conduct": "javascript:alert(1)"}).is_empty


def test_a_line_for_mails_has_no_addresses():
    said = Policies(recorded="no", conduct="https://example.org/conduct", antitrust="No prices.")
    assert (
        expected_line(said, str, links=False) == "It is not recorded. The code of conduct holds. No prices."
    )
