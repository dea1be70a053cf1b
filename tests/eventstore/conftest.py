"""The store is tested on ledgers in which nothing has happened yet."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import template


@pytest.fixture(scope="session")
def simulated_template(cluster: str) -> str:
    return template(cluster, f"template_empty_{uuid4().hex[:8]}", simulated=True).name


@pytest.fixture(scope="session")
def real_template(cluster: str) -> str:
    return template(cluster, f"template_empty_real_{uuid4().hex[:8]}", simulated=False).name
