"""How much no plan can exceed, and what officers and machines are worth: a linear program (HiGHS, by scipy).

Jobs may be done in parts, by several officers and in several spans of time; so no plan of whole jobs is worth more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.common.chance import Floats, Ints
from simulator.scoring.task import Bound, Task


class _Rows:
    """Entries of a sparse matrix, block by block."""

    def __init__(self) -> None:
        self.row, self.column, self.entry = list[Ints](), list[Ints](), list[Floats]()

    def add(self, row: npt.ArrayLike, column: Ints, entry: npt.ArrayLike) -> None:
        """Entries at rows and columns; a single row or entry stands for all."""
        self.row.append(np.broadcast_to(np.asarray(row, dtype=np.int64), column.shape))
        self.column.append(column)
        self.entry.append(np.broadcast_to(np.asarray(entry, dtype=np.float64), column.shape))

    def matrix(self, height: int, width: int) -> object:
        """The matrix, shape (height, width)."""
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

        parts = [np.concatenate(part) if part else np.empty(0) for part in (self.entry, self.row, self.column)]
        return csr_matrix((parts[0], (parts[1].astype(np.int64), parts[2].astype(np.int64))), shape=(height, width))


def upper(task: Task) -> Bound:
    """The linear program: jobs may be done in parts, by several officers and in several spans."""
    from scipy.optimize import linprog  # type: ignore[import-untyped]

    jobs, choices = np.nonzero(task.value > 0)
    resources, spans = task.offer.shape
    if not len(jobs):
        return Bound(0.0, np.zeros_like(task.offer))
    most, equal = _Rows(), _Rows()
    most.add(jobs, np.arange(len(jobs)), 1.0)
    width, steps = len(jobs), 0
    overlap = _overlaps(task)
    ceilings = [np.ones(len(jobs))]
    for choice in np.unique(choices):
        mine = np.flatnonzero(choices == choice)
        for step in task.menu[choice]:
            equal.add(steps + np.arange(len(mine)), mine, -step.minutes * task.size[jobs[mine]])
            at, span = np.nonzero(overlap[jobs[mine]] > 0)
            for officers in step.by:
                column = width + np.arange(len(at))
                equal.add(steps + at, column, 1.0)
                most.add(task.value.shape[0] + officers * spans + span, column, 1.0)
                if step.also >= 0:
                    most.add(task.value.shape[0] + step.also * spans + span, column, 1.0 / step.crew)
                together = np.maximum(task.size[jobs[mine[at]]] > 1, 1)
                ceilings.append(overlap[jobs[mine[at]], span] * step.crew * together)
                width += len(at)
            steps += len(mine)
    worth = np.zeros(width)
    worth[: len(jobs)] = -task.value[jobs, choices]
    limits = np.concatenate([np.ones(task.value.shape[0]), np.maximum(task.offer.ravel(), 0.0)])
    solved = linprog(
        worth,
        A_ub=most.matrix(len(limits), width),
        b_ub=limits,
        A_eq=equal.matrix(steps, width),
        b_eq=np.zeros(steps),
        bounds=np.column_stack([np.zeros(width), np.concatenate(ceilings)]),
        method="highs",
    )
    price = -solved.ineqlin.marginals[task.value.shape[0] :].reshape(resources, spans)
    return Bound(float(-solved.fun), np.maximum(price, 0.0))


def _overlaps(task: Task) -> Floats:
    """Minutes of each span in which a job may be worked at, shape (jobs, spans).

    What begins before the deadline may end after it.
    """
    edges = np.arange(task.offer.shape[1]) * task.width
    longest = max((step.wall for choice in task.menu for step in choice), default=0.0)
    end = task.deadline + longest * np.maximum(task.size, 1.0)
    overlap = np.minimum(end[:, None], edges + task.width) - np.maximum(task.ready[:, None], edges)
    return np.clip(np.where(task.deadline[:, None] > task.ready[:, None], overlap, 0.0), 0.0, None)
