"""Mail: what a pack built, to those whom its routes name, each of them once."""
