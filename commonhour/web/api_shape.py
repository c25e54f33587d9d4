"""What the JSON API takes and answers, as an OpenAPI 3.1 document."""

from typing import Any


def _text(description: str, most: int, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, "maxLength": most, **more}


_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_REFUSAL = {"content": {"application/problem+json": {"schema": _PROBLEM}}}
_SUBMISSION = {
    "type": "object",
    "required": ["title", "description", "name", "email", "join_url", "dtstart", "tzid"],
    "properties": {
        "title": _text("What it is called", 200),
        "description": _text("What it is about, and for whom", 5000),
        "name": _text("Who sends it in", 100),
        "email": _text("Asked by mail before anybody looks at it", 254, format="email"),
        "join_url": _text("The link people join by; kept sealed", 2000, format="uri"),
        "dtstart": _text("The first date, local to tzid", 19, examples=["2026-12-03T16:00"]),
        "tzid": _text("An IANA time zone, or a city", 80, examples=["Europe/Madrid"]),
        "duration": _text("As in RFC 5545", 20, default="PT1H", examples=["PT1H30M"]),
        "rrule": _text("As in RFC 5545, without “RRULE:”", 400, examples=["FREQ=WEEKLY;INTERVAL=2"]),
        "group": _text("The slug of the group it is for", 100),
    },
}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Common Hour",
        "version": "1",
        "description": "Reading needs no API of its own: calendars, groups and meetings have .json, .ics and .atom twins.",
    },
    "paths": {
        "/api/v1/submissions": {
            "post": {
                "summary": "Send in a meeting",
                "description": "A mail asks the address; after its yes a person decides. Nothing is published by this.",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Submission"}}},
                },
                "responses": {
                    "202": {
                        "description": "A mail is on its way",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["id", "state"],
                                    "properties": {
                                        "id": {"type": "string", "format": "uuid"},
                                        "state": {"const": "unconfirmed"},
                                    },
                                }
                            }
                        },
                    },
                    "400": {"description": "Nothing may be sent in for now", **_REFUSAL},
                    "422": {"description": "Something in it is missing or cannot be", **_REFUSAL},
                    "429": {"description": "Too many today", **_REFUSAL},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Submission": _SUBMISSION,
            "Problem": {
                "type": "object",
                "description": "RFC 9457",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "errors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["pointer", "detail"],
                            "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                        },
                    },
                },
            },
        }
    },
}
