"""Lines of the log, without the signed addresses of mails: whoever reads one there could use it."""

import logging
import re

_SIGNED = re.compile(
    r"(/(?:subscribe/(?:confirm|mine|end)|still-meeting|submit/mine|meetings/[^/\s]+/[^/\s]+/join)/)[^/\s]+"
)


class WithoutLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if (clean := _SIGNED.sub(r"\1…", text)) != text:
            record.msg, record.args = clean, ()
        return True
