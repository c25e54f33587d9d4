"""The English words of every finding, by what notices it: "code" or "code/case". Each is a message id."""

from commonhour.core.speech.noticed import across, brought, files, hub, pages
from commonhour.core.speech.noticed.words import Words
from commonhour.errors.words.marked import marked as _

__all__ = ["NAMES", "WORDS", "Words"]

WORDS = {**pages.WORDS, **files.WORDS, **across.WORDS, **hub.WORDS, **brought.WORDS}

# Kinds of facts that are one of a few names.
NAMES = {
    "channel": {"chat": _("chat channel"), "list": _("mailing list"), "repo": _("repository")},
    "kind": {
        "chat": _("chat"), "list": _("list"), "forum": _("forum"), "repo": _("repo"), "notes": _("notes"),
        "docs": _("docs"), "recordings": _("recordings"), "video": _("video"), "calendar": _("calendar"),
        "site": _("site"), "other": _("other"),
    },
    "rhythm": {
        "daily": _("daily"), "weekly": _("weekly"), "biweekly": _("every two weeks"),
        "interval": _("every few weeks"), "nth": _("monthly"), "monthly": _("monthly"),
        "rare": _("a few times a year"),
    },
}  # fmt: skip
