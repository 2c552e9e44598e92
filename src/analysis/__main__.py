"""Lets ``python -m analysis`` be the ``backchannel`` command."""

import sys

from analysis.cli import main

sys.exit(main())
