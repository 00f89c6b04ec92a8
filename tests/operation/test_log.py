"""The log: durable, exact, and honest about damage."""

import os

import pytest

from simulator.common.errors import DrillError
from simulator.operation.log import Entry, FileLog, Head

HEAD = Head(1, "joint", "aa", "bb", "cc", True)


def entry(seq, t=10):
    return Entry(seq, t, "zhetysu", "p-1", "decide", {"consignment": "465-12345675", "act": "release"})


@pytest.fixture
def log(tmp_path):
    return FileLog.create(tmp_path / "log.jsonl", HEAD)


def test_what_was_appended_is_read_back(log):
    log.append(entry(1))
    log.append(entry(2))
    again = FileLog(log.path)
    assert again.head == HEAD
    assert again.entries() == [entry(1), entry(2)]


def test_the_head_is_on_the_disk_before_anything_else(tmp_path, monkeypatch):
    synced, sync = [], os.fsync

    def seen(file):
        sync(file)
        synced.append((tmp_path / "log.jsonl").read_bytes())

    monkeypatch.setattr(os, "fsync", seen)
    FileLog.create(tmp_path / "log.jsonl", HEAD)
    assert synced == [HEAD.line().encode()]


def test_a_batch_is_written_when_it_ends(log):
    with log.batch():
        log.append(entry(1))
        log.append(entry(2))
    assert FileLog(log.path).entries() == [entry(1), entry(2)]


def test_the_same_entries_give_the_same_bytes(tmp_path):
    for name in "ab":
        kept = FileLog.create(tmp_path / name, HEAD)
        kept.append(entry(1))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_last_line_cut_by_a_power_failure_is_dropped_and_written_over(log):
    log.append(entry(1))
    with log.path.open("ab") as file:
        file.write(b'{"seq":2,"t":1')
    again = FileLog(log.path)
    assert again.entries() == [entry(1)]
    again.append(entry(2))
    assert FileLog(log.path).entries() == [entry(1), entry(2)]


def test_an_entry_that_the_disk_does_not_take_leaves_nothing(log, monkeypatch):
    log.append(entry(1))

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            log.append(entry(2, t=10))
    assert FileLog(log.path).entries() == log.entries() == [entry(1)]
    log.append(entry(2, t=20))
    assert FileLog(log.path).entries() == [entry(1), entry(2, t=20)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "drill-damaged"),
        ("nonsense\n", "drill-damaged"),
        ("[1]\n", "drill-damaged"),
        ('{"log":99}\n', "drill-format"),
        ('{"log":1}\n', "drill-damaged"),
        (HEAD.line() + "x\n" + entry(1).line(), "drill-damaged"),
        (HEAD.line() + entry(2).line(), "drill-damaged"),
        (HEAD.line() + '{"seq":1}\n', "drill-damaged"),
        (HEAD.line().replace(f'"engine":{HEAD.engine}', '"engine":"x"'), "log-value"),
        (HEAD.line() + entry(1).line().replace('"t":', '"t":0.'), "log-value"),
    ],
)
def test_damage_is_said(tmp_path, text, code):
    path = tmp_path / "log.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DrillError) as error:
        FileLog(path)
    assert [fault.code for fault in error.value.faults] == [code]
