"""Disjoint sets of numbered things, some of which must never meet."""

from collections import defaultdict
from collections.abc import Iterable


class Forest:
    """Disjoint sets; the smallest member of a set is its root, whatever the order of joins.

    `enemies` are pairs that must never share a set: a join that would bring one together does nothing.
    """

    def __init__(self, enemies: Iterable[tuple[int, int]] = ()) -> None:
        self._parent: dict[int, int] = {}
        self._enemies: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in enemies:
            self._enemies[one].add(other)
            self._enemies[other].add(one)

    def root(self, node: int) -> int:
        """The root of the node's set."""
        parents, root = self._parent, node
        while (parent := parents.get(root, root)) != root:
            root = parent
        while node != root:
            parents[node], node = root, parents[node]
        return root

    def join(self, one: int, other: int) -> bool:
        """Joins the sets of two nodes; False if enemies would meet."""
        low, high = sorted((self.root(one), self.root(other)))
        if low == high:
            return True
        if any(self.root(enemy) == low for enemy in self._enemies.get(high, ())):
            return False
        self._parent[high] = low
        if enemies := self._enemies.pop(high, None):
            self._enemies[low] |= enemies
        return True
