"""The two fields that long lists take."""

import re
from dataclasses import dataclass
from datetime import datetime

from views.fields import UUID, Field
from views.number_fields import Whole

MOST = 1_000
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = "[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}"
TIMED = f"({DAY}T{TIME})~{UUID}"


@dataclass(frozen=True)
class Cursor(Field):
    """Where the last page ended: the `nextCursor` of its answer, as it came."""

    name: str = "cursor"
    required: bool = False
    note: str = "the nextCursor of the page before"
    pattern: str = TIMED

    def read(self, value: object) -> str:
        """Return the cursor."""
        found = re.fullmatch(self.pattern, str(value))
        if found is None or not all(map(_is_time, found.groups())):
            raise self.wrong("Send the nextCursor of a page.")
        return found[0]

    def schema(self) -> dict:
        """Return the schema with the pattern that the check uses."""
        return super().schema() | {"pattern": f"^{self.pattern}$"}


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


LIMIT = Whole("limit", required=False, note="how many at most", most=MOST)
PAGING = (LIMIT, Cursor())
NUMBERED = (LIMIT, Cursor(pattern=r"[1-9][0-9]{0,8}"))
