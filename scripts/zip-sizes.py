#!/usr/bin/env python3
"""The size of each zip that would be deployed, against docs/performance.md.

    scripts/zip-sizes.py FOLDER                  what `sam build` wrote: one folder for each function
    scripts/zip-sizes.py FOLDER --write ZIPS     the zips as well
"""

import io
import pathlib
import re
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 4_500_000
GROWTH = 1.10


def noted():
    """The sizes in docs/performance.md: `| loyalty.zip | 3,012,345 |`."""
    rows = re.findall(r"^\| ([a-z-]+)\.zip \| \**([0-9,]+)\**", (ROOT / "docs" / "performance.md").read_text(), re.M)
    return {name: int(size.replace(",", "")) for name, size in rows}


def zipped(binary):
    """As `sam deploy` packs it. An artifact of GitHub's forgets that a file can be run; Lambda needs it."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("bootstrap", (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, binary.read_bytes(), zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def main():
    binaries, before, failed = sorted(pathlib.Path(sys.argv[1]).glob("*/bootstrap")), noted(), False
    folder = pathlib.Path(sys.argv[3]) if sys.argv[2:3] == ["--write"] else None
    if not binaries:
        sys.exit(f"{sys.argv[1]} holds nothing that was built")
    for binary in binaries:
        # LimitedTime is limited-time.
        name, size = re.sub(r"(?<=.)([A-Z])", r"-\1", binary.parent.name).lower(), len(packed := zipped(binary))
        if folder:
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.zip").write_bytes(packed)
        print(f"{name}.zip: {size:,} bytes")
        if size > LARGEST:
            failed = True
            print(f"FAILED {name}.zip is larger than {LARGEST:,} bytes")
        # They hold the same code: one without a row of its own is as large as the others.
        if size > (was := before.get(name, max(before.values()))) * GROWTH:
            failed = True
            print(f"FAILED {name}.zip has grown by more than a tenth: docs/performance.md has {was:,} bytes")
    sys.exit(failed)


if __name__ == "__main__":
    main()
