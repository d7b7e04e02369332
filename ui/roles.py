"""Signing in, where Streamlit's secrets have `[auth]`, and what who is signed in may do. Else one person works here alone."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from etl import build, roles
from etl.errors import DataError
from ui.text import safe

WORDS = {
    "read": "see the figures",
    "decide": "decide on figures of reports",
    "add": "add reports",
}


def on() -> bool:
    """Whether people sign in here. Secrets that can't be read count as if they do: a slip in them opens nothing."""
    return "auth" in st.secrets if st.secrets.load_if_toml_exists() else _unreadable()


def _unreadable() -> bool:
    """Whether there are secrets, but not in TOML. Streamlit answers alike for those and for none."""
    there = any(Path(file).exists() for file in st.get_option("secrets.files"))
    return there and not st.secrets.load_if_toml_exists()


def who() -> str:
    """The e-mail address of who is signed in, if their provider has checked it; else empty."""
    verified = st.user.get("email_verified") in (True, "true")
    return str(st.user.get("email") or "").strip().lower() if verified else ""


def may(action: str) -> bool:
    """Whether who looks at the page may do this (`etl.roles.MAY`). Raises UsageError for a wrong `roles.toml`."""
    return not on() or roles.may(roles.role(build.datasets_folder(), who()), action)


def require(action: str) -> None:
    """Raise DataError, in a line for people, if who asks may not: buttons can be left out, but not be relied on."""
    if not may(action):
        raise DataError(lacking(action))


def lacking(action: str) -> str:
    """Who may do what the signed-in person may not."""
    return f"Only the role {roles.MAY[action]} may {WORDS[action]}: ask who keeps {roles.FILE}."


def entrance() -> bool:
    """Whether the page may be drawn; if not, the way in is drawn in its place. Raises UsageError for a wrong `roles.toml`."""
    if not on():
        return True
    if _unreadable():
        st.error(
            "secrets.toml: can't be read, so nobody comes in: mend it and start the server anew.",
            icon=":material/error:",
        )
        return False
    if not st.user.get("is_logged_in"):
        st.title("Displacement figures", anchor=False)
        st.markdown("The figures on this server are for those who sign in.")
        st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")
        return False
    role = roles.role(build.datasets_folder(), who())
    _signed_in(role)
    if role is None:
        st.title("Displacement figures", anchor=False)
        st.error(_stranger(), icon=":material/block:")
        return False
    return True


def _signed_in(role: str | None) -> None:
    with st.sidebar:
        st.caption(
            f"Signed in as {safe(str(st.user.get('email') or 'somebody'))}{f', {role}' if role else ''}"
        )
        st.button("Sign out", on_click=st.logout, icon=":material/logout:", type="tertiary")


def _stranger() -> str:
    if not who():
        return "Your provider does not say that your e-mail address is verified, so it opens nothing here."
    return f"{safe(who())} has no role here: ask who keeps {roles.FILE}."
