"""A list page by page: some records, and the cursor of those behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from stores.statements import cursor_of

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some records; `next_cursor` is None when there are no more."""

    items: list[T]
    next_cursor: str | None


def page(
    read: Callable[[int], list[T]],
    limit: int,
    cursor: Callable[[T], str] = cursor_of,
) -> Page[T]:
    """Return up to `limit` of what `read(number)` gives, newest first.

    One more is read than is returned, which tells without counting whether there
    are more. `cursor` returns the cursor of a record.
    """
    found = read(limit + 1)
    items = found[:limit]
    return Page(items, cursor(items[-1]) if len(found) > limit else None)


def by_last_use(listing: object) -> str:
    """Return the cursor of a session's listing in the list of recently used ones."""
    return cursor_of(listing.session, "updated_at")
