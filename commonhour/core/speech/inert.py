"""Words that somebody typed, made inert: wherever they go they name nobody, link to nothing and format nothing."""

import re

WORD_JOINER = "\N{WORD JOINER}"
# What programs make links of by themselves: an address with a scheme, a host name, an address of mail.
_LINKABLE = re.compile(r"(?<=\w)(?=:/|[.@]\w{2})|(?<=[.@:/])(?=[\w/])")
_NUMBER = re.compile(rf"(?<=\d){WORD_JOINER}?([.:]){WORD_JOINER}?(?=\d)")
# Turned writing, marks that nobody sees, halves of letters: what an eye does not see, no program shall read.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# What chats read as emphasis, code, spoilers or escapes has a twin that looks alike and means nothing.
_TWINS = str.maketrans({
    "*": "\N{ASTERISK OPERATOR}", "~": "\N{TILDE OPERATOR}", "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
    "\\": "\N{SET MINUS}",
})  # fmt: skip
_EMPHASIS = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
# Behind these a word joiner ends what they would begin: a mention, a channel, a tag, a link, an entity, an emoji.
_BEGINS = re.compile(r"[@#<&\]$]|(?<!\d):(?=[\w+-])|\{(?=\{)|\|(?=\|)|!(?=\[)")
_HEADS_A_LINE = re.compile(r"(?=[>#+=-]|\d+[.)])")


def defused(text: str) -> str:
    """On one line, in which no program sees a link: all that plain text needs."""
    return _LINKABLE.sub(WORD_JOINER, " ".join(text.split()))


def inert(text: str) -> str:
    """The same for chats, in whose markup it says nothing either; hours and numbers stay as they are."""
    line = " ".join(_UNSEEN.sub("", text).split()).translate(_TWINS)
    line = _NUMBER.sub(r"\1", _LINKABLE.sub(WORD_JOINER, _EMPHASIS.sub("\N{FULLWIDTH LOW LINE}", line)))
    line = _BEGINS.sub(rf"\g<0>{WORD_JOINER}", line)
    return f"{WORD_JOINER}{line}" if _HEADS_A_LINE.match(line) else line
