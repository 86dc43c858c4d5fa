"""Events that wait to be sent."""

from collections import deque

from audit_event_generator.scenario import Event


class Outbox:
    """A queue that never holds more than its limit, those that are being sent included: the oldest go first when it is full."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiting: deque[Event] = deque()
        self._sending: list[Event] = []

    def __len__(self) -> int:
        return len(self._waiting) + len(self._sending)

    def put(self, event: Event) -> int:
        """Adds an event, and says how many were dropped for it."""
        self._waiting.append(event)
        dropped = max(0, len(self) - self._limit)
        for _ in range(dropped):
            self._waiting.popleft()
        return dropped

    def take(self, most: int) -> list[Event]:
        """The oldest events, which stay counted until they are settled."""
        self._sending = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        return self._sending

    def settle(self) -> None:
        """What was taken is done with."""
        self._sending = []
