"""What official documents exist, and how to bring and verify them.

`load_catalog()` gives the catalog, `verify()` holds a file against it; `foja.catalog.fetch` brings
documents from their official addresses and is the only part of Foja that uses the network.
"""

from __future__ import annotations

from foja.catalog.loader import load_catalog
from foja.catalog.model import Catalog, CatalogDocument, Report, ReportYear
from foja.catalog.regions import Region, load_regions
from foja.catalog.verify import verify

__all__ = [
    "Catalog",
    "CatalogDocument",
    "Region",
    "Report",
    "ReportYear",
    "load_catalog",
    "load_regions",
    "verify",
]
