"""Whether decisions make sense by themselves."""

import pytest

from simulator.common.errors import DrillError
from simulator.decisions.check import check, steps_after
from simulator.decisions.decision import Decision, Step


def test_nothing_follows_on_an_alarm_of_papers():
    papers, opened = Step("documents", "always"), Step("examination", "always")
    check(Decision("1", "select", (papers, opened)))
    check(Decision("1", "select", (Step("x-ray"), papers, opened, Step("field-test", "on-alarm"))))
    with pytest.raises(DrillError) as error:
        check(Decision("1", "select", (papers, Step("examination", "on-alarm"))))
    assert [fault.code for fault in error.value.faults] == ["decision-after-papers"]
    assert "gives no alarm" in str(error.value)


def test_what_the_disposal_service_takes_away_leaves_papers_to_write():
    assert steps_after("danger") == ("stop", "isolate", "notify", "record", "report")
    assert not {"stop", "isolate", "notify"} & set(steps_after("drugs"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("until", "late"), ("until", True), ("controls", [["x-ray"]]), ("steps", "secure"), ("act", None), ("to", 3)],
)
def test_a_payload_with_a_value_of_another_kind_is_refused(field, value):
    with pytest.raises(DrillError) as error:
        Decision.from_payload({"consignment": "1", "act": "hold", field: value})
    assert [(fault.code, fault.field) for fault in error.value.faults] == [("log-value", f"payload.{field}")]
