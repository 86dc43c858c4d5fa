"""What the service counts, in a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "audit_store_events",
            "Events that were received, by what became of them: stored, duplicate or refused",
            ["result"],
            registry=self.registry,
        )
        self.expired = Counter("audit_store_events_expired", "Events that were deleted after their time", registry=self.registry)
        self.requests = Histogram(
            "audit_store_request_seconds", "Requests by their end", ["method", "route", "status"], registry=self.registry
        )
        self.ingesting = Gauge("audit_store_ingest_requests", "Requests with a body that are worked on", registry=self.registry)
        for result in ("stored", "duplicate", "refused"):
            self.events.labels(result)
