"""nbgrader's settings where `nncore lab` runs: what the Validate button needs."""

c = get_config()  # noqa: F821  (put there by traitlets, which loads this file)
# A cell of a lesson takes at most some 10 s; a slow machine may take longer.
c.Execute.timeout = 120
c.Execute.iopub_timeout = 10
