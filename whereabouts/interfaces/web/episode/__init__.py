"""An episode and its tasks: one page to read, and a form for each thing that may be done."""
