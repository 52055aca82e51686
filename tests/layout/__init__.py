"""Layout: lines, columns, pages."""
