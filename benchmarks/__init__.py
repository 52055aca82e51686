"""How fast briefings are built, beside what people would otherwise take: ``python -m benchmarks``.

Not part of the package: nothing here is installed, and the package knows nothing of it.
"""
