"""The bank for customers and their programs: pages and a JSON API over HTTP."""
