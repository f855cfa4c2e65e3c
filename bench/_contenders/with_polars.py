"""polars doing what Poppy's profile does, exactly, and keeping the table as Parquet."""

from itertools import combinations
from pathlib import Path

import polars as pl
from timing import run


def profile(csv: Path, folder: Path) -> None:
    """Read, type, profile every column and the rows, write Parquet."""
    frame = pl.read_csv(csv, try_parse_dates=True)
    found = [one_column(cells) for cells in frame.get_columns()]
    frame.is_duplicated().sum()
    numbers = frame.select(pl.selectors.numeric()).columns[:30]
    pairs = [pl.corr(a, b).alias(f"{a}-{b}") for a, b in combinations(numbers, 2)]
    frame.select(pairs)
    frame.write_parquet(folder / "frame.parquet", compression="zstd")
    assert len(found) == frame.width


def one_column(cells: pl.Series) -> dict:
    """Return the statistics of one column."""
    counts = cells.value_counts(sort=True)
    found = {
        "blanks": cells.null_count(),
        "distinct": len(counts),
        "top": counts.head(10),
        "ends": (cells.min(), cells.max()),
    }
    if not cells.dtype.is_numeric():
        return found
    low, middle, high = (cells.quantile(q, "linear") for q in (0.25, 0.5, 0.75))
    reach = 1.5 * (high - low)
    outside = (cells < low - reach) | (cells > high + reach)
    return found | {
        "moments": (cells.mean(), cells.std()),
        "quartiles": (low, middle, high),
        "histogram": cells.drop_nulls().hist(bin_count=20),
        "outliers": outside.sum(),
    }


if __name__ == "__main__":
    run(profile)
