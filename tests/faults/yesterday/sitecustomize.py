"""Set the clock of a Python process back by a day, as libfaketime would."""

import datetime

_DAY = datetime.timedelta(days=1)


class _Yesterday(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        """Return the time of a day ago."""
        return super().now(tz) - _DAY


datetime.datetime = _Yesterday
