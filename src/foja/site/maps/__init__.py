"""Maps of trainings: outlines, projections, circles, drawn as SVG without anybody's tiles."""
