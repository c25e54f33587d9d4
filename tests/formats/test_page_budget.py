"""A page has a budget of markup, counted before a parser sees it."""

import pytest

from commonhour.core.limits import PAGE_MARKS
from commonhour.errors import TooLarge
from commonhour.formats.page.decoding import page_text


@pytest.mark.parametrize("mark", ["[", "![a](b) ", "`", "*a ", "_a", "<", "|", "&amp;", "\\"])
def test_what_is_over_it_is_refused_with_its_line(mark):
    body = "# Meetings\n" + (mark * 100 + "\n") * (PAGE_MARKS // 100 + 1)
    with pytest.raises(TooLarge, match=r"page\.md:\d+: Up to this line the page has more than 200,000"):
        page_text(body, "page.md")


def test_a_big_ordinary_page_is_far_from_it():
    group = "## Group\n\n- **Meets**: Tuesdays at 16:00 UTC\n- [Chat](https://example.org/chat), `#group`\n\n"
    body = "# Meetings\n\n" + group * (1_000_000 // len(group))
    assert page_text(body, "page.md") == body
