"""The writers: from a resolved document and a theme to the bytes of a file.

A writer is imported only when a target needs it: their libraries are most of what a short
run costs.
"""
