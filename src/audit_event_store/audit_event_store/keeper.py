"""What goes on beside requests: the tables are made once the database answers, and old events are deleted."""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from audit_event_store.metrics import Metrics
from audit_event_store.problems import reason
from audit_event_store.store import EventStore

_log = structlog.stdlib.get_logger(__name__)


class Keeper:
    """Prepares the store and keeps it to its retention. One task of the event loop."""

    def __init__(self, store: EventStore, metrics: Metrics, retention_days: int, every: timedelta = timedelta(hours=1)) -> None:
        self._store, self._metrics = store, metrics
        self._retention, self._every = timedelta(days=retention_days), every
        self.prepared = False

    async def run(self) -> None:
        """Runs until it is cancelled."""
        await self._prepare()
        while self._retention:
            try:
                if deleted := await self.expire():
                    _log.info("events were deleted after their time", count=deleted, days=self._retention.days)
            except (SQLAlchemyError, OSError) as error:
                _log.error("old events could not be deleted; they are tried again", reason=reason(error))
            await asyncio.sleep(self._every.total_seconds())

    async def expire(self) -> int:
        """Deletes what is too old in small transactions, so that events can be stored in between."""
        before, total = datetime.now(UTC) - self._retention, 0
        while deleted := await asyncio.to_thread(self._store.delete_received_before, before):
            total += deleted
            self._metrics.expired.inc(deleted)
        return total

    async def _prepare(self) -> None:
        pause = 0.5
        while not self.prepared:
            try:
                await asyncio.to_thread(self._store.prepare)
                self.prepared = True
                _log.info("the database is ready")
            except (SQLAlchemyError, OSError) as error:
                _log.warning("the database is not ready", reason=reason(error), again_in_seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)
