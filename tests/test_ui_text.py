"""Text of data on a page: shown, never obeyed."""

from ui import text


def test_markdown_is_written_out() -> None:
    assert text.safe("[x](javascript:1) **b** :material/home: $a$ <img>") == (
        r"\[x\]\(javascript\:1\) \*\*b\*\* \:material/home\: \$a\$ \<img\>"
    )


def test_a_quote_is_marked_in_its_document_and_every_character_is_escaped() -> None:
    document = "Before <script>alert(1)</script> more than 520,000 people & so on."
    start = document.index("more than")
    html = text.marked_quote(document, start, start + len("more than 520,000 people"))
    assert "<script>" not in html
    assert ">more than 520,000 people</mark>" in html
    assert "&amp; so on." in html


def test_only_addresses_of_the_web_become_links() -> None:
    assert text.web_address("https://reliefweb.int/report/1") == "https://reliefweb.int/report/1"
    for bad in ("javascript:alert(1)", "file:///etc/passwd", 'https://x.org/"onclick', None, float("nan")):
        assert text.web_address(bad) is None


def test_a_refusal_speaks_of_the_page_not_of_the_command_line() -> None:
    assert "--" not in text.reason("never added. Choose one with --publisher").replace("\\-", "-")
    assert "--" not in text.reason("a day: ask with --from and --to").replace("\\-", "-")
