"""Makes events as a small company's software would write them."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel


class Outcome(StrEnum):
    """How it ended."""

    SUCCESS = "success"
    FAILURE = "failure"
    DENIED = "denied"


class Actor(BaseModel):
    """Who did it."""

    type: str
    id: str
    ip: str | None = None


class Resource(BaseModel):
    """What it was done to."""

    type: str
    id: str


class Event(BaseModel):
    """What is sent of one event."""

    id: uuid.UUID
    occurred_at: datetime
    source: str
    actor: Actor
    action: str
    resource: Resource
    outcome: Outcome
    details: dict[str, str | int | bool]


class _Step(NamedTuple):
    """One kind of thing that people do, and how often it comes to nothing."""

    source: str
    action: str
    resource: str
    failure: float
    denied: float


# What a role does between its login and its logout. What stands twice is done twice as often.
_READ_INVOICE = _Step("billing", "invoice.read", "invoice", 0.005, 0.01)
_READ_CONTRACT = _Step("contracts", "contract.read", "contract", 0.005, 0.03)
_WORK = {
    "accountant": (
        _READ_INVOICE, _READ_INVOICE, _READ_INVOICE,
        _Step("billing", "invoice.create", "invoice", 0.02, 0),
        _Step("billing", "invoice.approve", "invoice", 0.01, 0.05),
        _Step("reports", "report.export", "report", 0.03, 0.02),
    ),
    "lawyer": (
        _READ_CONTRACT, _READ_CONTRACT,
        _Step("contracts", "contract.update", "contract", 0.02, 0.02),
        _Step("contracts", "contract.sign", "contract", 0.01, 0.03),
    ),
    "administrator": (
        _Step("identity", "user.create", "user", 0.01, 0),
        _Step("identity", "user.lock", "user", 0.01, 0.01),
        _Step("identity", "role.grant", "user", 0.01, 0.08),
        _READ_INVOICE,
    ),
}  # fmt: skip
_BACKUP = _Step("storage", "backup.create", "volume", 0.02, 0)
_IDS = {"invoice": 5000, "contract": 800, "report": 60, "user": 40, "volume": 6}
_AGENTS = ("Firefox/143", "Chrome/141", "Safari/19", "auditflow-cli/1.4")


@dataclass
class _Session:
    """A person at work: logged in, with a number of steps left until the logout."""

    actor: Actor
    role: str
    id: str
    agent: str
    left: int


class Scenario:
    """An endless story of people who log in, work and log out, and of nightly jobs between them.

    The ids and the story follow from the seed, the times from the clock of who asks.
    """

    def __init__(self, seed: int | None = None, people: int = 40, at_once: int = 8) -> None:
        # Made-up events need no secret chance, but a chance that can be repeated.
        self._random = random.Random(seed)  # noqa: S311 # nosec B311
        roles = ("accountant", "accountant", "lawyer", "administrator")
        self._people = [(f"user-{number:04}", roles[number % len(roles)]) for number in range(people)]
        self._at_once = at_once
        self._sessions: list[_Session] = []

    def events(self) -> Iterator[Event]:
        """Events without an end, each at the time at which it is taken."""
        while True:
            if self._random.random() < 0.02:
                yield self._step(
                    _BACKUP, Actor(type="system", id="nightly-backup"), {"bytes": self._random.randrange(10**6, 10**10)}
                )
            elif len(self._sessions) < self._at_once and self._random.random() < 0.3:
                yield self._login()
            elif self._sessions:
                yield self._work(self._random.choice(self._sessions))

    def _login(self) -> Event:
        name, role = self._random.choice(self._people)
        # 198.51.100.0/24 is kept for documentation: nobody's address.
        actor = Actor(type="user", id=name, ip=f"198.51.100.{self._random.randrange(1, 255)}")
        session = _Session(
            actor, role, f"s-{self._random.getrandbits(48):012x}", self._random.choice(_AGENTS), self._random.randrange(3, 30)
        )
        event = self._step(_Step("identity", "session.login", "session", 0.08, 0.01), actor, self._about(session), session.id)
        if event.outcome is Outcome.SUCCESS:
            self._sessions.append(session)
        return event

    def _work(self, session: _Session) -> Event:
        session.left -= 1
        if session.left > 0:
            return self._step(self._random.choice(_WORK[session.role]), session.actor, self._about(session))
        self._sessions.remove(session)
        return self._step(_Step("identity", "session.logout", "session", 0, 0), session.actor, self._about(session), session.id)

    def _about(self, session: _Session) -> dict[str, str | int | bool]:
        return {"session": session.id, "role": session.role, "agent": session.agent}

    def _step(self, step: _Step, actor: Actor, details: dict[str, str | int | bool], id_: str | None = None) -> Event:
        chance = self._random.random()
        outcome = (
            Outcome.DENIED
            if chance < step.denied
            else Outcome.FAILURE
            if chance < step.denied + step.failure
            else Outcome.SUCCESS
        )
        return Event(
            id=uuid.UUID(int=self._random.getrandbits(128), version=4),
            occurred_at=datetime.now(UTC),
            source=step.source,
            actor=actor,
            action=step.action,
            resource=Resource(type=step.resource, id=id_ or f"{step.resource}-{self._random.randrange(_IDS[step.resource])}"),
            outcome=outcome,
            details=details,
        )
