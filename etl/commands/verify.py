"""`verify`: are tables and inputs what was published?"""

from __future__ import annotations

from argparse import Namespace

from etl import build, verify


def run(chosen: Namespace) -> int:
    """`verify`: whether tables and inputs are what the manifest says; exit 1 and a line for each that is not."""
    version, wrong = verify.differences(build.datasets_folder())
    for line in wrong:
        print(f"differs: {line}")
    rows, inputs = version.manifest["rows"], version.manifest["inputs"]
    if not wrong:
        print(
            f"{version.name}: {len(rows)} tables, {rows['figures']:,} figures and {len(inputs)} inputs are as published"
        )
    return 1 if wrong else 0
