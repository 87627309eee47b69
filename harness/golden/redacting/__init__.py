"""What changes from run to run: one module each, with ``MASKS``, ``NUMBERED``, ``MASKED`` and ``KEPT`` samples.

``MASKS`` are regular expressions by the name of what stands for their matches; of each the group ``value`` (or all of it) is
masked. Each keeps to one shape, so that a value which loses the shape is a difference; ``shape(value)`` is added to the name.
``NUMBERED`` ones stay equal where they were equal. ``NUMBERS`` also masks JSON numbers. ``OPEN``: long words may
have the shape.
"""
