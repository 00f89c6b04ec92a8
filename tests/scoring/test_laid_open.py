"""A story keeps what its posts could read of it, as it stood while they could act."""

import pytest

from simulator.drill import Drill
from simulator.view.dossier import dossier


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    drill = Drill.prepare("first-steps", seed=14, out=tmp_path_factory.mktemp("open") / "d")
    return drill, drill.run({"zhetysu": "rules"}, draws=1)


def test_it_is_the_dossier_at_the_last_moment_the_unit_could_act(played):
    drill, score = played
    for story in (*score.cases, *score.irregularities):
        for passage in story.passages:
            told = dossier(drill.world, passage.unit, story.row, passage.act_by, controlled=True)
            kept = [(each.field, each.document, each.value, each.since) for each in passage.papers]
            said = told.documents.select("field", "document", "value", "since") if told else ()
            assert kept == [row for row in (said.iter_rows() if told else ()) if row[2]]
            assert [fact.column for fact in passage.facts] == [
                each.column.code for each in (told.facts if told else ())
            ]


def test_nothing_in_it_is_later_than_that(played):
    for story in played[1].cases:
        for passage in story.passages:
            times = [paper.since for paper in passage.papers if paper.since is not None]
            assert all(t <= passage.act_by for t in [*times, *(fact.since for fact in passage.facts)])
