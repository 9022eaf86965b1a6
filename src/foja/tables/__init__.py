"""The published tables: schema, build, engine."""
