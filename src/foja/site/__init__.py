"""The dashboard: pages that are plain links and forms, charts, downloads."""
