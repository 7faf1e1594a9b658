"""The life of a task, tested as a state machine without a disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qneko.errors import LedgerError
from qneko.hybrid.ledger import Entry, State, step
from qneko.hybrid.ledger._machine import Abandoned, Failed, Finished, Planned, Started

SPEC = {"what": "a task"}
EVENTS = st.one_of(
    st.just(Planned(SPEC)),
    st.just(Started()),
    st.builds(Finished, st.integers(0, 2), st.floats(0, 10)),
    st.builds(Failed, st.sampled_from(["too hot", "too cold"])),
    st.just(Abandoned()),
)


def after(*events):
    entry = None
    for event in events:
        entry = step("k", entry, event)
    return entry


def test_a_life_without_trouble():
    entry = after(Planned(SPEC), Started(), Finished({"x": 1}, 0.5))
    assert entry == Entry("k", SPEC, State.DONE, attempts=1, result={"x": 1}, wall_s=0.5)


def test_a_killed_drivers_task_can_be_started_again():
    entry = after(Planned(SPEC), Started(), Abandoned(), Planned(SPEC), Started())
    assert entry.state is State.RUNNING
    assert entry.attempts == 2


def test_a_failure_is_forgiven_when_the_task_is_needed_again():
    entry = after(Planned(SPEC), Started(), Failed("too hot"))
    assert (entry.state, entry.error) == (State.FAILED, "too hot")
    entry = after(Planned(SPEC), Started(), Failed("too hot"), Planned(SPEC), Started())
    assert (entry.state, entry.error, entry.attempts) == (State.RUNNING, None, 2)


def test_an_equal_second_answer_is_no_news():
    entry = after(Planned(SPEC), Started(), Finished(1, 0.5))
    assert step("k", entry, Finished(1, 9.0)) is entry


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ((Started(),), "never planned"),
        ((Abandoned(),), "never planned"),
        ((Planned(SPEC), Finished(1, 0.0)), "planned: it cannot finish"),
        ((Planned(SPEC), Failed("x")), "planned: it cannot fail"),
        ((Planned(SPEC), Started(), Started()), "running: it cannot start"),
        ((Planned(SPEC), Started(), Finished(1, 0.0), Started()), "done: it cannot start"),
        ((Planned(SPEC), Started(), Finished(1, 0.0), Finished(2, 0.0)), "different result"),
        ((Planned(SPEC), Planned({"what": "another"})), "another description"),
    ],
)
def test_what_would_run_or_pay_twice_is_refused(events, message):
    with pytest.raises(LedgerError, match=message):
        after(*events)


@given(st.lists(EVENTS, max_size=30))
def test_no_order_of_events_breaks_the_rules(events):
    """A result never changes, attempts count starts, and a refusal changes nothing."""
    entry, n_starts = None, 0
    for event in events:
        before = entry
        try:
            entry = step("k", before, event)
        except LedgerError:
            continue
        if before is not None and before.state is State.DONE:
            assert entry is before
        if entry.state is State.RUNNING and entry is not before:
            n_starts += 1
        assert entry.attempts == n_starts
        assert (entry.result is not None) <= (entry.state is State.DONE)
        assert entry.spec == SPEC
        if isinstance(event, Abandoned):
            assert entry.state is not State.RUNNING


@given(st.lists(EVENTS, max_size=30))
def test_the_same_event_twice_is_the_same_as_once_or_is_refused(events):
    entry = None
    for event in events:
        try:
            entry = step("k", entry, event)
        except LedgerError:
            continue
        try:
            assert step("k", entry, event) == entry
        except LedgerError:
            assert isinstance(event, Started | Failed)
