"""The rules of lint, one module each, found by their names; each carries its reason and its samples."""
