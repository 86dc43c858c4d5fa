"""What the generator counts, in a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.made = Counter("audit_generator_events_made", "Events that were made", registry=self.registry)
        self.ended = Counter(
            "audit_generator_events_ended",
            "Events that left the queue: sent, dropped (the queue was full), refused (by the store) or lost (at the end)",
            ["how"],
            registry=self.registry,
        )
        self.retries = Counter("audit_generator_retries", "Requests that were sent again", registry=self.registry)
        self.queued = Gauge("audit_generator_queued_events", "Events that wait or are being sent", registry=self.registry)
        self.requests = Histogram("audit_generator_request_seconds", "Requests to the store", ["status"], registry=self.registry)
        for how in ("sent", "dropped", "refused", "lost"):
            self.ended.labels(how)
