"""The forms in which a line of a card is carried out or judged by code; performing and judging lie elsewhere."""
