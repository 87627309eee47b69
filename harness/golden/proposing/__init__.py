"""Proposes golden cases for a product that has none; each package reads one source, and recording lies elsewhere."""
