"""Files of the predecessor, found again by the last parts of their old path."""

from pathlib import Path, PurePosixPath


def find_legacy_file(folder: Path, old_path: str, size: int) -> Path | None:
    """Return the file below `folder` that `old_path` meant; None if it is not there.

    The more of the old path's last parts agree the better; the size in bytes must be
    the recorded one, so that a namesake of another dataset is not taken for it.
    """
    root = folder.resolve()
    parts = PurePosixPath(old_path.replace("\\", "/")).parts
    names = [part for part in parts if part not in ("/", "..")]
    for start in range(len(names)):
        place = root.joinpath(*names[start:]).resolve()
        if not place.is_relative_to(root) or not place.is_file():
            continue
        if place.stat().st_size == size:
            return place
    return None
