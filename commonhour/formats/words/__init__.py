"""Months, weekdays, hours, lengths, zones and rhythms as people write them: one module for each, for every kind of text.

`…_in` looks for it anywhere in a sentence and passes over the rest; `…_of` reads a field that holds nothing else.
"""
