"""The teacher's side: build the notebooks, run the course in JupyterLab, grade with nbgrader.

Nothing is imported here: ``nncore --help`` and ``import nncore.classroom`` stay quick, and the
notebook machinery (nbformat, nbclient, nbgrader) loads in the command that needs it.
"""
