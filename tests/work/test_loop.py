"""The worker: facts reach their handlers once more after a death, duties are shared, failures wait and are buried."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from segue import wiring
from segue.cli import command_line, doctor
from segue.kit import clock
from segue.kit.away import is_away
from segue.kit.clock import standing
from segue.kit.turns import each_in_turn
from segue.outbox import dispatch
from segue.outbox.emit import Fact, emit
from segue.outbox.models import Job, Message
from segue.store.models import Lease
from segue.wiring import Duty
from segue.work import loop, recurring

AT = datetime(2024, 5, 2, 12, tzinfo=UTC)
heard = []


def listens(message):
    heard.append(message.key)


def deadlocks(message):
    raise OperationalError("deadlock detected")


def fails(message):
    raise ValueError("no answer")


@pytest.fixture(autouse=True)
def _wired(monkeypatch):
    heard.clear()
    monkeypatch.setattr(wiring, "FACTS", {"test.rang": (listens,), "test.broke": (fails,), "test.locked": (deadlocks,)})
    monkeypatch.setattr(wiring, "RECURRING", {})


def tell(*names):
    with transaction.atomic():
        emit(*(Fact(name, f"{name}:{number}") for number, name in enumerate(names)), at=AT)


@pytest.mark.django_db
def test_a_fact_is_brought_to_its_handler_once():
    tell("test.rang")
    loop.drain(at=AT)
    loop.drain(at=AT + timedelta(hours=1))
    assert heard == ["test.rang:0"]
    assert Job.objects.get().done_at == AT


@pytest.mark.django_db(transaction=True)
def test_a_worker_with_nothing_to_do_only_reads(monkeypatch):
    monkeypatch.setattr(wiring, "RECURRING", {"test.duty": Duty(lambda *, at: at, timedelta(seconds=5))})
    tell("test.rang")
    loop.drain(at=AT)
    with CaptureQueriesContext(connection) as asked:
        assert loop.turn(now=standing(AT)) + loop.mails(now=standing(AT)) == 0
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


@pytest.mark.django_db
def test_a_fact_that_this_version_does_not_know_waits_and_holds_up_no_other():
    tell("test.from-tomorrow", "test.rang")
    loop.drain(at=AT)
    assert heard == ["test.rang:1"]
    assert Message.objects.get(fact="test.from-tomorrow").expanded_at is None


@pytest.mark.django_db
def test_a_failing_job_is_tried_ten_times_and_then_buried_where_people_see_it():
    tell("test.broke")
    at = AT
    for wait in [timedelta(0), *dispatch.RETRY_AFTER]:
        at += wait
        loop.drain(at=at)
    job = Job.objects.get()
    assert (job.attempts, job.buried_at, job.error.split(":")[0]) == (10, at, "ValueError at outbox/dispatch.py")
    assert loop.drain(at=at + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_what_was_given_up_is_tried_again_or_dismissed_when_the_operator_says_so():
    def give_up(at):
        for wait in [timedelta(0), *dispatch.RETRY_AFTER]:
            at += wait
            loop.drain(at=at)
        return Job.objects.get(buried_at=at)

    def say(*words):
        return CliRunner().invoke(command_line(), ["jobs", *words]).output

    tell("test.broke", "test.rang")
    job = give_up(AT)
    assert say("retry") == "1 jobs are tried again.\n"
    job.refresh_from_db()
    assert (job.buried_at, job.attempts) == (None, 0)
    assert say("retry") == "No job waits to be tried again.\n"
    assert say("dismiss", str(job.id)) == "segue: no job that was given up has this id.\n"
    assert give_up(clock.now()) == job
    assert say("dismiss", str(job.id)) == "Dismissed: 1.\n"
    assert doctor.no_job_is_buried(AT).fine
    assert say("retry") == "No job waits to be tried again.\n"
    assert dispatch.forget_done(at=clock.now() + dispatch.KEEP_DONE + timedelta(minutes=1)) == 2


@pytest.mark.django_db
def test_a_deadlock_is_a_failed_try_like_any_other_and_holds_up_nothing():
    tell("test.locked", "test.rang")
    assert loop.drain(at=AT) == 4
    assert heard == ["test.rang:1"]
    failed = Job.objects.get(done_at__isnull=True)
    assert (failed.attempts, failed.error.split()[0]) == (1, "OperationalError")
    assert (failed.run_at, failed.leased_until) == (AT + dispatch.RETRY_AFTER[0], None)


@pytest.mark.django_db
def test_a_database_that_is_away_is_no_failed_try_and_the_jobs_not_begun_go_back(monkeypatch):
    tell("test.locked", "test.rang")
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError):
        loop.turn(now=standing(AT))
    begun, given_back = Job.objects.order_by("message_id")
    assert (begun.attempts, begun.leased_until) == (0, AT + dispatch.LEASE)
    assert given_back.leased_until is None


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_told_from_a_statement_that_was_refused():
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert not is_away(OperationalError(str(refused.value)))
    assert not is_away(ValueError("a fault"))
    with transaction.atomic():
        transaction.set_rollback(True)
        assert is_away(OperationalError("the transaction is lost"))
    if connection.vendor == "postgresql":
        with pytest.raises(OperationalError) as lost, connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        assert is_away(lost.value)
        connection.close()


@pytest.mark.django_db
def test_the_jobs_of_a_worker_that_died_come_back_after_the_lease():
    tell("test.rang")
    dispatch.expand(wiring.FACTS, at=AT)
    assert len(dispatch.claim(at=AT)) == 1
    assert loop.drain(at=AT + dispatch.LEASE - timedelta(seconds=1)) == 0
    assert loop.drain(at=AT + dispatch.LEASE) == 1
    assert heard == ["test.rang:0"]


@pytest.mark.django_db
def test_of_a_slow_batch_another_worker_gets_what_was_not_begun_and_nothing_is_done_twice():
    tell(*["test.rang"] * 3)
    dispatch.expand(wiring.FACTS, at=AT)
    first, second, third = dispatch.claim(at=AT)
    assert dispatch.run(first, wiring.FACTS, now=standing(AT))
    later = AT + timedelta(minutes=4)
    assert dispatch.run(second, wiring.FACTS, now=standing(later))
    assert second.leased_until == later + dispatch.LEASE, "held anew just before it was begun"
    [taken] = dispatch.claim(at=AT + dispatch.LEASE)
    assert taken.id == third.id
    assert not dispatch.run(third, wiring.FACTS, now=standing(AT + dispatch.LEASE))
    dispatch.give_back([third])
    assert Job.objects.get(id=third.id).leased_until == AT + 2 * dispatch.LEASE
    assert dispatch.run(taken, wiring.FACTS, now=standing(AT + dispatch.LEASE))
    assert heard == ["test.rang:0", "test.rang:1", "test.rang:2"]


@pytest.mark.django_db
def test_jobs_are_held_from_the_moment_of_the_claim_also_after_a_long_duty(monkeypatch):
    times = [AT]
    long = Duty(lambda *, at: times.append(at + timedelta(minutes=6)), timedelta(seconds=5))
    monkeypatch.setattr(wiring, "RECURRING", {"test.long": long})
    held = []
    monkeypatch.setattr(wiring, "FACTS", {"test.rang": (sees(held),)})
    tell("test.rang")
    loop.turn(now=lambda: times[-1])
    assert held == [AT + timedelta(minutes=6) + dispatch.LEASE]


def sees(held):
    def listens(message):
        held.append(Job.objects.get(message__key=message.key).leased_until)

    return listens


@pytest.mark.django_db
def test_a_worker_told_to_stop_finishes_the_job_in_hand_and_gives_the_others_back():
    tell(*["test.rang"] * 3)
    loop.turn(now=standing(AT), stopping=lambda: len(heard) >= 1)
    assert heard == ["test.rang:0"]
    assert Job.objects.filter(done_at__isnull=True, leased_until__isnull=True).count() == 2


@pytest.mark.django_db
def test_a_duty_is_done_when_due_and_its_failure_is_written_down():
    calls = []

    def act(*, at):
        calls.append(at)
        if len(calls) == 2:
            raise ValueError("broke")

    duties = {"test.duty": Duty(act, timedelta(seconds=5))}
    for seconds in (0, 4, 5, 10):
        recurring.run_due(duties, now=standing(AT + timedelta(seconds=seconds)))
        if seconds == 5:
            assert Lease.objects.get().last_error.startswith("ValueError at work/recurring.py:")
    assert calls == [AT, AT + timedelta(seconds=5), AT + timedelta(seconds=10)]
    assert (Lease.objects.get().last_error, Lease.objects.get().last_done_at) == ("", AT + timedelta(seconds=10))


@pytest.mark.django_db
def test_a_duty_whose_statement_is_refused_is_written_down_and_the_next_one_done():
    calls = []

    def refused(*, at):
        raise OperationalError("canceling statement due to statement timeout")

    def done(*, at):
        calls.append(at)

    duties = {"refused": Duty(refused, timedelta(seconds=5)), "done": Duty(done, timedelta(seconds=5))}
    assert recurring.run_due(duties, now=standing(AT)) == 2
    assert calls == [AT]
    assert Lease.objects.get(name="refused").last_error.startswith("OperationalError")


@pytest.mark.django_db
def test_one_thing_whose_statement_is_refused_takes_no_turn_from_the_others():
    done = []

    def act(thing):
        if thing == "a":
            raise OperationalError("deadlock detected")
        done.append(thing)
        return True

    with pytest.raises(OperationalError, match="deadlock"):
        each_in_turn(["a", "b"], act)
    assert done == ["b"]


@pytest.mark.django_db
def test_a_duty_held_by_a_worker_that_died_is_done_by_another_after_its_hold():
    calls = []
    duties = {"test.duty": Duty(lambda *, at: calls.append(at), timedelta(seconds=5))}
    recurring.leases.take("test.duty", at=AT, hold=duties["test.duty"].hold)
    recurring.run_due(duties, now=standing(AT + timedelta(seconds=14)))
    recurring.run_due(duties, now=standing(AT + timedelta(seconds=15)))
    assert calls == [AT + timedelta(seconds=15)]


@pytest.mark.django_db
def test_a_duty_that_took_longer_than_its_hold_frees_nobody_elses():
    hold = timedelta(seconds=15)
    late = recurring.leases.take("test.duty", at=AT, hold=hold)
    assert recurring.leases.take("test.duty", at=AT + timedelta(seconds=14), hold=hold) is None
    now = recurring.leases.take("test.duty", at=AT + hold, hold=hold)
    recurring.leases.give_back("test.duty", held_until=late, at=AT, next_at=AT, error="late")
    kept = Lease.objects.get()
    assert (kept.held_until, kept.last_error) == (now, "")
    recurring.leases.give_back("test.duty", held_until=now, at=AT + hold, next_at=AT + 2 * hold)
    assert Lease.objects.get().next_at == AT + 2 * hold


@pytest.mark.django_db(transaction=True)
def test_the_worker_outlives_a_database_that_goes_away(monkeypatch):
    stop, turns = Event(), []
    monkeypatch.setattr(loop, "IDLE_SECONDS", 0.01)

    def turn(**_):
        turns.append(1)
        if len(turns) == 1:
            raise OperationalError("the database system is shutting down")
        stop.set()
        return 0

    monkeypatch.setattr(loop, "turn", turn)
    loop.work(stop=stop)
    assert len(turns) == 2


@pytest.mark.parametrize("error", [OperationalError("gone"), ValueError("a fault")])
def test_whoever_asks_for_one_turn_is_told_what_failed_and_does_not_wait_for_ever(monkeypatch, error):
    def broken(**_):
        raise error

    monkeypatch.setattr(loop, "turn", broken)
    with pytest.raises(type(error), match=str(error)):
        loop.work(stop=Event(), once=True)
