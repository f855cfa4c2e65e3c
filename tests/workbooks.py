"""Workbooks made by hand, so that they can be as odd as they need to be."""

import io
import zipfile
from html import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
    'main+xml"/></Types>'
)


def workbook(sheets: dict[str, str], extra: dict[str, bytes] | None = None) -> bytes:
    """Return an .xlsx whose sheets hold the given rows of XML, and other members."""
    content = io.BytesIO()
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(names, 1)
    )
    book = f"<sheets>{listed}</sheets>"
    numbers = range(1, len(names) + 1)
    links = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}</workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _links(links))
        for n, name in enumerate(names, 1):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{sheets[name]}</sheetData>'
                "</worksheet>",
            )
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return content.getvalue()


def sheet_xml(rows: list[list], first_row: int = 1) -> str:
    """Return rows of numbers, texts and blanks (None) as a sheet's XML.

    A text that begins with "<" stands for a whole cell.
    """
    lines = []
    for n, row in enumerate(rows, first_row):
        cells = (_cell(f"{chr(65 + i)}{n}", value) for i, value in enumerate(row))
        lines.append(f'<row r="{n}">{"".join(cells)}</row>')
    return "".join(lines)


def _cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        if value.startswith("<c"):
            return value.replace("<c", f'<c r="{place}"', 1)
        text = f"<is><t>{escape(value)}</t></is>"
        return f'<c r="{place}" t="inlineStr">{text}</c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _links(targets: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
