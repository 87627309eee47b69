"""The tools that we know: how each is called so that nothing in the tree can silence it, and what its output says.

A module, named as the program is, offers:

- ``INSTALL``: how to get it.
- ``SUFFIXES``: what the names of the files end with that it looks at; empty for any file.
- ``DONE``: the exit statuses with which it did its work; with any other it failed.
- ``STATUS_TELLS``: whether a status of 0 says that every file was looked at.
- ``PARSES_ALL``: whether it parses every file that it looks at, even where no rule can match.
- ``WANTS``: what has to be among the arguments, one of several words, and what to write; None where nothing has.
- ``order(arguments, rules, paths) -> Order``: its command line, and what it is given as input.
- ``read(documents) -> Reading | None``: what its JSON says; None where it is not of its form.
- ``seen(tree) -> SourceTree``: the tree as it is shown to the tool.
"""
