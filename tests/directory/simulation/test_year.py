"""SIMULATION with known truth: what the score makes of habits in a year."""

import pytest

from segue.directory.simulation.run import by_habit, checks, simulate
from segue.directory.simulation.world import Habit


@pytest.mark.parametrize(
    ("seed", "searches"),
    [
        (1, 12),
        pytest.param(1, 60, marks=pytest.mark.soak),
        pytest.param(2, 60, marks=pytest.mark.soak),
        pytest.param(3, 60, marks=pytest.mark.soak),
    ],
)
def test_a_year_rewards_what_it_shall_reward(seed, searches):
    year = simulate(seed=seed, searches=searches)
    assert [(check.what, check.figures) for check in checks(year) if not check.holds] == []
    habits = by_habit(year)
    assert habits[Habit.HONEST]["views"] > habits[Habit.AUTO]["views"]
    assert sum(row["views"] * row["partners"] for row in habits.values()) == pytest.approx(1)


def test_the_same_seed_is_the_same_year():
    one, two = (simulate(seed=5, searches=2) for _ in range(2))
    assert one.positions == two.positions
    assert one.views == two.views
