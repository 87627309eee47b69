"""The kinds of check: one module each, and the name of the module is the key that users write below ``forbid`` or ``require``.

A module offers (see ``harness.constitution.kinds``):

- ``SCOPE``: ``Scope.FILE`` where what a file shows depends on that file alone, ``Scope.PROJECT`` where it depends on the other
  files that such a check looks at, else ``Scope.TREE``.
- ``GOOD`` and ``BAD``: whole principles in our Markdown, each with its samples. The checks of ``GOOD`` work on their samples;
  each of ``BAD`` cannot be read, or is broken. One generated test runs them all.
- ``read(spec) -> Options``: the options of a check as a frozen model. Raises DocumentError with every mistake.
- ``quantifier(spec.use, options) -> Quantifier``.
- ``looks_at(options, path) -> bool``: whether a file of that path (that the principle applies to) is the check's business;
  with ``BY_SUFFIX = True`` that depends on the ending of its name alone.
- FILE: ``scan(jobs, files, tools) -> Iterator[Match | Doubtful]`` for a batch of files that at least one job looks at; with
  ``BY_FILE = True``, that every job looks at: for kinds to which batches mean nothing.
- PROJECT: ``explore(jobs, files, tools, told) -> Iterator[Match | Doubtful | Unchanged]`` for all files of the tree that at
  least one job looks at, whether its principle applies to them or not; ``told(done, all)`` says how far it is. And
  ``explore_apart(projects, tools) -> Iterator[list[Match | Doubtful]]`` for samples: files with their jobs, each a project.
  ``unreported(jobs, files, path, line, tools) -> Iterator[Unreported]`` says why nothing was reported in a line.
- ``is_alone(options) -> bool``, where that is not what ``SCOPE`` says: whether a file that violates the check does so whatever
  else is in the tree, so that it can be told right after an edit.
- TREE: ``survey(job, tree, paths, tools) -> Iterator[Match | Doubtful]`` over the paths that the job looks at.
"""
