"""Queueing, sending, trying again, and the end."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from itertools import islice
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from audit_event_generator import worker as module
from audit_event_generator.client import Reply, StoreClient
from audit_event_generator.metrics import Metrics
from audit_event_generator.outbox import Outbox
from audit_event_generator.scenario import Scenario
from audit_event_generator.settings import Settings
from audit_event_generator.worker import Worker, pause_before

SOME = list(islice(Scenario(1).events(), 50))
Handler = Callable[[httpx.Request], httpx.Response]


class Store:
    """A store whose answers are given, and which keeps what it takes."""

    def __init__(self, *answers: httpx.Response | type[httpx.HTTPError], then: int = 200, refuses: str = "") -> None:
        self._answers, self._then, self._refuses = list(answers), then, refuses
        self.batches: list[list[str]] = []
        self.kept: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(self._then)
        ids = [event["id"] for event in json.loads(request.content)["events"]]
        self.batches.append(ids)
        answer = self._answers.pop(0) if self._answers else httpx.Response(self._then)
        if not isinstance(answer, httpx.Response):
            raise answer("no luck", request=request)
        if answer.status_code == 200 and self._refuses in ids:
            return httpx.Response(409)
        if answer.status_code == 200:
            self.kept += ids
        return answer


def run(handler: Handler, use: Callable[[Worker, Metrics], Coroutine[Any, Any, None]], **settings: Any) -> Metrics:
    async def inside() -> Metrics:
        metrics = Metrics()
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler), base_url="http://store") as http:
            await use(Worker(Settings(**settings), Scenario(1), StoreClient(http, metrics), metrics), metrics)
        return metrics

    return asyncio.run(inside())


def ended(metrics: Metrics, how: str) -> float:
    return metrics.registry.get_sample_value("audit_generator_events_ended_total", {"how": how}) or 0


def value(metrics: Metrics, name: str) -> float:
    return metrics.registry.get_sample_value(name) or 0


async def until(true: Callable[[], bool]) -> None:
    for _ in range(3000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("never came true")


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "pause_before", lambda _tries, _asked: 0)
    monkeypatch.setattr(module, "_LINGER", 0.01)


@given(limit=st.integers(1, 10), steps=st.lists(st.sampled_from(["put", "take", "settle"]), max_size=60))
def test_an_outbox_holds_no_more_than_its_limit_and_loses_only_what_it_counts(limit: int, steps: list[str]) -> None:
    outbox, put, dropped, done = Outbox(limit), 0, 0, 0
    taken: list[Any] = []
    for step in steps:
        if step == "put":
            dropped += outbox.put(SOME[put % 50])
            put += 1
        elif step == "take" and not taken:
            taken = outbox.take(3)
        elif step == "settle":
            outbox.settle()
            done += len(taken)
            taken = []
        assert len(outbox) <= limit
        assert len(outbox) + dropped + done == put


def test_the_oldest_go_first() -> None:
    outbox = Outbox(3)
    assert [outbox.put(event) for event in SOME[:5]] == [0, 0, 0, 1, 1]
    assert outbox.take(10) == SOME[2:5]


def deliver(store: Store, batch: int = 8) -> Metrics:
    async def use(worker: Worker, _metrics: Metrics) -> None:
        await worker._deliver(SOME[:batch])

    return run(store, use)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError,
        httpx.ReadTimeout,
        httpx.RemoteProtocolError,
        *(httpx.Response(it) for it in (408, 425, 429, 500, 502, 503)),
    ],
    ids=str,
)
def test_a_batch_is_sent_again_as_it_was_until_it_is_taken(trouble: Any) -> None:
    store = Store(trouble, trouble, trouble)
    metrics = deliver(store)
    assert store.kept == [str(event.id) for event in SOME[:8]]
    assert store.batches == [store.kept] * 4
    assert (ended(metrics, "sent"), value(metrics, "audit_generator_retries_total")) == (8, 3)


def test_one_event_that_is_refused_takes_no_other_with_it() -> None:
    store = Store(refuses=str(SOME[5].id))
    metrics = deliver(store)
    assert sorted(store.kept) == sorted(str(event.id) for event in SOME[:8] if event is not SOME[5])
    assert (ended(metrics, "sent"), ended(metrics, "refused")) == (7, 1)


@pytest.mark.parametrize("status", [301, 400, 404, 409, 413, 415, 422])
def test_what_is_refused_is_not_sent_for_ever(status: int) -> None:
    store = Store(then=status)
    assert ended(deliver(store, 4), "refused") == 4
    assert len(store.batches) == 7


@pytest.mark.parametrize(
    ("header", "wait"), [("7", 7), ("7000", 60), ("-1", 0), ("soon", 0), ("²", 0), ("Wed, 21 Oct 2099 07:28:00 GMT", 0)]
)
def test_the_store_may_ask_for_time_but_not_for_much(header: str, wait: float) -> None:
    async def use() -> None:
        handler = httpx.MockTransport(lambda _: httpx.Response(503, headers=[(b"Retry-After", header.encode())]))
        async with httpx.AsyncClient(transport=handler, base_url="http://store") as http:
            answer = await StoreClient(http, Metrics()).send(SOME[:1])
        assert (answer.reply, answer.wait) == (Reply.TRY_AGAIN, wait)

    asyncio.run(use())


@given(tries=st.integers(0, 10**6), asked=st.floats(0, 60))
def test_pauses_grow_to_half_a_minute_and_honour_what_was_asked(tries: int, asked: float) -> None:
    pause = pause_before(tries, asked)
    longest = min(30, 0.25 * 2 ** min(tries, 16))
    assert asked + longest / 2 - 1e-9 <= pause <= asked + longest + 1e-9


def test_events_are_made_and_sent_in_batches() -> None:
    store = Store()

    async def use(worker: Worker, metrics: Metrics) -> None:
        worker.start()
        await until(lambda: len(store.kept) >= 40)
        assert worker.works() and await worker.ready()
        await worker.stop()
        assert not worker.works()

    metrics = run(store, use, events_per_second=1000, batch_size=10)
    assert max(len(batch) for batch in store.batches) == 10
    assert ended(metrics, "sent") == value(metrics, "audit_generator_events_made_total") == len(set(store.kept))


def test_a_store_that_is_away_costs_the_oldest_events_and_no_memory() -> None:
    store = Store(then=503)

    async def use(worker: Worker, metrics: Metrics) -> None:
        worker.start()
        await until(lambda: ended(metrics, "dropped") >= 20)
        assert value(metrics, "audit_generator_queued_events") == 30
        assert worker.works() and not await worker.ready()
        await worker.stop()

    metrics = run(store, use, events_per_second=1000, queue_limit=30, stop_seconds=0)
    assert ended(metrics, "lost") == 30
    assert value(metrics, "audit_generator_events_made_total") == ended(metrics, "dropped") + 30


def test_at_the_end_what_is_queued_is_sent_though_the_store_was_away() -> None:
    store = Store(*[httpx.Response(503)] * 3)

    async def use(worker: Worker, metrics: Metrics) -> None:
        worker.start()
        await until(lambda: value(metrics, "audit_generator_events_made_total") >= 25)
        await worker.stop()

    metrics = run(store, use, events_per_second=1000, batch_size=10)
    assert ended(metrics, "lost") == 0
    assert len(store.kept) == value(metrics, "audit_generator_events_made_total")


def test_at_a_rate_of_0_nothing_is_made_and_readiness_is_the_stores() -> None:
    store = Store()

    async def use(worker: Worker, _metrics: Metrics) -> None:
        worker.start()
        assert await worker.ready()
        store._then = 503
        assert not await worker.ready()
        await worker.stop()

    metrics = run(store, use, events_per_second=0)
    assert value(metrics, "audit_generator_events_made_total") == 0 and store.batches == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"store_url": "http://user:hidden@store"}, "store's base address alone"),
        ({"store_url": "http://store/?token=hidden"}, "store's base address alone"),
        ({"store_url": "ftp://store"}, "store_url"),
        ({"events_per_second": -1}, "events_per_second"),
        ({"events_per_second": float("nan")}, "events_per_second"),
        ({"batch_size": 0}, "batch_size"),
    ],
)
def test_wrong_settings_are_refused_with_what_to_do(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as error:
        Settings(**changes)
    assert words in str(error.value) and "hidden" not in str(error.value)
