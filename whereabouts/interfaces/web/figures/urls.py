"""The addresses of the picture, of figures, and of the pack."""

from django.urls import path

from whereabouts.interfaces.web.figures import packs, picture, returns

PACK = "packs/<slug:pack_kind>/<slug:pack_until>/"
YEAR = "figures/<int:figures_year>/"

urlpatterns = [
    path("picture/", picture.everywhere, name="picture"),
    path("picture/now/", picture.now, name="picture-now"),
    path("picture/<slug:agency_code>/", picture.area, name="picture-area"),
    path("figures/", packs.figures, name="figures"),
    path(f"returns/{YEAR}", returns.year, name="returns-year"),
    path(
        f"returns/{YEAR}<slug:return_file>.<slug:table_format>", returns.file, name="returns-file"
    ),
    path(YEAR, packs.year, name="figures-year"),
    path(f"{YEAR}all.<slug:file_format>", packs.year_whole, name="figures-whole"),
    path(f"{YEAR}<slug:table_name>.<slug:table_format>", packs.year_table, name="figures-table"),
    path(PACK, packs.pack, name="pack"),
    path(f"{PACK}all.<slug:file_format>", packs.pack_whole, name="pack-whole"),
    path(f"{PACK}<slug:table_name>.<slug:table_format>", packs.pack_table, name="pack-table"),
]
