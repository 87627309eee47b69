"""Data files of several formats as values with places, and paths and conditions to ask of them; checks use it."""
