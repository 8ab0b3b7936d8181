"""`python -m orchestration.run`: the command line, which is cli/main.py."""

import sys

from orchestration.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
