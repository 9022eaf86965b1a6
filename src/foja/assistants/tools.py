"""The tools that a language model is offered: endpoints of the API, and how to cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.site.api.parameters import parameter_schemas
from foja.site.api.registry import BY_NAME

if TYPE_CHECKING:
    from foja.site.api.endpoint import Endpoint

USUAL_ROWS: Final = 10
MOST_ROWS: Final = 50
"""Rows of one answer: a model reads all it is given, and can ask for the next page."""
ALL_GROUPS: Final = 200
"""Groups of one measure, whose rows are short: every country of the record is less."""
LIMIT: Final = "limit"
NOT_ASKED: Final = frozenset({"format"})
"""Parameters of the API that mean nothing to a model."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it is for, and the endpoint of the API that answers it.

    `only` are the parameters it has, all if empty; `usual` and `most` are the rows of an answer.
    """

    name: str
    title: str
    purpose: str
    endpoint: str
    only: tuple[str, ...] = ()
    usual: int = USUAL_ROWS
    most: int = MOST_ROWS

    @property
    def asks(self) -> Endpoint:
        """The endpoint."""
        return BY_NAME[self.endpoint]

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """The parameters: JSON Schema of each, whether it is required, whether it is several."""
        return {
            name: field
            for name, field in parameter_schemas(self.asks.asked).items()
            if name not in NOT_ASKED and (not self.only or name in self.only)
        }

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what the tool is given."""
        properties = {}
        for name, field in self.parameters.items():
            schema = dict(field["schema"])
            if name == LIMIT:
                schema |= {"maximum": min(self.most, schema["maximum"]), "default": self.usual}
            properties[name] = schema
        return {
            "type": "object",
            "properties": properties,
            "required": [name for name, field in self.parameters.items() if field["required"]],
            "additionalProperties": False,
        }


CITE: Final = "cite"

TOOLS: Final = {
    tool.name: tool
    for tool in (
        Tool(
            "search",
            "Search the record",
            "Find countries, military units, places, programmes, courses, reports and claims by "
            "words in English or Spanish, in any spelling. Use it first, to learn the codes that "
            "the other tools take.",
            "search",
        ),
        Tool(
            "measure",
            "Count or sum trainings",
            "Students, dollars, trainings and other measures of a choice of trainings, in all or "
            "by year, country, programme, type, recipient or place. Use it for every figure: never "
            "add up rows yourself. Figures are of completed trainings unless `stage` says "
            "otherwise; a student who took two courses counts twice.",
            "measure",
            usual=ALL_GROUPS,
            most=ALL_GROUPS,
        ),
        Tool(
            "trainings",
            "List trainings",
            "The trainings of a choice, each with its identifier, all that its line prints, and "
            "the page of the official report that prints it.",
            "trainings",
        ),
        Tool(
            "training",
            "Show one training",
            "One training by its identifier: printed and understood values, the official document "
            "and page, the printed totals it is summed in, and citations.",
            "training",
        ),
        Tool(
            "takeaways",
            "What a country's fiscal year adds up to",
            "Sentences about one country in one fiscal year, compared with earlier years, each "
            "with the rows it rests on. In English or Spanish.",
            "takeaways",
        ),
        Tool(
            "check_claim",
            "Check a figure that somebody stated",
            "Say whether a figure about a country's trainings holds, under which definition, and "
            "where its rows are. Give the verdict as it stands, with its caveats.",
            "check_claim",
        ),
        Tool(
            "units",
            "Find military and police units",
            "Units of a country or force, or those that a name in any spelling may mean, with "
            "their trainings in sum. For a unit's trainings ask `trainings` with its identifier.",
            "units",
        ),
        Tool(
            CITE,
            "Cite a training",
            "How to cite one training by its identifier: Chicago, APA, a sentence for the press "
            "and BibTeX, with the official document and page.",
            "training",
            only=("training_id",),
        ),
    )
}
