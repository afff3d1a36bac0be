"""Every address of `keiretsu serve`, and the page, form or twin that answers it."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from keiretsu.pictures.font import cuts
from keiretsu.web import api
from keiretsu.web.line import in_line
from keiretsu.web.pages import (
    cars,
    comparing,
    data,
    deal_files,
    deals,
    embedding,
    inbox,
    lab,
    reading,
    record,
    start,
    ties,
    watching,
)
from keiretsu.web.site import site_of

STATIC = Path(__file__).parent / "static"


def _style(request: Request) -> Response:
    return Response(site_of(request).style(), media_type="text/css")


def _font(request: Request) -> Response:
    for cut in cuts():
        if cut.name == request.path_params["name"]:
            kept = {"cache-control": "max-age=86400"}
            return Response(cut.read(), media_type="font/woff2", headers=kept)
    raise HTTPException(404)


ROUTES: list[BaseRoute] = [
    Route("/", start.start),
    Route("/find", reading.find),
    Route("/read", reading.read_form, methods=["GET"]),
    Route("/read", reading.read_post, methods=["POST"]),
    Route("/read/{name}.{form}", reading.read_twin),
    Route("/read/{name}", reading.read_article_page),
    Route("/confirm", reading.confirm),
    Route("/deal/{pair}.{form:str}", in_line(deal_files.deal_twin)),
    Route("/deal/{pair}", deals.deal_page),
    Route("/deal/{pair}/{part}", in_line(deals.deal_part)),
    Route("/curve/{pair}.{form}", in_line(deal_files.curve_twin)),
    Route("/embed/deal/{pair}", in_line(embedding.framed_deal)),
    Route("/embed/curve/{pair}", in_line(embedding.framed_curve)),
    Route("/oembed", embedding.oembed),
    Route("/compare.{form}", in_line(comparing.compare_twin)),
    Route("/compare", in_line(comparing.compare_page)),
    Route("/car/{name}.{form}", in_line(cars.car_twin)),
    Route("/car/{name}", in_line(cars.car_page)),
    Route("/car", in_line(cars.car_page)),
    Route("/company/{name}.{form}", record.company_twin),
    Route("/company/{name}", record.company_page),
    Route("/on", record.change_page),
    Route("/on/{day}.{form}", record.day_twin),
    Route("/on/{day}", record.day_page),
    Route("/tie/{pair}.{form}", ties.tie_twin),
    Route("/tie/{pair}", ties.tie_page),
    Route("/pairs.{form}", ties.pairs_twin),
    Route("/pairs", ties.pairs_page),
    Route("/lab", lab.lab_form, methods=["GET"]),
    Route("/lab", lab.lab_post, methods=["POST"]),
    Route("/lab/{name}.{form}", lab.lab_twin),
    Route("/lab/{name}", lab.table_page),
    Route("/lab/{name}/table", lab.sent_table),
    Route("/lab/{name}/demand", lab.demand_page),
    Route("/lab/{name}/deal", lab.lab_deal_page),
    Route("/lab/{name}/{part}.{form}", lab.lab_twin),
    Route("/data", data.data_page),
    Route("/data.json", data.package),
    Route("/data/{table}.{form}", data.table_twin),
    Route("/data/{table}", data.table_page),
    Route("/market/{name}.{form}", data.market_twin),
    Route("/market/{name}", data.market_page),
    Route("/watch.{form}", watching.watch_twin),
    Route("/watch", watching.watch_page),
    Route("/inbox.{form}", inbox.inbox_twin),
    Route("/inbox", inbox.inbox_page, methods=["GET"]),
    Route("/inbox", inbox.inbox_post, methods=["POST"]),
    Route("/inbox/{key}", inbox.claim_page),
    Route("/openapi.json", api.openapi),
    Route("/style.css", _style),
    Route("/fonts/{name}", _font),
    Mount("/static", StaticFiles(directory=STATIC)),
]
