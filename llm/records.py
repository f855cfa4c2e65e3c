"""What goes between Poppy and a model: a reply, or an error in words."""

from dataclasses import dataclass
from typing import Protocol

from errors import PoppyError


@dataclass(frozen=True)
class Reply:
    """A model's text; the token counts are None where the server reports none."""

    text: str
    model: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class ModelError(PoppyError):
    """The model gave no usable reply.

    `billable` says whether the server may have worked, and charged, all the same:
    true after a time-out or a cut reply, false after a refusal.
    """

    code = "MODEL_UNAVAILABLE"
    status = 503

    def __init__(self, message: str, *, billable: bool = False):
        super().__init__(message)
        self.billable = billable


class ModelOff(ModelError):
    """No model is set up, or it is paused after failures: nothing was sent."""


class Model(Protocol):
    """What the services ask of a model."""

    name: str
    enabled: bool

    def complete(self, system: str, user: str, most_tokens: int) -> Reply:
        """Return the model's reply to two messages; raises ModelError."""
