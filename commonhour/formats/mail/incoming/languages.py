"""Which of the hub's languages a mail is written in, by its header or by the little words of each."""

import re

_WORDS = {
    "en": frozenset(
        [
            "the",
            "and",
            "for",
            "of",
            "is",
            "are",
            "we",
            "you",
            "with",
            "this",
            "that",
            "will",
            "our",
            "from",
            "every",
            "meeting",
        ]
    ),
    "es": frozenset(
        [
            "el",
            "la",
            "los",
            "las",
            "y",
            "de",
            "que",
            "para",
            "con",
            "una",
            "un",
            "es",
            "en",
            "nuestra",
            "nuestro",
            "cada",
            "reunión",
            "por",
            "hola",
        ]
    ),
}
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 2_000  # characters


def language_of(text: str, named: str) -> str:
    """ "en", "es", "ja", or "" when nothing tells. `named` is the Content-Language header."""
    code = named.strip().lower()[:2]
    if code in (*_WORDS, "ja"):
        return code
    beginning = text[:_LOOKED_AT]
    if len(_JAPANESE.findall(beginning)) > 5:
        return "ja"
    words = [word.lower() for word in _WORD.findall(beginning)]
    counts = {name: sum(word in known for word in words) for name, known in _WORDS.items()}
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] > 2 else ""
