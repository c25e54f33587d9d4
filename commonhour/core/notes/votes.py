"""Sentences that say the meeting decided: "Motion passes", "TAC approved", "All in favor", "We decided to wait"; never what is only hoped
for, planned or asked."""

import re

CARRIED, REJECTED = "carried", "rejected"
# Parts of words; without one of them none of what follows is said, and most lines have none.
_HINTS = (
    "agree", "decid", "decis", "resol", "conclu", "vot", "approv", "accept", "adopt", "reject", "endors", "ratif", "consens", "outcome", "object",
    "unanim", "favo", "pass", "carri", "fail", "defeat", "denied", "succe", "yes", "aye", "+1", "fine", "ok", "comfortable", "on board", "go with",
    "going with", "settled", "opted", "clos", "defer", "postpon", "withdr", "acord", "aprob", "決定", "こと", "合意", "承認",
)  # fmt: skip
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
    r"|lang team|council|steering committee|steering council|tsc|toc|participants|those present|(?:the )?(?:working group|wg|sig|pmc|maintainers|attendees|members|core team|panel|assembly))"
)
_DECIDED = re.compile(
    rf"^(?:{_GROUP}(?: (?:has|have|all|unanimously|members|also)|['’]ve)?\s+)?(?:decided|agreed|resolved|voted|concluded)\s"
    r"(?:to|that|on|not|against|for|in favou?r|unanimously|upon|with)\b",
    re.IGNORECASE,
)
_GROUP_DECIDED = re.compile(rf"^{_GROUP}(?: (?:all|unanimously|members))?\s+(?:agreed|approved|decided|accepted|adopted|rejected|endorsed|ratified|voted and)\b", re.IGNORECASE)  # fmt: skip
# "We agreed to ask the board next week" is decided, whatever lies ahead; to talk about it again decides nothing.
_GROUP_SET_OUT = re.compile(
    rf"^{_GROUP}(?: (?:have|has|all|unanimously|members|also)|['’]ve)?\s+(?:decided|agreed|resolved|voted)\s(?:not )?to\s(?!be\b)",
    re.IGNORECASE,
)
_TO_TALK = re.compile(
    r"\b(?:decided|agreed?s?|resolved|voted)\s(?:not )?to (?:disagree|(?:discuss|talk|think|revisit|consider|look|see)\b)",
    re.IGNORECASE,
)
# Said of the group without naming it.
_IT_WAS = re.compile(
    r"^(?:it (?:was|is|has been)(?: also| generally| unanimously| then)? (?:agreed|decided|resolved)(?: by [\w ]{1,30})?[,:]? (?:not to|to|that|on)\b"
    r"|(?:an? |the )?(?:decision|agreement) (?:was|has been) (?:made|taken|reached) (?:not to|to|that|on)\b"
    r"|agreed by (?:all|everyone|everybody|the (?:group|team|board|committee|council))\b"
    r"|se (?:acord[óo]|decidi[óo]|aprob[óo]|resolvi[óo])\b|(?:acordamos|decidimos|aprobamos)\b)",
    re.IGNORECASE,
)
_SO_WE_DO = re.compile(r"(?:に決定(?:した|しました)?|ことに(?:した|しました|なった|なりました|決まった|決まりました)|を決定(?:した|しました)|(?:に|で)合意(?:した|しました)?|承認(?:された|されました))[。.]?$")  # fmt: skip
_CHOSE = re.compile(
    rf"^(?:{_GROUP}(?:['’]ll| will) go with|{_GROUP}(?:['’]re| are) going with|(?:{_GROUP} )?(?:settled on|opted (?:for|to)))\b",
    re.IGNORECASE,
)
# What a meeting begins with: "Minutes of the last meeting approved".
_ADOPTED = re.compile(
    r"^(?:the )?(?:previous |meeting )?(?:minutes|agenda|budget)\b[^?.;:]{0,60}\b(?:approved|adopted|accepted)\b(?! by\b)"
    r"|^(?:approved|adopted|accepted) (?:the |previous |last )?(?:minutes|agenda|budget)\b",
    re.IGNORECASE,
)
# Of what people only find ("We agree that it is hard") nothing follows.
_GROUP_AGREES = re.compile(
    rf"^{_GROUP}(?: (?:all|unanimously|members))?\s+agrees?\s(?:[–—-]\s|(?:not )?to\b|that\b.{{1,200}}?\b(?:should|must|shall|will)\b)",
    re.IGNORECASE,
)
_ASSENT = re.compile(
    r"^(?:we|everyone|everybody|all|(?:the )?(?:group|team|committee|board))(?:['’]re| are| is| were| was| all| seem| seems| seemed){1,3}(?: to be)?"
    r" (?:fine|okay|ok|comfortable|on board|in agreement) (?:with|to|landing|merging|doing)\b",
    re.IGNORECASE,
)
_CONSENSUS_IS = re.compile(
    r"^(?:so,? )?(?:(?:it )?(?:sounds|seems|looks) like )?(?:the |our |(?:the |our )?[\w-]{1,20} (?:team|group|committee) )?consensus (?:is|was|seems to be)(?:[,:]| (?:not )?to\b| that\b)",
    re.IGNORECASE,
)
_MAJORITY = re.compile(
    r"\b(?:majority|group|team|tac|we) (?:decided|voted) (?:for|that|to|on)\b", re.IGNORECASE
)
_DECISION_TO = re.compile(
    r"^(?:there (?:is|was|seems to be) )?(?:(?:a|broad|general|rough|clear|strong|group) ){0,2}(?:decision|consensus|agreement|conclusion)"
    r"(?: (?:is|was|(?:was )?reached))? (?:to|that|for|on|not to)\b"
    r"|^(?:(?:the|our|final) ){1,2}(?:decision|agreement|conclusion|resolution|outcome) (?:is|was) (?:that|not to|to)\b(?! be\b)",
    re.IGNORECASE,
)
# Nothing but the outcome: "Close, deferring.", "Ana and Ben approve".
_OUTCOME_ALONE = re.compile(
    r"^(?:(?:close|closed|closing|defer|deferred|deferring|postpone|postponed|accepted|approved|rejected|withdrawn|adopted|unanimous)(?:, [a-z]{2,20})?"
    r"|[\w][\w .,&-]{1,60} (?:approves?|unanimously approved))[.!]?$",
    re.IGNORECASE,
)
_NO_OBJECTION = re.compile(
    r"\b(?:any|asked for) objections?\b[^?,]{0,80}(?:\?\s\(?no\b|[?,:]\s\(?(?:none|nobody)\b)"
    r"|^no objections?(?: (?:raised|heard|voiced|made))?(?: from (?:the )?(?:group|team|board|committee|council|anyone|anybody|attendees|members|those present))?"
    r"(?: to [^?]{1,120})?[.!]?$",
    re.IGNORECASE,
)
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
    r"|\b(?:approved?|accepted|agreed|adopted|passe[sd]) (?:unanimously|\(?\d{1,3}\s?[-–:]\s?\d{1,3}\b|by (?:unanimous|acclamation|lazy consensus|consensus))"
    r"|\b(?:yes|for|ayes?|in favou?r)(?:: ?| ?\()\d{1,3}\b[^?]{0,60}\b(?:no|nays?|against|opposed|abstain(?:ed|ing)?|abstentions?)(?:: ?| ?\()\d"
    r"|\b(?:all|everyone|everybody):? \+1(?!\w)|(?<!\w)\+1 from (?:all|everyone|everybody)\b"
    r"|\b(?:is|was|are) unanimous\b|\b\d{1,3} in favou?r\b|\b\d{1,3} (?:approved?|yes|ayes?)\b,? .{0,20}\b(?:abstain|abstention|oppos|against|no)",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"^[^?]{0,160}?\b(?:approved|ratified|(?:consensus|unanimous) approval|(?:is |are )accepted|rejected by vote)\s?[.!)\]]{0,3}$",
    re.IGNORECASE,
)
# Behind what was talked of: "Discussed the date and agreed to move it", "Tuesday is full. Decision: Monday", "Move it (agreed)".
_TALKED = re.compile(
    r"^(?:discuss(?:ed|ion)|reviewed|talked about|considered|debated|looked at|went over)\b[^?]{0,160}?(?:[,;.]| and| but)\s(?:and |but )?(?:then )?(?:we |group |all )?"
    r"(?:agreed|decided|resolved|concluded|voted) (?:not to|to|that|on|unanimously)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:[.;,!?)]|\s[–—-]{1,2}|→|[-=]>)\s(?:DECISION|AGREED|RESOLVED|RESOLUTION|CONSENSUS|Decision|Agreed|Resolved|Resolution|Consensus|Conclusion): ?(?=\w)"
    r"|(?:[(\[]|(?:→|[-=]>|--|\s[–—])\s)(?:agreed|decided|adopted)[)\]]?[.!]?$"
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
_YET_TO_COME = re.compile(
    r"\b(?:will|shall|should|can|if|once|until|not|be|needs?|pending|whether|next)\b|\?$", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:last|previous) (?:week|time|meeting|call|month|year)\b|\b(?:ago|previously|pasad[ao])\b",
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
    """Whether a line without a mark says that the meeting decided something, and not only to talk about it again."""
    plain = _PLAIN.sub("", text).strip()
    if len(plain) > _LONGEST or not _has_hint(plain.casefold()) or _IN_A_YEAR.search(plain):
        return False
    return (_says_outcome(plain) or _says_group(plain)) and not _TO_TALK.search(plain[:200])


def _has_hint(folded: str) -> bool:
    return any(hint in folded for hint in _HINTS)


def _says_group(plain: str) -> bool:
    """ "We agree to …", "It was decided that …", "No objections", whoever wrote it down."""
    if _NO_OBJECTION.search(plain):
        return True
    if _GROUP_AGREES.match(plain) or _ASSENT.match(plain):
        return not _is_ahead(plain)
    is_said = any(one.match(plain) for one in (_CONSENSUS_IS, _GROUP_SET_OUT, _IT_WAS, _CHOSE))
    if is_said or (not plain.isascii() and _SO_WE_DO.search(plain)):
        return not (plain.endswith("?") or _TOLD.search(plain))
    if _ADOPTED.match(plain):
        return not _YET_TO_COME.search(plain)
    return False


def _says_outcome(plain: str) -> bool:
    """ "Motion passes", "5 in favor", "TAC approved": of a vote, and what nobody in particular says."""
    if _SPEAKS.match(plain) and not _VOTED.search(plain):
        return False
    if _MOTION_RESULT.match(plain) or _PASSES.search(plain) or _COUNTED.search(plain):
        return not _is_ahead(plain)
    if _OUTCOME_ALONE.match(plain):
        return True
    if _TALKED.match(plain) or _BEHIND.search(plain):
        return not (plain.endswith("?") or _TOLD.search(plain))
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
