"""Copies the database of a running K3s, and the keys and the token without which it cannot be read.

Usage: save_sqlite.py DATA_DIR NAME KEEP. SQLite's own backup sees a consistent state while K3s goes on writing.
"""

import os
import pathlib
import shutil
import sqlite3
import sys


def main(data, name, keep):
    server = pathlib.Path(data, "server")
    snapshots = server / "db/snapshots"
    snapshots.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = snapshots / f".{name}"
    unfinished.mkdir(mode=0o700)
    source = sqlite3.connect(f"file:{server / 'db/state.db'}?mode=ro", uri=True)
    target = sqlite3.connect(unfinished / "state.db")
    with source, target:
        source.backup(target)
    (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
    source.close()
    target.close()
    if verdict != "ok":
        sys.exit(f"the copy of {server / 'db/state.db'} is damaged: {verdict}")
    for file in ("cred/encryption-config.json", "token"):
        if (server / file).exists():
            shutil.copy2(server / file, unfinished / pathlib.Path(file).name)
    os.rename(unfinished, snapshots / name)
    kept = sorted((entry for entry in snapshots.iterdir() if entry.name.startswith("before-")), key=lambda e: e.stat().st_mtime)
    for old in kept[: -int(keep)]:
        shutil.rmtree(old)


if __name__ == "__main__":
    os.umask(0o077)
    main(*sys.argv[1:])
