"""What pages, agendas, notes, calendars and catalogues claim about calls and channels, for the audit to compare."""

from commonhour.formats.claims.drafts import draft_claims
from commonhour.formats.claims.embeds import embed_claims
from commonhour.formats.claims.reader import read_page_claims

__all__ = ["draft_claims", "embed_claims", "read_page_claims"]
