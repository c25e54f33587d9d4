"""When two notes say the same: a decision keeps its address, an action its life, however often the text is saved."""

import hashlib
import unicodedata


def said_key(text: str, owner: str = "") -> str:
    """A digest of the letters and digits of what was said, so that marks, capitals and spaces make no difference."""
    folded = unicodedata.normalize("NFKC", f"{owner} {text}").casefold()
    letters = "".join(one for one in folded if one.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:32]
