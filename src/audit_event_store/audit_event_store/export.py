"""Events as files for other tools."""

import csv
import io
import json
from collections.abc import Iterator

from audit_event_store.events import StoredEvent

COLUMNS = (
    "seq", "id", "received_at", "occurred_at", "source", "actor_type", "actor_id", "actor_ip",
    "action", "resource_type", "resource_id", "outcome", "details",
)  # fmt: skip


def json_lines(events: Iterator[StoredEvent]) -> Iterator[str]:
    """One JSON object a line."""
    for event in events:
        yield event.model_dump_json() + "\n"


def comma_separated(events: Iterator[StoredEvent]) -> Iterator[str]:
    """RFC 4180 with a line of names. `details` is a column of JSON."""
    yield _line(COLUMNS)
    for event in events:
        value = event.model_dump(mode="json")
        flat = {**value, **{f"{part}_{name}": inner for part in ("actor", "resource") for name, inner in value[part].items()}}
        flat["details"] = json.dumps(value["details"], sort_keys=True)
        yield _line([_harmless(flat[column]) for column in COLUMNS])


def _harmless(value: object) -> object:
    """Spreadsheets run text that begins like a formula; an apostrophe before it makes it text again."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _line(values: object) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)  # type: ignore[arg-type]
    return out.getvalue()
