"""What a person answers about a draft before it is written, and the draft that follows from it. Pure."""
