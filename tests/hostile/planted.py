"""Ways into calls, codes and private addresses as people write them, each with a place for a marker of its own."""

import html
from collections.abc import Iterator
from urllib.parse import quote

# {m} is a marker of letters and digits, {n} one of digits alone. Each is a secret wherever it stands.
_ROOMS = [
    "https://zoom.us/j/{n}",
    "https://us02web.zoom.us/j/{n}?pwd={m}",
    "zoom.us/j/{n}",
    "ZOOM.US/J/{n}",
    "HTTPS://Example.ZOOM.us/my/{m}",
    "//zoom.us/j/{n}",
    "https://events.zoom.us/ev/{m}",
    "https://zoom.us/webinar/register/WN_{m}",
    "https://zoom.us/meeting/register/{m}",
    "https://zoom.us/wc/join/{n}",
    "zoommtg://zoom.us/join?confno={n}",
    "https://agency.zoomgov.com/j/{n}",
    "https://meet.google.com/{m}",
    "https://g.co/meet/{m}",
    "https://tel.meet/{m}?pin={n}",
    "https://hangouts.google.com/call/{m}",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_{m}%40thread.v2/0",
    "https://teams.live.com/meet/{n}",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19%253ameeting_{m}&data=05",
    "https://www.google.com/url?q=https://zoom.us/j/{n}&sa=D",
    "https://urldefense.com/v3/__https://zoom.us/j/{n}__;!!x",
    "https://example.webex.com/meet/{m}",
    "https://example.webex.com/example/j.php?MTID={m}",
    "https://meet.jit.si/{m}",
    "https://jitsi.example.org/{m}",
    "https://meet.example.org/{m}",
    "https://call.example.org/{m}",
    "https://bbb.example.org/b/ana-{m}",
    "https://learn.example.org/rooms/{m}/join",
    "https://greenlight.example.org/rooms/{m}",
    "https://8x8.vc/example/{m}",
    "https://meet.goto.com/{n}",
    "https://global.gotomeeting.com/join/{n}",
    "https://attendee.gotowebinar.com/register/{n}",
    "https://chime.aws/{n}",
    "https://v.ringcentral.com/join/{n}",
    "https://meeting.zoho.eu/join?key={n}",
    "https://join.skype.com/{m}",
    "skype:live:.cid.{m}?call",
    "https://cloud.example.org/call/{m}",
    "https://call.element.io/room/#/x?roomId={m}",
    "https://vc.feishu.cn/j/{n}",
    "https://vc.larksuite.com/j/{n}",
    "https://voovmeeting.com/dm/{m}",
    "https://meeting.tencent.com/dm/{m}",
    "https://meeting.dingtalk.com/j/{m}",
    "https://example.daily.co/{m}",
    "https://meet.livekit.io/rooms/{m}",
    "https://galene.example.org:8443/group/{m}/",
    "https://pexip.me/meet/{m}",
    "https://conf.example.org/webapp/#/?conference={m}",
    "https://facetime.apple.com/join#v=1&p={m}",
    "https://signal.link/call/#key={m}",
    "https://call.whatsapp.com/video/{m}",
    "https://t.me/example?videochat={m}",
    "https://t.me/call/{m}",
    "mumble://mumble.example.org/{m}",
    "sip:{n}@zoomcrc.com",
    "sips:{m}@example.org",
    "https://whereby.com/{m}",
    "https://bluejeans.com/{n}",
    "https://streamyard.com/{m}",
    "https://room.example.org/team?pwd={m}",
]
_CODES = """
Passcode: {m}
Password: {m}
Passcode - {m}
Password – {m}
pwd={m}
PW: {m}
Passcode (if asked): {m}
passcode "{m}"
Passcode **{m}**
**Passcode:** `{m}`
the password is {m}
{m} is the passcode
Access code: {n}
Host key: {n}
Security code → {m}
PIN: {n}#
PIN {n}#
Meeting ID: {n} Passcode: {m}
Meeting ID: {n}
Webinar ID {n}
+1 646 558 8656,,{n}#
+16465588656 access code {n}#
Dial +49 30 1234567, then {n}#
Passwort: {m}
Kenncode: {m}
Zugangscode: {m}
Meeting-Kennnummer: {n}
Contraseña: {m}
Código de acceso: {m}
ID de la reunión: {n}
Mot de passe : {m}
Code d’accès : {m}
Senha: {m}
Código de acesso: {m}
Parola d'ordine: {m}
Codice di accesso: {m}
Wachtwoord: {m}
Toegangscode: {m}
パスコード：{m}
パスワードは{m}
ミーティングID：{n}
暗証番号: {n}
密码：{m}
会议号：{n}
入会密码: {m}
비밀번호: {m}
암호: {m}
회의 ID: {n}
Пароль: {m}
Код доступа: {n}
Hasło: {m}
Lösenord: {m}
Heslo: {m}
Şifre: {m}
""".strip().split("\n")
_ADDRESSES = [
    "https://hooks.slack.com/services/T0/B0/{m}",
    "https://discord.com/api/webhooks/12/{m}",
    "https://example.webhook.office.com/webhookb2/{m}/IncomingWebhook/x",
    "https://chat.example.org/hooks/{m}",
    "https://open.feishu.cn/open-apis/bot/v2/hook/{m}",
    "https://calendar.google.com/calendar/ical/a%40example.org/private-{m}/basic.ics",
    "https://calendar.example.org/ical/private-{m}/basic.ics",
    "https://outlook.office365.com/owa/calendar/a@example.org/1/S-1-8-{n}-{m}/reachcalendar.ics",
    "https://ana:{m}@cloud.example.org/remote.php/dav/calendars/ana/work/?export",
    "https://example.org/feed.ics?token={m}",
    "https://example.org/confirm?email={m}%40example.net",
    "https://example.org/page?access_token={m}",
]
SECRETS = [*_ROOMS, *_CODES, *_ADDRESSES]

# A link that nobody knows is a door by the words before it; `https://vanity.example.net/{m}` stands for it.
NOBODYS = "https://vanity.example.net/{m}"
LABELS = [
    "Join", "Join us at", "Dial in", "Video", "Video call", "Room", "Meeting link", "Meeting room", "Teilnehmen", "Einwahl", "Besprechungsraum",
    "Videokonferenz", "Únete", "Enlace de la reunión", "Videollamada", "Sala", "Rejoindre", "Lien de la réunion", "Visio", "Salle", "Participar",
    "Link da reunião", "Videochamada", "Partecipa", "Link alla riunione", "Stanza", "Deelnemen", "Vergaderlink", "参加", "会議リンク", "会議室",
    "加入会议", "会议链接", "会议室", "참여", "회의 링크", "회의실", "Подключиться", "Ссылка на встречу",
]  # fmt: skip
HARMLESS = [
    "https://example.org/", "https://github.com/example/standup", "https://hackmd.io/@example/standup", "https://lists.example.org/g/all",
    "https://calendar.google.com/calendar/embed?src=a%40group.calendar.google.com", "https://www.youtube.com/watch?v=abc",
    "https://zoom.us/rec/share/abcDEF.123", "https://www.openstreetmap.org/node/123", "https://join.slack.com/t/example/shared_invite/zt-1abc-x",
    "https://discord.gg/abc123", "https://matrix.to/#/#room:example.org", "https://example.org/img/room.png", "https://etherpad.example.org/p/standup",
]  # fmt: skip


def disguised(secret: str) -> Iterator[str]:
    """The same as mail programs, calendars and machines write it."""
    yield html.escape(secret).replace("/", "&#47;").replace(".", "&period;")
    yield secret.replace("/", "%2F").replace(":", "%3A") if "://" in secret else quote(secret, safe="{} ")
    yield "".join(
        chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" and sign not in "{}mn" else sign for sign in secret
    )
    yield secret.replace(".", "\\.").replace("_", "\\_").replace("-", "\\-")
    yield secret.replace("o", "o\u200b").replace("s", "s\u00ad")
    yield secret.replace(",", "\\,").replace(";", "\\;").replace("/", "\\/")
    yield secret.replace("=", "=3D").replace(":", "=3A")
    yield secret.replace(".", "[.]").replace("http", "hxxp")


def filled(secret: str, number: int) -> tuple[str, list[str]]:
    """The secret with markers that no other number has, and the markers."""
    letters, digits = f"MK{number:06d}x", f"7{number:07d}9"
    used = [mark for sign, mark in (("{m}", letters), ("{n}", digits)) if sign in secret]
    return secret.replace("{m}", letters).replace("{n}", digits), used
