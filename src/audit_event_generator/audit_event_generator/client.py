"""The store, as the generator sees it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import httpx
from pydantic import TypeAdapter

from audit_event_generator.metrics import Metrics
from audit_event_generator.scenario import Event

# How events are written, for others that send them.
EVENTS = TypeAdapter(Sequence[Event])
_MOST_PATIENCE = 60.0


class Reply(Enum):
    """What to do after an answer."""

    TAKEN = "taken"
    REFUSED = "refused"
    TRY_AGAIN = "try again"


@dataclass(frozen=True)
class Answer:
    """The store's answer to a batch; `wait` are the seconds it asks for before the next try."""

    reply: Reply
    reason: str
    wait: float = 0


class StoreClient:
    """Sends batches. Knows what each answer means; trying again is for the caller."""

    def __init__(self, http: httpx.AsyncClient, metrics: Metrics) -> None:
        self._http, self._metrics = http, metrics

    async def send(self, batch: Sequence[Event]) -> Answer:
        """Sends a batch once."""
        begin, status = time.perf_counter(), "none"
        try:
            response = await self._http.post("v1/events", json={"events": EVENTS.dump_python(batch, mode="json")})
            status = str(response.status_code)
        except httpx.HTTPError as error:
            return Answer(Reply.TRY_AGAIN, f"{type(error).__name__}: {error}")
        finally:
            self._metrics.requests.labels(status).observe(time.perf_counter() - begin)
        if response.status_code == 200:
            return Answer(Reply.TAKEN, "taken")
        if response.status_code in (408, 425, 429) or response.status_code >= 500:
            return Answer(Reply.TRY_AGAIN, f"status {status}", _seconds(response.headers.get("Retry-After", "")))
        # What follows a redirect is unknown, and a batch that is wrong now is wrong later.
        return Answer(Reply.REFUSED, f"status {status}")

    async def ready(self) -> bool:
        """Whether the store says that it can take events."""
        try:
            return (await self._http.get("readyz", timeout=2)).status_code == 200
        except httpx.HTTPError:
            return False


def _seconds(retry_after: str) -> float:
    """Only the form in seconds: clocks differ. Nobody can make us wait for more than a minute."""
    return min(float(retry_after), _MOST_PATIENCE) if retry_after.isascii() and retry_after.isdigit() else 0
