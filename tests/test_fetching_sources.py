"""Each source that has an API, from its API (here on this machine, figures made up) to the published tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import api_server
import duckdb
import pytest

from etl import versions
from etl.sources import with_api

Items = list[dict[str, Any]]

RDF = {
    "year": 2019,
    "coo_iso": "SYR",
    "coa_iso": "TUR",
    "coo_name": "Syrian Arab Rep.",
    "coa_name": "Türkiye",
}
COUNTRY_YEAR = {"iso3": "AFG", "country_name": "Afghanistan", "total_displacement": None}
HAPI = {"reference_period_start": "2024-05-01", "reference_period_end": "2024-05-31"}
DTM = {
    "operation": "Made up",
    "admin0Name": "Haiti",
    "admin0Pcode": "HTI",
    "reportingDate": "2025-06-30T00:00:00",
    "displacementReason": "Conflict",
    "idpOriginAdmin1Name": "Not available",
    "assessmentType": "BA",
}
IDU = {
    "iso3": "IND",
    "displacement_type": "Disaster",
    "qualifier": "total",
    "displacement_start_date": "2025-05-07",
    "displacement_end_date": "2025-05-08",
    "role": "Recommended figure",
}
ODP = {
    "geomaster_name": "South Sudan",
    "admin_level": "Country",
    "source": "UNHCR",
    "population_groups": "Registered refugees from Sudan",
    "pop_type_name": "Refugees",
    "pop_data_type_name": "Registered",
    "pop_origin_name": "Sudan",
    "pop_origin_code": "SUD",
}

CASES: dict[str, tuple[str, tuple[str, ...], Mapping[str, Items], list[int]]] = {
    "unhcr_rdf": (
        "rdf",
        ("--table", "population", "idmc"),
        {
            "population": [RDF | {"refugees": 700, "asylum_seekers": "0"}, RDF | {"year": 2020, "refugees": "800"}],
            "idmc": [RDF | {"coa_iso": "SYR", "total": 900}],
        },
        [700, 800, 900],
    ),
    "idmc_gidd": (
        "gidd",
        ("--table", "conflicts"),
        {"gidd/conflicts": [COUNTRY_YEAR | {"year": 1800 + n, "new_displacement": n} for n in range(101, 206)]},
        list(range(101, 206)),
    ),
    "idmc_idu": ("plain", (), {"idus/all": [IDU | {"id": 1, "figure": 12}, IDU | {"id": 2, "figure": 13, "iso3": "NPL"}]}, [12, 13]),
    "iom_dtm": (
        "dtm",
        ("--country", "HTI"),
        {
            "admin0": [DTM | {"adminLevel": 0, "roundNumber": 1, "numPresentIdpInd": 50}],
            "admin1": [DTM | {"adminLevel": 1, "roundNumber": 1, "numPresentIdpInd": 50, "admin1Name": "Ouest", "admin1Pcode": "HT01"}],
        },
        [50, 50],
    ),
    "hdx_hapi": (
        "hapi",
        ("--table", "idps", "refugees"),
        {
            "affected-people/idps": [
                HAPI | {"location_code": "TCD", "admin_level": 0, "operation": "Made up", "assessment_type": "BA", "reporting_round": 1, "population": 60}
            ],
            "affected-people/refugees": [
                HAPI | {"origin_location_code": "SYR", "asylum_location_code": "TUR", "population_group": "REF", "gender": "all", "age_range": "all", "population": 70}
            ],
        },
        [60, 70],
    ),
    "unhcr_odp": (
        "hapi",
        ("--country", "SSD"),
        {"population/get/origin": [ODP | {"date": "2024-06-30", "individuals": "80", "households": None}]},
        [80],
    ),
}  # fmt: skip


def test_each_source_with_an_api_is_tried_here() -> None:
    assert set(with_api()) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_what_the_api_gives_becomes_figures(
    name: str,
    command: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    envelope, options, tables, values = CASES[name]
    monkeypatch.setenv("DISPLACEMENT_PAUSE", "0")
    for key in ("IDMC_CLIENT_ID", "DTM_SUBSCRIPTION_KEY", "HDX_APP_IDENTIFIER"):
        monkeypatch.setenv(key, "k3y-of-mine")
    with api_server.serving(getattr(api_server, envelope), []) as server:
        server.tables.update(tables)
        code, _, error = command("fetch", name, *options, "--mirror", server.url, datasets=tmp_path)
    assert code == 0, error
    version = versions.current(tmp_path / "tables")
    assert version is not None
    found = duckdb.sql(
        f"SELECT value FROM read_parquet('{version.folder}/figures.parquet') WHERE sex = 'all' ORDER BY value"
    )
    assert [value for (value,) in found.fetchall()] == values
    assert version.manifest["rows"]["rejects"] == 0
    written = [path for path in (tmp_path / "raw").rglob("*") if path.is_file()]
    assert written and not [path for path in written if b"k3y-of-mine" in path.read_bytes()]
