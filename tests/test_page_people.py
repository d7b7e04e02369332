"""The page People on the shipped data, and on a few rows in the shapes of UNHCR's tables."""

import json
from pathlib import Path
from typing import Any

import pytest
from opened import charts_of, text_of

from etl import build

DEMOGRAPHICS = """year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,pop_type,location,loc_type,acc_type,f_0_4,f_5_11,f_12_17,f_18_59,f_60,f_other,f_total,m_0_4,m_5_11,m_12_17,m_18_59,m_60,m_other,m_total,total
2024,Sudan,SUD,SDN,Chad,CHD,TCD,REF,Made Camp One,R,P,100,120,90,300,30,0,640,110,130,80,150,20,0,490,1130
2024,Sudan,SUD,SDN,Chad,CHD,TCD,REF,Made Camp Two,R,P,0,0,0,0,0,0,0,0,0,0,0,0,0,0,70
"""
SOLUTIONS = """year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,returned_refugees,resettlement,naturalisation,returned_idps
2023,Sudan,SUD,SDN,Canada,CAN,CAN,0,500,0,0
2024,Sudan,SUD,SDN,Canada,CAN,CAN,0,650,40,0
"""
DECISIONS = """year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,dec_level,dec_pc,dec_recognized,dec_other,dec_rejected,dec_closed,dec_total
2023,Sudan,SUD,SDN,Germany,GFR,DEU,G,FI,P,100,50,50,30,230
2024,Sudan,SUD,SDN,Germany,GFR,DEU,G,FI,P,120,40,40,10,210
2024,Sudan,SUD,SDN,Germany,GFR,DEU,G,AR,P,10,0,30,5,45
"""
APPLICATIONS = """year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,app_type,dec_level,app_pc,applied
2023,Sudan,SUD,SDN,Germany,GFR,DEU,G,N,FI,P,300
2024,Sudan,SUD,SDN,Germany,GFR,DEU,G,N,FI,P,390
"""
SIDECAR = (
    "source: unhcr_rdf\npublisher: UNHCR\ntitle: Made for a test\nlicence: CC-BY-4.0\nvintage: 2025-06-15\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A datasets folder with a handful of made rows about people from Sudan."""
    datasets = tmp_path_factory.mktemp("made") / "datasets"
    raw = datasets / "raw" / "unhcr_rdf"
    raw.mkdir(parents=True)
    files = {
        "demographics": DEMOGRAPHICS,
        "solutions": SOLUTIONS,
        "decisions": DECISIONS,
        "applications": APPLICATIONS,
    }
    for name, text in files.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
        (raw / f"{name}.csv.yaml").write_text(SIDECAR, encoding="utf-8")
    build.build(datasets)
    return datasets


def titles(at: Any) -> list[str]:
    return [json.loads(spec)["layout"]["meta"]["title"] for spec in charts_of(at)]


def test_each_part_shows_what_there_is(open_page: Any, made: Path) -> None:
    at = open_page("people", datasets=made)
    pyramid, resettled, naturalised, applications, rates = titles(at)
    assert pyramid.startswith(
        "Of those of known age and sex among refugees in Chad at the end of 2024, 56% are children"
    )
    assert resettled.startswith("650 resettled people, 2024, 30% more than in 2023")
    assert naturalised.startswith("40 naturalised people, 2024")
    assert applications.startswith("390 asylum applications (new, first instance) of people, 2024")
    assert rates.startswith(
        "60% of 200 decisions on people gave refugee status, and 80% some protection, 2024"
    )
    assert "70 people whose sex is not published" in json.loads(charts_of(at)[0])["layout"]["meta"]["alt"]
    assert "No counts of returned refugees" in text_of(at)


def test_another_instance_comes_from_the_address_and_keeps_its_own_rate(open_page: Any, made: Path) -> None:
    at = open_page("people", datasets=made, decisions="administrative review · person · UNHCR", shown="share")
    assert titles(at)[-1].startswith("25% of 40 decisions on people gave refugee status, and 25% some")
    assert "percent of those whose sex and age are published" in charts_of(at)[0]
    table = at.dataframe[1].value
    assert table["Substantive decisions"].tolist() == [40]


def test_the_shipped_data_say_what_would_fill_each_part(open_page: Any) -> None:
    at = open_page("people")
    assert "returned internally displaced people" in titles(at)[0]
    said = text_of(at)
    for table in ("demographics", "solutions", "asylum-applications", "asylum-decisions"):
        assert f"python -m etl fetch unhcr_rdf --table {table}" in said
