"""What IDMC's two sources share: who they are, the address of the API, and its key."""

from __future__ import annotations

import os

from etl.errors import UsageError

PUBLISHER = "IDMC"
# HDX and the API's documentation say CC BY-IGO; the README sheet of IDMC's own export says non-commercial.
LICENCE = "CC-BY-3.0-IGO"
URL = "https://www.internal-displacement.org/database/displacement-data/"
BASE = "https://helix-tools-api.idmcdb.org/external-api/"
KEY = "IDMC_CLIENT_ID"

BLANK = "'blank: not collected or not known'"
TAGS = "'HXL tag row'"


def client_id() -> str:
    """IDMC's key from the environment. Raises UsageError that says where to get one."""
    key = os.environ.get(KEY)
    if not key:
        raise UsageError(
            f"{KEY} is not set: ask IDMC (ch.datainfo@idmc.ch) for a client id, then `export {KEY}=...`"
        )
    return key
