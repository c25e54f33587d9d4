"""Small files of proposals, each with whatever its system writes."""

BODY = """### Session title

How we count

### Session description

About *counting*.

With two paragraphs.

### What will the audience learn?

To count

### Your name

Ana Núñez

### Company

Acme

### Email

ana@example.org

### Session format

_No response_

### Anything else?

- [X] I agree
"""
ISSUES = [
    {"number": 12, "title": "[CFP] How we count", "body": BODY, "state": "open", "state_reason": None, "labels": [{"name": "cfp"}],
     "created_at": "2026-02-03T04:05:06Z", "html_url": "https://github.com/x/y/issues/12", "user": {"login": "ana-n", "id": 77},
     "comments": 3, "reactions": {"+1": 9}},
    {"number": 13, "title": "Only a title", "body": "Some words", "state": "closed", "state_reason": "not_planned", "labels": [],
     "created_at": "2026-02-04T04:05:06Z", "html_url": "https://github.com/x/y/issues/13", "user": {"login": "bo"}},
]  # fmt: skip
PRETALX = {"count": 1, "next": None, "results": [{
    "code": "ABCDEF", "title": "Trees", "state": "confirmed", "submission_type": {"en": "Talk", "de": "Vortrag"}, "track": {"id": 3, "name": {"en": "Text"}},
    "abstract": "Short", "description": "Long", "duration": 30, "slot_count": 1, "is_featured": False, "content_locale": "de",
    "do_not_record": True, "internal_notes": "careful", "tags": ["x", "y"],
    "slot": {"room": {"en": "Main"}, "start": "2026-03-04T10:00:00+01:00", "end": "2026-03-04T10:30:00+01:00"},
    "speakers": [{"code": "SPK1", "name": "Bo", "biography": "I am Bo", "avatar": "https://a.example/bo.png", "email": "Bo@Example.org"}, {"code": "SPK2", "name": "Cy"}],
    "resources": [{"resource": "https://a.example/slides.pdf", "description": "Slides"}, {"resource": "/media/a.pdf", "description": "Paper"}],
    "answers": [{"id": 9, "question": {"id": 4, "question": {"en": "T-shirt?"}}, "answer": "XL"}],
}]}  # fmt: skip
SCHEDULE = {"schedule": {"version": "0.4", "base_url": "https://p.example", "conference": {"acronym": "conf", "title": "Conf", "days": [
    {"index": 1, "date": "2026-03-04", "rooms": {"Main": [{
        "guid": "0b7d", "id": 5, "code": "XY", "date": "2026-03-04T10:00:00+01:00", "start": "10:00", "duration": "00:30", "room": "Main",
        "slug": "conf-5", "title": "Held", "subtitle": "", "track": "Text", "type": "Talk", "language": "en", "abstract": "A", "description": "D",
        "recording_license": "", "do_not_record": False, "persons": [{"id": 1, "code": "P", "public_name": "Di", "biography": None, "answers": []}],
        "links": [{"url": "https://a.example/l", "title": "L"}], "attachments": []}]}}]}}}  # fmt: skip
SESSIONIZE = {
    "sessions": [{"id": "101", "title": "Maps", "description": "About maps", "startsAt": "2026-05-06T09:00:00", "endsAt": "2026-05-06T09:45:00", "isServiceSession": False,
                  "isPlenumSession": False, "speakers": ["aa-1", "bb-2"], "categoryItems": [7, 8], "questionAnswers": [{"questionId": 3, "answerValue": "A beamer"}],
                  "roomId": 2, "liveUrl": None, "recordingUrl": "https://v.example/1", "status": "Accepted", "isInformed": True, "isConfirmed": True}],
    "speakers": [{"id": "aa-1", "firstName": "Eva", "lastName": "Ek", "fullName": "Eva Ek", "bio": "Maps!", "tagLine": "CTO at Map", "profilePicture": "https://p.example/e.jpg", "isTopSpeaker": False,
                  "links": [{"title": "Blog", "url": "https://eva.example/", "linkType": "Blog"}], "sessions": [101], "categoryItems": [], "questionAnswers": [{"questionId": 4, "answerValue": "Vegan"}]},
                 {"id": "bb-2", "firstName": "Finn", "lastName": "Fo", "fullName": "Finn Fo", "bio": None, "tagLine": "", "sessions": [101]},
                 {"id": "cc-3", "fullName": "Gone Girl", "sessions": []}],
    "questions": [{"id": 3, "question": "What do you need?", "questionType": "Long_Text"}, {"id": 4, "question": "Diet", "questionType": "Short_Text"}],
    "categories": [{"id": 1, "title": "Level", "items": [{"id": 7, "name": "Introductory and overview"}]}, {"id": 2, "title": "Language", "items": [{"id": 8, "name": "Swedish"}]}],
    "rooms": [{"id": 2, "name": "Aula"}],
}  # fmt: skip
GRID = [{"date": "2026-05-06T00:00:00", "isDefault": False, "rooms": [{"id": 2, "name": "Aula", "sessions": [
    {"id": "5", "title": "Grid", "description": "x", "startsAt": "2026-05-06T09:00:00", "isServiceSession": False, "speakers": [{"id": "q", "name": "Ulf U"}],
     "categories": [{"id": 1, "name": "Track", "categoryItems": [{"id": 3, "name": "Text"}]}], "roomId": 2, "room": "Aula"}]}], "timeSlots": []}]  # fmt: skip
TABLE = (
    "Session Id,Title,Description,Owner,Owner Email,Status,Date Submitted,FirstName,LastName,Email,TagLine,Level,What do you need?\r\n"
    '9,Maps,"Two\nlines",Eva Ek,eva@example.org,Nominated,2026-01-02 03:04,Eva,Ek,eva@example.org,CTO,Intermediate,Beamer\r\n'
    '9,Maps,"Two\nlines",Eva Ek,eva@example.org,Nominated,2026-01-02 03:04,Finn,Fo,finn@example.org,,Intermediate,Chair\r\n'
    "10,'=1+1,,Ola & Per,,Weird state,,,,,,Wizards,\r\n"
)
