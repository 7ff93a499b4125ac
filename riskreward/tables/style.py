"""The look of a document in HTML."""

# No colour of text or ground is set: both come from the page, light or dark. Selectors for cells name the
# frame as well, to weigh more than those of a notebook, which align every cell to the right.
STYLE = """<style>
.riskreward { line-height: 1.4; }
.riskreward .riskreward-frame { overflow-x: auto; max-width: 100%; margin: 1em 0; }
.riskreward .riskreward-frame table {
  border-collapse: collapse; table-layout: auto; margin: 0; font-size: inherit;
}
.riskreward .riskreward-frame table caption {
  caption-side: top; text-align: left; font-weight: bold; color: inherit; padding: 0.3em 0.6em;
}
.riskreward .riskreward-frame table th, .riskreward .riskreward-frame table td {
  text-align: left; vertical-align: top; font-weight: normal; white-space: normal;
  padding: 0.3em 0.6em; border: 0; border-bottom: 1px solid rgba(128, 128, 128, 0.3);
}
.riskreward .riskreward-frame table thead th {
  vertical-align: bottom; font-weight: bold; border-bottom: 2px solid rgba(128, 128, 128, 0.8);
}
.riskreward .riskreward-frame table .riskreward-section { font-weight: bold; padding-top: 1em; }
.riskreward .riskreward-frame table .riskreward-ruled > * {
  border-top: 2px solid rgba(128, 128, 128, 0.8);
}
.riskreward .riskreward-frame table tbody th, .riskreward .riskreward-frame table tbody td:last-child {
  min-width: 10em;
}
.riskreward .riskreward-frame table .riskreward-figure {
  text-align: right; font-variant-numeric: tabular-nums;
}
.riskreward .riskreward-frame table tbody tr > .riskreward-figure { min-width: 0; white-space: nowrap; }
.riskreward .riskreward-frame table .riskreward-unbroken { white-space: nowrap; }
</style>"""
