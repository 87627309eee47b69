"""The forms in which a line of a card can be carried out or judged by code; performing and judging them lies elsewhere."""
