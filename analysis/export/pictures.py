"""Charts as PNG and SVG, drawn by vl-convert where it is installed."""

import json

from analysis.chart.theme import PRINTED
from errors import Unavailable

WIDTH = 720
SCALE = 2
VEGA_LITE = "6.4"


def to_png(spec: dict) -> bytes:
    """Return a chart as PNG. Raises Unavailable."""
    return _converter().vegalite_to_png(
        _text(spec), vl_version=VEGA_LITE, scale=SCALE, config=PRINTED
    )


def to_svg(spec: dict) -> str:
    """Return a chart as SVG. Raises Unavailable."""
    return _converter().vegalite_to_svg(
        _text(spec), vl_version=VEGA_LITE, config=PRINTED
    )


def _converter():
    try:
        import vl_convert
    except ImportError as error:
        raise Unavailable(
            "Pictures cannot be made here: whoever runs Poppy can install "
            "vl-convert-python. The chart on the page can still be saved there."
        ) from error
    return vl_convert


def _text(spec: dict) -> str:
    """Return the specification with a width, which the page leaves to its layout."""
    return json.dumps({"background": "white", **spec, "width": WIDTH})
