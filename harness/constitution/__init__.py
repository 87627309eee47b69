"""Whether a tree keeps its constitution: each principle against the code, to file and line; documents are read elsewhere."""
