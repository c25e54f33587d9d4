"""What goes out is whole before it is handed to the server, so that no thread waits for whoever reads slowly."""

from commonhour.web.bodies import Bodies


class Pieces:
    """An answer in pieces, as of a file."""

    is_closed = False

    def __iter__(self):
        yield from (b"one ", b"two ", b"three")

    def close(self):
        self.is_closed = True


def test_an_answer_in_pieces_is_handed_over_at_once():
    pieces = Pieces()
    answer = Bodies(lambda environ, start_response: pieces)({}, lambda *said: None)
    assert isinstance(answer, list)  # the server iterates over anything else as quickly as the client reads
    assert b"".join(answer) == b"one two three"
    assert pieces.is_closed
