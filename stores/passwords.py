"""Password hashes: Argon2id for new ones, the predecessor's bcrypt still understood."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

# bcrypt reads 72 bytes; the predecessor cut longer passwords silently, bcrypt 5 raises.
BCRYPT_BYTES = 72

_hasher = PasswordHash(
    (Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1), BcryptHasher())
)


def hash_password(password: str) -> str:
    """Return an Argon2id hash with its own salt; takes about 30 ms."""
    return _hasher.hash(_bytes(password))


def verify_password(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Say whether the password fits its hash, and give a better hash for a weak one.

    An absent hash never fits, and costs the same work, so that nobody learns by the
    clock which e-mails exist.
    """
    if not kept:
        _hasher.verify(_bytes(password), _nobody())
        return False, None
    try:
        if not kept.startswith("$2"):
            return _hasher.verify_and_update(_bytes(password), kept)
        fits = _hasher.verify(_bytes(password)[:BCRYPT_BYTES], kept)
    except UnknownHashError:
        return False, None
    return fits, hash_password(password) if fits else None


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@cache
def _nobody() -> str:
    return hash_password("")
