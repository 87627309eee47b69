"""What the bank allows: each module reads the books, refuses, or records events in the vault."""
