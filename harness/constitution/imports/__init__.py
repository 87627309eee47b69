"""What source files import, by their own syntax; checks use it. Nothing is imported, and no file but the one given is read."""
