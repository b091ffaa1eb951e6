"""Brings dates and times to the types of fields of dates and times."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows._misfit import ROUND, require, wrong_type
from sleeper_workflows._schema import Timestamp, Type


def date(array: Any, kind: Type, wanted: Any) -> Any:
    source = array.type
    if pa.types.is_date32(source):
        return array
    naive = pa.types.is_timestamp(source) and source.tz is None
    if not (pa.types.is_date64(source) or naive):
        raise wrong_type(array, kind, "Make the column one of dates: of zoned times, first say which zone's day is meant")
    days = array.cast(wanted, safe=False)
    # Back in milliseconds every day of 32 bits is there; nanoseconds hold 584 years alone.
    back = days.cast(pa.timestamp("ms"))
    finest = array.cast(pa.timestamp("ms"), safe=False) if pa.types.is_date64(source) else array
    whole = pc.equal(back, finest.cast(pa.timestamp("ms"), safe=False))
    exact = finest.cast(pa.timestamp("ms"), safe=False).cast(finest.type, safe=False)
    require(
        array,
        pc.and_(whole, pc.equal(exact, finest)),
        "dates: times at midnight",
        "Take the day of the times: .dt.normalize()",
    )
    return days


def timestamp(array: Any, kind: Timestamp, wanted: Any) -> Any:
    source = array.type
    if not pa.types.is_timestamp(source):
        raise wrong_type(array, kind, "Make the column one of dates with times")
    if kind.utc and source.tz is None:
        raise wrong_type(array, kind, "Its times name no zone: say which it is, as with .dt.tz_localize('UTC')")
    if not kind.utc and source.tz is not None:
        raise wrong_type(array, kind, "Its times name instants: make them local times, as with .dt.tz_localize(None)")
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
    have, want = per_second[source.unit], per_second[wanted.unit]
    counts = array.cast(pa.int64())
    if have > want:
        step = have // want
        even = pc.equal(pc.multiply(pc.divide(counts, step), step), counts)
        require(array, even, f"times in whole {kind.unit}", ROUND)
        return pc.divide(counts, step).cast(wanted)
    most = (2**63 - 1) // (want // have)
    within = pc.and_(pc.less_equal(counts, most), pc.greater_equal(counts, -most))
    require(array, within, f"times whose count of {kind.unit} since 1970 has 64 bits", "Leave the rows out")
    return array.cast(wanted)
