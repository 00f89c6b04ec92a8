"""The story says what the figures say, in words, and no more."""

import debrief_scores as made
import pytest

from simulator.common.clock import HOUR, NEVER
from simulator.debrief.story import story
from simulator.scoring.model import MailUse, Reference, StationUse, Waited
from simulator.scoring.model_after import AfterFinds, FindWork, Safety

FEW_WORDS = "too few to judge"


def cells(table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def facts(unit) -> dict[str, str]:
    return {fact.label: fact.value for group in unit.facts for fact in group.facts}


@pytest.fixture
def told(score):
    return story(score)


def test_the_summary_counts_before_it_explains(told):
    assert told.summary.lead == (
        "The units found 1 of 4 cases. Of the 3 that were not found, 1 was controlled without a find; "
        "1 was shown to a unit that did not select it; 1 was not shown to any unit."
    )
    assert "1,204 consignments (104 general cargo, 700 mail and 400 express) on 9 flights" in told.summary.held
    assert "4 cases of hidden contraband, 2 decoys and 1 irregularity" in told.summary.held


def test_a_unit_stands_beside_the_reference_players(told):
    assert told.summary.units[0] == (
        "ACCU Zhetysu found 1 of 3 cases that came to its post; its systems showed 2 of them in time. "
        "In its place “rules” found 1 and “chance” found 0.2 on average (0 to 1 in nine of ten draws)."
    )
    assert cells(told.comparison)[0] == ("ACCU Zhetysu", "1 of 3", "1", "0.2 (0 to 1)", "1", "1", "1", "3.7 of 64.0 h")


def test_few_cases_give_counts_and_no_shares(told):
    assert FEW_WORDS in told.summary.after[-1]
    assert "%" not in "".join((told.summary.lead, *told.summary.units, *told.summary.after))


def test_ten_cases_give_a_share():
    told = story(made.large(cases=60, decisions=20))
    assert told.summary.lead.startswith("The units found 10 of 60 cases (17 %).")
    assert FEW_WORDS not in told.summary.after[-1]


def test_a_practice_drill_says_so(told):
    assert "practice drill" in told.summary.after[-1]
    assert {fact.label: fact.value for fact in told.cover}["Drill key"].startswith("practice: made from seed 7")


def test_a_secret_key_is_not_called_practice():
    told = story(made.small(about=made.about(practice=False, seed=None)))
    assert "practice" not in told.summary.after[-1]


def test_what_the_controls_did_not_show_is_no_ungrounded_control(told):
    figures = facts(told.units[0])
    assert figures["Controlled"] == "4"
    assert [
        figures[f"– {what}"] for what in ("with a find", "nothing found, grounded", "something hidden, not found")
    ] == [
        "1",
        "1",
        "1",
    ]
    assert ("Something hidden, not found", "2") in [row[:2] for row in cells(told.summary.controls)]


def test_every_outcome_stands_in_the_table_once(told):
    assert [row[:3] for row in cells(told.holdings)] == [
        ("Case", "Found", "1"),
        ("Case", "Missed", "3"),
        ("Irregularity", "Alarm unresolved", "1"),
        ("Clean", "Nothing found", "2"),
        ("Clean", "Delayed", "1"),
        ("Clean", "Untouched", "1,196"),
    ]


def test_the_found_case_is_told_from_post_to_post(told):
    tashkent, almaty = told.cases[0].posts
    assert told.cases[0].outcomes[0].lead == "Found by ACCU Zhetysu at 09 Nov 01:00 (UTC+06:00)."
    assert tashkent.verdict == (
        "Pre-arrival manifest showed it from 08 Nov 06:00, 8 h 20 min before it left. Nobody selected it."
    )
    assert almaty.verdict == "Examination gave the find at 09 Nov 01:00, 2 h before it would have left."
    assert [(moment.time, moment.shape) for moment in almaty.moments] == [
        ("08 Nov 19:00", "seen"),
        ("08 Nov 20:00", "decided"),
        ("08 Nov 23:00", "ready"),
        ("09 Nov 00:00", "alarm"),
        ("09 Nov 01:00", "find"),
    ]


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        (
            1,
            (
                "It was controlled (X-ray), and that did not show what was hidden. The control did not suit what was hidden."
                " How often it shows this: X-ray about 1 time in 8."
                " At hand too: detector dog 3 times in 4; examination about 19 times in 20."
            ),
        ),
        (3, "None of the unit's systems showed it before it left."),
    ],
)
def test_a_missed_case_says_what_let_it_pass(told, number, verdict):
    assert told.cases[number].posts[0].verdict == verdict
    assert told.cases[number].posts[0].moments[-1].text == "Left the post"


def test_a_decision_too_late_is_told_with_its_reason(told):
    late = told.cases[2].posts[0].moments[-1]
    assert (late.shape, late.text) == ("void", "Select: X-ray, then examination if alarm")
    assert "No effect: the consignment had left." in late.detail


def test_an_open_alarm_is_no_find(told):
    case = told.irregularities[0]
    assert [(each.outcome, each.good) for each in case.outcomes] == [("Alarm unresolved", False)]
    assert case.posts[0].verdict == (
        "Documentary check gave an alarm at 08 Nov 11:00. "
        "No examination or test settled it before it left at 08 Nov 14:20."
    )


def test_a_positive_test_that_found_nothing_is_drawn_as_an_alarm():
    seen = [made.Observed(t=6 * HOUR, unit="zhetysu", control="field-test", result="positive")]
    case = made.hidden("465-10000005", [made.passage("zhetysu", "control-found-nothing", observations=seen)])
    told = story(made.small(cases=[case]))
    assert "find" not in {moment.shape for moment in told.cases[0].posts[0].moments}


def test_what_was_stopped_before_did_not_come(score):
    gone = made.passage("aviayuklar", "not-arrived")
    case = made.hidden("465-10000005", [gone], outcome="found", found_by="zhetysu", found_at=HOUR)
    post = story(score.model_copy(update={"cases": [case]})).cases[0].posts[0]
    assert post.verdict == "It did not come here: ACCU Zhetysu had stopped it."
    assert [moment.text for moment in post.moments] == ["Pre-arrival manifest showed it"]


def test_indicators_planted_shown_and_cited_stand_side_by_side(told):
    rows = {row[0]: row[1:] for row in cells(told.cases[1].indicators)}
    assert sorted(rows.values()) == [
        ("Shipper first seen: 12 days ago", "yes", "ACCU Zhetysu", "–"),
        ("Weight of a piece: 1.4 kg; Usual weight from: 0.2 kg", "yes", "ACCU Zhetysu", "ACCU Zhetysu"),
        ("–", "no", "ACCU Zhetysu", "–"),
    ]


def test_ungrounded_controls_are_listed(told):
    assert told.ungrounded_text == "1 clean consignment was controlled without a reason that shows in its data."
    assert [row[0] for row in cells(told.ungrounded)] == ["784512999990"]


def test_all_decisions_stand_in_the_appendix_by_unit(told):
    zhetysu, aviayuklar = told.decisions
    assert zhetysu.caption == "ACCU Zhetysu: 5 decisions, all by p-zh71c3; local time (UTC+06:00)"
    assert [row[0] for row in cells(zhetysu)] == ["1", "2", "3", "4", "5"]
    assert cells(aviayuklar)[0][-1] == "No effect: the consignment had left"


def test_a_column_that_says_nothing_is_left_out():
    silent = made.decided(1, "zhetysu", "784512999990", HOUR, reasons=[], grounded=None, confidence=None)
    table = story(made.small(decisions=[silent])).decisions[0]
    titles = [column.title for column in table.columns]
    assert titles == ["No.", "Time", "Consignment", "Decision", "Priority", "Result"]
    assert len(cells(table)[0]) == len(titles)


def test_several_participants_are_told_apart():
    one, two = (made.decided(seq, "zhetysu", "784512999990", HOUR, who=f"p-{seq}") for seq in (1, 2))
    table = story(made.small(decisions=[one, two])).decisions[0]
    assert [row[2] for row in cells(table)] == ["p-1", "p-2"]


def test_a_drill_without_decisions_is_told_honestly():
    idle = {"player": "idle", "decisions": 0, "selected": 0, "samples": 0, "controlled": 0, "with_find": 0}
    none = {"cases_found": 0, "nothing_found_grounded": 0, "nothing_found_ungrounded": 0, "lead_minutes": None}
    units = [made.unit(code, **idle, **none) for code in ("zhetysu", "aviayuklar")]
    told = story(made.small(units=units, decisions=[]))
    assert told.summary.units[0].startswith("ACCU Zhetysu made no decision; 3 cases came to its post.")
    assert "No consignment was selected and controlled." in told.summary.after
    assert told.units[0].words.startswith("The unit made no decision.")
    assert [figure.id for figure in told.figures] == ["found", "routes", "indicators"]


def test_a_drill_without_a_case_draws_no_chart_of_cases(score):
    totals = score.totals.model_copy(update={"cases": 0, "cases_found": 0})
    units = [made.unit(code, cases_passed=0, cases_knowable=0, cases_found=0) for code in ("zhetysu", "aviayuklar")]
    told = story(score.model_copy(update={"totals": totals, "cases": [], "units": units}))
    assert told.summary.lead == "No case was hidden, so nothing could be found."
    assert told.summary.units[0] == "No case came to the post of ACCU Zhetysu."
    assert "found" not in [figure.id for figure in told.figures]


def test_a_unit_that_nobody_staffed_draws_no_hours():
    assert story(made.small(units=[made.unit("zhetysu", hours=[])])).units[0].hours is None


def test_a_unit_that_hardly_worked_draws_no_hours():
    hours = [made.HourUse(hour=hour, on_shift=6.0, busy=0.3, waiting=0) for hour in range(8)]
    assert story(made.small(units=[made.unit("zhetysu", hours=hours)])).units[0].hours is None


def test_a_short_delay_is_told_in_minutes():
    told = story(made.small(units=[made.unit("zhetysu", delay_minutes=1.2)]))
    assert any("1 clean consignment was delayed, by 1 min." in text for text in told.summary.after)


def test_units_of_one_name_are_told_apart(score):
    units = [unit.model_copy(update={"name": "ACCU"}) for unit in score.units]
    told = story(score.model_copy(update={"units": units}))
    assert [unit.title for unit in told.units] == ["ACCU (zhetysu)", "ACCU (aviayuklar)"]


def parallel(score):
    """Two lanes of one world: three cases each, one of them told."""
    lanes = [
        made.hidden("465-10000005", [], lane=code, row=row) for code in ("zhetysu", "aviayuklar") for row in (8, 9)
    ]
    twice = [
        made.decided(seq, code, "784512903335", HOUR, result="delayed")
        for seq, code in enumerate(("zhetysu", "aviayuklar"), 1)
    ]
    totals = score.totals.model_copy(update={"cases": 12, "cases_found": 3, "decoys": 4, "irregularities": 2})
    changes = {"about": made.about(kind="parallel"), "totals": totals, "cases": lanes, "decisions": twice}
    return story(score.model_copy(update=changes))


def test_lanes_stand_together_under_one_number(score):
    titles = [row[0] for row in cells(parallel(score).case_index)]
    assert [title.partition(":")[0] for title in titles] == [
        "Case 1, ACCU Zhetysu",
        "Case 1, ACCU Aviayuklar",
        "Case 2, ACCU Zhetysu",
        "Case 2, ACCU Aviayuklar",
    ]


def test_what_lanes_share_is_told_once_with_the_posts_of_all(score):
    passing = {code: made.passage(code, "not-selected") for code in ("zhetysu", "aviayuklar")}
    lanes = [made.hidden("465-10000005", [passage], lane=code) for code, passage in passing.items()]
    told = story(score.model_copy(update={"about": made.about(kind="parallel"), "cases": lanes}))
    (case,) = told.cases
    assert case.title == "Case 1: Opium in the cover of a diary or book"
    assert [(each.lane, each.lead) for each in case.outcomes] == [
        ("ACCU Zhetysu", "Not found: shown but not selected."),
        ("ACCU Aviayuklar", "Not found: shown but not selected."),
    ]
    assert [post.title.partition(",")[0] for post in case.posts] == ["ACCU Zhetysu (ALA)", "ACCU Aviayuklar (TAS)"]
    assert [bool(post.alike) for post in case.posts] == [True, False]
    assert {row.link for row in told.case_index.rows} == {case.id}


def test_decoys_of_several_lanes_stand_once(score):
    one, other = made.decoys()
    lanes = [one, other.model_copy(update={"consignment": one.consignment, "controlled_by": ["aviayuklar"]})]
    told = story(score.model_copy(update={"decoys": lanes}))
    assert [row[-1] for row in cells(told.decoys)] == ["ACCU Zhetysu and ACCU Aviayuklar"]
    assert told.decoys_text.startswith("1 of 1 decoy was controlled.")


def test_lanes_do_not_make_few_cases_many(score):
    told = parallel(score)
    assert told.summary.lead.startswith("The units found 3 of 12 cases, the same 6 for each of 2 units.")
    assert "6 cases of hidden contraband, 2 decoys and 1 irregularity; every unit had the same" in told.summary.held
    assert FEW_WORDS in told.summary.after[-1]


def test_a_consignment_controlled_in_two_lanes_counts_twice(score):
    ends = next(figure for figure in parallel(score).figures if figure.id == "ends")
    assert ends.words.startswith("2 consignments were controlled")


def test_an_unknown_player_stands_beside_the_unit_too():
    informed = Reference(player="informed", draws=1, found=2, found_low=2, found_high=2, controlled=38)
    told = story(made.small(units=[made.unit("zhetysu", references=[informed])]))
    assert "In its place “informed” found 2." in told.summary.units[0]


def test_a_consignment_that_never_leaves_has_no_end():
    case = made.hidden("465-10000005", [made.passage("zhetysu", "not-selected", release=NEVER)])
    post = story(made.small(cases=[case])).cases[0].posts[0]
    assert post.verdict == "ASTANA-1 showed it from 08 Nov 07:00. Nobody selected it."
    assert "left" not in {moment.shape for moment in post.moments}


def test_a_broken_seal_is_said_first(score):
    told = story(score.model_copy(update={"about": made.about(commitment_holds=False)}))
    assert not told.seal_holds
    assert "Do not rely on this report" in told.seal_words


def test_the_readers_language_is_taken_where_the_trainer_wrote_it(score):
    told = story(score, "ru")
    assert told.units[0].title == "ГКГП «Жетысу»"
    assert told.units[1].title == "ACCU Aviayuklar"


def suited(**changes):
    """The verdict of a case that was X-rayed without a find."""
    seen = [made.Observed(t=6 * HOUR, unit="zhetysu", control="x-ray", result="clear")]
    passage = made.passage("zhetysu", "control-found-nothing", observations=seen, **changes.pop("passage", {}))
    return story(made.small(cases=[made.hidden("1", [passage], **changes)])).cases[0].posts[0].verdict


def test_a_control_that_mostly_shows_it_was_unlucky():
    assert suited(detection={"x-ray": 0.9, "examination": 0.96}).endswith("bad luck: X-ray 9 times in 10.")


def test_nobody_is_blamed_where_no_control_at_hand_would_have_shown_it():
    verdict = suited(detection={"x-ray": 0.1, "dog": 0.75}, passage={"at_hand": ["x-ray"]})
    assert "No control at hand was likely to show it." in verdict
    assert "suit" not in verdict


def test_a_control_that_cannot_notice_it_reacts_only_by_chance():
    verdict = suited(detection={"x-ray": 0.08, "dog": 0.05, "examination": 0.96}, by_chance=["x-ray", "dog"])
    assert verdict == (
        "It was controlled (X-ray), and that did not show what was hidden. X-ray cannot notice this: it alarms only by"
        " chance. At hand too: examination about 19 times in 20."
    )


def test_controls_that_react_by_chance_stand_last_without_a_rate():
    chances = {"x-ray": 0.7, "dog": 0.05, "examination": 0.96, "field-test": 0.03}
    case = made.hidden("1", [], detection=chances, by_chance=["dog", "field-test"])
    assert story(made.small(cases=[case])).cases[0].chances == (
        "X-ray about 2 times in 3; examination about 19 times in 20; only by chance: detector dog and field test"
    )


def test_an_alarm_of_a_control_that_cannot_notice_it_is_called_chance():
    seen = [made.Observed(t=6 * HOUR, unit="zhetysu", control="dog", result="alarm")]
    case = made.hidden("1", [made.passage("zhetysu", "alarm-unresolved", observations=seen)], by_chance=["dog"])
    moments = story(made.small(cases=[case])).cases[0].posts[0].moments
    assert [moment.detail for moment in moments if moment.shape == "alarm"] == [
        "By chance: it cannot notice what was hidden."
    ]


def test_a_system_that_came_too_late_says_so():
    seen = [made.Seen(system="x", name="Manifest", t=t) for t in (HOUR, 20 * HOUR)]
    case = made.hidden("1", [made.passage("zhetysu", "not-selected", seen=seen)])
    moments = story(made.small(cases=[case])).cases[0].posts[0].moments
    assert [moment.text for moment in moments if moment.shape == "seen"] == [
        "Manifest showed it",
        "Manifest showed it, after it had left",
    ]


def test_one_clock_needs_no_zones():
    told = story(made.small(units=[made.unit("zhetysu")], cases=[made.found_case()]))
    assert told.cases[0].outcomes[0].lead == "Found by ACCU Zhetysu at 09 Nov 01:00."
    assert told.clocks == "All times are local times of the posts (UTC+06:00)."
    assert told.told[0].time == "08 Nov 04:00"


def test_several_clocks_stand_with_their_zones(told):
    assert told.clocks.startswith("Times stand with their zone")
    assert told.told[0].time == "08 Nov 04:00 (UTC+06:00)"
    assert "times in UTC+06:00" in told.ungrounded.caption
    assert {case.line.zone for case in told.cases} == {"UTC+06:00"}


def test_officers_stand_by_role_and_shift():
    officers = [
        made.OfficerTime(role="inspector", shift="day", minutes_on=720.0, minutes_used=used) for used in (30.0, 90.0)
    ]
    table = story(made.small(units=[made.unit("zhetysu", officers=officers)])).units[0].officers
    assert cells(table) == [("Inspector", "day", "2", "24.0 h", "2.0 h")]


@pytest.mark.parametrize(
    ("passed", "shown", "text"),
    [
        (1, 0, "its systems did not show it in time"),
        (1, 1, "its systems showed it in time"),
        (3, 0, "its systems showed none of them in time"),
        (3, 2, "its systems showed 2 of them in time"),
        (3, 3, "its systems showed all of them in time"),
    ],
)
def test_what_systems_showed_is_a_sentence(passed, shown, text):
    told = story(made.small(units=[made.unit("zhetysu", cases_passed=passed, cases_knowable=shown)]))
    assert f"; {text}." in told.units[0].words
    assert f"; {text}. In its place" in told.summary.units[0]


def test_cases_that_ended_alike_are_told_in_one_sentence(score):
    missed = [made.hidden(str(at), [made.passage("zhetysu", "not-selected")]) for at in range(2)]
    totals = score.totals.model_copy(update={"cases": 2, "cases_found": 0})
    assert story(made.small(cases=missed, totals=totals)).summary.lead == (
        "The units found 0 of 2 cases. Not found: 2 were shown to a unit that did not select them."
    )


def test_a_control_for_no_reason_is_named_and_leads_to_its_decision():
    none = made.decided(1, "zhetysu", "784512999990", HOUR, reasons=[], grounded=None, result="nothing-found")
    told = story(made.small(decisions=[none]))
    assert told.ungrounded_text.endswith("No reason was given.")
    assert [(row.cells[0], row.cells[3], row.link) for row in told.ungrounded.rows] == [
        ("784512999990", "none", "decision-1")
    ]
    assert [row.id for row in told.decisions[0].rows] == ["decision-1"]


def test_an_even_chance_is_told_as_one():
    assert "It could have gone either way: X-ray 3 times in 5." in suited(detection={"x-ray": 0.6, "dog": 0.75})


def test_a_score_without_chances_says_only_what_happened():
    assert suited(detection={}) == "It was controlled (X-ray), and that did not show what was hidden."


@pytest.mark.parametrize(
    ("alike", "as_many", "shown", "text"),
    [
        (
            3,
            9,
            ["new-shipper"],
            "consignments that the unit could choose from at the time, 8 showed as many or more, 2 of",
        ),
        (1, 9, ["new-shipper"], "8 showed as many or more, none of them all of these."),
        (
            1,
            1,
            ["new-shipper"],
            "none of the 811 other express consignments that the unit could choose from at the time",
        ),
        (1, 90, ["new-shipper"], "none of them all of these. By their number it did not stand out."),
        (235, 300, ["new-shipper"], "it could hardly be told from them: to let it go was no mistake."),
        (812, 812, [], "It showed this unit no indicator: nothing in the data set it apart from the 811 other express"),
        (3, None, None, "could choose from at the time, 2 showed all of these."),
        (None, None, [], ""),
    ],
)
def test_a_case_stands_beside_what_showed_as_much(alike, as_many, shown, text):
    passage = made.passage("zhetysu", "not-selected", alike=alike, as_many=as_many, shown=shown)
    told = story(made.small(cases=[made.hidden("1", [passage])]))
    assert text in told.cases[0].posts[0].alike
    assert bool(text) == bool(told.cases[0].posts[0].alike)


def test_only_what_showed_more_than_all_others_stood_out():
    passages = [
        made.passage("zhetysu", "not-selected", alike=1, as_many=many, shown=["new-shipper"]) for many in (1, 2)
    ]
    cases = story(made.small(cases=[made.hidden("1", [passage]) for passage in passages])).cases
    assert ["it stood out" in case.posts[0].alike for case in cases] == [True, False]


def test_no_unit_is_blamed_for_what_showed_it_no_indicator():
    plain = made.passage("zhetysu", "not-selected", shown=[], alike=812, as_many=812)
    seen = made.passage("aviayuklar", "not-selected", shown=["new-shipper"])
    cases = [made.hidden("1", [plain]), made.hidden("2", [plain, seen])]
    totals = made.small().totals.model_copy(update={"cases": 2, "cases_found": 0})
    units = [made.unit("zhetysu", cases_passed=2, cases_knowable=2, cases_without_indicator=2, cases_found=0)]
    told = story(made.small(cases=cases, totals=totals, units=units))
    assert told.summary.lead == (
        "The unit found 0 of 2 cases. Of the 2 that were not found, 1 was shown to a unit that did not select it; "
        "1 showed no indicator to anybody."
    )
    assert "; its systems showed 2 of them in time, none with an indicator." in told.summary.units[0]
    first, second = told.cases
    assert first.outcomes[0].lead == "Not found: shown without an indicator."
    assert [row[3] for row in cells(first.indicators)] == ["nobody", "nobody", "nobody"]
    assert [row[3] for row in cells(second.indicators)] == ["aviayuklar", "nobody", "nobody"]
    assert "aviayuklar came nearest: shown but not selected" in second.outcomes[0].lead
    assert "ACCU Zhetysu let it go at 08 Nov 15:20, without having been shown an indicator" in second.together


def test_what_did_not_come_is_no_part_of_what_came():
    figures = facts(story(made.small(units=[made.unit("zhetysu", cases_stopped_before=2)])).units[0])
    assert [figures[label] for label in ("Cases bound for this post", "– did not come", "– came")] == ["5", "2", "3"]
    assert figures["Cases found, of those that came"] == "1 of 3"


def test_what_was_still_there_when_the_drill_ended_did_not_leave():
    late = {"release": 30 * HOUR, "seen": [made.Seen(system="x", name="Manifest", t=t) for t in (HOUR, 28 * HOUR)]}
    passages = [made.passage(unit, "not-selected", **late) for unit in ("zhetysu", "aviayuklar")]
    case = story(made.small(cases=[made.hidden("1", passages)])).cases[0]
    assert case.posts[0].verdict == (
        "Manifest showed it from 08 Nov 07:00. Nobody selected it; it was still at the post when the drill ended."
    )
    assert [(moment.shape, moment.time) for moment in case.posts[0].moments] == [
        ("seen", "08 Nov 07:00"), ("ready", "08 Nov 11:00"), ("end", "09 Nov 06:00"),
    ]  # fmt: skip
    assert "did not select it before the drill ended" in case.together
    assert "let it go" not in case.together


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        (
            "nobody-on-shift",
            "It waited for detector dog from 08 Nov 11:00: nobody who does that was on shift before it left",
        ),
        ("machine-down", "the machine was down until it left at 08 Nov 15:20."),
        ("queue", "It waited for detector dog from 08 Nov 11:00, behind other work, until it left at 08 Nov 15:20."),
        (
            "too-late",
            "It would have been presented for detector dog at 08 Nov 11:00; it left at 08 Nov 15:20 before that.",
        ),
        ("not-found", "It was asked for, and at 08 Nov 11:00 it could not be found"),
        ("under-way", "The control was under way when it left at 08 Nov 15:20: detector dog."),
    ],
)
def test_why_a_selection_was_not_controlled_is_said(cause, text):
    waited = Waited(cause=cause, control="dog", since=5 * HOUR)
    select = made.decided(1, "zhetysu", "1", 2 * HOUR, controls=["dog"])
    passage = made.passage("zhetysu", "not-controlled", decisions=[select], waited=waited)
    verdict = story(made.small(cases=[made.hidden("1", [passage])])).cases[0].posts[0].verdict
    assert verdict.startswith("Selected at 08 Nov 08:00. ")
    assert text in verdict


def test_the_find_is_the_control_that_stopped_it():
    """The field test after it is work on the find."""
    seen = [
        made.Observed(t=t * HOUR, unit="zhetysu", control=control, result=result)
        for t, control, result in ((6, "examination", "find"), (7, "field-test", "positive"))
    ]
    found = {"outcome": "found", "found_by": "zhetysu", "found_at": 6 * HOUR}
    case = made.hidden("1", [made.passage("zhetysu", "found", observations=seen)], **found)
    told = story(made.small(cases=[case])).cases[0]
    assert told.outcomes[0].lead.startswith("Found by ACCU Zhetysu at 08 Nov 12:00")
    assert told.posts[0].verdict.startswith("Examination gave the find at 08 Nov 12:00")


def decided_rows(*decisions):
    table = story(made.small(decisions=list(decisions))).decisions[0]
    titles = [column.title for column in table.columns]
    return table.caption, [dict(zip(titles, row.cells, strict=True)) for row in table.rows]


def test_a_receptacle_says_what_came_of_its_items():
    bag = {"items": 100, "items_controlled": 98, "items_found": 1, "controls": ["belt-x-ray"]}
    none = bag | {"items_controlled": 0, "items_found": 0}
    _, rows = decided_rows(
        made.decided(1, "zhetysu", "BAG1", HOUR, **bag), made.decided(2, "zhetysu", "BAG2", HOUR, **none)
    )
    assert [row["Result"] for row in rows] == ["98 of 100 items controlled, 1 find", "Not controlled"]


def test_a_selection_that_was_taken_back_says_when():
    one, other = (made.decided(seq, "zhetysu", f"{seq}", HOUR) for seq in (1, 2))
    back = {"controls": [], "reasons": [], "grounded": None}
    release = made.decided(3, "zhetysu", "1", 2 * HOUR, act="release", **back)
    void = made.decided(4, "zhetysu", "2", 2 * HOUR, act="withdraw", effect="in-control", **back)
    _, rows = decided_rows(one, other, release, void)
    results = [row["Result"] for row in rows]
    assert results[:3] == ["Taken back at 08:00", "Not controlled", "Took effect"]


def test_standing_orders_stand_among_the_decisions():
    order = {"act": "standing", "on": "drugs", "steps": ["secure", "hand-over"], "controls": [], "reasons": []}
    standing = made.decided(3, "zhetysu", "", 0, grounded=None, confidence=None, **order)
    caption, rows = decided_rows(standing, made.decided(7, "zhetysu", "1", HOUR))
    assert caption.startswith("ACCU Zhetysu: 1 decision and 1 standing order")
    assert [row["No."] for row in rows] == ["1", "2"]
    assert rows[0]["Decision"] == "Standing order (drugs): Secure the goods, then hand over to the authority"
    again = standing.model_copy(update={"on": "not-presented", "steps": ["ask-again"]})
    assert decided_rows(again)[1][0]["Decision"] == "Standing order (nothing was presented): Ask again"


def test_a_safety_failure_stands_in_the_summary_and_in_the_results():
    signs = [
        Safety(
            consignment="1",
            control="x-ray",
            t=HOUR,
            steps=[],
            right=opened is None,
            opened=opened,
            danger=True,
            resolved="",
        )
        for opened in (None, 2 * HOUR)
    ]
    told = story(made.small(units=[made.unit("zhetysu", after=AfterFinds(safety=signs))]))
    assert told.safety in told.summary.after
    assert told.safety == (
        "Safety, apart from the score: at 1 of 2 danger signs all was done right. "
        "SAFETY FAILURE: ACCU Zhetysu opened 1 after a danger sign."
    )
    assert not story(made.small()).safety


def find_work(**changes):
    """One find, its table row by column."""
    fields = {
        "consignment": "1", "find": "drugs", "t": 10 * HOUR, "expected": ["secure", "record", "hand-over"],
        "steps": [], "missing": ["hand-over"], "in_order": True, "authority": "narcotics", "handed_to": "",
        "laboratory": "", "minutes": 95.0,
    }  # fmt: skip
    work = FindWork(**{**fields, **changes})
    table = story(made.small(units=[made.unit("zhetysu", after=AfterFinds(finds=[work]))])).units[0].finds
    return dict(zip([column.title for column in table.columns], table.rows[0].cells, strict=True))


def test_steps_that_the_end_of_the_drill_cut_off_are_not_missing():
    assert find_work()["Missing"] == "hand over to the authority"
    assert find_work(t=24 * HOUR - 60)["Missing"] == "cut off by the end of the drill: hand over to the authority"
    row = find_work(missing=["record"], unreached=["hand-over"])
    assert row["Missing"] == "write the act; cut off by the end of the drill: hand over to the authority"
    assert (row["Steps"], row["Time"]) == ("1 of 3", "1.6 h")


def test_work_after_finds_stands_with_the_controls():
    uses = [
        StationUse(control="examination", done=1, alarms=0, finds=1, minutes_used=60.0),
        StationUse(control="record", done=1, alarms=0, finds=0, minutes_used=40.0, step=True),
    ]
    unit = story(made.small(units=[made.unit("zhetysu", stations=uses, minutes_used=100.0)])).units[0]
    assert cells(unit.stations) == [
        ("Examination", "1", "0", "1", "1.0 h"), ("Write the act", "1", "–", "–", "40 min"), ("All", "–", "–", "–", "1.7 h"),
    ]  # fmt: skip
    assert "most went to examination (1.0 h, 60 %)" in unit.words


def test_items_of_receptacles_are_presented_apart():
    changes = {"selected": 11, "samples": 0, "after": AfterFinds(presented=111, presented_items=100)}
    figures = facts(story(made.small(units=[made.unit("zhetysu", mail=MailUse(items=104), **changes)])).units[0])
    assert figures["Presented, of what was selected or sampled"] == "11 of 11"
    assert figures["Presented, of the items of receptacles"] == "100 of 104"


def test_who_could_know_first_is_told_where_two_posts_saw_it(told):
    assert told.cases[0].together == (
        "ACCU Aviayuklar could know first: Pre-arrival manifest showed it at 08 Nov 06:00 (UTC+05:00). "
        "ACCU Zhetysu was shown it 12 h later, and could have been told. "
        "ACCU Aviayuklar let it go at 08 Nov 14:20 (UTC+05:00); ACCU Zhetysu found it."
    )
    assert [row[1] for row in cells(told.together)] == ["ACCU Aviayuklar, 08 Nov 06:00 (UTC+05:00)"]
    assert not told.cases[1].together


def test_what_no_system_showed_is_told_so_for_both_posts():
    passages = [made.passage("zhetysu", "not-known"), made.passage("aviayuklar", "not-known")]
    told = story(made.small(cases=[made.hidden("1", passages)]))
    assert told.cases[0].together == "No system of any post showed it."
    assert cells(told.together)[0][1] == "nobody"


def test_the_blocks_of_a_post_keep_its_local_time(told):
    assert [post.title for post in told.cases[0].posts] == [
        "ACCU Aviayuklar (TAS), local time (UTC+05:00)",
        "ACCU Zhetysu (ALA), local time (UTC+06:00)",
    ]
    assert "local time (UTC+05:00)" in told.units[1].hours.title


def test_why_the_units_cases_add_up_to_more_is_said(told):
    assert told.summary.after[0] == (
        "The units' cases add up to 5, more than the drill's 4: 1 passed more than one post and counts at each."
    )


def test_what_took_the_controls_time_is_said(told):
    assert told.units[0].words.endswith(
        "Of the time used, most went to examination (3.1 h, 84 %); at most 3 jobs waited at the end of an hour,"
        " and all that was selected was controlled."
    )


def test_notes_and_names_stand_where_the_decisions_do(score):
    told = story(score, "en", {2: "soaked?\n<b>"}, {"p-zh71c3": "almaty.xlsx"})
    assert "all by almaty.xlsx" in told.decisions[0].caption
    assert "soaked? <b>" in [row[-1] for row in cells(told.decisions[0])]
    assert any("Note: soaked? <b>" in moment.detail for moment in told.cases[1].posts[0].moments)


def test_a_drill_that_was_played_before_says_so():
    told = story(made.small(about=made.about(practice=False, seed=None, play=2)))
    cover = {fact.label: fact.value for fact in told.cover}
    assert cover["Played"] == "play 2; the seal had been opened by the play before"
    assert "only" not in cover["Drill key"]
    first = story(made.small(about=made.about(practice=False, seed=None)))
    assert not first.played
    assert "opened only in this report" in {fact.label: fact.value for fact in first.cover}["Drill key"]


def test_long_lists_of_decisions_stay_on_the_screen(told):
    assert not told.on_screen
    assert "The list of 3,000 decisions stands in the workbook" in story(made.large()).on_screen
