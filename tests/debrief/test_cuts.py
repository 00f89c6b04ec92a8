"""What an audience may not be told stands nowhere in the bytes of any format."""

import csv
import io
import re

import debrief_scores as made
import pytest
import reading

from simulator.common.errors import DrillError
from simulator.debrief.edition import AUDIENCES
from simulator.debrief.telling import FORMATS, Order

PEOPLE = {"p-zh71c3": "Aigerim Bekova", "p-zh0002": "Daniyar Oralov", "p-av71c3": "Bobur Karimov"}
SEATS = {"p-zh71c3": "zhetysu", "p-zh0002": "zhetysu", "p-av71c3": "aviayuklar"}
NOTES = {1: "note of Aigerim", 3: "note of Daniyar", 4: "note of Bobur"}
OWN_TEXTS = ("Aigerim Bekova", "note of Aigerim", "aigerim-sheet")
COLLEAGUE = ("Daniyar Oralov", "note of Daniyar", "p-zh0002")
OTHERS = ("Bobur Karimov", "note of Bobur", "p-av71c3", "bobur-sheet")
UNITS = ("zhetysu", "aviayuklar", "ACCU Zhetysu", "ACCU Aviayuklar", "Жетысу", "Almaty", "Tashkent", "ASTANA-1")


@pytest.fixture(scope="module")
def drill():
    """The small score with two participants in one unit, and sheets that bear the names of persons."""
    score = made.small()
    decisions = [
        each.model_copy(update={"who": "p-zh0002"}) if each.seq in (3, 6, 7) else each for each in score.decisions
    ]
    units = [
        unit.model_copy(update={"player": f"{name}-sheet.xlsx"})
        for unit, name in zip(score.units, ("aigerim", "bobur"), strict=True)
    ]
    return score.model_copy(update={"decisions": decisions, "units": units})


def order_of(audience):
    if audience == "unit":
        return Order(audience="unit", unit="zhetysu")
    return (
        Order(audience="individual", participant="Aigerim Bekova")
        if audience == "individual"
        else Order(audience=audience)
    )


@pytest.fixture(scope="module")
def said(drill):
    """The text of every format for every audience."""
    return {
        audience: reading.every_format(reading.told(drill, order_of(audience), NOTES, PEOPLE, SEATS))
        for audience in AUDIENCES
    }


def leaks(words, secrets):
    """Secrets that stand in a text, also parted by the lines of a page."""
    return [secret for secret in secrets if re.search(r"(?<!\w)" + re.escape(secret) + r"(?!\w)", words, re.IGNORECASE)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_trainer_is_told_all(form, said):
    if form != "csv":
        assert leaks(said["trainer"][form], ("Aigerim Bekova", "note of Aigerim", "ACCU Zhetysu", "Bobur Karimov"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_unit_is_told_nothing_of_who_decided_what_elsewhere(form, said):
    words = said["unit"][form]
    assert not leaks(words, (*OTHERS, "784512903311", "157-20000003"))
    assert leaks(words, ("ACCU Zhetysu",))


@pytest.mark.parametrize("form", FORMATS)
def test_one_person_is_told_nothing_of_colleagues(form, said):
    words = said["individual"][form]
    assert not leaks(words, (*COLLEAGUE, *OTHERS, "aigerim-sheet.xlsx"))
    assert leaks(words, ("Aigerim Bekova",))
    if form in ("html", "pdf", "xlsx"):
        assert "not for personnel decisions" in words


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("audience", ["coordinator", "public"])
def test_a_coordinator_and_the_public_are_told_of_no_person_and_no_unit(form, audience, said):
    words = said[audience][form]
    assert not leaks(words, (*OWN_TEXTS, *COLLEAGUE, *OTHERS, "p-zh71c3", *UNITS))
    assert not re.search(r"\b(?:ALA|TAS)\b|0f0f0f|a1a1a1|c4c4c4", words)
    assert leaks(words, ("Unit A", "Unit B"))


@pytest.mark.parametrize("form", FORMATS)
def test_the_public_is_told_of_no_carrier_and_no_party(form, said):
    secrets = ("KC128", "HY602", "TK350", "465-10000005", "RB123456785GB", "ANATOLIA", "SAGYNDYKOV")
    assert not leaks(said["public"][form], secrets)


def test_the_same_unit_bears_the_same_letter_everywhere(said):
    found = re.findall(r"(Unit [AB]) \(([AB])\)", said["public"]["html"])
    assert {unit[-1] == post[-1] for unit, post in found} == {True}


def test_letters_do_not_follow_the_order_of_the_scenario():
    orders = set()
    for seed in range(8):
        score = made.small(about=made.about(key=f"{seed:032x}"))
        units = reading.told(score, Order(audience="coordinator")).sources.score.units
        orders.add(tuple(unit.known + unit.selected for unit in units))
    assert len(orders) == 2


def test_names_show_the_coordinator_the_units(drill):
    words = reading.every_format(reading.told(drill, Order(audience="coordinator", names=True), NOTES, PEOPLE, SEATS))
    for form in FORMATS:
        assert leaks(words[form], ("ACCU Zhetysu",))
        assert not leaks(words[form], (*OWN_TEXTS, *COLLEAGUE, *OTHERS))


def test_a_unit_reads_its_own_cases_and_what_others_knew_first(drill):
    told = reading.told(drill, Order(audience="unit", unit="zhetysu")).story
    assert len(told.cases) == 3
    assert [post.title.partition(" (")[0] for post in told.cases[0].posts] == ["ACCU Zhetysu"]
    assert "ACCU Aviayuklar could know first" in told.cases[0].together
    assert told.summary.lead.startswith(
        "3 cases had their way past the post of this unit. 1 was found, here or elsewhere."
    )


def test_one_persons_row_of_the_gradebook_counts_own_decisions_only(drill):
    telling = reading.told(drill, order_of("individual"), NOTES, PEOPLE, SEATS)
    (row,) = csv.DictReader(io.StringIO(telling.written("csv").decode("utf-8-sig")))
    assert (row["participant_name"], row["decisions"], row["found"]) == ("Aigerim Bekova", "2", "1")


def test_who_decided_nothing_gets_an_honest_report(drill):
    people, seats = {**PEOPLE, "p-new": "Nobody Yet"}, {**SEATS, "p-new": "zhetysu"}
    telling = reading.told(drill, Order(audience="individual", participant="p-new"), NOTES, people, seats)
    assert {fact.value for fact in telling.story.own} == {"0"}
    assert "no decision" in reading.words_of("html", telling.written("html"))


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        (Order(lang="xx", audience="units", names=True), ["debrief-lang", "debrief-audience", "debrief-option"]),
        (Order(audience="unit"), ["debrief-for-whom"]),
        (Order(audience="individual", unit="zhetysu"), ["debrief-option", "debrief-for-whom"]),
        (Order(unit="zhetysu"), ["debrief-option"]),
        (Order(audience="unit", unit="zhetis"), ["unit-unknown"]),
        (Order(audience="individual", participant="Aigerim"), ["participant-unknown"]),
        (Order(audience="individual", participant="Twin"), ["participant-several"]),
    ],
)
def test_an_order_that_does_not_fit_is_refused_with_all_that_is_wrong(order, codes, drill):
    twins = {**PEOPLE, "p-1": "Twin", "p-2": "Twin"}
    with pytest.raises(DrillError) as refused:
        reading.told(drill, order, NOTES, twins, {**SEATS, "p-1": "zhetysu", "p-2": "aviayuklar"})
    assert [fault.code for fault in refused.value.faults] == codes
    assert all(str(fault) for fault in refused.value.faults)


def test_objectives_are_masked_too():
    text = {"en": "Tell ACCU Zhetysu at ALA what Tashkent knows.", "ru": "Сообщить ГКГП «Жетысу» (ALA)."}
    score = made.small(objectives=[{"code": "x", "text": text}])
    letters = {
        unit.post: unit.code[-1].upper()
        for unit in reading.told(score, Order(audience="coordinator")).sources.score.units
    }
    (goal,) = reading.told(score, Order(audience="coordinator")).sources.score.objectives
    assert set(letters) == {"A", "B"}
    assert re.fullmatch(r"Tell Unit ([AB]) at post \1 what post [AB] knows\.", goal["text"]["en"])
    assert "Жетысу" not in goal["text"]["ru"]
