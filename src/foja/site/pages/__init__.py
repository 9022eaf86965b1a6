"""One module per kind of page: from an address to what its template shows."""
