"""Checks of ``_config.yml``: its keys mean something to Jupyter Book, and what they name is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sourcebook.checks import contents
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material
from sourcebook.text.wording import did_you_mean, listing
from sourcebook.text.yamlfile import YamlFile

FILE = contents.CONFIG
_YES_NO = (True, False)
_CALLED: dict[Any, str] = {
    str: "text: put it in quotes",
    list: "a list, in [brackets]",
    dict: "a group of keys, each deeper than this one",
}
_RUNS = ("auto", "cache", "force", "inline", "off")
#: What each part of the file may say, in Jupyter Book's words: a kind of value, or the values themselves.
_KEYS: dict[str, dict[str, Any]] = {
    "": {
        **dict.fromkeys(("title", "author", "copyright", "logo", "description", "email"), str),
        **dict.fromkeys(("exclude_patterns", "bibtex_bibfiles"), list),
        **dict.fromkeys(("parse", "execute", "html", "latex", "launch_buttons", "repository", "sphinx"), dict),
        "only_build_toc_files": _YES_NO,
    },
    "execute": {
        **dict.fromkeys(("eval_regex", "cache", "stderr_output"), str),
        **dict.fromkeys(("raise_on_error", "show_tb", "allow_errors", "run_in_temp"), _YES_NO),
        "execute_notebooks": (*_RUNS, False),
        "timeout": (int, float),
        "exclude_patterns": list,
    },
    "html": {
        **dict.fromkeys(("favicon", "extra_footer", "extra_navbar", "baseurl", "announcement"), str),
        **dict.fromkeys(("use_edit_page_button", "use_repository_button", "use_issues_button"), _YES_NO),
        **dict.fromkeys(("use_multitoc_numbering", "home_page_in_navbar"), _YES_NO),
        **dict.fromkeys(("analytics", "comments"), dict),
        "google_analytics_id": str,
    },
    "repository": dict.fromkeys(("url", "path_to_book", "branch", "provider"), str),
    "latex": {"latex_engine": str, "latex_documents": dict, "use_jupyterbook_latex": _YES_NO},
    "sphinx": {"extra_extensions": list, "local_extensions": dict, "recursive_update": _YES_NO, "config": dict},
}
# Settings of Sphinx and its extensions that a book is likely to have. Others are right too; these can be misspelt.
_OF_SPHINX = (
    *("extensions", "exclude_patterns", "language", "templates_path", "suppress_warnings", "nitpick_ignore", "numfig"),
    *("html_theme", "html_theme_options", "html_context", "html_static_path", "html_css_files", "html_js_files"),
    *("html_last_updated_fmt", "html_use_index", "html_domain_indices", "html_show_search_summary", "html_title"),
    *("html_permalinks_icon", "html_permalinks", "html_extra_path", "html_favicon", "html_logo", "html_baseurl"),
    *("html_show_copyright", "html_show_sphinx", "html_sidebars", "html_show_sourcelink", "html_copy_source"),
    *(
        "myst_enable_extensions",
        "myst_heading_anchors",
        "myst_substitutions",
        "myst_url_schemes",
        "myst_links_external",
    ),
    *(
        "nb_ipywidgets_js",
        "nb_mime_priority_overrides",
        "nb_merge_streams",
        "nb_execution_mode",
        "nb_execution_timeout",
    ),
    *("nb_execution_excludepatterns", "nb_execution_raise_on_error", "nb_execution_cache_path", "nb_output_stderr"),
    *("bibtex_reference_style", "bibtex_default_style", "bibtex_tooltips", "bibtex_cite_id", "bibtex_bibfiles"),
    "mathjax_path",
)


def settings(material: Material) -> Iterator[Finding]:
    """The settings of the book can be read, mean something, and name what there is."""
    config = material.book.root / FILE
    if not material.is_file(config):
        yield Finding(FILE, 0, "is missing. Restore it with git.")
        return
    read = contents.yaml_of(material, FILE)
    if isinstance(read, Finding):
        yield read
        return
    held = read.values or {}
    if not isinstance(held, dict):
        yield Finding(FILE, 1, "must hold keys with their values, like `title: The river`.")
        return
    for part, known in _KEYS.items():
        inside = held.get(part) if part else held
        for key, value in inside.items() if isinstance(inside, dict) else ():
            place = (part, str(key)) if part else (str(key),)
            if reason := _reason(str(key), value, known):
                yield Finding(FILE, read.line(*place), reason)
    yield from _names(material, read, held)


def _reason(key: str, value: Any, known: dict[str, Any]) -> str:
    """What is wrong with a key and its value."""
    if key not in known:
        near = did_you_mean(key, known, 1)
        return f"unknown key `{key}`: Jupyter Book passes over it.{near} Mend its name, or take it out."
    wanted = known[key]
    if value is None:
        return ""
    if wanted == _YES_NO:
        return "" if isinstance(value, bool) else f"`{key}` must be true or false, not {value!r}."
    if isinstance(wanted, tuple) and isinstance(wanted[0], str):
        words = [word for word in wanted if isinstance(word, str)]
        return (
            ""
            if value in wanted
            else f"`{key}` must be {listing(words, 'or')}, not {value!r}.{did_you_mean(value, words, 1)}"
        )
    if isinstance(value, wanted) and not (wanted == (int, float) and isinstance(value, bool)):
        return ""
    must_be = _CALLED.get(wanted, "a number, like 120") if isinstance(wanted, type) else "a number, like 120"
    return f"`{key}` must be {must_be}, not {value!r}."


def _names(material: Material, read: YamlFile, held: dict[str, Any]) -> Iterator[Finding]:
    """Files and extensions that the settings name, and settings of Sphinx that look misspelt."""
    root = material.book.root
    files = held.get("bibtex_bibfiles")
    for number, name in enumerate(files if isinstance(files, list) else ()):
        if not material.is_file(root / str(name)):
            yield Finding(FILE, read.line("bibtex_bibfiles", number), f"{name} is not there. Mend the name.")
    html = held.get("html")
    for place, name in (
        (("logo",), held.get("logo")),
        (("html", "favicon"), html.get("favicon") if isinstance(html, dict) else ""),
    ):
        if isinstance(name, str) and name and not material.is_file(root / name):
            yield Finding(FILE, read.line(*place), f"the file {name} is not there. Mend the name, or take the key out.")
    sphinx = held.get("sphinx")
    config = sphinx.get("config") if isinstance(sphinx, dict) else None
    for key in config if isinstance(config, dict) else ():
        near = get_close_matches(str(key), _OF_SPHINX, n=1, cutoff=0.9)
        if near and str(key) not in _OF_SPHINX:
            reason = f"unknown setting `{key}`. Did you mean {near[0]}? Mend its name."
            yield Finding(FILE, read.line("sphinx", "config", str(key)), reason)
    for name in contents.extensions(material):
        if not _there(root, name):
            line = read.line("sphinx", "config", "extensions")
            yield Finding(FILE, line, f"there is no extension {name!r}. Mend its name, or install it.")


def _there(root: Path, module: str) -> bool:
    """Whether Python finds the module, of this book or installed; its parents are not loaded."""
    first, *rest = module.split(".")
    folders = [root / first] if (root / first).is_dir() else []
    if not folders:
        spec = find_spec(first)
        if spec is None:
            return False
        folders = [Path(place) for place in spec.submodule_search_locations or ()]
    for number, part in enumerate(rest):
        there = [folder / part for folder in folders if (folder / part).is_dir()]
        if not there:
            return number == len(rest) - 1 and any((folder / f"{part}.py").is_file() for folder in folders)
        folders = there
    return True
