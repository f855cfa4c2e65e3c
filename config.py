"""Settings from the environment, each with its default and its unit."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from dotenv import load_dotenv

from errors import ValidationError

ON = frozenset({"1", "true", "yes", "on"})
MEGABYTE = 1 << 20
OFF = frozenset({"0", "false", "no", "off", ""})
# Dollars a million tokens, read and written; other models' prices have to be set.
KNOWN_PRICES = {"gpt-4o-mini": (0.15, 0.60)}


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside."""

    database_url: str
    data_dir: Path
    secret_key: str
    max_upload_bytes: int = 2048 * MEGABYTE
    rate_limits: bool = True
    demo: bool = False
    production: bool = False
    cors_origins: frozenset[str] = frozenset()
    storage_url: str | None = None
    cache_bytes: int = 10_240 * MEGABYTE
    legacy_files: Path | None = None
    llm_key: str | None = None
    llm_base_url: str | None = None
    llm_model: str = "gpt-4o-mini"
    llm_seconds: float = 30.0
    llm_rows: int = 20
    llm_plans: bool = True
    llm_price_in: float = 0.0
    llm_price_out: float = 0.0
    llm_request_tokens: int = 100_000
    llm_calls_a_minute: int = 60
    llm_calls_a_day: int = 1_000
    llm_tokens_a_day: int = 10_000_000


def load_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings; a `.env` file in the working folder is honoured.

    Raises ValidationError naming the variable whose value cannot be used.
    """
    if environ is None:
        load_dotenv(Path.cwd() / ".env")
        environ = dict(os.environ)
    data_dir = Path(environ.get("POPPY_DATA_DIR") or "./data").resolve()
    sqlite = f"sqlite:///{data_dir / 'poppy.sqlite3'}"
    usual = Settings
    return Settings(
        database_url=environ.get("DATABASE_URL") or sqlite,
        data_dir=data_dir,
        secret_key=environ.get("SECRET_KEY") or kept_secret(data_dir),
        max_upload_bytes=_megabytes(
            environ, "POPPY_MAX_UPLOAD_MB", usual.max_upload_bytes
        ),
        rate_limits=_switch(environ, "POPPY_RATE_LIMITS", usual.rate_limits),
        demo=_switch(environ, "POPPY_DEMO", usual.demo),
        production=_switch(environ, "POPPY_PRODUCTION", usual.production),
        cors_origins=_origins(environ, "POPPY_CORS_ORIGINS"),
        storage_url=environ.get("POPPY_STORAGE_URL") or None,
        cache_bytes=_megabytes(environ, "POPPY_CACHE_MB", usual.cache_bytes),
        legacy_files=_folder(environ, "POPPY_LEGACY_FILES"),
        **_model_settings(environ, usual),
    )


def _model_settings(
    environ: dict[str, str], usual: type[Settings]
) -> dict[str, object]:
    """Read what concerns the language model; prices are dollars a million tokens."""
    model = environ.get("OPENAI_CHAT_MODEL") or usual.llm_model
    price_in, price_out = KNOWN_PRICES.get(model, (0.0, 0.0))

    def whole(name: str, default: int) -> int:
        return int(_number(environ, name, default))

    return {
        "llm_key": environ.get("OPENAI_API_KEY") or None,
        "llm_base_url": environ.get("OPENAI_BASE_URL") or None,
        "llm_model": model,
        "llm_seconds": _number(environ, "POPPY_LLM_SECONDS", usual.llm_seconds, 0.1),
        "llm_rows": whole("POPPY_LLM_ROWS", usual.llm_rows),
        "llm_plans": _switch(environ, "POPPY_LLM_PLANS", usual.llm_plans),
        "llm_price_in": _number(environ, "POPPY_LLM_PRICE_IN", price_in),
        "llm_price_out": _number(environ, "POPPY_LLM_PRICE_OUT", price_out),
        "llm_request_tokens": whole(
            "POPPY_LLM_REQUEST_TOKENS", usual.llm_request_tokens
        ),
        "llm_calls_a_minute": whole(
            "POPPY_LLM_CALLS_A_MINUTE", usual.llm_calls_a_minute
        ),
        "llm_calls_a_day": whole("POPPY_LLM_CALLS_A_DAY", usual.llm_calls_a_day),
        "llm_tokens_a_day": whole("POPPY_LLM_TOKENS_A_DAY", usual.llm_tokens_a_day),
    }


def kept_secret(data_dir: Path) -> str:
    """Return the secret kept in the data folder, made once, readable by its owner.

    Two processes that start at once agree: the link that comes first wins.
    """
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        mine = data_dir / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()


def _switch(environ: dict[str, str], name: str, default: bool) -> bool:
    value = environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in ON | OFF:
        return value.strip().lower() in ON
    raise ValidationError(f"{name} is '{value}'; write on or off.", field=name)


def _origins(environ: dict[str, str], name: str) -> frozenset[str]:
    listed = (part.strip().lower() for part in environ.get(name, "").split(","))
    origins = frozenset(filter(None, listed))
    for origin in origins:
        if not re.fullmatch(r"https?://[^/\s*]+", origin):
            raise ValidationError(
                f"{name} has '{origin}'; write origins like https://app.example.com, "
                "with commas between them.",
                field=name,
            )
    return origins


def _folder(environ: dict[str, str], name: str) -> Path | None:
    value = environ.get(name)
    if value and not Path(value).is_dir():
        raise ValidationError(f"{name} is '{value}', which is no folder.", field=name)
    return Path(value).resolve() if value else None


def _megabytes(environ: dict[str, str], name: str, default: int) -> int:
    """Return a number of bytes, written as megabytes; `default` is in bytes."""
    value = environ.get(name) or str(default / MEGABYTE)
    try:
        size = float(value)
    except ValueError:
        size = 0
    if not 0 < size < 1_000_000:
        raise ValidationError(
            f"{name} is '{value}'; write a number of megabytes above 0.", field=name
        )
    return int(size * MEGABYTE)


def _number(
    environ: dict[str, str], name: str, default: float, least: float = 0.0
) -> float:
    value = environ.get(name) or str(default)
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not least <= number < 1e12:
        raise ValidationError(
            f"{name} is '{value}'; write a number from {least:g} up.", field=name
        )
    return number
