"""What a student sees in place of a solution."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions


class ClearNamedSolutions(ClearSolutions):
    """nbgrader's ``ClearSolutions`` with the exercise's name in the stub.

    ``raise NotImplementedError("write dense_backward here")`` says which cell is meant when it is
    met far away from that cell; nbgrader's own stub is one text for all cells.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the solution of one cell by the stub that names it.

        Parameters
        ----------
        cell : NotebookNode
            A cell of the notebook, changed in place.
        resources : ResourcesDict
            nbconvert's resources.
        cell_index : int
            Position of the cell.

        Returns
        -------
        tuple of NotebookNode and ResourcesDict
            What nbgrader's preprocessor returns.
        """
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "your answer")
        self.code_stub = {"python": f'raise NotImplementedError("write {name} here")'}
        return super().preprocess_cell(cell, resources, cell_index)


def release_preprocessors() -> list[type]:
    """List nbgrader's steps from a source to a release, with stubs that name their exercise.

    Returns
    -------
    list of type
        For ``c.GenerateAssignment.preprocessors``.
    """
    stock = GenerateAssignment().preprocessors
    return [ClearNamedSolutions if step is ClearSolutions else step for step in stock]
