"""The web service: a JSON API for programs and pages for people, over the same data file as the command line."""
