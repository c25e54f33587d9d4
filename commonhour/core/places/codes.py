"""Codes that let people into a call: passcodes behind their names in many languages, meeting numbers, dial-in codes."""

import re
from collections.abc import Iterator

_LABEL = (
    r"(?:pass[ -]?(?:code|word|wort|ord|phrase)s?|pwd?|mdp|kenn(?:wort|code|ung)|(?:zugangs|zugriffs|einwahl|sicherheits|teilnehmer)-?code|"
    r"mot de passe|code (?:d['’ ](?:accès|entrée)|secret|confidentiel|de (?:la )?réunion)|contrase(?:ña|nya|ñas)|contrasinal|"
    r"clave(?: de (?:acceso|entrada|la reunión))?|c[óo]digo de (?:acceso|entrada|seguridad|seguran[çc]a|acesso|la reunión)|"
    r"palavra[ -]passe|senha|codice (?:di |d['’])?(?:accesso|sicurezza|ingresso)|parola d['’]ordine|wachtwoord|toegangscode|"
    r"(?:access|security|meeting|entry|join|joining|room|conference|participant|attendee|invite|moderator|entrance|door)[ -](?:pass)?(?:code|key|password)|"
    r"host[ -]?(?:key|code|pin)|claim host with(?: the)?(?: key| code)?|lösenord|adgangskode|tilgangskode|salasana|has[łl]o|heslo|jelszó|"
    r"[şs]ifre(?:si)?|parol[aă]|lozinka|пароль|код доступ[ау]|κωδικ[όο]ς(?: πρόσβασης)?|mật khẩu|kata sandi|pasahitza|"
    r"密码|密碼|口令|访问码|通行码|訪問碼|通行碼|入会码|パスコード|パスワード|暗証(?:番号|コード)|アクセス\s?コード|合言葉|"
    r"비밀\s?번호|암호|패스코드|(?:액세스|접속|참가|입장)\s?코드|비번|كلمة (?:المرور|السر)|رمز (?:الدخول|المرور)|סיסמה|पासवर्ड|รหัสผ่าน)"
)
# What a text must hold for the slower patterns to be worth a try.
_LABEL_WORDS = (
    "pass", "pw", "mdp", "kenn", "mot de", "code", "código", "codigo", "codice", "contras", "clave", "senha", "wachtw", "key",
    "host", "lösen", "kode", "salasana", "hasło", "haslo", "heslo", "jelsz", "ifre", "parol", "lozinka", "пароль", "код", "κωδικ",
    "mật", "sandi", "pasahi", "密", "口令", "码", "碼", "パス", "暗証", "アクセス", "合言葉", "비밀", "암호", "코드", "비번", "كلمة",
    "رمز", "סיסמה", "पासवर्ड", "รหัส",
)  # fmt: skip
# Words that follow "Password:" without being one.
_NOT_A_CODE = (
    r"(?!(?:see|ask|the|a|an|none|no|not|is|are|was|will|in|on|to|by|of|for|and|or|sent|below|above|same|n/?a|tb[acd]|"
    r"required|needed|available|on-request|please|if|managers?|protected|policy|reset|hashing|you|your|we|it|this|that|with|from|"
    r"authentication|siehe|wird|nicht|keine?s?|voir|aucun|ninguna|ver|nessuna|geen|zie|true|false|null|string|str|todo|xxx+)(?![\w-])|\[|\{)"
)
# Where a language has no spaces, a name may begin inside of a word.
_NEW_WORD = r"(?<![A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff])"
_END = r"(?![^\W\d_]|-(?!\s|>))(?<!-)"  # the label is a word of its own; where a language has no spaces, see `_IS`
_IS = r"(?:[:=：→]|[-=]>|(?<![\w-])(?:is|es|ist|est|é|è|lautet|wordt)(?!\w)|は|是|为|為|는|은|가|이)"
_DECOR = r"(?:</?\w{1,10}>|\*|_|`|\s|[\"“„«‘「『']){0,8}"
_CODE = r"(\d[\d \u00a0-]{2,20}\d(?![\w-])#?|[^\s<>`|]+)"
_NAMED = rf"{_NEW_WORD}({_LABEL}(?:\s?[\(（][^)）\n]{{0,40}}[\)）])?(?:</?\w{{1,10}}>|[*_\"”'`]){{0,6}}"
_AFTER_LABEL = re.compile(rf"(?i){_NAMED}\s{{0,5}}{_IS}{_DECOR}){_NOT_A_CODE}{_CODE}")
# A dash says it of what looks like a code: "Password - based" does not.
_AFTER_DASH = re.compile(
    rf"(?i){_NAMED}{_END} {{0,5}}[-–—―]{{1,2}} {{1,5}}(?:\*|_|`|[\"“„«'])*)((?=[^\s,;)]*\d)[^\s<>,;`)\]]{{4,}}|(?-i:[A-Z]{{4,}})(?m:$))"
)
# Also in the cell of a table beside it.
_BARE = re.compile(rf"(?i){_NAMED}[\s|][\s*_`\"“„«'‘「|]{{0,5}})((?=[^\s,;)]*\d)[^\s<>,;)\]|]{{4,}})")
# What opens with a sign closes with its own: the apostrophe of "the PW's page" opens nothing.
_QUOTED = re.compile(
    rf"(?i){_NAMED}\s{{0,3}}[\"“„«‘「『`'])(?!\s)((?<=[\"“„«])[^\"”»“\n]{{3,40}}(?=[\"”»“])|(?<=[‘'])[^’'\n]{{3,40}}(?=[’'](?!\w))|"
    r"(?<=`)[^`\n]{3,40}(?=`)|(?<=[「『])[^」』\n]{3,40}(?=[」』]))"
)
BEFORE_LABEL = re.compile(
    rf"(?i)(?<![\w/.=-])((?=[\w.!#$%&*+-]*\d)[\w.!#$%&*+-]{{4,32}})(?=\s(?:is|=|ist|es|est|as|als|como|comme)\s(?:the\s|our\s|das\s|la\s|le\s|el\s|il\s|a\s)?(?:\w+\s)?{_LABEL}(?!\w))"
)
# Group 1 stays, group 2 is the code.
BEHIND_LABEL = (_QUOTED, _AFTER_LABEL, _AFTER_DASH, _BARE)
_MEETING_WORD = (
    r"(?:phone conference|meeting|webinar|conference|besprechungs|konferenz|sitzungs|event|vergader(?:ing)?s?|réunion|reunión|reunião|riunione|"
    r"zoom|webex|teams|call|session|room)"
)
_MEETING_NUMBER = re.compile(
    rf"(?i)(?<![^\W\d_])((?:(?:zoom|webex|teams)\s+)?{_MEETING_WORD}[ -]?(?:id|number|nr|code|kennung|(?:kenn)?nummer)|access code|(?:id|número|numéro|numero)"
    r" (?:de |da |della |di )?(?:la |l['’])?(?:reuni[óo]n|r[ée]union|reunião|riunione|conférence|conferencia)|"
    r"ミーティング\s?ID|会議\s?(?:ID|番号)|会议\s?(?:号|ID|号码)|會議\s?(?:號|ID|號碼)|회의\s?(?:ID|번호)|идентификатор конференции|"
    r"numer spotkania)(\s{0,3}(?:[\(（][^)）\n]{0,30}[\)）])?(?:</?\w{1,10}>|[*_`]){0,6}\s{0,3}[:#=：→-]?(?:</?\w{1,10}>|[*_`]){0,6}\s{0,5})"
    r"(\d[\d \u00a0-]{4,24}\d#?|[a-z]{3}-[a-z]{4}-[a-z]{3}(?![\w-]))"
)
_NUMBER_WORDS = (
    "meeting", "webinar", "conference", "besprechung", "konferenz", "sitzung", "event", "access", "vergader", "union", "uni", "zoom",
    "webex", "teams", "call", "session", "room", "会", "會", "회의", "ミーティング", "идент", "spotkania", "confer",
)  # fmt: skip
_PIN = re.compile(
    r"(?i)(?<![^\W\d_])((?:PIN|ПИН|핀)(?:[ -]?(?:code|nummer|number|番号|コード|码|碼|код|번호))?(?:\s?[\(（][^)）\n]{0,20}[\)）])?(?:[*_`]|</?\w{1,10}>){0,6})"
    r"\s{0,3}(?:[:=：→–—-](?:[*_`]|</?\w{1,10}>){0,6}\s{0,3}\d[\d \u00a0]{2,24}\d\s?#?|\d{4,24}\s?#|(?<=(?-i:PIN) )\d{4,24}(?!\w))"
)
# A number, pauses (commas), more digits: "+16465588656,,95315149232#,,,,*123456#"; or a code named behind it.
_DIAL_IN = re.compile(
    r"(?i)(?:tel:)?(?<!\d)\+?\d[\d ().-]{5,20}\d(?:,{2,5}\*?\d[\d,*#]*|,\*?\d[\d,*]*#[\d,*#]*|(?:;ext=|[pwx])\d{3,}#?|"
    r"\s?[,;(–-]?\s?(?:then|ext\.?|x|code|id|enter|dann|puis|luego)[\s:.#]{1,3}\d[\d ]{3,12}\d#?)"
)
_HASHED = re.compile(r"(?<![\w#/.,&-])\d(?:\d|[ \u00a0](?=\d)){4,20}\d?\s?#(?![\w#])")
_SIP = re.compile(
    r"(?i)\b(?:sips?|h323|callto|skype):[\w.+-]{1,64}@[\w.-]+|\bsips?:\+?[\w.+-]{3,64}|"
    r"\b\d{6,}(?:\.[\w.]+)?@[\w.-]*(?:zoomcrc|zoom|webex|bjn|lync|teams|vc\.|meet)[\w.-]*"
)
_PHONE = re.compile(r"(?i)\btel:[+\d][\d().,;=*#-]{4,60}")
# Without one, only addresses are worth a try.
_HAS_NUMBER = re.compile(r"\d[\d ().,;=*#+\u00a0-]{2,}\d|[a-z]{3}-[a-z]{4}-[a-z]{3}")
_ADDRESSES = (_SIP, _PHONE)
# What a text must hold for a pattern to be worth a try, the pattern, and what of it stays.
_NUMBERS = (
    ((",,", "#", "ext", "code", "id", "then", "x", ";", "enter", "dann", "puis", "luego"), _DIAL_IN, ""),
    (("#",), _HASHED, ""),
    (("sip", "@", "h323", "callto", "skype"), _SIP, ""),
    (_NUMBER_WORDS, _MEETING_NUMBER, r"\1\2"),
    (("pin", "пин", "핀"), _PIN, r"\1: "),
)
_NUMBERS_OF_DOOR = (*_NUMBERS, (("tel:",), _PHONE, ""))

_IS_LABEL = re.compile(
    rf"(?i)(?:^|.*{_NEW_WORD})(?:{_LABEL}|(?-i:PIN)(?:[ -]?(?:code|nummer))?|ПИН|핀)(?:\s?[\(（][^)）\n]{{0,40}}[\)）])?$"
)


def has_any(lower: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs as much as the looking
        if word in lower:
            return True
    return False


def names_code(words: str) -> bool:
    """True for words that end in the name of a code: "Passcode", "参会密码", "Zoom password (if asked)"."""
    lower = words.casefold()
    return (has_any(lower, _LABEL_WORDS) or "pin" in lower) and bool(_IS_LABEL.match(words))


def numbers_in(lower: str, *, at_door: bool) -> Iterator[tuple[re.Pattern[str], str]]:
    """The patterns worth a try, each with what of it stays."""
    has_number = _HAS_NUMBER.search(lower)
    for hints, pattern, label in _NUMBERS_OF_DOOR if at_door else _NUMBERS:
        if (has_number or pattern in _ADDRESSES) and has_any(lower, hints):
            yield pattern, label


def may_name_code(lower: str) -> bool:
    """False where neither `BEHIND_LABEL` nor `BEFORE_LABEL` is worth a try."""
    return has_any(lower, _LABEL_WORDS)
