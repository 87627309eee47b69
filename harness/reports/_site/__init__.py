"""The pages of a site over a project and its runs; gathering what they show, and writing them, lies in ``app``."""
