"""Lets ``python -m analysis`` be the ``backchannel`` command."""

import sys

from analysis.commands.cli import main

sys.exit(main())
