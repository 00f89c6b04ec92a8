"""The check of the locks sees what is out of step."""

import pytest
from packaging.requirements import Requirement

import locks

LOCK = """\
alpha==1.2 ; python_version < '3.12' \\
    --hash=sha256:00 \\
    --hash=sha256:01
alpha==1.4 ; python_version >= '3.12' \\
    --hash=sha256:02
Beta_Gamma==3.0 \\
    --hash=sha256:03
"""


@pytest.fixture
def lock(tmp_path):
    def write(text: str):
        path = tmp_path / "some.lock"
        path.write_text(text, encoding="utf-8")
        return locks.read(path)

    return write


def test_pins_are_read_with_all_their_platforms(lock):
    pins, faults = lock(LOCK)
    assert {name: [locks.version(pin) for pin in each] for name, each in pins.items()} == {
        "alpha": ["1.2", "1.4"],
        "beta-gamma": ["3.0"],
    }
    assert faults == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("alpha==1.2\n", "some.lock: alpha: has no hash"),
        ("--extra-index-" + "url x\n", "some.lock: --extra-index-" + "url: only pins by name may stand here"),
        ("alpha @ https:" + "//x/a.whl\n", "some.lock: alpha: only pins by name may stand here"),
    ],
)
def test_a_lock_of_another_form_is_a_fault(lock, text, fault):
    assert lock(text)[1] == [fault]


@pytest.mark.parametrize(
    ("want", "faults"),
    [
        ("alpha>=1", []),
        ("beta.gamma", []),
        ("alpha>=1.3", ["L: alpha: locked at 1.2, not >=1.3"]),
        ("delta", ["L: delta: is not locked"]),
    ],
)
def test_a_requirement_that_a_pin_does_not_meet_is_a_fault(lock, want, faults):
    assert list(locks.unmet([Requirement(want)], lock(LOCK)[0], "L")) == faults
