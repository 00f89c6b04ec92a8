"""Charts of the cases together: counts that can be checked by hand, and a text that says the same."""

import debrief_scores as made

from simulator.debrief.drawing import draw
from simulator.debrief.story import story


def figure(score, name):
    return next((each for each in story(score).figures if each.id == name), None)


def rows(figure):
    return figure.spec["data"]["values"]


def test_legs_of_the_cases_are_counted_and_none_found_is_broken():
    found = made.found_case()
    missed = made.hidden("1", [made.passage("aviayuklar", "not-selected")], row=1, routing="IST-TAS-ALA")
    routes = figure(made.small(cases=[found, missed]), "routes")
    legs = routes.spec["layer"][0]["data"]["values"]
    assert sorted((leg["count"], leg["found"]) for leg in legs) == [(1, False), (1, True), (2, True)]
    assert "TAS–ALA: 1 of 2; DEL–TAS: 1 of 1; IST–TAS: 0 of 1." in routes.words
    assert {spot["name"] for spot in rows(routes)} == {"DEL", "TAS", "IST", "ALA"}


def test_airports_that_nobody_knows_are_left_out():
    case = made.hidden("1", [], routing="XXA-XXB")
    assert figure(made.small(cases=[case]), "routes") is None


def test_indicators_are_counted_by_case():
    cited = made.decided(1, "zhetysu", "1", 60, reasons=["odd-weight"])
    passage = made.passage("zhetysu", "not-selected", shown=["new-shipper"], decisions=[cited])
    uses = figure(made.small(cases=[made.hidden("1", [passage])]), "indicators")
    counts = {(row["indicator"], row["group"]): row["count"] for row in rows(uses)}
    assert counts["Shipper is new", "planted"] == counts["Shipper is new", "shown in time"] == 1
    assert counts["Shipper is new", "cited"] == counts["Odd weight of a piece", "shown in time"] == 0
    assert counts["Odd weight of a piece", "cited"] == 1


def test_effort_is_what_was_controlled_without_a_find():
    unit = made.unit("zhetysu", nothing_found_grounded=3, nothing_found_ungrounded=4, hidden_not_shown=1, cases_found=2)
    effort = figure(made.small(units=[unit]), "effort")
    mine = next(row for row in rows(effort) if row["own"])
    assert (mine["vain"], mine["found"]) == (8, 2)


def test_they_can_be_drawn():
    drawn = draw({name: figure(made.small(), name).spec for name in ("effort", "routes", "indicators")})
    assert all("<path" in svg for svg in drawn.values())
