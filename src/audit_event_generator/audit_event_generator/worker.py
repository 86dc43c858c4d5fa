"""Makes events and sends them."""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress

import structlog

from audit_event_generator.client import Reply, StoreClient
from audit_event_generator.metrics import Metrics
from audit_event_generator.outbox import Outbox
from audit_event_generator.scenario import Event, Scenario
from audit_event_generator.settings import Settings

_log = structlog.stdlib.get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0
# Events wait this long for a batch to fill.
_LINGER = 1.0


class Worker:
    """Two tasks around a queue. Events are sent at least once; the store tells repetitions by their id."""

    def __init__(self, settings: Settings, scenario: Scenario, client: StoreClient, metrics: Metrics) -> None:
        self._settings, self._client, self._metrics = settings, client, metrics
        self._events = scenario.events()
        self._outbox = Outbox(settings.queue_limit)
        self._full_batch = asyncio.Event()
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        # Unknown until the first answer.
        self._reached: bool | None = None

    def start(self) -> None:
        """Begins to make and send events."""
        self._tasks = [asyncio.create_task(self._make(), name="make"), asyncio.create_task(self._send(), name="send")]

    def works(self) -> bool:
        """Whether both tasks run, as they do until stop()."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def ready(self) -> bool:
        """Whether events can be made and sent: the last answer says so, or the store where there was none yet."""
        if not self.works():
            return False
        return await self._client.ready() if self._reached is None else self._reached

    async def stop(self) -> None:
        """Makes no more events, and sends what is queued as long as stop_seconds allow."""
        maker, sender = self._tasks
        maker.cancel()
        self._stopping.set()
        self._full_batch.set()
        await asyncio.wait([sender], timeout=self._settings.stop_seconds)
        sender.cancel()
        await asyncio.wait(self._tasks)
        if lost := len(self._outbox):
            self._metrics.ended.labels("lost").inc(lost)
            _log.warning("events could not be sent before the end", count=lost)

    async def _make(self) -> None:
        if not self._settings.events_per_second:
            await asyncio.Event().wait()
        pause, due = 1 / self._settings.events_per_second, time.monotonic()
        while True:
            # After a pause of the whole process, such as a slow disk, at most a second is caught up with.
            due = max(due + pause, time.monotonic() - 1)
            await asyncio.sleep(max(0, due - time.monotonic()))
            self._put(next(self._events))

    def _put(self, event: Event) -> None:
        self._metrics.made.inc()
        if dropped := self._outbox.put(event):
            self._metrics.ended.labels("dropped").inc(dropped)
        self._metrics.queued.set(len(self._outbox))
        if len(self._outbox) >= self._settings.batch_size:
            self._full_batch.set()

    async def _send(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full_batch.wait(), _LINGER)
            self._full_batch.clear()
            while batch := self._outbox.take(self._settings.batch_size):
                await self._deliver(batch)
                self._outbox.settle()
                self._metrics.queued.set(len(self._outbox))
                if len(self._outbox) < self._settings.batch_size and not self._stopping.is_set():
                    break
            if self._stopping.is_set():
                return

    async def _deliver(self, batch: Sequence[Event]) -> None:
        """Sends until the batch is taken or refused. A refused one is halved, so that one bad event takes no other with it."""
        tries = 0
        while True:
            answer = await self._client.send(batch)
            match answer.reply:
                case Reply.TAKEN:
                    self._metrics.ended.labels("sent").inc(len(batch))
                    self._store_is(reached=True, reason=answer.reason)
                    return
                case Reply.REFUSED if len(batch) > 1:
                    self._store_is(reached=True, reason=answer.reason)
                    half = len(batch) // 2
                    await self._deliver(batch[:half])
                    await self._deliver(batch[half:])
                    return
                case Reply.REFUSED:
                    self._store_is(reached=True, reason=answer.reason)
                    self._metrics.ended.labels("refused").inc()
                    _log.error(
                        "the store refuses an event", event_id=str(batch[0].id), action=batch[0].action, reason=answer.reason
                    )
                    return
                case Reply.TRY_AGAIN:
                    self._store_is(reached=False, reason=answer.reason)
                    self._metrics.retries.inc()
                    await self._pause(pause_before(tries, answer.wait))
                    tries += 1

    async def _pause(self, seconds: float) -> None:
        """Sleeps, and wakes at the stop: what little time is left then is for trying."""
        if self._stopping.is_set():
            await asyncio.sleep(min(seconds, 1))
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    def _store_is(self, *, reached: bool, reason: str) -> None:
        if reached != self._reached:
            if reached:
                _log.info("the store takes events")
            else:
                _log.warning("the store takes no events; they are kept and sent again", reason=reason, queued=len(self._outbox))
        self._reached = reached


def pause_before(tries: int, asked: float) -> float:
    """Seconds before the next try: twice as long each time, by chance up to that, so that many senders do not return at once."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(tries, 16))
    return asked + random.uniform(longest / 2, longest)  # noqa: S311 # nosec B311 - no secret
