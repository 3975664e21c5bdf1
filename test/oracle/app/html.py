"""HTML as Waldur stores it (waldur-behaviour.md)."""

import nh3

TAGS = set(
    "a b blockquote code em i li ol strong ul p span u s h1 h2 h3 h4 h5 h6 sub sup pre br".split()
)
ATTRIBUTES = {"a": {"href"}, "p": {"style"}, "span": {"style"}}


def clean_html(text):
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES).strip()
