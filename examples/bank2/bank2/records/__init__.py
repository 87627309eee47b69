"""What is kept: events in a journal, and the books that they add up to."""
