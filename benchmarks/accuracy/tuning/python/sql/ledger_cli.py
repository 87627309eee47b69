import argparse
import sqlite3
import sys


def parse(arguments):
    parser = argparse.ArgumentParser(description="Prints the balance of an account.")
    parser.add_argument("account")
    parser.add_argument("--database", default="ledger.db")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    connection = sqlite3.connect(options.database)
    row = connection.execute("SELECT balance FROM accounts WHERE name = ?", (options.account,)).fetchone()
    if row is None:
        print("no such account", file=sys.stderr)
        return 1
    print(row[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
