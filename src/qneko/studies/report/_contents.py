"""The long part of the report: everything that a referee asks for, in sections."""

from __future__ import annotations

from collections.abc import Iterable

from ..evidence._document import fingerprint
from ..evidence._evidence import Evidence
from ..verdict._sentences import initial, level
from ..words._messages import Language
from . import _facts, _tables
from ._beliefs import beliefs
from ._blocks import Block, Facts, Hashes, Heading, Listing, Points, Section, Shown, Tables, Text
from ._curve_numbers import curve_numbers
from ._curves import curves
from ._differences import differences
from ._effort import effort, hardware, shot_scores
from ._glossary import glossary
from ._information_gain import information_gain
from ._learning import learning_table
from ._methods import methods
from ._pictures import row_blocks
from ._price import price
from ._references import cited, in_brackets
from ._reliability import forecast_scores, reliability, reliability_bins
from ._rows import Rows
from ._series import peaks, skill
from ._study_file import study_file
from ._summary import told_first, topic


def contents(
    evidence: Evidence, language: Language = "en", rows: Rows | None = None
) -> tuple[Section, ...]:
    """Return the sections of the long part, in the order in which a referee reads them.

    Parameters
    ----------
    evidence : Evidence
        All that they say comes from here.
    language : {"en", "ja"}
        Of the first part. These sections are in English; beside a first part in another language
        they repeat its reasons, as they stand in the evidence.
    rows : Rows, optional
        What was said of each row, for pictures of it.

    Returns
    -------
    tuple of Section
        Sections without anything to say are left out. In English.
    """
    sections = (
        _differences(evidence),
        _scores(evidence),
        Section("rows", "What was said of each row", row_blocks(rows)),
        _why(evidence, language),
        _insight(evidence),
        _protocol(evidence),
        _data(evidence),
        _again(evidence),
        _paper(evidence),
        Section("glossary", "Five terms", (Facts(tuple(glossary(evidence))),)),
        _appendix(evidence),
    )
    return tuple(s for s in sections if s.blocks)


def _there(blocks: Iterable[Block | None]) -> tuple[Block, ...]:
    return tuple(b for b in blocks if b is not None)


def _differences(evidence: Evidence) -> Section:
    caption = (
        f"Small marks: one outer split each; large mark and line: mean and "
        f"{level(evidence.protocol.alpha)} interval. Inside the grey band a difference makes no "
        "practical difference."
    )
    blocks = (
        Shown(differences(evidence), caption),
        _tables.contrasts(evidence),
        beliefs(evidence),
    )
    return Section("differences", "The differences, split by split", _there(blocks))


def _scores(evidence: Evidence) -> Section:
    blocks: list[Block | None] = [
        _tables.scores(evidence),
        _price(evidence),
        effort(evidence),
        information_gain(evidence),
        skill(evidence),
        peaks(evidence),
        forecast_scores(evidence),
    ]
    diagram = reliability(evidence)
    if diagram is not None:
        caption = (
            "On the dashed line everything happens as often as it was said to. Marks: rows with "
            f"forecasts near each other; lines: {level(evidence.protocol.alpha)} bands, a row "
            "counting once however often it was tested; bars at the bottom: how many rows."
        )
        blocks.append(Shown(diagram, caption))
    return Section("scores", "Scores", _there(blocks))


def _price(evidence: Evidence) -> Shown | None:
    picture = price(evidence)
    caption = (
        "All had the same number of trials, whatever a trial takes. On the dotted line are those "
        "that are better than everything quicker. Quantum models ran on a simulated quantum "
        "computer, and times differ from run to run."
    )
    return None if picture is None else Shown(picture, caption)


def _why(evidence: Evidence, language: Language) -> Section:
    """Return the reasons that the first part leaves out, or all if it is not in English."""
    label = {c.id: c.label for c in evidence.candidates}
    verdict = evidence.verdict
    told = [r for part in told_first(verdict.reasons) for r in part] if language == "en" else []
    rows = tuple((topic(r.topic), r.sentence) for r in verdict.reasons if r not in told)
    blocks: list[Block] = [Facts(rows)] if rows else []
    models = tuple(
        (f"{initial(label[m.candidate])}: {m.answer}", m.sentence)
        for m in verdict.per_model
        if language != "en" or m.candidate != verdict.candidate
    )
    if models:
        blocks += [Heading("Each quantum model in full"), Facts(models)]
    return Section("why", "More on why" if told else "Why", tuple(blocks))


_CURVE_CAPTIONS = {
    "learning": (
        "Mean over splits. A curve that still gets better says that more data would help that "
        "model. In the grey part nothing was measured: the dotted lines carry a power law on, and "
        "the upright lines are {level} intervals that know of the splits' luck, but not whether "
        "the law holds on."
    ),
    "spectrum": (
        "A kernel with one large eigenvalue sees all samples as nearly the same; a flat spectrum "
        "sees each sample as a stranger to all others. From the training rows of the first outer "
        "split."
    ),
    "loss": "From the training rows of the first outer split.",
}


def _insight(evidence: Evidence) -> Section:
    text = level(evidence.protocol.alpha)
    blocks: list[Block | None] = [
        Shown(picture, _CURVE_CAPTIONS[picture.name].format(level=text))
        for picture in curves(evidence)
    ]
    blocks.append(learning_table(evidence))
    if evidence.diagnostics:
        blocks.append(Facts(tuple(_facts.diagnostic_rows(evidence))))
        blocks += [shot_scores(evidence), hardware(evidence)]
    return Section("insight", "Inside the models", _there(blocks))


def _protocol(evidence: Evidence) -> Section:
    p = evidence.protocol
    test = (
        "a paired bootstrap over the test rows"
        if p.inference == "rows"
        else "the corrected resampled t-test of Nadeau and Bengio (2003)"
    )
    rule = (
        "In each outer split the baseline with the best inner score, at either dimension, is the "
        "bar.",
        f"The quantum model's score minus the bar's, split by split, goes through {test}; "
        "p-values are corrected by Holm's procedure (1979) over the quantum models.",
        f"On a par: the whole {level(p.alpha)} interval lies where a difference makes no practical "
        f"difference. Otherwise better or worse: corrected p below {p.alpha:g}; better must also "
        "hold in the mean against the bar on the same inputs. Otherwise undecided.",
        "The study's answer is that of the quantum model with the best mean score, or better if "
        "any model is.",
    )
    blocks = (
        Points(p.sentences) if p.sentences else None,
        Facts(tuple(_facts.protocol_rows(evidence))),
        Heading("The rule of the verdict"),
        Points(rule, numbered=True),
        Heading("Who took part"),
        Facts(tuple(_facts.candidate_rows(evidence))),
    )
    return Section("protocol", "How it was done", _there(blocks))


def _data(evidence: Evidence) -> Section:
    blocks = (
        Facts(tuple(_facts.data_rows(evidence))),
        Hashes((("SHA-256 of the file", evidence.data.sha256),)),
    )
    return Section("data", "The data", blocks)


def _again(evidence: Evidence) -> Section:
    """Return what somebody needs who wants the same numbers: machine, versions, file, hashes."""
    protocol = evidence.study.protocol_sha256
    versions = ", ".join(f"{name} {v}" for name, v in sorted(evidence.run.versions.items()))
    blocks = (
        Text(
            "Save this study as study.toml and run: qneko run study.toml. With the same data and "
            "versions every number of this report but the times comes out the same, and so does "
            "the fingerprint. All random numbers come from the seed "
            f"{evidence.protocol.seed} by NumPy's SeedSequence."
        ),
        Listing("The study file", study_file(evidence.study.spec), "toml"),
        Hashes(
            (
                ("Fingerprint of the evidence", fingerprint(evidence)),
                ("SHA-256 of the study", evidence.study.spec_sha256),
                *((("SHA-256 of the protocol", protocol),) if protocol else ()),
                ("SHA-256 of the data", evidence.data.sha256),
            )
        ),
        Heading("Versions"),
        Text(versions),
        Heading("The run"),
        Facts(tuple(_facts.run_rows(evidence))),
        _tables.timings(evidence),
    )
    return Section("run", "Do it again", _there(blocks))


def _paper(evidence: Evidence) -> Section:
    """Return the methods as a paper would have them, with the papers that they cite."""
    text = methods(evidence)
    blocks = (Text(in_brackets(text)), Points(tuple(r.text for r in cited(text))))
    return Section("paper", "Methods paragraph for a paper", blocks)


def _appendix(evidence: Evidence) -> Section:
    blocks: list[Block] = [Tables(tuple(_tables.splits(evidence)))]
    if bins := reliability_bins(evidence):
        blocks += [Heading("Numbers of the reliability diagram"), Tables(tuple(bins))]
    if chosen := _tables.choices(evidence):
        blocks += [Heading("Hyperparameters that the inner folds chose"), Tables(tuple(chosen))]
    if drawn := curve_numbers(evidence):
        blocks += [Heading("Numbers of the other curves"), Tables(tuple(drawn))]
    return Section("appendix", "Every split, every choice", tuple(blocks))
