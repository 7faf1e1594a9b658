"""Write study files for members of the Bowles suite.

Run it:   python studies/bowles/make.py                      all 114 members, into studies/bowles/
          python studies/bowles/make.py --series two_curves --steps 2 10 20 --folder /tmp/curves
Then:     qneko run studies/bowles/two_curves-*.toml          and open runs/overview.html
"""

from __future__ import annotations

import argparse
from pathlib import Path

from qneko.domains import describe
from qneko.domains.synthetic import SERIES, member_names

STUDY = """\
# {title}; made by studies/bowles/make.py

[study]
name = "bowles {series} {step}"
seed = 2024
question = "Does a quantum model do better on {series}, step {step}, than classical ones?"

[data]
name = "{name}"

[encoding]
n_features = {n_features}
"""

#: Qubits of the quantum models: what a study file allows and a test run can bear.
MOST_FEATURES = 10


def main() -> None:
    """Write the files that the command line asks for, and say how many."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", nargs="+", choices=SERIES, default=SERIES)
    parser.add_argument("--steps", nargs="+", type=int, default=range(2, 21), metavar="N")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name in member_names():
        _, series, step = name.split("/")
        if series in asked.series and int(step) in asked.steps:
            info = describe(name)
            text = STUDY.format(
                title=info.title,
                series=series,
                step=step,
                name=name,
                n_features=min(MOST_FEATURES, info.n_columns),
            )
            asked.folder.joinpath(f"{series}-{int(step):02}.toml").write_text(text, "utf-8")
            written += 1
    print(f"{written} study files in {asked.folder}")


if __name__ == "__main__":
    main()
