"""Search: what is asked for, which words a text has, which of those found come first, and where in a text they stand."""
