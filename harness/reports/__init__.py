"""How a run is shown: one module a format, each with ``render(run, view) -> str``; printing it lies elsewhere."""
