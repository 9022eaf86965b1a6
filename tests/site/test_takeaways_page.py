"""The takeaways of a year as a page and as files: what is there, what is refused, its links."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.site.reader import Reader

PAGE = "/takeaways/MEX/2020"


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_page_says_what_its_files_say(site: Reader, code: str) -> None:
    page = site.page(f"/{code}{PAGE}")
    whole = site.get(f"/{code}{PAGE}.json").json()
    text = html.unescape(re.sub(r"<[^>]+>", "", page.source))
    said = re.sub(r"\s+", " ", text)
    for one in whole["findings"]:
        assert one["sentence"] in said
    for caveat in whole["caveats"]:
        assert caveat in said
    assert page.source.count('<svg class="bars"') == 2


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_sentence_leads_to_its_rows(site: Reader, code: str) -> None:
    whole = site.get(f"/{code}{PAGE}.json").json()
    for one in whole["findings"]:
        address = one["address"].removeprefix("http://foja.test").partition("#")[0]
        assert site.get(address).status_code == 200, address
        for row in one["evidence"]:
            assert site.get(row["address"].removeprefix("http://foja.test")).status_code == 200


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("md", "text/markdown; charset=utf-8"),
        ("json", "application/json"),
        ("pdf", "application/pdf"),
    ],
)
def test_each_file_has_its_kind_and_name(site: Reader, kind: str, media: str) -> None:
    answer = site.get(f"/es{PAGE}.{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert f'filename="foja-MEX-2020-es-takeaways.{kind}"' in answer.headers["content-disposition"]


def test_a_country_alone_leads_to_its_latest_year(site: Reader) -> None:
    answer = site.get("/en/takeaways/MEX")
    assert (answer.status_code, answer.headers["location"]) == (307, "/en/takeaways/MEX/2020")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/en/takeaways/MEX/1990", 404, "These tables have no report on Mexico"),
        ("/es/takeaways/MEX/1990", 404, "Estas tablas no tienen informe sobre México"),
        ("/en/takeaways/XXX/2020", 404, "is not the ISO 3166-1 code of a country"),
        ("/en/takeaways/WLD", 404, "Takeaways are of one country"),
        ("/es/takeaways/WLD/2020", 404, "Lo esencial es de un solo país"),
        ("/en/takeaways/WLD/2020.json", 404, "Takeaways are of one country"),
        ("/en/takeaways/MEX/2020.doc", 404, "There is no file of takeaways of the kind “doc”."),
        ("/en/takeaways/MEX/2020?colour=red", 400, "a parameter this page does not know"),
    ],
)
def test_what_there_is_not_is_refused(site: Reader, address: str, status: int, said: str) -> None:
    page = site.page(address, status)
    assert said in html.unescape(page.source)


def test_a_year_that_is_not_there_leads_to_those_that_are(site: Reader) -> None:
    page = site.page("/en/takeaways/MEX/1990", 404)
    assert "/en/takeaways/MEX/2020" in page.links


def test_a_year_of_which_nothing_is_listed_leads_to_no_rows(site: Reader) -> None:
    page = site.page("/en/takeaways/COL/2016")
    assert "lists no training for Colombia" in page.text
    assert not [link for link in page.links if "from=2016" in link]
    assert "/en/country/COL" in page.links
    (finding,) = site.get("/en/takeaways/COL/2016.json").json()["findings"]
    assert finding["address"] is None
    assert "from=2016" not in site.get("/es/takeaways/COL/2016.md").text
    assert "from=2018&to=2018" in " ".join(site.page("/en/takeaways/COL/2018").links)
