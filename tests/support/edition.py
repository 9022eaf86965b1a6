"""A static edition with fewer pages of a kind: one claim is written as the next is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foja.meaning.claims import all_claims
from foja.site.docs_list import GROUPS
from foja.site.edition import plan
from foja.site.edition.write import Edition, Written, write_edition

if TYPE_CHECKING:
    from pathlib import Path

OF_EACH = 2


def write_some(edition: Edition, out: Path) -> Written:
    """Write an edition with two claims and two guides of each group."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "all_claims", lambda: [*all_claims()][:OF_EACH])
        some = {group: names[:OF_EACH] for group, names in GROUPS.items()}
        patch.setattr(plan, "GROUPS", some)
        return write_edition(edition, out, jobs=1)
