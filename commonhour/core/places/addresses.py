"""E-mail addresses: those of people are hidden, those of mailing lists and offices stay."""

import re

ADDRESS_MARK = "[address]"

# Its last label is of letters: `left-pad@1.3.0` is the version of a package.
_ADDRESS = re.compile(
    r"(?i)(?:mailto:)?(?<![\w.+/=@-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)*\.(?:[^\W\d_]{2,}|xn--[\w-]+)\b"
)
# Addresses that are places, not people: mailing lists and role accounts.
_LIST_HOST = re.compile(
    r"(?i)@(?:lists?\.|groups\.|googlegroups\.com$|[\w.-]*groups\.io$|[\w.-]*mailman|freelists\.org$)"
)
_ROLE = re.compile(
    r"(?i)^(?:mailto:)?(?:git|info|contact|hello|hola|team|office|support|help|community|events?|press|security|"
    r"conduct|coc|noreply|no-reply|subscribe|unsubscribe|[\w.-]+[+-](?:subscribe|unsubscribe|request|join|leave)|"
    r"[\w.-]+-(?:dev|users?|announce|discuss|devel|list|wg|sig|team)|"
    r"(?:[\w.-]+-)?(?:maintainers?|steering|committee|board|admins?|moderators|chairs|leads|operations|ops|meetings?|"
    r"members(?:hip)?|outreach|marketing|legal|privacy|abuse|webmaster|postmaster|newsletter|secretary|tsc|toc|tac|wg|sig))@"
)  # fmt: skip


def hide_addresses(text: str) -> tuple[str, int]:
    """The text without the e-mail addresses of people, and how many there were; lists and role accounts stay."""
    hidden = 0
    if "@" not in text:
        return text, hidden

    def replace(match: re.Match[str]) -> str:
        nonlocal hidden
        if _LIST_HOST.search(match[0]) or _ROLE.match(match[0]):
            return match[0]
        hidden += 1
        return ADDRESS_MARK

    return _ADDRESS.sub(replace, text), hidden
