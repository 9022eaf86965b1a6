"""Where the links of a static edition lead, and in which file an address lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.site.edition.links import Links, place_of

PAGES = {
    "/en/",
    "/en/country/MEX",
    "/en/country/MEX/ring",
    "/en/country/WLD",
    "/en/document/2020-2021/wh/55",
    "/en/document/2006-2007/wh/1",
    "/en/document/2006-2007/wh/1?part=2",
    "/en/units",
    "/en/not-in-this-edition",
    "/es/not-in-this-edition",
}
ID = "2020-2021.wh.41.07"
WEB = "2006-2007.wh.f001.301"
"""A training of a report published as a web page, on the second part of its lines."""
NOWHERE = "/en/not-in-this-edition/?page=%2Fen%2"


def links(base: str = "", *, pictures: bool = True) -> Links:
    places = {ID: "/document/2020-2021/wh/55", WEB: "/document/2006-2007/wh/1?part=2"}
    return Links(PAGES, places.get, base, pictures=pictures)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/en/", "en/index.html"),
        ("/en/country/MEX", "en/country/MEX/index.html"),
        ("/en/document/2006-2007/wh/1?part=2", "en/document/2006-2007/wh/1/part=2/index.html"),
        ("/en/country/MEX/trainings.csv", "en/country/MEX/trainings.csv"),
        ("/static/js/site.js?v=1", "static/js/site.js"),
        ("/page/2020-2021/wh/55.webp?scale=2&v=ab", "page/2020-2021/wh/scale=2-v=ab/55.webp"),
    ],
)
def test_an_address_has_a_file(address: str, place: str) -> None:
    assert place_of(address) == place


@given(st.text("ab/.?&=%20é", max_size=40))
def test_no_file_lies_outside_the_edition(rest: str) -> None:
    place = place_of(f"/en/{rest}")
    assert not place.startswith("/")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/en/country/MEX", "/en/country/MEX/"),
        ("/en/country/MEX/ring", "/en/country/MEX/ring/"),
        ("/en/country/MEX?from=2016#trainings", "/en/country/MEX/?from=2016#trainings"),
        # A view is drawn for everything: a choice is shown by the overview.
        ("/en/country/MEX/ring?type=flight", "/en/country/MEX/?type=flight"),
        ("/en/country/MEX/where?area=world&place=US.AZ", "/en/country/MEX/?place=US.AZ"),
        ("/en/country/MEX/where?area=world", f"{NOWHERE}Fcountry%2FMEX%2Fwhere%3Farea%3Dworld"),
        # What a script cannot draw leads to the page that says so, never to another figure.
        ("/en/country/MEX?by=recipient", f"{NOWHERE}Fcountry%2FMEX%3Fby%3Drecipient"),
        ("/en/country/WLD?from=2016", f"{NOWHERE}Fcountry%2FWLD%3Ffrom%3D2016"),
        (f"/en/training/{ID}", "/en/document/2020-2021/wh/55/#row-7"),
        (f"/en/document/2020-2021/wh/55?mark={ID}", "/en/document/2020-2021/wh/55/#row-7"),
        (f"/en/training/{WEB}", "/en/document/2006-2007/wh/1/part%3D2/#row-301"),
        (
            f"/en/document/2006-2007/wh/1?mark={WEB}",
            "/en/document/2006-2007/wh/1/part%3D2/#row-301",
        ),
        ("/en/document/2006-2007/wh/1?part=2#a", "/en/document/2006-2007/wh/1/part%3D2/#a"),
        ("/en/unit/MEX.escuadron-302", "/en/country/MEX/?unit=MEX.escuadron-302#trainings"),
        # The page's script says that it is shown without what is asked.
        ("/en/units?q=zona", "/en/units/?q=zona"),
        ("/en/document/2006-2007/wh/1?part=1#lines", "/en/document/2006-2007/wh/1/#lines"),
        ("/en/site.webmanifest", "/en/site.webmanifest"),
        ("/es/country/MEX", "/es/not-in-this-edition/?page=%2Fes%2Fcountry%2FMEX"),
        ("/en/country/MEX/trainings.csv?sort=-cost&cols=year", "/en/country/MEX/trainings.csv"),
        # Of some trainings a server makes a file: that of all would hold others.
        (
            "/en/country/MEX/trainings.csv?from=2016",
            f"{NOWHERE}Fcountry%2FMEX%2Ftrainings.csv%3Ffrom%3D2016",
        ),
        # Of the world the site refuses all kinds of files but one.
        (
            "/en/country/WLD/trainings.csv?sort=-cost",
            f"{NOWHERE}Fcountry%2FWLD%2Ftrainings.csv%3Fsort%3D-cost",
        ),
        ("/en/country/WLD/trainings.parquet", "/en/country/WLD/trainings.parquet"),
        ("/en/country/MEX/chart/a.json?view=ring", "/en/country/MEX/chart/a.json"),
        ("/en/country/MEX/chart/map.csv?area=world", "/en/country/MEX/chart/area%3Dworld/map.csv"),
        ("/en/embed/country/MEX/ring?view=ring", "/en/embed/country/MEX/ring/view%3Dring/"),
        ("/static/js/site.js?v=1", "/static/js/site.js?v=1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("base", ["", "/foja"])
def test_a_link_leads(address: str, target: str, base: str) -> None:
    assert links(base).to(address) == base + target


def test_pages_are_rewritten_and_name_their_files() -> None:
    made = links("/foja")
    page = made.html(
        '<a href="/en/country/MEX?from=2016&amp;to=2016">x</a> <a href="https://example.org/en/">'
        '<img src="/en/country/MEX/chart/a.svg"> <a href="#here"> '
        '<figure data-chart="/en/country/MEX/chart/a.json">'
    )
    assert page == (
        '<a href="/foja/en/country/MEX/?from=2016&amp;to=2016">x</a> '
        '<a href="https://example.org/en/"><img src="/foja/en/country/MEX/chart/a.svg"> '
        '<a href="#here"> <figure data-chart="/foja/en/country/MEX/chart/a.json">'
    )
    assert made.files == {"/en/country/MEX/chart/a.svg", "/en/country/MEX/chart/a.json"}


def test_ways_to_show_a_view_that_it_has_not_are_not_offered() -> None:
    def switch(*addresses: str) -> str:
        listed = "".join(f'<li><a href="{address}">x</a></li>' for address in addresses)
        return f'<nav class="colour-by" id="a" aria-label="b"><ul>{listed}</ul></nav><p>'

    made = links()
    assert made.html(switch("/en/country/MEX?by=recipient", "/en/country/MEX?by=type")) == "<p>"
    kept = made.html(switch("/en/country/MEX?by=recipient", "/en/country/MEX?from=2016"))
    assert kept.count("<li>") == 2


def test_json_is_rewritten() -> None:
    assert links().json('{"href": "/en/country/MEX?type=flight", "text": "and/or"}') == (
        '{"href": "/en/country/MEX/?type=flight", "text": "and/or"}'
    )


def test_pictures_can_be_left_out() -> None:
    made = links(pictures=False)
    assert "not-in-this-edition" in made.to("/en/country/MEX/chart/a.png")
    # Nothing is offered to be saved, shown or shared that would be the page that says so.
    page = made.html(
        '<meta property="og:image" content="http://localhost/en/card/site.png">\n'
        '<meta property="og:image:width" content="1200">\n'
        '<noscript><img src="/en/country/MEX/chart/a.svg" alt="x"></noscript> '
        '<a href="/en/country/MEX/chart/a.png" download>PNG</a> '
        '<a href="/en/country/MEX/chart/a.csv" download>CSV</a> <a href="/en/sql">SQL</a>'
    )
    assert page == (
        f' <a href="/en/country/MEX/chart/a.csv" download>CSV</a> <a href="{NOWHERE}Fsql">SQL</a>'
    )
    assert made.files == {"/en/country/MEX/chart/a.csv"}


def test_a_form_that_needs_a_server_names_the_page_it_asks() -> None:
    page = links("/foja").html('<form class="a" action="/en/compare" method="get">')
    assert page == (
        '<form class="a" action="/foja/en/not-in-this-edition/" method="get">'
        '<input type="hidden" name="page" value="/en/compare">'
    )


def test_a_form_of_the_edition_says_that_it_needs_a_script() -> None:
    form = '<form class="choose" action="/es/country/MEX" method="get">'
    search = '<form class="site-search" action="/es/country/MEX" method="get">'
    made = Links({*PAGES, "/es/country/MEX"}, {}.get)
    page = made.html(f'<html lang="es">{search}{form}')
    said = "Sin JavaScript, el formulario de abajo no cambia nada"
    assert page.count("<noscript>") == 1
    assert page.index("site-search") < page.index(said) < page.index('class="choose"')


def test_addresses_named_in_full_are_those_of_the_edition() -> None:
    made = Links(PAGES, {}.get, "/foja", origin="https://example.org")
    page = made.html(
        '<a href="https://example.org/en/country/MEX">https://example.org/en/units</a>'
    )
    assert page == (
        '<a href="https://example.org/foja/en/country/MEX/">https://example.org/foja/en/units/</a>'
    )
    assert made.feed(
        '<id>https://example.org/en/feed.xml</id><link href="https://example.org/en/units"/>'
        "<id>https://example.org/feed/2020-2021</id><icon>https://example.org/favicon.svg</icon>"
    ) == (
        '<id>https://example.org/foja/en/feed.xml</id><link href="https://example.org/foja/en/units/"/>'
        "<id>https://example.org/foja/feed/2020-2021</id>"
        "<icon>https://example.org/foja/favicon.svg</icon>"
    )
    assert made.manifest(
        '{"start_url":"/en/","scope":"/","icons":[{"src":"/static/a.png?v=1"}]}'
    ) == ('{"start_url":"/foja/en/","scope":"/foja/","icons":[{"src":"/foja/static/a.png?v=1"}]}')
