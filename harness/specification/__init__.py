"""What can be said of specifications without running anything: what is wrong in them, and what can be derived of them."""
