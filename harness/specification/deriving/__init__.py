"""Skeletons of evidence for a requirement, one module for each kind; writing them to disk lies in ``app``."""
