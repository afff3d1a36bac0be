"""What more articles would bring: decisions of trees learnt from a part of them.

python -m training.news.curve    needs what requirements/training.txt names

The decisions, the articles measured on and the trees are those of `scorers`; learnt is
from an eighth, a quarter, a half and all of the articles of the other hands, each part
drawn three times by chance with a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

from training.news.scorers import DECISIONS, choices, examples, right, trees

PARTS = (8, 4, 2, 1)
"""Of how many articles one is learnt from."""
DRAWS = 3
Item = TypeVar("Item")


def parts(items: Sequence[Item], of: int, draws: int) -> Iterator[list[Item]]:
    """Yield parts of some items, each drawn by chance; the whole only once.

    Parameters
    ----------
    items
        What is drawn from.
    of
        One item in so many is drawn.
    draws
        How often.
    """
    for seed in range(draws if of > 1 else 1):
        yield random.Random(seed).sample(list(items), len(items) // of)


def main() -> None:
    """Print the table: the share of decisions that are right."""
    seen, unseen = list(examples(False)), list(examples(True))
    print(f"learnt from parts of {len(seen)} articles, measured on {len(unseen)}")
    heads = " | ".join(str(len(seen) // part) for part in PARTS)
    print(f"| decision | {heads} |")
    print("| --- |" + " --- |" * len(PARTS))
    for name in DECISIONS:
        asked = choices(name, unseen)
        cells = []
        for part in PARTS:
            shares = [
                right(asked, trees(name, choices(name, drawn))[0](asked))
                for drawn in parts(seen, part, DRAWS)
            ]
            cells.append(f"{sum(shares) / len(shares):.2f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
