"""What the tests of Cargo-IMP share: reading a text, the vectors, what a message looks like."""

from pathlib import Path

from simulator.formats import cargo_imp

VECTORS = Path(__file__).parent.parent / "vectors" / "cargo-imp"

WAYBILL = """\
FWB/17
465-12345675TASALA/T4K80MC0.5
FLT/HY0761/17
RTG/ALAHY
SHP
NAM/NORTH WIND TRADING
ADR/5 HARBOUR STREET
LOC/TASHKENT
/UZ
CNE
NAM/SOUTH GATE GOODS
ADR/7 MARKET ROAD
LOC/ALMATY/ALA
/KZ/050000/TE/7700000000
CVD/USD//PP/NVD/NCV/XXX
RTD/1/P4/K80/CQ/W80/R2.50/T200.00
/NG/COTTON SHIRTS
ISU/16APR24/TASHKENT/A CLERK
REF///AGT/NORTHWIND/TAS
SPH/SPX/EAW
OCI/UZ/ISS/RA/00001-01
///ED/0227
///SM/XRY
"""
HOUSES = """\
FHL/5
MBI/465-12345675TASALA/T4K80
HBS/NWT0001/TASALA/1/K20/2/COTTON SHIRTS
/SPX
TXT/COTTON SHIRTS FOR MEN
HBS/NWT0002/TASALA/3/K60//SILK SCARVES
"""
MANIFEST = """\
FFM/8
1/HY761/17APR0900/TAS
ALA/17APR1030
465-12345675TASALA/T4K80MC0.5/COTTON SHIRTS
/SPX/EAW
ULD/AKE01063HY-M/HT150
465-12345686TASALA/P10K100T20/BOOKS
LAST
"""
STATUS = """\
FSU/14
465-12345675TASALA/T4K80
RCF/HY761/17APR1045/ALA/T4K80
NFD/17APR1200/ALA/T4K80/SOUTH GATE GOODS
"""


def read(text):
    """The readings of a text."""
    return cargo_imp.read(text.encode())


def one(text):
    """The only reading of a text."""
    (reading,) = read(text)
    return reading


def codes(reading):
    """The codes of the flags, with their lines."""
    return [(flag.line, flag.code) for flag in reading.flags]


def written(reading):
    """The lines of a record, written in the version that it was read in."""
    return cargo_imp.write(reading.record, int(reading.version)).split("\r\n")[:-1]
