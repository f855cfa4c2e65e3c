"""The pages of one dataset: they share a head and a row of tabs."""

from flask import Response, render_template

from errors import PoppyError
from services.datasets import Overview
from views.reply import form_again


def tab(name: str, seen: Overview, /, **context: object) -> str:
    """Return one tab of a dataset's pages."""
    return render_template(f"datasets/{name}.html", tab=name, seen=seen, **context)


def tab_again(
    name: str, seen: Overview, error: PoppyError, /, **context: object
) -> Response:
    """Return a tab whose form was refused, the error in it."""
    return form_again(f"datasets/{name}.html", error, tab=name, seen=seen, **context)
