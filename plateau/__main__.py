"""``python -m plateau``: the command line."""

from plateau.cli import main

main()
