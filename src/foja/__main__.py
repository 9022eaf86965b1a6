"""`python -m foja` is the command line."""

from foja.cli import main

main()
