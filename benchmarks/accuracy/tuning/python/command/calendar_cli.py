import click
import subprocess
import sys


@click.command()
@click.argument("message")
@click.option("--editor", default="vi")
def note(message, editor):
    """Writes a note and opens it."""
    path = click.get_app_dir("notes") + ".txt"
    with open(path, "a") as file:
        file.write(message + "\n")
    code = subprocess.call([editor, path])
    sys.exit(code)


if __name__ == "__main__":
    note()
