import os
import pickle
from pathlib import Path

CACHE = Path.home() / ".cache" / "words.pickle"


def build() -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in Path("words.txt").read_text().splitlines():
        counts[line] = counts.get(line, 0) + 1
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    with open(CACHE, "wb") as file:
        pickle.dump(counts, file)
    os.chmod(CACHE, 0o600)
    return counts


def words() -> dict[str, int]:
    if not CACHE.exists():
        return build()
    with open(CACHE, "rb") as file:
        return pickle.load(file)
