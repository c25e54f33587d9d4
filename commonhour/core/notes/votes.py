"""Sentences that say the meeting decided: "Motion passes", "TAC approved", "All in favor", "We decided to wait"; never what is only hoped
for, planned or asked."""

import re

CARRIED, REJECTED = "carried", "rejected"
_PLAIN = re.compile(r"[*_]{1,3}|~~")
_NOT_YET = re.compile(
    r"\b(?:will|would|should|could|might|may|shall|can|if|unless|whether|pending|tbd|next (?:meeting|time|call|week|tac)|to be|need(?:s|ed)?"
    r"|seeking|want(?:s|ed)?|waiting|await(?:s|ing)?|propos(?:e|es|al)|please|let'?s|not yet|until|once|when|ask(?:s|ed|ing)?"
    r"|has (?:already )?been|have (?:already )?been|already|was|were|previously|last (?:week|time|meeting)|how|why|hasn'?t|haven'?t)\b"
    r"|\?\s*$",
    re.IGNORECASE,
)
_GROUP = (
    r"(?:we|all|everyone|everybody|the (?:group|team|committee|council|board|tac|meeting)|tac(?: members)?|team|group|committee|board|majority"
    r"|lang team|council|steering committee|tsc|toc|participants|those present)"
)
_DECIDED = re.compile(
    rf"^(?:{_GROUP}(?: (?:has|have|all|unanimously|members|also)|['’]ve)?\s+)?(?:decided|agreed|resolved|voted|concluded)\s"
    r"(?:to|that|on|not|against|for|in favou?r|unanimously|upon|with)\b",
    re.IGNORECASE,
)
_GROUP_DECIDED = re.compile(rf"^{_GROUP}(?: (?:all|unanimously|members))?\s+(?:agreed|approved|decided|accepted|adopted|rejected|endorsed|ratified|voted and)\b", re.IGNORECASE)  # fmt: skip
_MAJORITY = re.compile(
    r"\b(?:majority|group|team|tac|we) (?:decided|voted) (?:for|that|to|on)\b", re.IGNORECASE
)
_DECISION_TO = re.compile(
    r"^(?:there (?:is|was) (?:(?:broad|general|rough|clear) )?)?(?:decision|consensus|agreement|conclusion)(?: (?:is|was|reached))? (?:to|that|for|on|not to)\b",
    re.IGNORECASE,
)
# Nothing but the outcome: "Close, deferring.", "Ana and Ben approve".
_OUTCOME_ALONE = re.compile(
    r"^(?:(?:close|closed|closing|defer|deferred|deferring|postpone|postponed|accepted|approved|rejected|withdrawn|adopted)(?:, [a-z]{2,20})?"
    r"|[\w][\w .,&-]{1,60} (?:approves?|unanimously approved))[.!]?$",
    re.IGNORECASE,
)
_NO_OBJECTION = re.compile(r"\bany objections?\b[^?]{0,80}\?\s(?:no|none|nobody)\b", re.IGNORECASE)
_PASSED_FIRST = re.compile(
    r"^(?:passed|carried|approved|adopted|ratified|rejected|accepted)\b(?:[.!]?$| (?:by|without|with|unanimously)\b)",
    re.IGNORECASE,
)
_PASSES = re.compile(
    r"\b(?:motion|vote|resolution|proposal|ballot)s?(?:\s(?:has|is|was|to [^.;]{1,120}?|that [^.;]{1,120}?))?\s?[:–—-]?\s?"
    r"(carried|carries|passed|passes|approved|accepted|adopted|rejected|fails?|failed|defeated|denied|succeeds|unanimous)\b",
    re.IGNORECASE,
)
_MOTION_RESULT = re.compile(
    r"^(?:motion\b|.{0,200}\b(?:moved (?:to|that|by)|seconded)\b).{0,300}\b(carried|carries|passed|passes|approved|accepted|adopted|rejected|fails|failed|defeated|denied)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:all|none|unanimous(?:ly)?|\+?\d{1,3}|everyone) (?:were |was |are |voted )?(?:in )?(?:favou?r|approved?|approve|yes|ayes?)\b"
    r"|\bunanimous(?:ly)? (?:approved?|accepted|agreed|adopted|in favou?r|consent|approval|vote|consensus)\b"
    r"|\b(?:approved?|accepted|agreed|adopted|passe[sd]) (?:unanimously|by (?:unanimous|acclamation|lazy consensus|consensus))"
    r"|\b(?:is|was|are) unanimous\b|\b\d{1,3} in favou?r\b|\b\d{1,3} (?:approved?|yes|ayes?)\b,? .{0,20}\b(?:abstain|abstention|oppos|against|no)",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"^[^?]{0,160}?\b(?:approved|ratified|(?:consensus|unanimous) approval|(?:is |are )accepted|rejected by vote)\s?[.!)\]]{0,3}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;.]\s")
_REJECTED = re.compile(
    r"\b(?:reject(?:ed|s)?|fail(?:ed|s)?|defeated|denied|not (?:approved|carried|accepted|passed))\b",
    re.IGNORECASE,
)
_VOTED = re.compile(
    r"\b(?:motion|vote[ds]?|ballot|in favou?r|second(?:ed|s)|unanimous(?:ly)?|abstain|resolution)\b",
    re.IGNORECASE,
)
_LONGEST = 600  # characters; a paragraph tells what once was decided
_IN_A_YEAR = re.compile(r"\bin (?:19|20)\d\d\b")
_BEFORE_NOW = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|before|ago|if|since|although)\b|\[|:", re.IGNORECASE
)
_MOTION = re.compile(r"^motion(?: \d{1,3})?\s?[:：]\s*(\S.*)$", re.IGNORECASE)
_RESULT = re.compile(
    r"^(?:result|outcome|vote|motion|resultado)\s?[:：-]?\s?(?:is |was )?(?:carried|passe[sd]|approved|accepted|adopted|unanimous|failed|rejected|defeated|denied)\b",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(r"/|\?|\bor\b|\[", re.IGNORECASE)  # "[Approved/Rejected]" is a template
_SPEAKS = re.compile(r"^[\w.'-]{2,30}(?: [\w.'-]{1,30})?: ")


def motion_of(text: str) -> str:
    """What is put to the vote by a line that says no more, as "Motion: to adopt the charter" does."""
    found = _MOTION.match(_PLAIN.sub("", text).strip())
    return found[1].strip() if found and not result_of(text) else ""


def outcome_of(text: str) -> str:
    """Of a line that tells how a vote ended: "Result: approved", "PASSED without objection"; "" for any other."""
    plain = _PLAIN.sub("", text).strip()
    found = _RESULT.match(plain) or _PASSED_FIRST.match(plain)
    return "" if not found or _NOT_THERE.search(plain) else REJECTED if _REJECTED.search(plain) else CARRIED


def says_decided(text: str) -> bool:
    """Whether a line without a mark says that the meeting decided something."""
    plain = _PLAIN.sub("", text).strip()
    if len(plain) > _LONGEST or _IN_A_YEAR.search(plain):
        return False
    if _NO_OBJECTION.search(plain):
        return True
    if _SPEAKS.match(plain) and not _VOTED.search(plain):
        return False
    if _MOTION_RESULT.match(plain) or _PASSES.search(plain) or _COUNTED.search(plain):
        return not _is_ahead(plain)
    if _OUTCOME_ALONE.match(plain):
        return True
    if _DECISION_TO.match(plain) or _PASSED_FIRST.match(plain):
        return not plain.endswith("?")
    before, _, clause = plain.partition(", ")
    if clause.startswith("we") and _DECIDED.match(clause) and not _BEFORE_NOW.search(before):
        return not plain.endswith("?")
    found = any(one.search(plain) for one in (_DECIDED, _GROUP_DECIDED, _MAJORITY, _APPROVED))
    return found and not _NOT_YET.search(_head(plain))


def result_of(text: str) -> str:
    """Of what was voted on: "carried" or "rejected"; "" where nothing was put to the vote or the outcome is not said."""
    if not _VOTED.search(text):
        return ""
    if _REJECTED.search(text):
        return REJECTED
    return CARRIED if _PASSES.search(text) or _MOTION_RESULT.match(text) or _COUNTED.search(text) else ""


def _head(plain: str) -> str:
    """Up to what was decided: "We decided to do X if Y" is a decision, "If we agreed to" is none."""
    is_said_first = _DECIDED.match(plain) or _GROUP_DECIDED.match(plain)
    return _CLAUSE.split(plain[:60])[0] if is_said_first else plain


def _is_ahead(plain: str) -> bool:
    """Of a vote: still to come or only thought of."""
    return bool(
        re.search(
            r"\?\s*$|\(pending\)|\b(?:if|would|pending|tbd|until|unless|could|next (?:meeting|time|call|week))\b|\bwill (?:be )?vot",
            plain,
            re.IGNORECASE,
        )
    )
