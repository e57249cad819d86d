"""What stands between the server's threads and Django."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier, Event, Lock

from segue.turns import AT_ONCE, MOST_TAKEN, in_turns

PATIENCE = 10
"""Seconds; whatever is awaited comes at once unless something is wrong."""


class Slow:
    """A form on a slow line: the second half arrives when it is let through."""

    def __init__(self):
        self.asked, self.arrives = Event(), Event()
        self.parts = [b"need=", b"ERP"]

    def read(self, _most):
        if len(self.parts) == 1:
            self.asked.set()
            assert self.arrives.wait(PATIENCE)
        return self.parts.pop(0)


def sent(application, body=b"", *, stream=None, length=None):
    said = []
    environ = {"wsgi.input": stream or BytesIO(body), "CONTENT_LENGTH": str(len(body) if length is None else length)}
    answer = b"".join(application(environ, lambda status, _headers: said.append(status)))
    return said[0], answer


def echo(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_two_are_answered_at_a_time_and_never_a_third():
    inside, most, lock = 0, 0, Lock()
    two = Barrier(AT_ONCE)

    def counting(environ, start_response):
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        two.wait(PATIENCE)  # breaks unless another one is being answered meanwhile
        with lock:
            inside -= 1
        return echo(environ, start_response)

    application = in_turns(counting)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: sent(application), range(8)))
    assert answers == [("200 OK", b"")] * 8
    assert most == AT_ONCE


def test_forms_that_arrive_slowly_keep_nobody_waiting():
    application, slow = in_turns(echo), [Slow() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE + 1) as threads:
        forms = [threads.submit(sent, application, stream=form, length=8) for form in slow]
        assert all(form.asked.wait(PATIENCE) for form in slow)
        assert threads.submit(sent, application, b"quick").result(PATIENCE) == ("200 OK", b"quick")
        for form in slow:
            form.arrives.set()
        assert [form.result(PATIENCE) for form in forms] == [("200 OK", b"need=ERP")] * AT_ONCE


def test_a_turn_is_given_back_by_what_breaks():
    def broken(_environ, _start_response):
        raise ZeroDivisionError

    application = in_turns(broken)
    broke = 0
    for _ in range(AT_ONCE + 1):
        try:
            sent(application)
        except ZeroDivisionError:
            broke += 1
    assert broke == AT_ONCE + 1


def test_half_a_form_is_not_taken_for_a_whole_one():
    taken = []
    application = in_turns(lambda environ, start_response: taken.append(environ) or echo(environ, start_response))
    assert sent(application, b"need=ERP&notes=First", length=40) == ("400 Bad Request", b"")
    assert taken == []


def test_what_is_too_large_to_be_taken_is_left_to_the_page():
    def unread(environ, start_response):
        assert environ["wsgi.input"] is stream
        start_response("413 Content Too Large", [])
        return []

    stream = Slow()
    assert sent(in_turns(unread), stream=stream, length=MOST_TAKEN + 1) == ("413 Content Too Large", b"")
    assert not stream.asked.is_set()


def test_a_length_that_is_none_is_taken_for_nothing():
    for length in ("", "-1", "eight", "\uff18"):
        assert sent(in_turns(echo), b"need=ERP", length=length) == ("200 OK", b"")
