"""English sentences. Keys and placeholders are the same in all languages; a test holds it."""

from __future__ import annotations

_WORDS = {
    "unit.points": " percentage points",
    "unit.percent": " %",
    "number.range": "{low} to {high}",
    "level": "{percent} %",
    "join": "{first} {second}",
    "list.join": "; ",
    "inputs.some": "{n} inputs",
    "inputs.all": "all {n} inputs",
    "inputs.raw": "the rows as they are",
}

_VERDICT = {
    "headline.better": "Better than the classical bar",
    "headline.on a par": "On a par with the classical bar",
    "headline.worse": "Worse than the classical bar",
    "headline.undecided": "Undecided",
    "answer.better": "better",
    "answer.on a par": "on a par",
    "answer.worse": "worse",
    "answer.undecided": "undecided",
    "plain.better": "On these data a quantum model predicts better than the best ordinary model.",
    "plain.on a par": (
        "On these data the best quantum model predicts as well as the best ordinary model."
    ),
    "plain.worse": (
        "On these data the best quantum model predicts less well than the best ordinary one."
    ),
    "plain.undecided": (
        "This study cannot tell which predicts better, the quantum or the ordinary model."
    ),
    "model.scores": (
        "{model} reached a mean test {measure} of {score}{unit} on {data} ({n} samples); the "
        "classical bar ({bar}) reached {bar_score}."
    ),
    "model.unit": " (in the unit of {target})",
    "model.bar_mostly": "in {times} of {n} splits: {label}",
    "model.no_interval": "The quantum model is {where}, without an interval: {note}",
    "model.no_test": "no test is possible.",
    "model.on_a_par": (
        "The quantum model is {where}: wholly within the \N{PLUS-MINUS SIGN}{margin} that this "
        "study fixed beforehand as making no practical difference."
    ),
    "model.undecided": (
        "The quantum model came out {where}: that leaves open which of the two is better{why}."
    ),
    "model.undecided_why": (
        ": it beats the bar over all inputs, but in the mean not the bar on its own inputs"
    ),
    "model.decided": "The quantum model is {where}.",
    "model.quick_look": "This is only a quick look, not an answer.",
    "standing.better": "{amount} better{than}",
    "standing.worse": "{amount} worse{than}",
    "standing.equal": "neither better nor worse{than}",
    "standing.interval": "{standing} ({level} interval: {interval})",
    "standing.interval_test": "{standing} ({level} interval: {interval}; {test})",
    "than.bar": "",
    "than.full_inputs": "",
    "than.same_bar": " than the bar",
    "than.control": " than that",
    "interval.better": "{low} to {high} better",
    "interval.worse": "{low} to {high} worse",
    "interval.open": "{low} worse to {high} better",
    "test.splits": ("{p}, Nadeau\N{EN DASH}Bengio corrected t-test on {n} outer splits{corrected}"),
    "test.rows": "{p}, paired bootstrap over the {n} test rows{corrected}",
    "test.holm": ", Holm-corrected for {n} quantum models",
}

_REASONS = {
    "topic.rule": "Does the difference matter?",
    "topic.power": "What could have been found?",
    "topic.learning": "Does it learn?",
    "topic.dimension": "Is it the inputs?",
    "topic.entanglement": "Is it entanglement?",
    "topic.concentration": "Does the kernel tell samples apart?",
    "topic.shots": "What would hardware need?",
    "topic.surrogate": "Is it anything quantum?",
    "topic.geometry": "Could a classical kernel match it?",
    "topic.simulability": "Does it need a quantum computer?",
    "topic.gradient": "Can it be trained?",
    "topic.noise": "Does the score survive shot noise?",
    "topic.hardware": "How long, and how much?",
    "topic.bar": "What is the bar?",
    "topic.cost": "What did it cost here?",
    "rule.small": (
        "The sign of the difference is established, its relevance is not: the interval reaches "
        "into the \N{PLUS-MINUS SIGN}{margin} that make no practical difference."
    ),
    "power.found": (
        "A true difference of {amount} or more would have been found with a probability of at "
        "least {power}{more}."
    ),
    "power.samples": (
        ". The smallest that matters here, {margin}, would take roughly {needed} samples in place "
        "of {n}{repeats}"
    ),
    "power.rows": (
        ". The smallest that matters here, {margin}, would take roughly {needed} test rows in "
        "place of {n}{repeats}"
    ),
    "power.no_repeats": "; no number of repeats on the same rows would do",
    "power.repeats": ", or about {needed} repeats in place of {n}",
    "learning.guess": (
        "{model} could not be shown to do better than a guess that ignores the inputs ({score})."
    ),
    "dimension.standing": (
        "With the {few} of the quantum model instead of {all}, the classical bar is {reduction}. "
        "On the same {few} the quantum model is {standing}{deficit}."
    ),
    "dimension.deficit": ": most of its deficit comes with the reduced inputs",
    "against.open": "{p}, not established",
    "entanglement.standing": (
        "Its control without entanglement reaches {score}; the model is {standing}: {end}."
    ),
    "entanglement.helps": "entanglement helps this model",
    "entanglement.harms": "entanglement harms this model",
    "entanglement.not": "entanglement is not what helps",
    "entanglement.open": "that entanglement helps was not shown",
    "surrogate.standing": (
        "Its classical surrogate ({label}) reaches {score}; the model is {standing}: "
        "{end}{alignment}."
    ),
    "surrogate.alignment": (
        " (centred alignment of the quantum kernel with the nearest Gaussian one: {alignment}, on "
        "{n} training rows of the first outer split)"
    ),
    "surrogate.same_kernel": (
        "the surrogate reproduces it, and to a learner the two kernels are nearly the same"
    ),
    "surrogate.same": "the surrogate does as well, by all that matters here",
    "surrogate.enough": "it is not better than its surrogate by as much as matters",
    "surrogate.better": "the surrogate does it better",
    "surrogate.worse": (
        "this surrogate does not reproduce it; that no other classical model could was not shown"
    ),
    "surrogate.open": "that the model does more than its surrogate was not shown",
    "geometry.far_below": (
        "On {n} training rows of the first outer split the geometric difference of its kernel to "
        "the nearest of {n_kernels} classical ones ({nearest}) is {g}, far below the square root "
        "of the rows, {root}. Whatever the labels, that classical kernel's bound on the error is "
        "at most {g} times the quantum kernel's: a classical model can match it, and it is not "
        "worth a quantum computer."
    ),
    "geometry.below": (
        "On {n} training rows of the first outer split the geometric difference of its kernel to "
        "the nearest of {n_kernels} classical ones ({nearest}) is {g}, below the square root of "
        "the rows, {root}. Whatever the labels, that classical kernel's bound on the error is at "
        "most {g} times the quantum kernel's: a large advantage is ruled out, a small one is not."
    ),
    "geometry.above": (
        "On {n} training rows of the first outer split the geometric difference of its kernel to "
        "the nearest of {n_kernels} classical ones ({nearest}) is {g}, not below the square root "
        "of the rows, {root}. There may be labels on which the quantum kernel predicts better; "
        "that these are among them does not follow."
    ),
    "simulability.easy": (
        "No. A classical computer does the same with little work: {why} (circuit as fitted on the "
        "first outer split, states of 16 training rows)."
    ),
    "simulability.open": (
        "None of the classical methods that were asked is quick ({methods}). That is no proof that "
        "the circuit is hard: others were not asked."
    ),
    "method.state_vector": "state vector",
    "method.light_cone": "light cone",
    "method.matrix_product_state": "matrix product state",
    "method.classical_surrogate": "Fourier series",
    "method.stabiliser_methods": "stabiliser methods",
    "method.density_matrix": "density matrix",
    "gradient.steep": (
        "The loss is not flat: at {points} random points of the fitted circuit a derivative is "
        "typically {size} (random circuit of {n} qubits: {random}), and about {shots} shots for "
        "each shifted circuit tell it from zero."
    ),
    "gradient.flat": (
        "The loss is flat where training begins: at {points} random points of the fitted circuit a "
        "derivative is typically {size} (random circuit of {n} qubits: {random}), and it would "
        "take {shots} shots for each shifted circuit to tell it from zero."
    ),
    "gradient.no_shots": "infinitely many",
    "noise.kept": (
        "With {shots} shots for each circuit the score stays within the margin in the mean of {n} "
        "draws: {mean} ({low} to {high}) in place of {exact} without shot noise, on the {n_test} "
        "test rows of the first outer split; {how}."
    ),
    "noise.lost": (
        "With {shots} shots for each circuit the score is not kept in the mean of {n} draws: "
        "{mean} ({low} to {high}) in place of {exact} without shot noise, on the {n_test} test "
        "rows of the first outer split; {how}."
    ),
    "noise.retrained": "the model was also trained on values measured so",
    "noise.predicted": "its weights are those that were trained without noise",
    "hardware.cost": (
        "On {device}, by figures of {date}, with {shots} shots for each circuit{kept}: one "
        "training ({circuits} circuits) {training}, one prediction ({per_sample} circuits) "
        "{sample}. No noise but shot noise is in this, nor tuning, queueing, loading circuits, or "
        "moving qubits next to each other."
    ),
    "hardware.kept": ", the fewest tried that keep the score",
    "hardware.lost": ", which do not keep the score",
    "hardware.and": " and ",
    "hardware.unknown": "no published time or price",
    "hardware.years": "{n} years",
    "hardware.days": "{n} days",
    "hardware.hours": "{n} hours",
    "hardware.min": "{n} minutes",
    "hardware.s": "{n} s",
    "kernel.facts": (
        "the overlaps between samples have mean {mean} and spread {spread} (random states of "
        "{n} qubits: {random_mean} and {random_spread})"
    ),
    "kernel.constant": (
        "The kernel is nearly constant: {facts}. What it learns lies in small differences between "
        "samples, which an exact simulation sees and hardware has to resolve."
    ),
    "kernel.concentrated": (
        "The kernel is concentrated: {facts}. It says hardly more about which samples are alike "
        "than random states would."
    ),
    "kernel.spread": "The kernel is not concentrated: {facts}.",
    "shots.none": (
        "No number of shots would resolve this kernel on hardware: its entries are equal."
    ),
    "shots.kernel": (
        "On hardware, telling the kernel's entries apart would take about {shots} shots each, "
        "{total} for the {entries} entries of one training on {n} samples, on a device without "
        "noise and before any tuning."
    ),
    "shots.states": (
        "On hardware, telling the kernel's entries apart would take about {shots} shots for each "
        "circuit, with {circuits} circuits for one training on {n} samples, on a device without "
        "noise and before any tuning."
    ),
    "shots.circuit": (
        "On hardware, resolving the outputs of the trained circuit would take about {shots} shots "
        "for each sample{training}, on a device without noise."
    ),
    "shots.training": ("; training took {circuits} circuit evaluations, so about {total} shots"),
    "bar.picks": (
        "The bar is, in each outer split, the baseline with the best inner score: {picks}. The "
        "best mean test score of a single baseline ({score}, {label}) is known only afterwards "
        "and is not used."
    ),
    "bar.pick": "{label} ({n})",
    "cost.former": (
        "Tuning and fitting over all splits took {model_s} s for the quantum model ({model}, "
        "simulated) and {rival_s} s for the baseline that is the bar most often ({rival}): the "
        "former took {ratio} times as long."
    ),
    "cost.latter": (
        "Tuning and fitting over all splits took {model_s} s for the quantum model ({model}, "
        "simulated) and {rival_s} s for the baseline that is the bar most often ({rival}): the "
        "latter took {ratio} times as long."
    ),
}

_NEXT = {
    "next.inputs": (
        "First find out whether these inputs say anything about the target: the quantum model was "
        "not shown to beat a guess that ignores them."
    ),
    "next.use_classical": (
        "For data like these use {rival}, the baseline that is the bar most often."
    ),
    "next.more_qubits": (
        "Before giving the quantum model up, let it see more: most of its deficit came with the "
        "reduced inputs, and encoding.n_features is {n} here."
    ),
    "next.other_data": (
        "More repeats of the same study are not needed; another answer would take other data, "
        "another encoding or another model."
    ),
    "next.by_cost": (
        "Choose by cost and by what can be explained: {rival}, the baseline that is the bar most "
        "often, is the cheaper way to the same result."
    ),
    "next.new_data": (
        "Repeat the study on data that nobody has looked at yet, another data set or rows "
        "collected later: one data set is one data set."
    ),
    "next.try_control": (
        "That entanglement is what helps was not shown: try the control as well, which an ordinary "
        "computer simulates at any size."
    ),
    "next.noise": (
        "Before planning hardware, ask what noise leaves of it: the scores are of an exact "
        "simulation."
    ),
    "next.collect": (
        "To decide it, collect data: roughly {needed} samples in place of {n} would be enough to "
        "find the smallest difference that matters."
    ),
    "next.collect_rows": (
        "To decide it, test on more rows: roughly {needed} in place of {n} would be enough to find "
        "the smallest difference that matters."
    ),
    "next.meanwhile": (
        "Until then use {rival}, the baseline that is the bar most often: nothing here speaks "
        "against it."
    ),
    "next.no_qpu": (
        "Plan no quantum computer for this model: its kernel is so near to a classical one that a "
        "classical model can match it."
    ),
    "next.no_hunting": (
        "Do not change the study until it says what you hope for: only the first verdict keeps its "
        "error rate."
    ),
}

_PAGE = {
    "page.kind": "Study report",
    "page.full_stop": ".",
    "page.picture": "All models in one picture",
    "page.meaning": "What it means",
    "page.next": "What to do next",
    "page.cost": "What it cost, and what hardware would cost",
    "page.warnings": "Mind this about the data",
    "page.others": "The other quantum models",
    "page.other": "{model}: {answer}",
    "page.other_short": "{score}, {standing} against the classical bar.",
    "page.details": "In detail",
    "page.details_note": "For readers who want to check the verdict or do the study again.",
    "page.contents": "Contents",
    "tile.model": "Quantum model",
    "tile.bar": "Classical bar",
    "tile.bar_note": "best tuned classical model",
    "tile.difference": "Difference",
    "tile.better": "better",
    "tile.worse": "worse",
    "tile.unit_word": "{unit} {word}",
    "tile.interval": "{level} interval: {interval}",
    "tile.no_interval": "no interval",
    "overview.title": "Scores of all models on samples that they had not seen",
    "overview.description": (
        "Mean test {measure} with intervals, {direction} is better. The best quantum model, "
        "{model}, has {score}; the classical bar, drawn as a vertical line with its interval as a "
        "band, has {bar_score}. All numbers are in the table of scores."
    ),
    "overview.right": "further right",
    "overview.left": "further left",
    "overview.caption": (
        "Marks: means over the outer splits; lines: {level} intervals. The dashed line is the "
        "classical bar, the grey band its interval. All models met the same splits, so a "
        "difference can be certain although intervals overlap: the differences, split by split, "
        "are what the verdict rests on."
    ),
    "overview.quantum": "Quantum models",
    "overview.control": "Their controls, without entanglement",
    "overview.surrogate": "Classical surrogates of the quantum models",
    "overview.baseline": "Classical baselines",
    "overview.dummy": "A guess that ignores the inputs",
    "overview.reduced": "{heading}, same inputs",
    "overview.full": "{heading}, all inputs",
    "overview.raw": "{heading}, rows as they are",
    "overview.bar": "classical bar {score}",
    "overview.outside": "outside this picture",
    "overview.axis_right": "Mean test {measure}; right is better",
    "overview.axis_left": "Mean test {measure}; left is better",
    "overview.with_unit": "{measure} ({unit})",
}

# Names of metrics as they stand in a sentence.
_MEASURES = {
    "measure.accuracy": "accuracy",
    "measure.balanced_accuracy": "balanced accuracy",
    "measure.roc_auc": "area under the ROC curve",
    "measure.pr_auc": "average precision",
    "measure.mcc": "Matthews correlation coefficient",
    "measure.log_loss": "log loss",
    "measure.brier": "Brier score",
    "measure.rmse": "root-mean-square error",
    "measure.mae": "mean absolute error",
    "measure.crps": "continuous ranked probability score",
    "measure.poisson_deviance": "Poisson deviance",
    "measure.r2": "R\N{SUPERSCRIPT TWO}",
}

# Names of models, as `_quantum_families` and `_recipes` have them.
_NAMES = (
    "fidelity kernel",
    "variational circuit",
    "projected kernel",
    "quantum Gaussian process",
    "data re-uploading",
    "quantum convolutional network",
    "dressed circuit",
    "quantum extreme learning machine",
    "Gaussian kernel like the fidelity kernel",
    "Fourier features like the variational circuit",
    "Gaussian kernel like the projected kernel",
    "Gaussian process like the quantum one",
    "Fourier features like the data re-uploading",
    "Fourier features like the convolutional network",
    "neural network like the dressed circuit",
    "classical extreme learning machine",
    "linear model",
    "logistic regression",
    "ridge regression",
    "RBF-SVM",
    "random forest",
    "gradient boosting",
    "neural network",
    "Gaussian process",
    "Poisson regression",
    "Poisson rate",
    "ETAS-lite",
    "quantum reservoir",
    "echo-state network like the quantum reservoir",
    "persistence",
    "persistence of the anomaly",
    "climatology",
    "the season before",
    "ridge on lags",
    "Holt-Winters",
    "echo-state network",
    "quantum evolution kernel",
    "random walkers like the quantum evolution",
    "Weisfeiler-Lehman kernel",
    "threshold on tau",
    "thresholds on Goldschmidt's t",
    "VQE with UCCSD",
    "ADAPT-VQE",
    "VQE with hardware-efficient layers",
    "Hartree-Fock",
    "MP2",
    "CISD",
    "CCSD",
    "guess",
)

_LABELS = {
    "label.with_inputs": "{label}, {n} inputs",
    "label.without_entanglement": "{label} without entanglement",
    **{f"label.{name}": name for name in _NAMES},
}

ENGLISH = {**_WORDS, **_VERDICT, **_REASONS, **_NEXT, **_PAGE, **_MEASURES, **_LABELS}
