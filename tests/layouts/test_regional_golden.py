"""Rows of the official reports as their pages show them, one for each quirk that was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.regional_readings import reading

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.documents

# Document, page of the file, row on the page, then the cells from title to end date.
ROWS: tuple[tuple[str, str, int, int, tuple[str, ...]], ...] = (
    (
        "a row ends on the next page, below its headings",
        "2001-2002/10970.pdf",
        14,
        20,
        (
            "JCET",
            "60",
            "SANTIAGO",
            (
                "CARABINEROS DE CHILE, GRUPO OPERACIONES DE POLICIA ESPECIAL (GROPE), CHILEAN"
                ' MILITARY UNIT"UNIDAD DE FUERZAS ESPECIALES"'
            ),
            "1/7 SFG",
            "$126,000",
            "10/18/00",
            "12/15/00",
        ),
    ),
    (
        "no headings of columns on the first page",
        "2002-2003/21823.pdf",
        1,
        17,
        (
            "CHDS Programs",
            "4",
            "Washington, DC",
            (
                "Ministry of Foreign Affairs, Royal Antigua Police Force, Grenville Radio,"
                " Government of Antigua and Barbuda"
            ),
            "Center for Hemispheric Defense Studies",
            "$31,996",
            "4/8/02",
            "4/26/02",
        ),
    ),
    (
        "cells slipped from the student's unit on, end date below the title",
        "2002-2003/21823.pdf",
        7,
        2,
        (
            "CHDS Programs",
            "4",
            "Washington, DC",
            (
                "Techint Organization, Universidad de la Plata, Intelligence Institute of"
                " Argentina, Government for the city of Buenos Aires"
            ),
            "Center for Hemispheric Defense Studies",
            "$31,996",
            "1/28/02",
            "2/15/02",
        ),
    ),
    (
        "the student's unit touches the US unit: AirCenter",
        "2002-2003/21823.pdf",
        7,
        3,
        (
            "CHDS Programs",
            "5",
            "Washington, DC",
            "Army, Navy, Argentina War College, Air Force",
            "Center for Hemispheric Defense Studies",
            "$39,995",
            "10/22/01",
            "11/9/01",
        ),
    ),
    (
        "the title ends in figures before the number of students",
        "2002-2003/21823.pdf",
        31,
        1,
        (
            "SPAN UH-1 HELO RPR CN 1004",
            "1",
            "FT RUCKER AL 36362-5000",
            "Army",
            "",
            "$1,661",
            "10/1/01",
            "12/12/01",
        ),
    ),
    (
        "the location touches the student's unit",
        "2002-2003/21823.pdf",
        42,
        4,
        (
            "RIVERINE",
            "300",
            "PTO CARRENO, TURBO, MANTUNTUGO",
            "COLOMBIAN NAVY AND MARINE CORP",
            "SBU-22, SEAL TEAM 4, NSWG-2/NSWU-4",
            "$440,000",
            "10/6/01",
            "11/8/01",
        ),
    ),
    (
        "a cell's text goes on after an empty space of nine lines",
        "2002-2003/21823.pdf",
        42,
        11,
        (
            "SP-INSTRU (UH-1FS) (REF)",
            "1",
            "FT RUCKER AL 36362-5000",
            "Air Force, EMAVI, (Military Aviation School), Cali Air Force, CACOM-4, Melgar",
            "",
            "$8,480",
            "7/22/02",
            "8/8/02",
        ),
    ),
    (
        "cells slipped from the location on, the units one column to the right",
        "2002-2003/21823.pdf",
        43,
        24,
        (
            "Staff Training",
            "250",
            "Larandia, Tolemeida, Tres Esquinas, Espinal",
            "Colombian Army",
            "7th SFG",
            "$125,000",
            "4/10/02",
            "5/30/02",
        ),
    ),
    (
        "two cells touch where letters change to figures: the7 SFG",
        "2002-2003/21823.pdf",
        54,
        1,
        (
            "JCET",
            "45",
            "San Salvador",
            "Special Operations Group (GOE) of the Salvadoran Armed Forces (ESAF)",
            "7 SFG",
            "$74,700",
            "1/11/02",
            "3/7/02",
        ),
    ),
    (
        "slipped, no cost, and the US unit in the column of start dates",
        "2003-2004/34330.pdf",
        6,
        6,
        (
            "Balance Knife 03-4",
            "78",
            "Special Warfare Training Group, Maeson-Ri, ROK",
            "SWTG ROK Special Forces Bgdes (1st, 3rd, 7th, 9th, 11th, 13th) 707th Airborne BN",
            "426th CA BN 4th POG 7th POG",
            "",
            "6/1/2003",
            "7/3/2003",
        ),
    ),
    (
        "two cells of capitals touch: LOPODA",
        "2003-2004/34330.pdf",
        33,
        10,
        (
            "Balance Torch 03-2",
            "35",
            "LOPBURI",
            "SPECIAL WARFARE CENTER IN LOP BURI THAILAND",
            "ODA 116 353RD SOG",
            "$51,606",
            "11/1/2002",
            "11/22/2002",
        ),
    ),
    (
        "the location reaches into the next column",
        "2003-2004/34331.pdf",
        36,
        18,
        (
            "OUTBOARD MTR MT & OVHL",
            "1",
            "STENNIS SPACE CENTER, MS 39529-7099",
            "MILITARY BASE 02159 CONSTANTA,ENGINEERING OFFICER",
            "",
            "$7,826",
            "1/10/2003",
            "3/6/2003",
        ),
    ),
    (
        "the student's unit begins just before the column of US units",
        "2004-2005/45793.pdf",
        29,
        9,
        (
            "INSTRUCTOR DEVELOPMENT CRS",
            "1",
            "STENNIS SPACE CENTER, MS 39529-7099",
            "40th Marine Corps Riverine Battalion, Puerto Carreño",
            "",
            "$1,880",
            "8/9/2004",
            "8/20/2004",
        ),
    ),
    (
        "no number of students",
        "2004-2005/45793.pdf",
        29,
        19,
        (
            "JPAT",
            "",
            "Arauca, Barrancon, Cano-Limon, La Esmeralda, El Espinal, Facatativa, Fortul",
            (
                "1st CD Brigade, 12th Brigade, SF Brigade, 18th Brigade Colombian National Police"
                " (Carabineros) and Colombian National Police (Diran)"
            ),
            "7th SFG (A), USACAPOC TACTICAL CA COMPONENT NTE, USASCO",
            "$1,100,000",
            "10/1/2003",
            "9/30/2004",
        ),
    ),
    (
        "slipped: the student's unit in the column of costs",
        "2004-2005/45793.pdf",
        90,
        1,
        (
            "PATROL CRAFT PROP SYS MT",
            "1",
            "STENNIS SPACE CENTER, MS 39529-7099",
            "ACAJUTLA BUQUE ARCE",
            "",
            "$9,224",
            "6/11/2004",
            "8/5/2004",
        ),
    ),
    (
        "the location touches the student's unit: RosarioSENAD",
        "2004-2005/45793.pdf",
        122,
        9,
        (
            "Riverine/Urban",
            "40",
            "Asuncion, Ciudad Del Ester, Puerto Rosario",
            "SENAD, Marine Commandos",
            "NSW DET SOUTH",
            "$449,000",
            "1/10/2004",
            "2/1/2004",
        ),
    ),
    (
        "several units without a space between them",
        "2005-2006/75058.pdf",
        2,
        2,
        (
            "SALW Topical Seminar",
            "2",
            "Kampala, Uganda",
            "Ministry of DefenseMinistry of Foreign AffairsNational Police",
            "9 USG representatives",
            "$31,494",
            "10/3/2004",
            "10/8/2004",
        ),
    ),
    (
        "a title over two lines",
        "2005-2006/75058.pdf",
        77,
        6,
        (
            "Pgm on Terrorism & Sec Studies (5 Wks)",
            "27",
            "Marshall Center, Garmisch, Germany",
            "Multiservice",
            "N/A",
            "$18,915",
            "10/1/2004",
            "9/30/2005",
        ),
    ),
)


@pytest.mark.parametrize(("quirk", "path", "page", "row", "cells"), ROWS, ids=[r[0] for r in ROWS])
def test_a_row_reads_as_the_page_shows_it(
    documents_folder: Path, quirk: str, path: str, page: int, row: int, cells: tuple[str, ...]
) -> None:
    found = [
        tuple(item.cells.values())
        for item in reading(documents_folder, path).rows
        if (item.address.page, item.address.row) == (page, row)
    ]
    assert found == [cells], quirk
