"""Holds the files of two builds of the program against each other: compare_builds.py FIRST SECOND

Every file is the same byte by byte. Quarkus numbers some keys of what it generates in the order in which its steps happen
to end; in that one archive these numbers may differ, and nothing else. The launcher brings one library to a newer class file
format after a build; that one is not ours and is left out.
"""

import re
import sys
import zipfile
from pathlib import Path

GENERATED = "quarkus-app/quarkus/generated-bytecode.jar"
# The length of a text in a class file stands in the two bytes before it.
_NUMBERED = re.compile(rb"..proxykey\d+", re.DOTALL)


def files(target: Path) -> dict[str, Path]:
    """What a build leaves to be shipped, by its path."""
    found = {str(it.relative_to(target)): it for it in (target / "quarkus-app").rglob("*") if it.is_file()}
    found["auditflow-sbom.json"] = target / "auditflow-sbom.json"
    return {name: it for name, it in found.items() if not it.name.startswith("info.picocli.picocli-")}


def entries(file: Path) -> list[tuple[str, tuple[int, ...], int, bytes]]:
    """The names, times, modes and contents of an archive, in their order, without the numbers of keys."""
    with zipfile.ZipFile(file) as archive:
        return [
            (it.filename, it.date_time, it.external_attr, _NUMBERED.sub(b"proxykey", archive.read(it)))
            for it in archive.infolist()
        ]


def same(name: str, one: Path, other: Path) -> bool:
    """Whether two files are the same."""
    return one.read_bytes() == other.read_bytes() or (name == GENERATED and entries(one) == entries(other))


def main(arguments: list[str]) -> int:
    """Compares."""
    first, second = (files(Path(it)) for it in arguments)
    differing = sorted(
        name for name in first.keys() | second.keys()
        if name not in first or name not in second or not same(name, first[name], second[name])
    )  # fmt: skip
    if differing:
        print("::error::two builds of the same sources differ: " + ", ".join(differing))
        return 1
    print(f"reproducible: {len(first)} files are the same twice")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
