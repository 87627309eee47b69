"""The data that everything speaks of: frozen models, enums and their meanings; imports nothing of ours."""
