"""Pages: read the request, call one journey or look-up, choose a page."""
