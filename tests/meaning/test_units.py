from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foja.meaning.unit_words import ORDINAL_WORDS
from foja.meaning.units import Unit, unit_of, units_named

PATTERN = re.compile(r"[A-Z]{3}\.[a-z0-9-]+")


def mexican(text):
    unit = unit_of("MEX", text)
    return unit.unit_id.removeprefix("MEX.") if unit else None


SAME = [
    (
        "6th Naval Zone",
        "SEXTA ZONA NAVAL",
        "Zona Naval 6",
        "ZN-6",
        "VI Zona Naval",
        "6a. Zona Naval",
    ),
    (
        "BAM #11, Santa Gertrudis",
        "B.A.M. No. 11",
        "Base Aérea Militar núm. 11",
        "Mil Air Base (BAM) #11",
    ),
    ("302nd Air Sq., BAM #1, Santa Lucia, Estado de Mexico", "Escuadron Aereo 302", "Air Sq. 302"),
    ("3rd Mil Pol Bn, Mil Field 1-A", "3rd Btn Mil Pol, Mil Field #1-A, Mexico, D.F."),
    ("2nd Parach Btn, Mil Field 1-A", "2/o Batallon de Fusileros Paracaidistas"),
    (
        "3rd Sq, Patrol, Veracruz",
        "3rd Patrol Sq, Las Bajadas, Veracruz, MX",
        "Tercer Escuadron de Patrulla",
    ),
    ("9th Mil Region, Hqs, Mil Field 27-A", "Hqs, IX Mil Region, Acapulco, Guerrero"),
    ("24/a. Z.M., Cuernavaca, Morelos", "24th Military Zone", "Zona Militar 24"),
    (
        "S-2 (Intel) Staff, SEDENA Hqs., Mexico, D.F.",
        "Second Section, Defensa Hqs",
        "S-2 SEDEN/A Hqs",
    ),
    ("S-3 MX Navy Hqs", "Estado Mayor General, Seccion Tercera, Mexico D.F."),
    ("Naval Air School, La Paz", "Escuela De Aviacion Naval, La Paz, B.C.S."),
    ("Airnaval Base, Veracruz, Veracruz, MX", "Las Bajadas Base AeroN/Aval de Veracruz"),
    (
        "3rd Electr Maint Echelon, BAM#8, Merida",
        "3rd Echelon, Electronics Maintenance, BAM#8, Merida, Yucatan",
    ),
    (
        "SEDENA/3ER. Escalon De MANTENIMIENTO ELECTRONICO (CHIHUAHUA, CHIH.)",
        "3rd Electr Maint Echelon, Chihuahua",
    ),
    (
        "CESNAV",
        "Naval Superior Studies Center (CESNAV), Mexico, D.F.",
        "Centro de Estudios Superiores Navales",
    ),
    ('F-213, "Victoria", Tuxpan, Veracruz', "ARM Victoria", "ARM VICTORIA F213"),
    ("SEMAR / Cuarta Regi?n Naval, Guaymas", "4th N/Aval Region"),
    ("2nd Cdr, Mil Air Base #15, Oaxaca, Oaxaca", "BAM #15, Oaxaca, Oaxaca, MX"),
    ("CAP. FRAG. SEXTA ZONA NAVAL", "6th Naval Zone"),
    ("BAM No. 11, Santa Gertrudis BAM No. 11, Santa Gertrudis", "BAM 11"),
    (
        "11th Marine Corps Battalion, Frontera",
        "11o. Batallón de Infantería de Marina",
        "11th Battalion, Naval Infantry",
    ),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_unit_meet(spellings):
    assert len({mexican(spelling) for spelling in spellings}) == 1
    assert mexican(spellings[0]) is not None


DIFFERENT = [
    ("Naval Zone 6", "Naval Region 6", "6th Naval Sector, Lerma"),
    ("1era. Compania, 2o. Batallon Fuerzas Especiales", "2o. Batallon Fuerzas Especiales"),
    (
        "10th Mil Zone, Hqs, Durango",
        "10th Naval Zone",
        "10th Inf Bn,33rd Mil Zone",
        "33rd Mil Zone",
    ),
    ("Airnaval Base, Campeche", "Airnaval Base, Chetumal", "Airnaval Station, Campeche"),
    (
        "3rd Electr Maint Echelon, Merida",
        "3rd Electr Maint Echelon, Zapopan",
        "4th Electr Maint Echelon, Merida",
    ),
    (
        "S-2, SEDENA Hqs",
        "S-7, SEDENA Hqs",
        "S-2, 38th Mil Zone Hqs",
        "A-2 (Intel), MAF Hqs",
        "S-2 Navy Hqs",
    ),
    ("Air Traffic Control, BAM#5", "BAM #5, Zapopan"),
    ('P-09 "Zapoteca", Salina Cruz', 'MP-02"Zapoteco", Manzanillo'),
    ("Lang Center, Air College, Zapopan", "Air College, Zapopan", "Lang Center, CESNAV"),
    ("Gobierno del Estado de Puebla", "Gobierno del Estado de Jalisco"),
    ("Military Field No. 37", "Mil Field No. 37-D"),
    ("SEMAR / Oficialía Mayor / Dirección de Justicia Naval", "SEMAR / Oficialía Mayor"),
]


@pytest.mark.parametrize("names", DIFFERENT, ids=lambda names: names[0])
def test_different_units_stay_apart(names):
    ids = [mexican(name) for name in names]
    assert None not in ids
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "text",
    [
        "SEMAR",
        "Mexican Navy",
        "N/A",
        "-",
        "",
        "  ",
        None,
        "Secretar¡a de Marina",
        "SEDENA / SEMAR",
        "Infantry Battalion",
        "SEDENA SOF",
        "Policía Federal",
        "Various MX units",
        "Airnaval Base",
        "PROCURADURÍA GENERAL DE LA REPUBLICA",
        "Army, Navy, Embassy of Mexico",
        "S-5 Strategic Plans, D",
    ],
)
def test_what_names_no_unit_has_none(text):
    assert unit_of("MEX", text) is None


def test_no_country_no_unit():
    assert unit_of(None, "6th Naval Zone") is None
    assert units_named(None, "6th Naval Zone") == ()


def test_a_unit_has_names_in_both_languages():
    zone = Unit("MEX.zona-naval-6", "naval_zone", 6, "6th Naval Zone", "6.ª Zona Naval")
    assert unit_of("MEX", "SEXTA ZONA NAVAL") == zone
    battalion = unit_of("MEX", "12th Inf Bn")
    assert (battalion.name_en, battalion.name_es) == (
        "12th Infantry Battalion",
        "12.º Batallón de Infantería",
    )
    assert unit_of("MEX", "3rd Armored Bde").name_es == "3.ª Brigada Blindada"
    base = unit_of("MEX", "BAM 11")
    assert (base.kind, base.number, base.name_en) == (
        "military_air_base",
        11,
        "Military Air Base No. 11",
    )


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("3d and 5th Naval Regions", ["region-naval-3", "region-naval-5"]),
        (
            "2a., 10a. Zona Naval, 2nd Airnaval Squadron",
            ["zona-naval-2", "zona-naval-10", "escuadron-aeronaval-2"],
        ),
        ("ARM ABASOLO F-212 ARM MINA F-214", ["buque-abasolo", "buque-mina"]),
        (
            "CESNAV NAVCOAT NAVMAN ESCING HESCNAV ESMANAV DIGADEN ESNAQNAV NAVTUX ZN-1 ZN-10 ZN-2",
            ["zona-naval-1", "zona-naval-10", "zona-naval-2"],
        ),
        ("6th Naval Zone", ["zona-naval-6"]),
        ("SEMAR", []),
    ],
)
def test_a_list_names_each_of_its_units_and_is_none_of_them(text, listed):
    found = [unit.unit_id.removeprefix("MEX.") for unit in units_named("MEX", text)]
    assert found == listed
    assert len(listed) == 1 or unit_of("MEX", text) is None


@pytest.mark.parametrize(
    ("country", "spellings", "unit_id"),
    [
        (
            "COL",
            ("CACOM-2, Apiay", "Air Force, Air Combat Command No.2, Apiay"),
            "COL.comando-aereo-combate-2-apiay",
        ),
        (
            "COL",
            ("12th Inf Bn", "Batallón de Infantería No. 12", "Colombian Infantry Battalion XII"),
            "COL.batallon-infanteria-12",
        ),
        ("ARG", ("I Air Brigade", "1st Air Brigade, Air Force"), "ARG.brigada-aerea-1"),
        ("URY", ("AIR BDE II", "Air Brigade 2"), "URY.brigada-aerea-2"),
        ("JAM", ("1 ENGR REGT", "1st Engineer Regiment"), "JAM.regiment-engineer-1"),
        (
            "COL",
            ("Colombian National Police, Air Service", "AIR SERVICE, NATIONAL POLICE"),
            "COL.aereo-servicio-policia-nacional",
        ),
    ],
)
def test_other_countries_by_the_general_rules(country, spellings, unit_id):
    assert {unit_of(country, spelling).unit_id for spelling in spellings} == {unit_id}


def test_elsewhere_the_force_a_word_or_a_place_keeps_units_apart():
    names = [
        "Intelligence Directorate, Colombian Army",
        "Intelligence Directorate, National Police",
        "Intelligence Directorate, National Police, Cali",
        "Deputy Intelligence Directorate, National Police",
    ]
    assert len({unit_of("COL", name).unit_id for name in names}) == len(names)


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("COL", "Colombian Army"),
        ("AFG", "Ministry of Defense (MOD)"),
        ("BHS", "Royal Bahamas Defence Force"),
        ("LKA", "Sri Lanka Ministry of Finance"),
        ("COL", "Infantry Brigade"),
        ("EGY", "Navy"),
    ],
)
def test_forces_and_ministries_elsewhere_are_no_units(country, text):
    assert unit_of(country, text) is None


def test_a_long_name_has_a_short_identifier_of_its_own():
    start = "Office of the Adviser on Questions of International Maritime Law and Treaties"
    first, second = (unit_of("ARG", f"{start}, {end} Directorate") for end in ("First", "Second"))
    assert first.unit_id != second.unit_id
    assert len(first.unit_id) <= len("ARG.") + 80


KINDS = {
    "zona-naval": ("Naval Zone", "Zona Naval", "ZN", "Zona Naval Militar"),
    "region-naval": ("Naval Region", "Región Naval", "RN"),
    "zona-militar": ("Military Zone", "Zona Militar", "Mil Zone", "Z.M."),
    "base-aerea-militar": ("Military Air Base", "Base Aérea Militar", "BAM", "B.A.M."),
    "escuadron-aereo": ("Air Squadron", "Escuadrón Aéreo", "Air Sq."),
    "batallon-infanteria": ("Infantry Battalion", "Batallón de Infantería", "Inf Bn"),
}
SPELLED = [(slug, spelling) for slug, spellings in KINDS.items() for spelling in spellings]
WRITTEN = (
    "{k} {n}",
    "{k} No. {n}",
    "{k} #{n}",
    "{k} núm. {n}",
    "{n}th {k}",
    "{n}/a. {k}",
    "{n}a. {k}",
)


@given(
    st.sampled_from(SPELLED),
    st.integers(1, 120),
    st.sampled_from(WRITTEN),
    st.sampled_from(("", ", Acapulco, Guerrero", ", Veracruz, Veracruz, MX")),
    st.sampled_from((str, str.lower, str.title)),
)
def test_case_accents_order_and_towns_do_not_matter(spelled, number, written, town, case):
    slug, kind = spelled
    text = case(written.format(k=kind, n=number) + town)
    bare = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    assert mexican(text) == mexican(bare) == f"{slug}-{number}"


@given(st.sampled_from(SPELLED), st.sampled_from(sorted(ORDINAL_WORDS)))
def test_ordinals_in_letters_are_numbers(spelled, ordinal):
    slug, kind = spelled
    assert mexican(f"{ordinal.upper()} {kind}") == f"{slug}-{ORDINAL_WORDS[ordinal]}"


WORDS = st.sampled_from(
    [
        "Naval",
        "Zone",
        "Battalion",
        "Brigade",
        "Infantry",
        "Company",
        "Section",
        "Air",
        "Base",
        "School",
        "Staff",
        "BAM",
        "Ship",
        "Norte",
    ]
)


@given(
    st.sampled_from(("MEX", "COL", "UKR", "JAM")),
    st.lists(WORDS, min_size=1, max_size=4),
    st.integers(0, 4),
    st.integers(1, 999),
    st.integers(1, 999),
)
def test_units_whose_numbers_differ_are_never_one(country, words, at, first, second):
    def numbered(number):
        return " ".join([*words[:at], str(number), *words[at:]])

    one, other = unit_of(country, numbered(first)), unit_of(country, numbered(second))
    if first != second and one is not None and other is not None:
        assert one.unit_id != other.unit_id


@given(st.sampled_from(("MEX", "COL", "UKR", "XYZ")), st.text(max_size=60))
@example("UKR", "\N{MYANMAR SHAN DIGIT FIVE} Brigade")
@example("MEX", "\N{ARABIC-INDIC DIGIT THREE} Batallón de Infantería")
def test_any_text_has_no_unit_or_a_well_formed_one(country, text):
    unit = unit_of(country, text)
    assert unit is None or PATTERN.fullmatch(unit.unit_id)
    for listed in units_named(country, text):
        assert PATTERN.fullmatch(listed.unit_id)
