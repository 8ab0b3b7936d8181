"""The Dagster instance: that of DAGSTER_HOME, or the one in the data folder."""

from __future__ import annotations

import os

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from orchestration.common.files import private_folder
from orchestration.common.settings import ROOT, Settings


def dagster_instance(settings: Settings) -> dg.DagsterInstance:
    """The instance of DAGSTER_HOME, or else the one `dagster dev` uses in this repository, in the data
    folder."""
    if os.environ.get("DAGSTER_HOME"):
        return dg.DagsterInstance.get()
    home = private_folder(settings.dagster_home)
    return dg.DagsterInstance.from_ref(
        InstanceRef.from_dir(str(home), config_dir=str(ROOT), overrides=folders_in(str(home)))
    )


def folders_in(home: str) -> dict:
    """The folders of dagster.yaml as absolute paths below `home`."""
    return {
        "storage": {
            "custom": {
                "module": "orchestration.defs.event_log_storage",
                "class": "KeptOpenStorage",
                "config": {"base_dir": f"{home}/storage"},
            }
        },
        "local_artifact_storage": {
            "module": "dagster._core.storage.root",
            "class": "LocalArtifactStorage",
            "config": {"base_dir": home},
        },
        "compute_logs": {
            "module": "dagster._core.storage.local_compute_log_manager",
            "class": "LocalComputeLogManager",
            "config": {"base_dir": f"{home}/compute_logs"},
        },
    }
