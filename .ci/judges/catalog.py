"""Hold the catalog of views against moto's Glue, by the contract that it keeps in the build.

Usage: catalog.py SCRATCH
"""

import pathlib
import subprocess
import sys

from moto_server import Moto

ROOT = pathlib.Path(__file__).parent.parent.parent
MINUTES = 15


def main(scratch):
    folder = scratch / "catalog"
    with Moto(folder) as server:
        subprocess.run(
            [
                *("mvn", "-B", "-q", "-Dquick", "-DskipTests=false", "-pl", "deployed", "-am"),
                *("-Dtest=NoTest", "-Dit.test=GlueOnServerIT", f"-Dglue.server={server.endpoint}"),
                *("-Dsurefire.failIfNoSpecifiedTests=false", "-Dfailsafe.failIfNoSpecifiedTests=false", "verify"),
            ],
            cwd=ROOT,
            check=True,
            timeout=MINUTES * 60,
        )
    report = ROOT / "deployed/target/failsafe-reports/sleeper.deployed.GlueOnServerIT.txt"
    print(report.read_text().strip())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
