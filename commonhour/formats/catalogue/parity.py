"""Odd and even weeks in a catalogue: kept as an interval, with a word about the years of 53 weeks."""

import datetime as dt

from commonhour.core.undecided.parity import Parity, parity_facts
from commonhour.formats.catalogue.collecting import Catalogue


def report_parity(catalogue: Catalogue, title: str, parity: Parity, first: dt.date, line: int) -> None:
    """Says what was done with the parity, and when week numbers and interval part or have parted."""
    case, facts = parity_facts(title, parity, first, catalogue.today)
    catalogue.find("week-parity", line, case, **facts)
