"""Signing in through a provider: strangers stay out, readers read, reviewers decide, admins add."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import provider
from browser.server import drawn, serving

pytestmark = pytest.mark.browser
ROLES = 'reader = ["@example.org"]\nreviewer = ["amina@example.org"]\nadmin = ["head@example.org"]\n'


def sign_in(page: Page, address: str) -> None:
    """Come anew, and sign in as whom the provider vouches for."""
    page.context.clear_cookies()
    page.goto(f"{address}/reports")
    expect(page.get_by_text("The figures on this server are for those who sign in.")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(0)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible(timeout=30_000)


def test_who_signs_in_may_do_what_their_role_may(built: Path, tmp_path: Path, window: object) -> None:
    datasets = tmp_path / "datasets"
    shutil.copytree(built, datasets, symlinks=True)
    (datasets / "roles.toml").write_text(ROLES)
    with (
        provider.serving() as vouching,
        serving(datasets, tmp_path / "log", vouching.secrets) as address,
    ):
        page = window.new_page()  # type: ignore[attr-defined]
        vouching.claims = {"email": "guest@elsewhere.net", "email_verified": True}
        sign_in(page, address)
        expect(page.get_by_text("guest@elsewhere.net has no role here")).to_be_visible()

        vouching.claims = {"email": "Guest@example.org", "email_verified": True}
        sign_in(page, address)
        page.goto(f"{address}/reports")
        drawn(page)
        expect(page.get_by_text("Only the role reviewer may decide")).to_be_visible()
        expect(page.get_by_role("button", name="Accept Shortcut A")).to_be_disabled()
        expect(page.get_by_text("Add a report")).to_have_count(0)

        vouching.claims = {"email": "amina@example.org", "email_verified": True}
        sign_in(page, address)
        page.goto(f"{address}/reports")
        drawn(page)
        page.get_by_role("button", name="Accept Shortcut A").click()
        expect(page.get_by_text("Accepted.")).to_be_visible()
        page.get_by_text("History: 1 steps").click()
        expect(page.get_by_text("amina@example.org accepted")).to_be_visible()
        expect(page.get_by_text("Add a report")).to_have_count(0)

        vouching.claims = {"email": "head@example.org", "email_verified": True}
        sign_in(page, address)
        page.goto(f"{address}/reports")
        drawn(page)
        expect(page.get_by_text("Add a report")).to_be_visible()
        page.close()

        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/data/figures.csv?country=SYR", timeout=20)
        assert refused.value.code == 403
    assert "example.org" not in (tmp_path / "log").read_text(
        encoding="utf-8"
    )  # who came is nobody's business
