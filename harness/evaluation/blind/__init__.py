"""Has a model carry a card out as a stranger would, and computes the verdict from what was recorded, never from its word."""
