"""A language model on a leash: it may word and propose, it never computes.

Off until a key or an address is set; then any OpenAI-compatible server will do.
"""

from config import Settings
from llm.breaker import Breaker
from llm.chat import ChatClient
from llm.records import Model, ModelError, ModelOff, Reply

__all__ = ["Model", "ModelError", "ModelOff", "NullModel", "Reply", "open_model"]

PUBLIC_ADDRESS = "https://api.openai.com/v1"


class NullModel:
    """The model of an installation that has none."""

    name = ""
    enabled = False

    def complete(self, system: str, user: str, most_tokens: int) -> Reply:
        """Refuse: nothing is ever sent."""
        raise ModelOff("No language model is set up.")


def open_model(settings: Settings) -> Model:
    """Return the model that is set up; without key and address, the Null one."""
    if not (settings.llm_key or settings.llm_base_url):
        return NullModel()
    return ChatClient(
        address=settings.llm_base_url or PUBLIC_ADDRESS,
        key=settings.llm_key,
        model=settings.llm_model,
        seconds=settings.llm_seconds,
        breaker=Breaker(),
    )
