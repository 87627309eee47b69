from harness.cli import main
