"""A reader of the published file in a process of its own: asks again and again until a file says stop.

    python tests/reader.py PUBLISHED STOP SECONDS QUERY...

Each look opens the file, read-only, and asks all queries. They must give one and the same answer, as they do when the
file is of one publication. Prints the number of looks and the answers in the order first seen, as JSON.

Belongs here: reading. Does not belong: what is published meanwhile.
"""

import json
import sys
import time
from pathlib import Path

import duckdb


def main() -> None:
    """AssertionError when two queries of one look disagree."""
    published, stop, seconds, *queries = sys.argv[1:]
    looks, seen, stopped = 0, [], False
    while not stopped:
        stopped = Path(stop).exists()
        answers = look(published, queries)
        assert len(set(answers)) == 1, f"answers of several publications in one look: {answers}"
        if answers[0] not in seen:
            seen.append(answers[0])
        looks += 1
        time.sleep(float(seconds))
    print(json.dumps({"looks": looks, "seen": seen}))


def look(published: str, queries: list[str]) -> list[str]:
    """The answers, one value each, from one opening of the file."""
    with duckdb.connect(published, read_only=True) as con:
        con.execute("set threads = 1")
        return [str(con.execute(query).fetchone()[0]) for query in queries]


if __name__ == "__main__":
    main()
