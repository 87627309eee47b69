"""What tools print (SARIF, JSON, lines with a place) as results in a tree; running a tool lies elsewhere."""
