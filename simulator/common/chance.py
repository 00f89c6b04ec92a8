"""Luck: every random number of a drill, from its key, by documented functions.

numpy does not promise its random streams across versions, so they are not used. Two forms:

- `luck(...)` is stateless: the same arguments give the same number, whatever else was asked before.
  What happens to a consignment in a control therefore never depends on what others decide.
- `Stream` is a sequence for building worlds.

Each purpose has its own 128-bit subkey, `blake2b(purpose, key=drill key)`, so nobody gets from one purpose to another.
What a stream draws, all planting among it, is handed out in the columns of the world, so it must not lead to what else
the stream drew: it is the output of SHAKE128 (FIPS 202). `luck` mixes with the finalizer of splitmix64 (Steele, Lea and
Flood 2014), which is no cipher. What it decides is seen: alarms and durations, and of the papers when each is lodged,
its channel, what is wrong or amended in it. Nothing of a purpose so seen says what is hidden: that is never drawn by
`luck`, and no purpose shares its subkey with another.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import blake2b, shake_128
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

KEY_BYTES = 16
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_M1 = 0xBF58476D1CE4E5B9
_M2 = 0x94D049BB133111EB
_UNIT = 2.0**-53


def new_key() -> bytes:
    """A secret drill key from the operating system's randomness."""
    return secrets.token_bytes(KEY_BYTES)


def practice_key(seed: int) -> bytes:
    """The key of a practice drill: anyone who knows the seed knows it."""
    return blake2b(str(seed).encode(), digest_size=KEY_BYTES, person=b"jd-practice").digest()


def derive(key: bytes, purpose: str, size: int = KEY_BYTES) -> bytes:
    """`size` bytes that belong to one purpose (at most 64) and do not lead back to the key."""
    return blake2b(purpose.encode(), key=key, digest_size=size, person=b"jd-purpose").digest()


def code(text: str) -> int:
    """A stable 64-bit number of a short name (a post, a control)."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def subkey(key: bytes, purpose: str) -> tuple[int, int]:
    """The two 64-bit words that the numbers of a purpose are hashed with."""
    raw = derive(key, purpose)
    return int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:], "little")


def _mix(word: int) -> int:
    word = ((word ^ (word >> 30)) * _M1) & _MASK
    word = ((word ^ (word >> 27)) * _M2) & _MASK
    return word ^ (word >> 31)


def _mix_many(words: Words) -> Words:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(_M1)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(_M2)
    return words ^ (words >> np.uint64(31))


def _root(key: bytes, purpose: str, post: str, control: str, attempt: int) -> tuple[int, int]:
    first, second = subkey(key, purpose)
    word = first
    for part in (code(post), code(control), attempt):
        word = _mix((word + _GOLDEN + part) & _MASK)
    return word, second


def luck(key: bytes, purpose: str, post: str, control: str, attempt: int, consignment: int) -> float:
    """One uniform number in [0, 1)."""
    word, second = _root(key, purpose, post, control, attempt)
    word = _mix((word + consignment * _GOLDEN) & _MASK) ^ second
    return (_mix(word) >> 11) * _UNIT


def luck_many(key: bytes, purpose: str, post: str, control: str, attempt: int, consignments: npt.ArrayLike) -> Floats:
    """`luck` of many consignments at once: shape (n,), each equal to the scalar form."""
    word, second = _root(key, purpose, post, control, attempt)
    rows = np.asarray(consignments).astype(np.uint64)
    words = _mix_many(np.uint64(word) + rows * np.uint64(_GOLDEN)) ^ np.uint64(second)
    return (_mix_many(words) >> np.uint64(11)).astype(np.float64) * _UNIT


class Stream:
    """A sequence of draws for one purpose of building a world; equal key and purpose give equal draws."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._subkey = derive(key, purpose)
        self._calls = 0

    def words(self, n: int) -> Words:
        """The next n 64-bit words, shape (n,)."""
        self._calls += 1
        raw = shake_128(self._subkey + self._calls.to_bytes(8, "little")).digest(8 * n)
        return np.frombuffer(raw, dtype="<u8").astype(np.uint64)

    def uniform(self, n: int, low: float = 0.0, high: float = 1.0) -> Floats:
        """n uniform numbers in [low, high)."""
        return low + (high - low) * ((self.words(n) >> np.uint64(11)).astype(np.float64) * _UNIT)

    def integers(self, n: int, low: int, high: int) -> Ints:
        """n integers from low to high, both included."""
        return low + np.floor(self.uniform(n) * (high - low + 1)).astype(np.int64)

    def chance(self, n: int, share: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """n booleans, true with probability `share` (a number, or one each)."""
        return np.asarray(self.uniform(n) < np.asarray(share))

    def normal(self, n: int) -> Floats:
        """n standard normal numbers (Box and Muller 1958)."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(n)))
        return radius * np.cos(2.0 * np.pi * self.uniform(n))

    def lognormal(self, n: int, median: npt.ArrayLike, spread: npt.ArrayLike) -> Floats:
        """n lognormal numbers; `spread` is the standard deviation of the logarithm."""
        return np.asarray(median) * np.exp(np.asarray(spread) * self.normal(n))

    def exponential(self, n: int, mean: npt.ArrayLike) -> Floats:
        """n exponential numbers."""
        return -np.asarray(mean) * np.log1p(-self.uniform(n))

    def choose(self, n: int, weights: npt.ArrayLike) -> Ints:
        """n positions in `weights`, each drawn with its weight."""
        ladder = np.cumsum(np.asarray(weights, dtype=np.float64))
        steps: Ints = np.searchsorted(ladder, self.uniform(n) * ladder[-1], side="right").clip(max=len(ladder) - 1)
        return steps

    def pick(self, n: int, items: Sequence[Any] | npt.NDArray[Any]) -> npt.NDArray[Any]:
        """n items, each equally likely, drawn with replacement."""
        return np.asarray(items)[self.integers(n, 0, len(items) - 1)]

    def sample(self, items: Sequence[Any] | npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
        """`size` different items (all if there are fewer), in random order."""
        return np.asarray(items)[self.order(len(items))[:size]]

    def order(self, n: int) -> Ints:
        """A random order of 0 … n-1."""
        return np.argsort(self.words(n), kind="stable").astype(np.int64)
