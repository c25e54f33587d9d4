"""The desk: what moderators and programme managers see once they are signed in."""
