"""What is made looks like people at work, and the store would take it."""

from collections import Counter
from itertools import islice

import pytest

from audit_event_generator.scenario import Event, Outcome, Scenario
from audit_event_store.events import Event as AcceptedEvent


def events(count: int, seed: int = 1) -> list[Event]:
    return list(islice(Scenario(seed).events(), count))


def test_a_seed_tells_the_same_story() -> None:
    def story(seed: int) -> list[dict[str, object]]:
        return [event.model_dump(exclude={"occurred_at"}) for event in events(500, seed)]

    assert story(1) == story(1)
    assert story(1) != story(2)


def test_without_a_seed_no_id_comes_twice() -> None:
    ids = [event.id for scenario in (Scenario(), Scenario()) for event in islice(scenario.events(), 2000)]
    assert len(set(ids)) == 4000


@pytest.mark.parametrize("seed", range(5))
def test_the_store_would_take_every_event(seed: int) -> None:
    for event in events(2000, seed):
        AcceptedEvent.model_validate(event.model_dump(mode="json"))


def test_who_works_has_logged_in_and_not_yet_out() -> None:
    inside: dict[str, str] = {}
    for event in events(5000):
        if event.actor.type != "user":
            continue
        session = str(event.details["session"])
        if event.action == "session.login":
            assert session not in inside
            if event.outcome is Outcome.SUCCESS:
                inside[session] = event.actor.id
        elif event.action == "session.logout":
            assert inside.pop(session) == event.actor.id
        else:
            assert inside[session] == event.actor.id


def test_most_succeeds_and_some_does_not() -> None:
    made = events(5000)
    outcomes = Counter(event.outcome for event in made)
    assert outcomes[Outcome.SUCCESS] > 0.85 * len(made)
    assert outcomes[Outcome.FAILURE] > 0 and outcomes[Outcome.DENIED] > 0
    assert len({event.action for event in made}) >= 12
    assert len({event.source for event in made}) >= 5
