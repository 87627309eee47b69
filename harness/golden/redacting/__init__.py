"""What changes from run to run: one module each, with ``MASK``, ``PATTERN``, ``NUMBERED``, ``MASKED`` and ``KEPT`` samples.

``PATTERN`` is a regular expression whose group ``value`` (or all of it) is masked; each keeps to one shape, so that a value
which loses the shape is a difference. ``NUMBERED`` ones stay equal where they were equal. ``NUMBERS`` also masks JSON numbers.
"""
