"""The sheet on paper: PDF, PNG and SVG in four layouts, set by Typst. No browser, no network, no clock."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from briefing import fonts, lines, maps
from briefing.sheet import KeyFigure, Quote, Row, Sheet
from charts import numbers, style
from etl.errors import DataError

LAYOUTS = {
    "portrait": "A4 portrait",
    "landscape": "A4 landscape",
    "slide": "16:9 slide",
    "square": "Square card",
}
PICTURES = {
    # points: trend, map
    "portrait": ((280, 158), (243, 158)),
    "landscape": ((413, 172), (359, 172)),
    "slide": ((470, 204), (394, 204)),
    "square": ((480, 170), (480, 170)),
}
KIND = "Displacement briefing"
Format = Literal["pdf", "png", "svg"]
_TEMPLATE = Path(__file__).with_name("sheet.typ")


@dataclass(frozen=True)
class Paper:
    """One sheet in one layout. The same sheet gives the same bytes."""

    sheet: Sheet
    layout: str

    def pdf(self) -> bytes:
        """Vector PDF, tagged for accessibility (PDF/UA-1), typefaces inside, its text to be selected and searched."""
        return _compiled(self._files(), "pdf", pdf_standards=["ua-1"])[0]

    def png(self, scale: int = 2) -> bytes:
        """The first page; `scale` 1 is 96 pixels an inch."""
        return _compiled(self._files(), "png", ppi=96.0 * scale)[0]

    def svg(self) -> bytes:
        """The first page, all letters as outlines: it looks the same where the typefaces are not."""
        return self.svgs()[0]

    def svgs(self) -> list[bytes]:
        """All pages."""
        return _compiled(self._files(letters=False), "svg")

    def _files(self, letters: bool = True) -> dict[str, bytes]:
        sheet = self.sheet
        files = {"main.typ": _TEMPLATE.read_bytes()}
        trend, locator = PICTURES[self.layout]
        if sheet.trend:
            files["trend.svg"] = lines.picture(sheet.trend, *trend, letters)
        if sheet.locator:
            files["map.svg"] = maps.picture(sheet.locator, *locator, letters)
        if sheet.link:
            code = BytesIO()
            segno.make(sheet.link, error="m", micro=False).save(code, kind="svg", border=1)
            files["code.svg"] = code.getvalue()
        # Typst writes the addresses of links into SVG as they are, so an & would break the file: there they are words.
        said = data(sheet, self.layout) | {"linked": letters}
        if sheet.brand.logo:
            said["logo"] = f"logo{sheet.brand.logo.suffix.lower()}"
            files[said["logo"]] = sheet.brand.logo.read_bytes()
        files["sheet.json"] = json.dumps(_drawable(said), ensure_ascii=False).encode()
        return files


def _compiled(files: dict[str, bytes], kind: Format, **said: Any) -> list[bytes]:
    """The pages that Typst makes of `main.typ`. Raises DataError if it can't."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            made: Any = typst.compile(
                f"{folder}/main.typ",
                format=kind,
                root=folder,
                font_paths=[str(path) for path in fonts.folders()],
                ignore_system_fonts=True,
                **said,
            )
        except RuntimeError as error:
            why = str(error).splitlines()[0]
            logo = any(Path(name).stem == "logo" for name in files)
            cure = ": try without the logo of briefing.toml" if logo else ""
            raise DataError(f"the sheet can't be laid out ({why}){cure}") from error
    return made if isinstance(made, list) else [made]


def trend_png(sheet: Sheet, scale: int = 3) -> bytes:
    """The trend alone, for a document that is not laid out here. The sheet has one."""
    if sheet.trend is None:
        raise ValueError("the sheet has no trend")
    picture = lines.picture(sheet.trend, 425, 190)
    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("trend.svg")'
    return _compiled({"main.typ": page, "trend.svg": picture}, "png", ppi=96.0 * scale)[0]


def document(sheet: Sheet, layout: str = "portrait") -> Paper:
    """The sheet in a layout of `LAYOUTS`."""
    return Paper(sheet, layout)


def data(sheet: Sheet, layout: str) -> dict[str, Any]:
    """The words of the template: all texts, in the order they stand."""
    return {
        "layout": layout,
        "fonts": list(fonts.FAMILIES),
        "kind": KIND,
        "title": f"{sheet.subject.name}, {numbers.day(sheet.on)}",
        "subject": sheet.subject.name,
        "on": numbers.day(sheet.on),
        "organisation": sheet.brand.organisation,
        "logo": "",
        "headline": sheet.headline,
        "figures": [_figure(one) for one in sheet.figures],
        "trend": _trend(sheet),
        "map": _map(sheet),
        "table": _table(sheet),
        "quotes": [_quote(one) for one in sheet.quotes],
        "cautions": [f"{line}." for line in sheet.cautions],
        "notes": list(sheet.notes),
        "sources": [
            {
                "words": ", ".join(
                    filter(None, (one.publisher, one.title, f"licence {one.licence}", one.taken))
                ),
                "url": one.url,
            }
            for one in sheet.sources
        ],
        "colophon": colophon(sheet),
        "link": sheet.link,
    }


def colophon(sheet: Sheet) -> list[str]:
    """Whose figures, of which version, made when and by whom."""
    publishers = sorted({one.publisher for one in sheet.sources})
    made = f", on {sheet.made}" if sheet.made else ""
    return [
        *([f"Sources: {numbers.listed(publishers)}."] if publishers else []),
        f"Made from tables {sheet.version}{made}.",
        *([f"Contact: {sheet.brand.contact}."] if sheet.brand.contact else []),
    ]


def _figure(one: KeyFigure) -> dict[str, str]:
    colour = style.POPULATION.get(one.population, style.SERIES[-1])
    return {
        "label": one.label,
        "amount": one.amount.text if one.amount else "",
        "dated": f"{one.as_of} ({one.publisher})" if one.as_of else "",
        "change": one.change,
        "note": one.note,
        "colour": colour,
        "ink": style.darker(colour),
    }


def _trend(sheet: Sheet) -> dict[str, Any] | None:
    found = sheet.trend
    if found is None:
        return None
    told = [f"{line.name}: {len(line.dates)} counts from {line.dates[0].year} on" for line in found.lines]
    return {
        "title": found.title,
        "subtitle": found.subtitle,
        "source": found.source,
        "notes": [f"{note.rstrip('.')}." for note in found.notes],
        "alt": f"{found.title}. Lines: {'; '.join(told)}.",
    }


def _map(sheet: Sheet) -> dict[str, str]:
    found = sheet.locator
    if found is None:
        return {"title": "", "unit": "", "disclaimer": "", "alt": ""}
    return {
        "title": found.title,
        "unit": found.unit,
        "disclaimer": found.disclaimer,
        "alt": f"Map: {found.title}. {found.unit}",
    }


def _table(sheet: Sheet) -> dict[str, Any] | None:
    """Date and publisher stand in the note where they are the same for all rows, else in columns."""
    found = sheet.table
    if found is None:
        return None
    dated = {(row.as_of, row.publisher) for row in found.rows}
    same = len(dated) == 1
    changes = any(row.change for row in found.rows)
    head = [
        found.head,
        "People",
        *(["Change"] if changes else []),
        *([] if same else ["As of", "Counted by"]),
    ]

    def cells(row: Row) -> list[str]:
        told = [row.change] if changes else []
        return [row.name, row.amount.text, *told, *([] if same else [row.as_of, row.publisher])]

    notes = [f"As of {one[0]}, counted by {one[1]}." for one in dated] if same else []
    return {
        "title": found.title,
        "head": head,
        "columns": ["fill", *["auto"] * (len(head) - 1)],
        "align": ["left", "right", *["left"] * (len(head) - 2)],
        "rows": [cells(row) for row in found.rows],
        "note": " ".join([*notes, *([f"{numbers.capital(found.note)}."] if found.note else [])]),
    }


def _quote(one: Quote) -> dict[str, str]:
    pending = "Not checked by a person yet." if one.review == "pending" else ""
    who = f"{one.who}, published {one.published}."
    return {
        "said": numbers.capital(one.said),
        "quote": one.quote,
        "who": " ".join(filter(None, (who, one.verdict, pending))),
    }


def _drawable(said: Any) -> Any:
    """All texts with a box in place of each letter that no typeface has."""
    if isinstance(said, str):
        return fonts.drawable(said)
    if isinstance(said, dict):
        return {key: _drawable(value) for key, value in said.items()}
    return [_drawable(one) for one in said] if isinstance(said, list) else said
