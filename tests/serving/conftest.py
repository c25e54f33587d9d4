"""Hubs that really run: one that many tests share, and new ones for those that end theirs."""

import shutil

import pytest
from serving.running_hub import RunningHub


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A data folder after a first start, so that the others start quickly."""
    path = tmp_path_factory.mktemp("first")
    RunningHub(path, workers=1).stop()
    return path


@pytest.fixture(scope="module")
def hub(folder, tmp_path_factory):
    """One with a single server process, for tests that leave it as it is."""
    running = RunningHub(shutil.copytree(folder, tmp_path_factory.mktemp("shared") / "hub"), workers=1)
    yield running
    running.stop()


@pytest.fixture
def start(folder, tmp_path):
    """A hub of the test's own."""
    hubs = []

    def started(workers=2):
        path = shutil.copytree(folder, tmp_path / f"hub-{len(hubs)}")
        hubs.append(RunningHub(path, workers))
        return hubs[-1]

    yield started
    for running in hubs:
        running.stop()
