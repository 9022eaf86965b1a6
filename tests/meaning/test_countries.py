from __future__ import annotations

import pycountry
import pytest

from foja.errors import VocabularyError
from foja.meaning import countries
from foja.meaning.countries import all_countries, country_name, country_of

CURRENT = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
FORMER = {"ANT", "SCG", "YUG"}


@pytest.mark.parametrize(
    ("printed", "iso3"),
    [
        ("Mexico", "MEX"),
        ("MEXICO", "MEX"),
        ("Chile", "CHL"),
        ("Central African Republic", "CAF"),
        ("Kosovo", "XKX"),
        ("St Kitts & Nevis", "KNA"),
        ("Saint Vincent and the Grenadines", "VCT"),
        ("Gambia, The", "GMB"),
        ("Trinidad - Tobago", "TTO"),
        ("Serbia, Republic of", "SRB"),
        ("China, People's Republic of", "CHN"),
        ("Cote D\N{RIGHT SINGLE QUOTATION MARK}Ivoire, Republic of", "CIV"),
        ("Congo, Republic Of (Brazzaville)", "COG"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Congo, Democratic Republic of the (Kinshasa)", "COD"),
        ("Korea, Republic of", "KOR"),
        ("Korea, Republic of South", "KOR"),
        ("Timor-Leste, Democratic Republic of", "TLS"),
        ("Sudan, Republic of South", "SSD"),
        ("Sudan", "SDN"),
        ("Papua-New Guinea", "PNG"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Hong Kong", "HKG"),
        ("Taiwan", "TWN"),
        ("Swaziland", "SWZ"),
        ("Burma", "MMR"),
        ("West Bank and Gaza", "PSE"),
        ("Netherlands Antilles (NE)", "ANT"),
        ("Serbia and Montenegro", "SCG"),
    ],
)
def test_names_as_the_reports_print_them(printed, iso3):
    country = country_of(printed)
    assert country is not None
    assert country.iso3 == iso3


@pytest.mark.parametrize("printed", ["Congo", "Atlantis", "", "Mexico City", "Z imbabwe", "Guine"])
def test_a_name_in_doubt_is_unknown_and_never_guessed(printed):
    assert country_of(printed) is None


def test_an_organisation_is_known_and_has_no_code():
    union = country_of("African Union")
    assert union is not None
    assert (union.iso3, union.kind, union.name_es) == (None, "organisation", "Unión Africana")


def test_a_dissolved_country_keeps_its_code_and_names_its_successors():
    antilles = country_of("Netherlands Antilles")
    assert antilles is not None
    assert antilles.kind == "former_country"
    assert "CUW" in antilles.successors


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: country.alpha_3)
def test_every_country_of_the_world_is_known_by_its_iso_names(country):
    names = {country.name, getattr(country, "official_name", country.name)}
    for name in names - {"Congo"}:
        found = country_of(name)
        assert found is not None
        assert found.iso3 == country.alpha_3


def test_every_code_is_of_iso_or_documented():
    assert {country.iso3 for country in all_countries()} == CURRENT | FORMER


@pytest.mark.parametrize("country", all_countries(), ids=lambda country: country.iso3)
def test_every_country_has_a_name_in_both_languages(country):
    assert country_name(country.iso3, "en") == country.name_en != ""
    assert country_name(country.iso3, "es") == country.name_es != ""


def test_names_are_the_languages_own():
    assert country_name("MEX", "es") == "México"
    assert country_name("DEU", "en") == "Germany"
    assert country_name("ANT", "es") == "Antillas Neerlandesas"
    with pytest.raises(KeyError):
        country_name("ZZZ", "en")
    with pytest.raises(ValueError, match="fr"):
        country_name("MEX", "fr")


@pytest.mark.parametrize("alias", countries.vocabulary().alias, ids=lambda alias: alias.printed)
def test_every_alias_resolves_to_its_own_code(alias):
    country = country_of(alias.printed)
    assert country is not None
    assert country.iso3 == alias.iso3


GOOD = """
organisation = []
ambiguous = []
former_country = []
[[alias]]
printed = "Elsewhere"
iso3 = "MEX"
reason = "for the test"
"""

REST = 'printed=[], name_en="a", name_es="b", reason="r"'


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('iso3 = "MEX"', 'iso3 = "MXX"'), "Elsewhere: MXX is not an ISO code"),
        (('reason = "for the test"', ""), "reason"),
        (('reason = "for', 'raison = "x"\nreason = "for'), "raison"),
        (
            ("ambiguous = []", 'ambiguous = [{printed = "ELSEWHERE", reason = "r"}]'),
            "elsewhere: this printed name occurs twice",
        ),
        (
            (
                "former_country = []",
                f'former_country = [{{iso3="MEX", successors=[], {REST}}}]',
            ),
            "MEX: not a withdrawn ISO code",
        ),
        (
            (
                "former_country = []",
                f'former_country = [{{iso3="SCG", successors=["QQQ"], {REST}}}]',
            ),
            "SCG: a successor is not an ISO code",
        ),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_entry(tmp_path, damage, message):
    file = tmp_path / countries.FILE
    file.write_text(GOOD, encoding="utf-8")
    assert countries.read_vocabulary(tmp_path).alias[0].iso3 == "MEX"
    file.write_text(GOOD.replace(*damage), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        countries.read_vocabulary(tmp_path)
