"""Holds the licences of what the program is made of against those that are allowed.

licences.py check SBOM    ends with 1 if one is not allowed, or if docs/licences.md does not list them as they are
licences.py write SBOM    writes docs/licences.md

SBOM is the CycloneDX file that `./mvnw -Psbom package` leaves. Of several licences one is enough: they are the user's choice.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

PAGE = Path("docs/licences.md")
# By their SPDX identifiers: what may be shipped in a program under Apache-2.0 without more than a notice.
ALLOWED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0", "ISC", "MIT", "MIT-0", "CC0-1.0", "0BSD", "Unicode-3.0"}
# Names that projects write instead of an identifier.
NAMES = {
    "apache license, version 2.0": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache-2.0": "Apache-2.0",
    "the apache software license, version 2.0": "Apache-2.0", "apache license 2.0": "Apache-2.0",
    "the apache license, version 2.0": "Apache-2.0", "apache software license - version 2.0": "Apache-2.0",
    "bouncy castle licence": "MIT", "go license": "BSD-3-Clause", "bsd-3-clause": "BSD-3-Clause",
    "the bsd license": "BSD-3-Clause", "mit license": "MIT", "the mit license": "MIT", "eclipse public license v2.0": "EPL-2.0",
}  # fmt: skip


def licences(component: dict[str, Any]) -> list[str]:
    """The identifiers of a component's licences; a name that nobody knows stays as it is."""
    found = set()
    for entry in component.get("licenses", []):
        if "expression" in entry:
            found |= {it for it in re.split(r"[\s()]+", entry["expression"]) if it not in ("", "OR")}
        else:
            licence = entry["license"]
            found.add(licence.get("id") or NAMES.get(licence.get("name", "").lower(), licence.get("name", "without a name")))
    return sorted(found)


def page(components: list[dict[str, Any]]) -> str:
    """The page, without versions: it changes when something comes or goes."""
    rows = sorted({f"| {it['group']}:{it['name']} | {', '.join(licences(it)) or 'unknown'} |" for it in components})
    return "\n".join(
        [
            "<!-- Written by .github/scripts/licences.py. -->",
            "",
            "# What the program is made of",
            "",
            "Libraries in the program, and their licences. Their versions and digests stand in the SBOM of each release.",
            "",
            "| library | licence |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def main(arguments: list[str]) -> int:
    """Runs a command."""
    if len(arguments) != 2 or arguments[0] not in ("check", "write"):
        print(__doc__, file=sys.stderr)
        return 2
    bom = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    components = [it for it in bom["components"] if it.get("group") != bom["metadata"]["component"]["group"]]
    text = page(components)
    if arguments[0] == "write":
        PAGE.write_text(text, encoding="utf-8")
        return 0
    refused = [it for it in components if not ALLOWED & set(licences(it))]
    for it in refused:
        said = ", ".join(licences(it)) or "no licence"
        print(
            f"::error::{it['group']}:{it['name']} {it['version']} comes with {said}, which is not allowed; use another library,"
        )
        print("  or allow it in .github/scripts/licences.py and say why")
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
    if stale:
        print(
            f"::error file={PAGE}::is not what the program is made of; python3 .github/scripts/licences.py write {arguments[1]}"
        )
    return int(bool(refused) or stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
