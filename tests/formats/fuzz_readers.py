"""Bytes made by atheris are read: `python fuzz_readers.py FORMAT SECONDS CORPUS`.

Anything but readings or a refusal ends the run with the input in the folder `crashes` beside the corpus. So do an input
that takes longer than `SLOWEST` seconds, and memory above `MOST_MEGABYTES`.
"""

import sys
from importlib import import_module
from itertools import islice
from pathlib import Path

import atheris

FORMATS = {
    "cargo-imp": ("simulator.formats.cargo_imp", "cargo-imp/*.txt"),
    "cargo-xml": ("simulator.formats.cargo_xml", "cargo-xml/*.xml"),
    "one-record": ("simulator.formats.one_record", "one-record/*.json"),
    "postal": ("simulator.formats.postal", ""),
    "any": ("simulator.formats.recognise", "*/*.*"),
    "zip": ("simulator.formats.archive", ""),
}
SLOWEST, MOST_MEGABYTES, LONGEST = 10, 1024, 8_192


def reader(name):
    """What takes the bytes of a file of one format."""
    module = import_module(FORMATS[name][0])
    if name == "any":
        return module.read_file
    return module.read if name != "zip" else lambda data: [member.fault for member in module.members(data)]


def seeds(name, vectors):
    """Samples to start from: the vectors of a format, and what the project writes itself."""
    pattern = FORMATS[name][1]
    found = sorted(vectors.glob(pattern)) if pattern else ()
    yield from (path.read_bytes() for path in found if "LICENSE" not in path.name)
    if name in ("postal", "any"):
        yield from posts()
    if name == "zip":
        yield zipped()


def posts():
    """A message of items and one of a dispatch."""
    from simulator.formats.postal import itmatt, predes
    from simulator.formats.postal.records import Bag, Content, DispatchData, Item, ItemData, Party

    sender, addressee = Party("NORTH WIND", ("5 HARBOUR STREET",), "TASHKENT"), Party("SOUTH GATE", country="KZ")
    item = Item("RB123456785UZ", sender=sender, addressee=addressee, contents=(Content("SHIRTS"),))
    bag = Bag("UZTASAKZALAAAUN40001001000012", items=("RB123456785UZ",))
    yield itmatt.write(ItemData((item,)))
    yield predes.write(DispatchData("UZTASAKZALAAAUN40001", bags=(bag,)))


def zipped():
    """A zip of two files."""
    import zipfile
    from io import BytesIO

    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", b"FWB/17\n" * 20)
        made.writestr("b/c.txt", b"text")
    return out.getvalue()


def words(name, vectors):
    """A dictionary of libFuzzer: the words of the samples, so that mutations are more than noise."""
    found = dict.fromkeys(
        word for seed in seeds(name, vectors) for word in seed.replace(b"\n", b" ").replace(b"/", b" ").split()
    )
    plain = [word.decode("ascii", "ignore") for word in islice(found, 400) if 2 <= len(word) <= 24]
    return "".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"\n' for word in plain if word.isprintable())


def main(name, seconds, folder):
    """Fuzz one format for so many seconds; the process ends with 0 if nothing was found."""
    corpus, vectors = Path(folder, name), Path(__file__).resolve().parent.parent / "vectors"
    crashes = Path(folder, "crashes")
    for path in (corpus, crashes):
        path.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name, vectors)):
        (corpus / f"seed-{number}").write_bytes(seed[:LONGEST])
    known = Path(folder, f"{name}.dict")
    known.write_text(words(name, vectors) or '"PK"\n', encoding="ascii")
    with atheris.instrument_imports(include=["simulator.formats", "simulator.common"]):
        read = reader(name)
        for each in ("cargo_imp", "cargo_xml", "one_record", "postal") if name == "any" else ():
            import_module(f"simulator.formats.{each}")
    from simulator.common.errors import DrillError

    def one(data):
        try:
            read(data)
        except DrillError as refused:
            if not all(str(fault) for fault in refused.faults):
                raise ValueError("a fault without words") from refused

    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-max_len={LONGEST}",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={crashes}/{name}-", f"-dict={known}", "-print_final_stats=1", str(corpus)], one)  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
