"""Every endpoint of the API, in the order in which an address is compared with their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.site.api import (
    claims,
    measures,
    record,
    search,
    series,
    sql,
    takeaways,
    trainings,
    units,
    vocabularies,
)

if TYPE_CHECKING:
    from foja.site.api.endpoint import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *trainings.ENDPOINTS,
    *measures.ENDPOINTS,
    *record.ENDPOINTS,
    *units.ENDPOINTS,
    *vocabularies.ENDPOINTS,
    *series.ENDPOINTS,
    *takeaways.ENDPOINTS,
    *claims.ENDPOINTS,
    *search.ENDPOINTS,
    *sql.ENDPOINTS,
)
BY_NAME: Final[dict[str, Endpoint]] = {endpoint.name: endpoint for endpoint in ENDPOINTS}
