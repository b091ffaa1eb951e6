"""Writes each Parquet file of a folder anew with Spark, by the codec and page version that its name asks for.

Usage: write_by_spark.py SOURCE TARGET
"""

import pathlib
import shutil
import sys

from pyspark.sql import SparkSession


def main(source, target):
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.legacy.parquet.nanosAsLong", "false")
        .getOrCreate()
    )
    for path in sorted(pathlib.Path(source).glob("*.parquet")):
        codec, version = path.stem.rsplit("-", 1)
        folder = pathlib.Path(target) / path.stem
        spark.conf.set("parquet.writer.version", version)
        rows = spark.read.parquet(str(path))
        rows.coalesce(1).write.option("compression", codec).option("parquet.writer.version", version).parquet(str(folder))
        (part,) = folder.glob("part-*.parquet")
        part.rename(pathlib.Path(target) / path.name)
        shutil.rmtree(folder)
    spark.stop()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
