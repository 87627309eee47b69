"""What each command does: one module for each subject, loaded when one of its commands is used."""
