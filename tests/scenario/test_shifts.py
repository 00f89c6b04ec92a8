"""Breaks, hand-over, failures and absences as a trainer writes them, and what is refused."""

import pytest
from small_scenario import changed, faults, only, told

from simulator.scenario.machines import equipped
from simulator.scenario.model import Shift
from simulator.scenario.shifts import breaks_of, shift_length

NIGHT = "night: {from: 18:00, to: 06:00}"


def night(more):
    return told((NIGHT, NIGHT.replace("}", f", {more}}}")))


@pytest.mark.parametrize(
    ("breaks", "code"),
    [
        ("[{from: 12:00, to: 12:30}]", "break-outside"),
        ("[{from: 17:30, to: 18:30}]", "break-outside"),
        ("[{from: 05:30, to: 06:15}]", "break-outside"),
        ("[{from: 23:00, to: 23:00}]", "break-empty"),
        ("[{from: 18:05, to: 18:30}]", "break-handover"),
    ],
)
def test_a_break_lies_inside_its_shift_and_takes_time(breaks, code):
    assert night(f"handover: 10 min, breaks: {breaks}") == [(code, "shifts.night.breaks[0]")]


def test_breaks_do_not_overlap():
    assert night("breaks: [{from: 23:30, to: 00:30}, {from: 00:15, to: 01:00}]") == [
        ("break-overlap", "shifts.night.breaks[1]")
    ]


def test_all_breaks_that_are_wrong_are_told_with_their_lines():
    text = changed((NIGHT, NIGHT.replace("}", ", breaks: [{from: 12:00, to: 12:30}, {from: 20:00, to: 20:00}]}")))
    assert [(fault.code, fault.line) for fault in faults(text)] == [("break-outside", 9), ("break-empty", 9)]
    assert "12:00 to 12:30 is not inside the shift, 18:00 to 06:00" in str(faults(text)[0])


def test_breaks_may_touch_each_other_and_the_ends_of_the_shift():
    assert night("breaks: [{from: 18:00, to: 18:30}, {from: 18:30, to: 18:45}, {from: 05:30, to: 06:00}]") == []


@pytest.mark.parametrize(
    ("handover", "codes"), [("11 h 59 min", []), ("12 h", ["handover-long"]), ("-1 min", ["field-range"])]
)
def test_a_hand_over_is_shorter_than_the_shift(handover, codes):
    found = night(f"handover: {handover}")
    assert [code for code, _ in found] == codes
    assert all(field == "shifts.night.handover" for _, field in found)


@pytest.mark.parametrize(
    ("failures", "code", "field"),
    [
        ("{x-ray: {chance: 1.5, takes: 1 h}}", "field-range", "x-ray.chance"),
        ("{x-ray: {chance: -0.1, takes: 1 h}}", "field-range", "x-ray.chance"),
        ("{xray: {chance: 0.5, takes: 1 h}}", "machine-unknown", "xray"),
        ("{trace: {chance: 0.5, takes: 1 h}}", "failure-nothing", "trace"),
        ("{x-ray: {chance: 0.5}}", "field-missing", "x-ray.takes"),
        ("{x-ray: {chance: 0.5, takes: {kind: uniform, low: -1 h, high: 1 h}}}", "span-negative", "x-ray.takes"),
        ("{x-ray: {chance: 0.5, takes: 40 d}}", "span-long", "x-ray.takes"),
    ],
)
def test_failures_name_a_machine_of_the_unit_a_share_and_a_time(failures, code, field):
    found = told(("machines: {x-ray: 1}", f"machines: {{x-ray: 1}}\n    failures: {failures}"))
    assert found == [(code, f"units[0].failures.{field}")]


def test_absence_is_a_share():
    group = "count: 2, shift: day"
    assert told((group, group + ", absence: 0.05")) == []
    assert told((group, group + ", absence: 3")) == [("field-range", "units[0].officers[0].absence")]


def test_the_machine_that_is_nearly_right_is_offered():
    text = changed(
        ("machines: {x-ray: 1}", "machines: {x-ray: 1}\n    failures: {palet-x-ray: {chance: 0.5, takes: 1 h}}")
    )
    assert "did you mean 'pallet-x-ray'?" in str(only(text))


def test_breaks_count_from_the_begin_of_the_shift():
    shift = Shift.model_validate({"from": "20:00", "to": "08:00", "breaks": [{"from": "23:45", "to": "00:30"}]})
    assert shift_length(shift) == 12 * 3600
    assert breaks_of(shift) == [(13_500, 16_200)]


@pytest.mark.parametrize(
    ("held", "able"),
    [({"x-ray": 1}, True), ({"pallet-x-ray": 1}, True), ({"x-ray": 0, "trace": 1}, False), ({}, False)],
)
def test_an_x_ray_control_needs_one_of_the_two_x_rays(held, able):
    assert equipped({"machine": "x-ray", "machine_general": "pallet-x-ray"}, held) is able
    assert equipped({"machine": "", "machine_general": ""}, held)
