"""Senders and readers of the store, for a bounded time: see docs/services.md, "Load".

locust --headless -f src/load/locustfile.py --host http://localhost:8080 --users 20 --spawn-rate 20 --run-time 30s
"""

import itertools
import random

from locust import FastHttpUser, between, task

from audit_event_generator.client import EVENTS
from audit_event_generator.scenario import Scenario


class Sender(FastHttpUser):
    """A generator without its patience."""

    weight = 4
    wait_time = between(0.01, 0.05)

    def on_start(self) -> None:
        self.story = Scenario().events()

    @task(9)
    def send(self) -> None:
        batch = list(itertools.islice(self.story, 20))
        with self.client.post(
            "/v1/events", json={"events": EVENTS.dump_python(batch, mode="json")}, name="a batch of 20", catch_response=True
        ) as answer:
            if answer.status_code == 200 and answer.json() != {"stored": 20, "duplicates": 0}:
                answer.failure(f"not stored: {answer.text}")


class Reader(FastHttpUser):
    """Someone who looks for what a person did."""

    weight = 1
    wait_time = between(0.05, 0.2)

    @task(5)
    def search(self) -> None:
        self.client.get(f"/v1/events?actor_id=user-{random.randrange(40):04}&limit=100", name="a page of a person")

    @task(1)
    def export(self) -> None:
        self.client.get("/v1/export?outcome=denied&format=csv", name="an export of what was denied")
