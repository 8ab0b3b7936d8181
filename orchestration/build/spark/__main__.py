"""Builds the models on Spark after `make land`: `.venv-spark/bin/python -m orchestration.build.spark [MODEL ...]`."""

import sys

from orchestration.build.spark.build import build_on_spark
from orchestration.common import settings

if __name__ == "__main__":
    council = settings.load()
    build_on_spark(council.build_db, council.spark, tuple(sys.argv[1:])).stop()
