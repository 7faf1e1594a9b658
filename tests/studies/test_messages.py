"""The message tables: complete, alike in all languages, used, and Japanese where they say so."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import qneko.studies
from qneko.studies.evidence._record import Answer
from qneko.studies.families._baselines import BASELINES, DUMMY
from qneko.studies.families._quantum import QUANTUM
from qneko.studies.verdict._labels import label_in
from qneko.studies.verdict._reasons import make_reasons
from qneko.studies.verdict._sentences import model_sentence
from qneko.studies.verdict._verdict import cases_of, conclude
from qneko.studies.words._measures import MEASURES, many
from qneko.studies.words._messages import MESSAGES, Language, say

from .evidence_builder import observations

LANGUAGES = get_args(Language)
SOURCES = Path(qneko.studies.__file__).parent


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _is_japanese(text: str) -> bool:
    return re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_text_or_a_placeholder(language: Language) -> None:
    here, english = MESSAGES[language], MESSAGES["en"]
    assert here.keys() == english.keys()
    for key, text in here.items():
        assert _placeholders(text) == _placeholders(english[key]), key


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for path in SOURCES.rglob("*")
        if path.suffix in (".py", ".j2") and not path.name.startswith("_messages")
    )
    families = set(re.findall(r'f"([a-z_]+)\.\{', code))
    for key in MESSAGES["en"]:
        assert f'"{key}"' in code or f"'{key}'" in code or key.split(".")[0] in families, key
    called = re.findall(r'\bsay\(\s*(?:(?!")[\w.]+,\s*|"en",\s*)?"([^"]+\.[^"]+)"', code)
    assert len(called) > 30
    assert set(called) <= set(MESSAGES["en"])


def test_every_answer_and_metric_has_its_words() -> None:
    for answer in get_args(Answer):
        assert {f"{kind}.{answer}" for kind in ("headline", "answer", "plain")} <= set(
            MESSAGES["en"]
        )
    for name, measure in MEASURES.items():
        assert say("en", f"measure.{name}") == measure.label


def test_every_model_has_a_name_in_every_language() -> None:
    families = [*QUANTUM.values(), *BASELINES.values(), DUMMY]
    labels = [family.label for family in families]
    labels += [family.surrogate.label for family in QUANTUM.values() if family.surrogate]
    recipes = [r for f in families for r in (f.classification, f.regression) if r is not None]
    labels += [recipe.label for recipe in recipes if recipe.label]
    for label in labels:
        assert say("en", f"label.{label}") == label
        for language in LANGUAGES:
            assert f"label.{label}" in MESSAGES[language], label
    assert label_in("ja", "logistic regression, 30 inputs") == "30入力のロジスティック回帰"
    assert (
        label_in("ja", "fidelity kernel without entanglement") == "量子もつれのない忠実度カーネル"
    )
    assert label_in("ja", "somebody's model, 4 inputs") == "4入力のsomebody's model"


def test_japanese_texts_are_japanese() -> None:
    neutral = {"level", "join", "list.join", "number.range", "unit.percent", "bar.pick"}
    neutral |= {
        "label.RBF-SVM",
        "page.other",
        "page.full_stop",
        "tile.unit_word",
        "overview.with_unit",
    }
    neutral |= {k for k in MESSAGES["ja"] if k.startswith("standing.interval")}
    for key, text in MESSAGES["ja"].items():
        assert _is_japanese(text) or key in neutral, key
        # one style throughout: the plain form
        assert not re.search(r"(です|ます|ました|でした)[。、）]", text), key


@pytest.mark.parametrize(
    ("made", "answer", "says"),
    [
        ({}, "worse", "古典基準と比べて"),
        ({"levels": {"kernel": 0.99}, "noise": 0.002}, "better", "優れる（95%信頼区間："),
        ({"levels": {"kernel": 0.977}, "noise": 0.004}, "on a par", "範囲（±1.0ポイント）"),
        ({"levels": {"kernel": 0.97}, "noise": 0.02}, "undecided", "どちらが優れているか"),
        ({"regression": True}, "worse", "二乗平均平方根誤差"),
    ],
    ids=str,
)  # fmt: skip
def test_the_verdict_is_the_same_in_both_languages(
    made: dict[str, object], answer: str, says: str
) -> None:
    evidence = conclude(observations(**made))
    assert evidence.verdict.answer == answer
    here, english = (cases_of(evidence, language) for language in LANGUAGES[::-1])
    chosen = evidence.verdict.candidate
    assert model_sentence(english[chosen]) == evidence.verdict.sentence
    assert make_reasons(english[chosen]) == evidence.verdict.reasons
    sentence = model_sentence(here[chosen])
    assert here[chosen].answer == answer
    assert says in sentence
    # the same numbers, in whatever order the language has them
    numbers = re.compile(r"\d+\.\d+")
    assert sorted(numbers.findall(sentence)) == sorted(numbers.findall(evidence.verdict.sentence))
    reasons = make_reasons(here[chosen])
    assert [r.topic for r in reasons] == [r.topic for r in evidence.verdict.reasons]
    for reason in reasons:
        assert _is_japanese(reason.sentence), reason
        assert "{" not in reason.sentence


def test_large_numbers_in_words() -> None:
    assert many(37_000_000, "ja") == "3700万"
    assert many(120_000_000, "ja") == "1.2億"
    assert many(5_300, "ja") == "5,300"
    assert many(120_000_000, "en") == "120 million"
