"""What Zoom, Teams, Meet and Webex write into a description by themselves: it goes, and what a person wrote stays.

The ways to join were taken out before; here only their marks and the words round them are left.
"""

import re

_MARK = r"\[(?:join link|passcode|address)\]"
# Nobody but a program writes these.
_SURE = re.compile(
    r"join zoom (?:meeting|webinar)|inviting you to (?:a|this) (?:scheduled )?zoom|one tap mobile|dial by your location|"
    r"microsoft teams|join with google meet|learn more about meet|-::~:|"
    r"do not (?:delete or change|edit) (?:any of the following|this section)|join (?:by|webex) meeting|"
    r"webex meeting|global call-in numbers|ways to join meeting|zoom[ -]meeting beitreten|schnelleinwahl|"
    r"(?:participer|rejoindre).{0,10} réunion zoom|unirse a la reunión|réunion microsoft teams|"
    r"lädt sie zu .{0,30}zoom",
    re.IGNORECASE,
)
_HINTS = (
    "zoom",
    "teams",
    "meet",
    "webex",
    "schnelleinwahl",
    "dial by",
    "one tap",
    "do not",
    "réunion",
    "reunión",
)
_PHONE = r"(?:\+?\d[\d ().\-/]{6,}\d#?|\[passcode\])"
_LINES = (
    # Zoom
    r".*\b(?:invit(?:ing|es) you to|lädt sie zu) .{0,40}zoom[ -](?:meeting|webinar).*",
    rf"(?:please )?(?:click (?:here|the link below|below) to )?(?:\d\. )?join (?:\S+ ){{0,2}}(?:meeting|webinar|call|event)(?: now| here| link)?\W*(?:<?{_MARK}>?\W*)*",
    r"(?:\d\. )?join (?:from|via|on|by|using|with) (?:pc|your computer|a computer|audio|phone|sip|h\.?323|skype|meeting number|the meeting link|"
    r"a video|video|microsoft lync|google meet|mobile|a browser|the web|instructions)\b.*",
    rf"join(?: instructions)?\W*(?:<?{_MARK}>?\W*|https?://\S+)*",
    r"(?:one[ -]tap mobile|schnelleinwahl mobil|móvil con un toque|mobile à une touche)\b.*",
    r"(?:dial by your location|einwahl nach aktuellem standort|marque según su ubicación|composez un numéro).*",
    r"(?:find (?:a|your) local number|ortseinwahl suchen|buscar su número local|trouvez votre numéro).*",
    r"ways to join.*|or dial:?|or (?:iphone|telephone|an h\.323).*|international numbers.*|toll[ -]free.*",
    rf"(?:(?:video |phone )?(?:meeting|webinar|conference|event|besprechungs|telefonkonferenz|video)[ -]?(?:id|number|nr\.?|code)|id de (?:la )?r[ée]uni[óo]n)(?: \(access code\))?\W*(?:[\d ]+#?|{_MARK})?\W*",
    rf"(?:\w+[ -])?(?:pass ?code|password|pin|kenncode|kennung|kennwort|passwort|code secret|código de acceso)(?: \([^)]*\))?\s*[:=]\s*(?:{_MARK}|\S+)\W*",
    r"(?:zoom[ -]meeting beitreten|participer à la réunion zoom|unirse a la reunión zoom)\W*.*",
    # Teams
    r"microsoft teams(?: meeting| need help\?.*)?\W*|(?:click here to )?join the meeting(?: now)?\b.{0,20}",
    r"join on your computer.*|download teams.*|join on the web.*|alternate vtc.*|or call in.*|dial in by phone.*",
    r"(?:for organizers:|reset (?:dial-in )?pin|meeting options|need help\?|learn more|privacy and security|system reference|tenant key)\b.*|teams@\S+|need help\?.*",
    r"microsoft teams(?:-besprechung|\W+benötigen sie hilfe\?.*)\W*|nehmen sie (?:auf|an|über) .{0,60}teil\W*|teams herunterladen\b.*",
    r"(?:hier klicken|klicken sie hier)\b.*\bbesprechung\b.*|(?:jetzt )?an der besprechung teilnehmen\b.*|oder .{0,40}\(nur audio\)",
    r"einwahl per telefon.*|(?:suchen sie )?(?:eine )?lokale (?:ruf)?nummer\b.*|weitere infos\s*[<|].*|für organisator(?:en|innen):.*|besprechungsoptionen\b.*",
    # Meet
    r"(?:or dial|more phone numbers|learn more about meet at|view your event at|more joining options)\b.*",
    r"please do not edit this section.*|this event has a (?:google (?:meet|hangouts) )?video call.*|join: .*",
    r"(?:otherwise, )?to (?:join (?:the video meeting|by phone)|view more phone numbers)\b.*",
    # Webex
    r"-*\s*do not delete or change any of the following text.*|when it's time, (?:join|start).*|more ways to join.*",
    r"tap to (?:join|call in).*|global call-in.*|(?:you can also )?dial .{0,80}|if you are a host.*|webex meeting.*",
    r"some mobile devices may ask.*|important notice: please note that this webex.*|access code\W.*",
    # numbers and marks by themselves
    rf"[•·*\-–]?\s*(?:\(?[A-Za-z ()]{{2,30}}\)?:\s*)?{_PHONE}(?:,*[\d#*,]*)?(?:\s*(?:us|tel|pin|,|\(|[A-Z])[^.!?]{{0,60}})?",
    r"[•·*\-–]?\s*\d{1,3}(?:\.\d{1,3}){3}(?: \([^)]*\))?|\S+@(?:\S+\.)?(?:zoomcrc|webex|vc)\.\S+",
    rf"(?:<?{_MARK}>?[\s|,;]*)+",
)  # fmt: skip
_LINE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)
_RULE = re.compile(r"[-_=~:─━═*.#|\s]{3,}")
_ZOOM_OPENS = re.compile(
    r"inviting you to (?:a|this) (?:scheduled )?zoom|lädt sie zu .{0,30}zoom", re.IGNORECASE
)
_ZOOM_JOINS = re.compile(r"join (?:zoom|from pc)|zoom[ -]meeting beitreten", re.IGNORECASE)
_LONGEST_LINE = 300  # characters; a longer one is a person's, or nobody can tell


def without_invitation(text: str) -> str:
    """What is left of a text when the invitation in it is taken out; the same when there is none."""
    lower = text.casefold()
    if not any(word in lower for word in _HINTS) or not _SURE.search(text):
        return text
    left: list[str] = []
    gone = False  # an invitation's line was the last one that was not blank
    for line in _without_topic(text.split("\n")):
        bare = line.strip(" \t*")
        if not bare or (_RULE.fullmatch(bare) and (gone or not any(left))):
            left.append("")
        elif len(bare) <= _LONGEST_LINE and _LINE.fullmatch(bare):
            gone = True
            while left and _RULE.fullmatch(left[-1].strip() or "---"):
                left.pop()
            left.append("")
        else:
            gone = False
            left.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(left)).strip()


def _without_topic(lines: list[str]) -> list[str]:
    """Between "is inviting you" and "Join Zoom Meeting" Zoom repeats the title and the dates."""
    opens = next((n for n, line in enumerate(lines) if _ZOOM_OPENS.search(line)), None)
    if opens is None:
        return lines
    joins = next((n for n, line in enumerate(lines[opens:], opens) if _ZOOM_JOINS.search(line)), opens + 1)
    return lines[:opens] + lines[joins:]
