"""Sections: one a module, each turning the report into what its template shows."""
