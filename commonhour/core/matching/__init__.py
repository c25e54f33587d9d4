"""Whose call it is: names, titles, links; and what is the same thing twice."""
