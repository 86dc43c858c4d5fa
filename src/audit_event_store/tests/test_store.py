"""The store over SQLite and over PostgreSQL."""

import threading
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from audit_event_store.events import Event, EventFilter
from audit_event_store.store import Added, EventStore, IdInUseError
from conftest import an_event

EVERYTHING = EventFilter()


def event(**changes: Any) -> Event:
    return Event.model_validate(an_event(**changes))


def fresh(count: int, **changes: Any) -> list[Event]:
    return [event(id=str(uuid.uuid4()), **changes) for _ in range(count)]


def test_an_event_comes_back_as_it_was_sent(store: EventStore) -> None:
    sent = event()
    assert store.add([sent]) == Added(stored=1, duplicates=0)
    stored = store.get(sent.id)
    assert stored is not None
    assert Event.model_validate(stored.model_dump(exclude={"seq", "received_at"})) == sent
    assert abs(stored.received_at - datetime.now(UTC)) < timedelta(hours=1)


_names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)
_offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_details = st.dictionaries(
    st.from_regex(r"\A[A-Za-z0-9_.-]{1,64}\Z"),
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300),
    max_size=8,
)  # fmt: skip


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=_names, details=_details, ip=st.none() | st.ip_addresses().map(str),
    occurred=st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=_offsets),
)  # fmt: skip
def test_any_event_comes_back(store: EventStore, name: str, details: Any, ip: Any, occurred: datetime) -> None:
    sent = event(
        id=str(uuid.uuid4()),
        occurred_at=occurred.isoformat(),
        source=name,
        actor__id=name,
        actor__ip=ip,
        resource__id=name,
        details=details,
    )
    store.add([sent])
    stored = store.get(sent.id)
    assert stored is not None
    assert stored.model_dump(exclude={"seq", "received_at"}) == sent.model_dump()
    assert sent.id in {found.id for found in store.page(EventFilter(actor_id=name), 0, 1000)}


def test_sending_again_stores_nothing(store: EventStore) -> None:
    batch = fresh(3)
    store.add(batch)
    assert store.add([*batch, *fresh(1)]) == Added(stored=1, duplicates=3)
    assert len(store.page(EVERYTHING, 0, 100)) == 4


def test_the_same_event_twice_in_a_batch_is_one(store: EventStore) -> None:
    assert store.add([event(), event()]) == Added(stored=1, duplicates=1)


@pytest.mark.parametrize("stored_before", [True, False])
def test_another_event_under_the_same_id_is_refused_with_its_batch(store: EventStore, stored_before: bool) -> None:
    other = event(outcome="denied")
    batch = [*fresh(2), other]
    if stored_before:
        store.add([event()])
    else:
        batch.append(event())
    with pytest.raises(IdInUseError) as error:
        store.add(batch)
    assert list(error.value.ids) == [other.id]
    assert len(store.page(EVERYTHING, 0, 100)) == int(stored_before)


def test_an_equal_time_in_another_zone_is_the_same_event(store: EventStore) -> None:
    store.add([event(occurred_at="2026-01-01T10:00:00+02:00")])
    assert store.add([event(occurred_at="2026-01-01T08:00:00Z")]).duplicates == 1


def test_pages_follow_one_another_without_gap_or_repetition(store: EventStore) -> None:
    events = fresh(25)
    for begin in range(0, 25, 7):
        store.add(events[begin : begin + 7])
    seen, after = [], 0
    while page := store.page(EVERYTHING, after, 10):
        seen += [found.id for found in page]
        after = page[-1].seq
    assert seen == [sent.id for sent in events]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"a", "b", "c"}),
        ({"source": "billing"}, {"a", "b"}),
        ({"actor_id": "ann"}, {"a", "c"}),
        ({"action": "user.lock"}, {"c"}),
        ({"resource_type": "user", "resource_id": "7"}, {"c"}),
        ({"outcome": "denied"}, {"b"}),
        ({"occurred_from": "2026-01-02T01:00:00+01:00"}, {"b", "c"}),
        ({"occurred_before": "2026-01-02T00:00:00Z"}, {"a"}),
        ({"occurred_from": "2026-01-02T00:00:00Z", "occurred_before": "2026-01-03T00:00:00Z"}, {"b"}),
        ({"actor_id": "ann", "outcome": "denied"}, set()),
    ],
)
def test_every_condition_must_hold(store: EventStore, wanted: dict[str, str], found: set[str]) -> None:
    events = {
        "a": event(id=str(uuid.uuid4()), occurred_at="2026-01-01T00:00:00Z", actor__id="ann"),
        "b": event(id=str(uuid.uuid4()), occurred_at="2026-01-02T00:00:00Z", actor__id="bob", outcome="denied"),
        "c": event(
            id=str(uuid.uuid4()), occurred_at="2026-01-03T00:00:00Z", actor__id="ann", source="identity", action="user.lock",
            resource__type="user", resource__id="7",
        ),
    }  # fmt: skip
    store.add(list(events.values()))
    ids = {it.id for it in store.page(EventFilter.model_validate(wanted), 0, 10)}
    assert {name for name, it in events.items() if it.id in ids} == found


def test_an_export_is_what_was_stored_when_it_began(store: EventStore) -> None:
    store.add(fresh(1200))
    export = store.all(EVERYTHING)
    seen = [next(export)]
    store.add(fresh(5))
    seen += export
    assert len(seen) == 1200
    assert [it.seq for it in seen] == sorted({it.seq for it in seen})


def test_old_events_go_in_bounded_steps_and_their_numbers_are_not_given_again(store: EventStore) -> None:
    store.add(fresh(7))
    last = store.page(EVERYTHING, 0, 100)[-1].seq
    before = datetime.now(UTC) + timedelta(hours=1)
    assert [store.delete_received_before(before, limit=5) for _ in range(3)] == [5, 2, 0]
    store.add(fresh(1))
    assert store.page(EVERYTHING, 0, 100)[0].seq > last


def test_a_reader_who_goes_on_after_the_last_number_misses_nothing(store: EventStore) -> None:
    """Several writers at once: a number that becomes visible after a larger one would be missed."""
    writers, batches, size = 6, 15, 4
    done = threading.Event()
    seen: list[uuid.UUID] = []

    def write() -> None:
        for _ in range(batches):
            store.add(fresh(size))

    def read() -> None:
        after = 0
        while True:
            ended = done.is_set()
            page = store.page(EVERYTHING, after, 1000)
            if page:
                seen.extend(it.id for it in page)
                after = page[-1].seq
            elif ended:
                return

    reader = threading.Thread(target=read)
    threads = [threading.Thread(target=write) for _ in range(writers)]
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert len(seen) == len(set(seen)) == writers * batches * size


def test_two_processes_may_make_the_tables_at_once(store: EventStore) -> None:
    threads = [threading.Thread(target=store.prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.ping()
