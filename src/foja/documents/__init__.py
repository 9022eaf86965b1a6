"""Bytes of an official document to words with boxes; the only imports of document libraries."""
