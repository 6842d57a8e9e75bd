"""Contents as one HTML file that needs nothing else: pictures are inside, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from cytodesk.errors import N_
from cytodesk.reports.blocks import Block, Figure, Heading, Paragraph, Table
from cytodesk.reports.pictures import picture_of

Translate = Callable[[str], str]
_STYLE = """
body { font: 14px/1.5 system-ui, sans-serif; color: #1B1F24; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 24px; } h2 { font-size: 18px; margin-top: 2rem; } h3 { font-size: 15px; }
.soft, caption { color: #5B6570; font-size: 12px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
caption { caption-side: bottom; text-align: left; padding-top: 4px; }
th, td { padding: 4px 10px; border-bottom: 1px solid #DFE3E7; text-align: right; }
th.word, td.word { text-align: left; } th:first-child, td:first-child { padding-left: 0; }
th { color: #5B6570; font-weight: 500; }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; }
"""


def write_html(
    blocks: Iterable[Block], path: Path, translate: Translate, version: str, language: str = "en"
) -> None:
    """Write `blocks` as a page to `path`."""
    title = escape(translate(N_("Comparison of analyses")))
    body = "\n".join(_said(block, translate) for block in blocks)
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="CytoDesk {escape(version)}">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n"
        "</html>\n",
        encoding="utf-8",
    )


def _said(block: Block, translate: Translate) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            kind = ' class="soft"' if block.is_soft else ""
            return f"<p{kind}>{escape(block.text)}</p>"
        case Table():
            return _table(block)
        case Figure():
            return _figure(block, translate)


def _table(table: Table) -> str:
    kinds = [' class="word"' if at in table.words else "" for at in range(len(table.header))]

    def cells(row: Sequence[str], opening: str, tag: str) -> str:
        pairs = zip(row, kinds, strict=True)
        return "".join(f"<{opening}{kind}>{escape(cell)}</{tag}>" for cell, kind in pairs)

    head = cells(table.header, 'th scope="col"', "th")
    rows = "".join(f"<tr>{cells(row, 'td', 'td')}</tr>\n" for row in table.rows)
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return (
        f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}'
        "</tbody></table></div>"
    )


def _figure(figure: Figure, translate: Translate) -> str:
    drawing = figure.drawing
    said = escape(f"{drawing.title.said(translate)}. {drawing.sentence.said(translate)}")
    picture = picture_of(drawing, "svg", translate).decode("utf-8")
    picture = picture[picture.index("<svg") :].replace("<svg", f'<svg aria-label="{said}"', 1)
    return f"<figure>{picture}</figure>"
