"""Text to a small tree of headings, items and blocks with their lines; what a document means lies in the readers."""
