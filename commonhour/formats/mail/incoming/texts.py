"""The text of a mail as its writer typed it: the plain one, else what the HTML says; without signature, quotes and footers."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

from commonhour.core import limits
from commonhour.formats.ical.html_text import plain
from commonhour.formats.ical.prescan import decode
from commonhour.formats.mail.incoming.headers import clean

# Character sets of mails; others that Python knows are no character sets, or take for ever.
_CHARSET = re.compile(
    r"(?:us-?ascii|ascii|utf-?(?:8|16|32)(?:-?[lb]e)?|iso-?(?:8859-?\d{1,2}|2022-?(?:jp|kr)(?:-?\d)?)|latin-?\d|windows-?\d{3,4}|cp\d{3,4}|"
    r"koi8-?[ru]|gb2312|gbk|gb18030|big5|hz|shift-?_?jis|euc-?(?:jp|kr)|macintosh|mac-?roman|tis-?620)", re.I
)  # fmt: skip
_QUOTE_BEGINS = re.compile(
    r"\s*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|mensaje original|message d'origine|messaggio originale|"
    r"mensagem original|元のメッセージ)\s*-{2,}|_{20,})\s*$|"
    r"\s*(?:on|am|el|le|il|em|op|den)\b.{5,200}\b(?:wrote|schrieb|escribió|a écrit|ha scritto|escreveu|schreef|skrev).{0,80}:\s*$|"
    r".{5,120}(?:wrote|escribió|のメール|さんは書きました)\s*[:：]\s*$", re.I
)  # fmt: skip
_HEAD_OF_QUOTE = re.compile(r"\s*\*?(?:from|von|de|da|van|差出人)\s?\*?\s?[:：]\*?\s.*@", re.I)
_BELOW_IT = re.compile(
    r"\s*\*?(?:sent|date|gesendet|datum|enviado|fecha|envoyé|to|an|para|à|送信日時|日付)\s?\*?\s?[:：]", re.I
)
_FOOTER = re.compile(
    r"\s*(?:you received this message because you are subscribed to|to unsubscribe (?:from this|send|click|visit)|"
    r"unsubscribe\s*:|.{0,60}mailing list\s*(?:--\s*\S+@\S+)?$|sent from my \w+|enviado desde mi \w+|von meinem \w+ gesendet|"
    r"get outlook for)", re.I
)  # fmt: skip
_RULE = re.compile(r"\s*[_=*-]{10,}\s*$")
_LONG = 2_000  # characters of a line that are looked at


def text_of(mail: EmailMessage) -> str:
    """All that was written, cut to what a mail may say; "" when it has no text."""
    plain_part = html_part = None
    for part in texts(mail):
        if part.get_content_subtype() == "plain":
            plain_part = plain_part or part
        elif part.get_content_subtype() == "html":
            html_part = html_part or part
    found = content_of(plain_part) if plain_part else ""
    if not found.strip() and html_part:
        found = plain(content_of(html_part))
    return clean(found)[: limits.MAIL_TEXT_CHARACTERS].strip()


def texts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Its parts of text, without what is attached: files, and whole mails within it."""
    if mail.get_content_maintype() == "multipart" and mail.is_multipart():
        for part in mail.iter_parts():
            yield from texts(part)  # type: ignore[arg-type]
    elif mail.get_content_maintype() == "text" and not is_attached(mail):
        yield mail


def is_attached(part: EmailMessage) -> bool:
    return str(part.get("Content-Disposition", "")).lower().startswith("attachment")


def content_of(part: EmailMessage, most: int = limits.MAIL_TEXT_BYTES) -> str:
    """In the character set it names where that is one; else as a guess."""
    payload = part.get_payload(decode=True)
    body = payload[:most] if isinstance(payload, bytes) else b""
    charset = str(part.get_content_charset("") or "")
    if _CHARSET.fullmatch(charset):
        try:
            text = body.decode(charset, "strict" if charset.startswith(("us", "asc")) else "replace")
        except (LookupError, UnicodeError):
            return decode(body)[0]
        return text
    return decode(body)[0]


def written(text: str) -> str:
    """What this mail says itself."""
    lines = [line[:_LONG] for line in text.split("\n")]
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _ends(line, lines, number):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    while kept and _RULE.match(kept[-1] or "----------"):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _ends(line: str, lines: list[str], number: int) -> bool:
    """True of the line from which on nothing is the writer's own."""
    if line.rstrip() == "--" or line == "-- " or _QUOTE_BEGINS.match(line) or _FOOTER.match(line):
        return True
    following = lines[number + 1 : number + 2]
    # A line that was wrapped: "On …, Ana\n<ana@example.org> wrote:".
    if (
        following
        and len(line) < 200
        and _QUOTE_BEGINS.match(f"{line} {following[0]}")
        and line.lstrip()[:3].lower() in ("on ", "am ", "el ", "le ")
    ):
        return True
    return bool(_HEAD_OF_QUOTE.match(line)) and any(map(_BELOW_IT.match, lines[number + 1 : number + 4]))
