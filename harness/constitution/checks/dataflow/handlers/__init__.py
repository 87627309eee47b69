"""What answers requests in a project, and what is missing in it: who asks, and whose the object is that is handed out."""
