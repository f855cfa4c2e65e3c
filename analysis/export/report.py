"""A conversation as one HTML file that needs nothing else, and as Markdown."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.chart.theme import PRINTED
from analysis.export.tables import heading, to_markdown
from analysis.result import Result

STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem;
  max-width: 60rem }
h1 { font-size: 24px } h2 { font-size: 18px; margin-top: 2.5rem }
.asked { font-weight: 600 } .muted { color: GrayText; font-size: 13px }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: 4px 12px; text-align: left; border-bottom: 1px solid #8884 }
td.number { text-align: right } .wide { overflow-x: auto }
.chart { margin: 1rem 0; width: 100% }
pre { white-space: pre-wrap; font-size: 13px; background: #8881; padding: 8px }
@media print { section { break-inside: avoid } }
"""
DRAW = f"""
const options = {{actions: false, config: {json.dumps(PRINTED)}}};
for (const place of document.querySelectorAll(".chart[data-spec]")) {{
  const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
  vegaEmbed(place, spec, options);
}}
"""
MOST_ROWS = 200
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True)
class Part:
    """One turn of a conversation: what was asked, and what came of it.

    `picture` is an SVG, where one was drawn; `spec` a Vega-Lite chart, where there is
    one; `receipt` holds (name, value) lines.
    """

    asked: str
    title: str
    sentences: Sequence[str] = ()
    result: Result | None = None
    spec: dict | None = None
    picture: str | None = None
    receipt: Sequence[tuple[str, str]] = ()


def report_html(title: str, about: str, parts: Sequence[Part], scripts: Path) -> str:
    """Return a page with its styles, its charts and what draws them inside.

    `scripts` is the folder of the vendored Vega, which is only put in where a chart
    has no picture.
    """
    body = "".join(_section(part, n) for n, part in enumerate(parts))
    drawn = any(part.spec is not None and part.picture is None for part in parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{_safe(title)}</title><style>{STYLE}</style></head><body>"
        f'<h1>{_safe(title)}</h1><p class="muted">{_safe(about)}</p>{body}'
        f"{_scripts(scripts) if drawn else ''}</body></html>\n"
    )


def report_markdown(title: str, about: str, parts: Sequence[Part]) -> str:
    """Return the same as Markdown; charts stay away, their numbers do not."""
    blocks = [f"# {_plain(title)}", _plain(about)]
    for part in parts:
        blocks += [f"## {_plain(part.title)}", f"> {_plain(part.asked)}"]
        blocks += [_plain(sentence) for sentence in part.sentences]
        if part.result is not None:
            blocks.append(to_markdown(part.result, MOST_ROWS))
        if part.receipt:
            lines = [
                f"- {_plain(name)}: `{_code(text)}`" for name, text in part.receipt
            ]
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _section(part: Part, number: int) -> str:
    sentences = "".join(f"<p>{_safe(each)}</p>" for each in part.sentences)
    return (
        f"<section><h2>{_safe(part.title)}</h2>"
        f'<p class="asked">{_safe(part.asked)}</p>{sentences}'
        f"{_chart(part, number)}{_table(part.result)}{_receipt(part)}</section>"
    )


def _chart(part: Part, number: int) -> str:
    if part.picture is not None:
        return f'<div class="chart">{part.picture}</div>'
    if part.spec is None:
        return ""
    return (
        f'<div class="chart" data-spec="spec{number}"></div>'
        f'<script type="application/json" id="spec{number}">{_json(part.spec)}</script>'
    )


def _table(result: Result | None) -> str:
    if result is None:
        return ""
    head = "".join(f"<th>{_safe(heading(column))}</th>" for column in result.columns)
    shown = result.rows[:MOST_ROWS]
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in shown)
    more = ""
    if result.total_rows > len(shown):
        sentence = f"The first {len(shown):,} of {result.total_rows:,} rows."
        more = f'<p class="muted">{sentence}</p>'
    return f'<div class="wide"><table><tr>{head}</tr>{rows}</table></div>{more}'


def _cell(cell: object) -> str:
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    kind = ' class="number"' if number else ""
    return f"<td{kind}>{_safe(_text(cell))}</td>"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:,.10g}" if isinstance(cell, float) else str(cell)


def _receipt(part: Part) -> str:
    if not part.receipt:
        return ""
    lines = "\n".join(f"{name}: {value}" for name, value in part.receipt)
    return f"<details><summary>Receipt</summary><pre>{_safe(lines)}</pre></details>"


def _scripts(folder: Path) -> str:
    names = ("vega/vega.min.js", "vega-lite/vega-lite.min.js")
    files = [folder / name for name in (*names, "vega-embed/vega-embed.min.js")]
    code = [path.read_text().replace("</script", "<\\/script") for path in files]
    return "".join(f"<script>{text}</script>" for text in (*code, DRAW))


def _json(value: object) -> str:
    """Return JSON that cannot end the script element that it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _safe(text: str) -> str:
    return html.escape(text)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())
