"""What is handed out of a page of figures: CSV with its metadata, OpenDocument, PDF."""

import json
from collections.abc import Mapping, Sequence

from django.http import HttpResponse

from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.pdf import pdf
from whereabouts.insight.figures.spreadsheet import spreadsheet
from whereabouts.insight.figures.tables import Table, as_csv, metadata

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/csvm+json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
}


def one_table(*, sections: Sequence[Section], table: str, kind: str) -> HttpResponse:
    """Return a table as CSV, or the metadata file that belongs to it.

    :raises NotVisible: there is no such table, or it is not given out so.
    """
    found = next((one for part in sections for one in part.tables if one.name == table), None)
    if found is None or kind not in {"csv", "json"}:
        raise NotVisible()
    about = json.dumps(metadata(table=found), indent=1, ensure_ascii=False)
    name = f"{found.name}.csv" + ("-metadata.json" if kind == "json" else "")
    return handed_out(content=as_csv(table=found) if kind == "csv" else about, name=name, kind=kind)


def whole(
    *, sections: Sequence[Section], title: str, says: Sequence[str], name: str, kind: str,
    names: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Return everything on a page as a spreadsheet or to print.

    :raises NotVisible: it is not given out so.
    """
    tables: list[Table] = [table for part in sections for table in part.tables]
    if kind == "ods":
        return handed_out(content=spreadsheet(tables=tables), name=f"{name}.ods", kind=kind)
    if kind == "pdf":
        return handed_out(
            content=pdf(title=title, says=says, sections=sections, names=names),
            name=f"{name}.pdf", kind=kind,
        )  # fmt: skip
    raise NotVisible()


def handed_out(*, content: str | bytes, name: str, kind: str) -> HttpResponse:
    """Return a file under its name, as the kind of file that it is."""
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
