import argparse
import csv
import sys
from pathlib import Path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--column", default="name")
    options = parser.parse_args()
    for row in rows(options.file):
        print(row.get(options.column, ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
