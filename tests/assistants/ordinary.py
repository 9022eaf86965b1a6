"""An ordinary question to each tool."""

from __future__ import annotations

from typing import Any

ORDINARY: dict[str, dict[str, Any]] = {
    "search": {"q": "naval"},
    "measure": {"measure": "students", "country": "MEX", "by": "year"},
    "trainings": {"country": "MEX", "from": 2019, "to": 2019},
    "training": {"training_id": "2020-2021.wh.41.07"},
    "takeaways": {"country": "MEX", "year": 2020},
    "check_claim": {"country": "MEX", "from": 2020, "measure": "students", "figure": "300"},
    "units": {"q": "BAM 11", "country": "MEX"},
    "cite": {"training_id": "2020-2021.wh.41.07"},
}
