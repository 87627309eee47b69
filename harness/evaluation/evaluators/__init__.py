"""Who carries cards out: one module each, with ``inability(card)`` and ``perform(card, session, frame)``."""
