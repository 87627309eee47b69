"""The one door to the ``anthropic`` SDK, which is heavy: only modules that are imported late here import it.

What is said to a model, and what follows from its answers, lies in ``evaluation``.
"""

from harness.adapters.model.opening import OpenModel, open_model

__all__ = ["OpenModel", "open_model"]
