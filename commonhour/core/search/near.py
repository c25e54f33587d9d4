"""Words that are nearly another one: what somebody may have meant."""


def distance(one: str, other: str, most: int = 2) -> int:
    """How many letters differ, are missing, are too many, or have changed places with their neighbour; `most` + 1 for more
    (optimal string alignment)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def allowed(word: str) -> int:
    """How far another word may be: in a short one, one letter makes another word."""
    return 1 if len(word) < 6 else 2
