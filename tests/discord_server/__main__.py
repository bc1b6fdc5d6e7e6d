"""python -m tests.discord_server"""

import sys

from tests.discord_server.command import main

sys.exit(main())
