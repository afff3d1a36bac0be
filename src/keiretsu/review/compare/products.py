"""A car that is told beside the vehicles whose figures are on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from keiretsu.landscape import Day
from keiretsu.landscape.records.vehicles import Vehicle
from keiretsu.news.claims.claim import Claim
from keiretsu.news.corroboration.figures import agree, is_figure
from keiretsu.review.compare.comparison import Backing, Found, cannot, new
from keiretsu.spelling import is_called
from keiretsu.units import PartialDate, count


def product_found(claim: Claim, day: Day) -> Found:
    """Compare range, battery, price and launch of a car with those on record.

    One vehicle must give all that can be compared; a range counts only beside one of
    the same cycle, a price beside one of the same currency and market.
    """
    said = claim.normalised
    model, maker = said.get("model"), str(said["maker"])
    if not model:
        return cannot("the claim does not name the model")
    called = [
        v for v in day.vehicles if is_called(str(model), f"{v.brand} {v.model}".strip())
    ]
    own = [v for v in called if v.company == maker]
    if called and not own:
        others = ", ".join(sorted({day.label(v.company) for v in called}))
        return cannot(f"on record the {model} is sold by {others}", *_facts(called))
    same = [v for v in own if _is_variant(v, said)]
    if not same:
        sort = " of this kind" if own else ""
        return new(f"no figures of a {model}{sort} are on record", *_facts(own))
    told = [(v, dict(_agreements(v, said))) for v in same]
    if not any(given for _, given in told):
        return cannot("nothing on record of it can be compared", *_facts(same))
    fits = [v for v, given in told if given and all(given.values())]
    if fits:
        return Found(
            verdict="agrees", why=f"on record: {_words(fits[0])}", facts=_facts(fits)
        )
    compared = [v for v, given in told if given]
    words = "; ".join(map(_words, compared))
    return Found(verdict="differs", why=f"on record: {words}", facts=_facts(compared))


def _is_variant(vehicle: Vehicle, said: Mapping[str, Any]) -> bool:
    """Whether a vehicle may be the one that is told, by powertrain and market."""
    kinds, market = said.get("powertrain") or (), said.get("market")
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    return (not kinds or vehicle.powertrain in kinds) and (
        not market or not vehicle.markets or market in vehicle.markets
    )


def _agreements(
    vehicle: Vehicle, said: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    """Yield of each figure that can be compared whether it is that on record."""
    cycle, own = said.get("range_cycle"), (vehicle.range_cycle or "").split(" ")[0]
    is_same_cycle = is_figure(said.get("range_km")) and (not cycle or cycle == own)
    if is_same_cycle and vehicle.range_km is not None:
        bound = said.get("range_op")
        yield "range_km", _agree(said["range_km"], vehicle.range_km, bound)
    if is_figure(said.get("battery_kwh")) and vehicle.battery_kwh is not None:
        yield "battery_kwh", _agree(said["battery_kwh"], vehicle.battery_kwh)
    prices = [said[n] for n in ("price_min", "price") if is_figure(said.get(n))]
    if prices and vehicle.price and said.get("currency") == vehicle.currency:
        yield "price", any(_agree(p, vehicle.price) for p in prices)
    if said.get("launch") and vehicle.launch is not None:
        told = PartialDate(str(said["launch"]))
        launch = vehicle.launch
        yield "launch", told.first <= launch.last and launch.first <= told.last


def _agree(told: float, value: float, op: str | None = None) -> bool:
    return agree(told, value, is_percent=False, op=op)


def _words(vehicle: Vehicle) -> str:
    """Write what is on record of a vehicle."""
    parts = [
        vehicle.range_km and f"{count(vehicle.range_km)} km {vehicle.range_cycle}",
        vehicle.battery_kwh and f"{vehicle.battery_kwh:g} kWh",
        vehicle.price and f"{vehicle.currency} {count(vehicle.price)}",
        vehicle.launch and f"sold from {vehicle.launch}",
    ]
    figures = ", ".join(str(p) for p in parts if p)
    return f"{vehicle.brand} {vehicle.model}: {figures}"


def _facts(vehicles: list[Vehicle]) -> tuple[Backing, ...]:
    return tuple(Backing(words=_words(v), source=v.source) for v in vehicles)
