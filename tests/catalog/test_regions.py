from __future__ import annotations

import pytest

from foja.catalog import load_catalog, load_regions
from foja.catalog.regions import read_regions, region_keys
from foja.errors import CatalogError

GOOD = """
[[region]]
key = "af"
name = "Africa"
name_es = "África"
printed_as = [{ name = "Africa", report = "2020-2021" }]
"""


def test_keys_come_from_the_regions_alone():
    keys = region_keys(
        [
            ["Western Hemisphere"],
            ["Africa"],
            ["Western Hemisphere"],
            ["South and Central Asia", "Western Hemisphere"],
            ["all regions"],
        ]
    )
    assert keys == ["wh-1", "af", "wh-2", "sca-wh", "all"]


def test_an_unknown_region_is_an_error():
    with pytest.raises(CatalogError, match="no region 'Mars'; it knows Africa"):
        region_keys([["Mars"]])


def test_every_region_has_documents_and_every_example_is_in_the_catalog():
    catalog = load_catalog()
    used = {name for document in catalog.documents for name in document.regions}
    assert used == {region.name for region in load_regions()}
    for region in load_regions():
        for printed in region.printed_as:
            regions = {
                name
                for document in catalog.report(printed.report).documents
                for name in document.regions
            }
            assert region.name in regions


def test_regions_have_their_accents_in_spanish():
    names = {region.key: region.name_es for region in load_regions()}
    assert names["af"] == "África"
    assert names["wh"] == "Hemisferio occidental"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD + GOOD, "'af' 2 times"),
        (GOOD.replace('"af"', '"Africa"', 1), "two to four lower-case letters"),
        (GOOD.replace("name_es", "nombre"), "nombre"),
        (GOOD.replace('[{ name = "Africa", report = "2020-2021" }]', "[]"), "needs an example"),
        ("[[region", "cannot be read"),
    ],
)
def test_a_regions_file_that_breaks_its_rules(tmp_path, text, words):
    file = tmp_path / "regions.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=words):
        read_regions(file)
