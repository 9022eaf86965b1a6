from __future__ import annotations

import pytest

from foja.errors import VocabularyError
from foja.meaning import labels
from foja.meaning.labels import GroupQuality, quality, quality_lines, read_labels

HEADING = "training_id,country,fiscal_year,program,course_title,label,part"
# Two halves: of the kept one, two are right, one is typed into the wrong group, one is missed and
# one that no reader could place is typed all the same.
LINES = [
    "a.01,Mexico,2019,FMF,Human Rights Instructor,human_rights.human_rights,kept",
    "a.02,Mexico,2019,FMF,Airborne,tactical.combat,kept",
    "a.03,Peru,2005,IMET,Jumpmaster,flight.pilot,kept",
    "a.04,Peru,2005,FMF,Generic Contractor,technical.supply,kept",
    "a.05,Peru,2005,IMET,Pathfinder,unclassified,kept",
    "a.06,Peru,2005,IMET,Ranger,tactical.combat,written",
]


def write(folder, lines=(HEADING, *LINES)):
    (folder / labels.FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_labels_are_read_with_their_half(tmp_path):
    titles = read_labels(write(tmp_path))
    assert [title.part for title in titles] == ["kept"] * 5 + ["written"]
    assert titles[0].fiscal_year == 2019
    assert titles[0].label == "human_rights.human_rights"


def test_precision_and_recall_are_counted_by_group(tmp_path):
    rows = {row.group: row for row in quality(read_labels(write(tmp_path)))}
    assert rows["human_rights"] == GroupQuality("human_rights", 1, 1, 1)
    assert rows["tactical"] == GroupQuality("tactical", 1, 3, 1)
    assert rows["flight"] == GroupQuality("flight", 1, 0, 0)
    assert rows["technical"] == GroupQuality("technical", 1, 0, 0)
    assert rows["unclassified"] == GroupQuality("unclassified", 1, 1, 0)
    every = rows[labels.ALL_GROUPS]
    assert every == GroupQuality(labels.ALL_GROUPS, 4, 4, 2)
    assert every.precision == pytest.approx(0.5)
    assert every.recall == pytest.approx(0.5)
    assert rows["flight"].precision is None
    assert rows["flight"].recall == 0


def test_the_halves_are_measured_apart(tmp_path):
    written = quality(read_labels(write(tmp_path)), "written")
    assert [row.group for row in written] == ["tactical", labels.ALL_GROUPS]
    assert written[-1] == GroupQuality(labels.ALL_GROUPS, 1, 1, 1)


def test_the_lines_to_print_stand_in_columns(tmp_path):
    lines = quality_lines(quality(read_labels(write(tmp_path))))
    assert lines[0].split() == ["group", "labelled", "typed", "right", "precision", "recall"]
    assert lines[1].split() == ["tactical", "1", "3", "1", "0.33", "1.00"]
    assert lines[-1].split() == ["all", "groups", "4", "4", "2", "0.50", "0.50"]
    assert "-" in lines[3].split()
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ((",label,part", ",label"), "line 1: no column part"),
        ((",label,part", ",label,part,colour"), "line 1: unknown column colour"),
        (("tactical.combat,kept", "tactical.cooking,kept"), "line 3: unknown label"),
        (("2019,FMF,Human", "soon,FMF,Human"), "line 2: .*fiscal_year"),
        (("tactical.combat,written", "tactical.combat,hidden"), "line 7: .*part"),
        (("a.06", "a.01"), "line 7: a.01 occurs twice"),
    ],
)
def test_wrong_labels_are_refused_with_their_line(tmp_path, damage, message):
    text = "\n".join((HEADING, *LINES))
    assert damage[0] in text
    write(tmp_path, text.replace(*damage).split("\n"))
    with pytest.raises(VocabularyError, match=message):
        read_labels(tmp_path)


def test_a_line_that_ends_too_early_is_refused(tmp_path):
    write(tmp_path, (HEADING, "a.01,Mexico,2019,FMF,Airborne"))
    with pytest.raises(VocabularyError, match="line 2"):
        read_labels(tmp_path)


def test_missing_labels_are_named(tmp_path):
    with pytest.raises(VocabularyError, match=r"training_types\.csv is missing"):
        read_labels(tmp_path)
