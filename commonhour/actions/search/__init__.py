"""The index of the search: what of each thing is kept, and keeping it in line with every write."""
