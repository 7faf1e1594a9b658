"""Japanese sentences, in the plain form of scientific writing.

Set terms: classical bar 古典基準, baseline 古典モデル, control 対照モデル, surrogate 代理モデル,
entanglement 量子もつれ, outer split 外側の分割, inner fold 内側の分割, shot ショット.
"""

from __future__ import annotations

_WORDS = {
    "unit.points": "ポイント",
    "unit.percent": "%",
    "number.range": "{low}〜{high}",
    "level": "{percent}%",
    "join": "{first}{second}",
    "list.join": "、",
    "inputs.some": "{n}個の入力",
    "inputs.all": "全{n}個の入力",
}

_VERDICT = {
    "headline.better": "古典基準より優れる",
    "headline.on a par": "古典基準と同等",
    "headline.worse": "古典基準より劣る",
    "headline.undecided": "優劣は判定できない",
    "answer.better": "優れる",
    "answer.on a par": "同等",
    "answer.worse": "劣る",
    "answer.undecided": "判定できない",
    "plain.better": "このデータでは、量子モデルの予測が最良の古典モデルの予測を上回る。",
    "plain.on a par": "このデータでは、最良の量子モデルは最良の古典モデルと同程度に予測できる。",
    "plain.worse": "このデータでは、最良の量子モデルの予測は最良の古典モデルの予測に及ばない。",
    "plain.undecided": (
        "この研究からは、量子モデルと古典モデルのどちらの予測が優れているかを判定できない。"
    ),
    "model.scores": (
        "{data}（{n}サンプル）における{model}の平均テスト{measure}は{score}{unit}、"
        "古典基準（{bar}）は{bar_score}であった。"
    ),
    "model.unit": "（{target}の単位）",
    "model.bar_mostly": "{n}分割中{times}分割で{label}",
    "model.no_interval": "量子モデルは{where}。信頼区間は求められない：{note}",
    "model.no_test": "検定を行えないためである。",
    "model.on_a_par": (
        "量子モデルは{where}。区間の全体が、実用上は差がないとこの研究が事前に定めた範囲"
        "（±{margin}）に収まる。"
    ),
    "model.undecided": ("量子モデルは{where}。したがって、どちらが優れているかは決まらない{why}。"),
    "model.undecided_why": (
        "（全入力の古典基準は上回るが、同じ入力の古典基準を平均では上回らない）"
    ),
    "model.decided": "量子モデルは{where}。",
    "standing.better": "{than}{amount}優れる",
    "standing.worse": "{than}{amount}劣る",
    "standing.equal": "{than}差がない",
    "standing.interval": "{standing}（{level}信頼区間：{interval}）",
    "standing.interval_test": "{standing}（{level}信頼区間：{interval}；{test}）",
    "than.bar": "古典基準と比べて",
    "than.full_inputs": "全入力の場合と比べて",
    "than.same_bar": "古典基準と比べて",
    "than.control": "これと比べて",
    "interval.better": "{low}〜{high}優れる",
    "interval.worse": "{low}〜{high}劣る",
    "interval.open": "{low}劣る〜{high}優れる",
    "test.splits": "{p}、外側の{n}分割に対するNadeau–Bengioの補正t検定{corrected}",
    "test.rows": "{p}、テストデータ{n}行に対する対応のあるブートストラップ法{corrected}",
    "test.holm": "、{n}個の量子モデルについてHolm法で補正",
}

_REASONS = {
    "topic.rule": "その差に意味はあるか",
    "topic.power": "どの程度の差なら検出できたか",
    "topic.learning": "学習できているか",
    "topic.dimension": "入力数の影響か",
    "topic.entanglement": "量子もつれの効果か",
    "topic.concentration": "カーネルはサンプルを区別できるか",
    "topic.shots": "実機では何が必要か",
    "topic.bar": "古典基準とは何か",
    "topic.cost": "今回の計算時間",
    "rule.small": (
        "差の符号は統計的に確かめられたが、実用上の意味は確かめられていない。"
        "信頼区間が、実用上は差がないとみなす範囲（±{margin}）にかかっている。"
    ),
    "power.found": "真の差が{amount}以上であれば、{power}以上の確率で検出できた{more}。",
    "power.samples": (
        "。意味のある最小の差（{margin}）を検出するには、{n}サンプルではなく"
        "約{needed}サンプルが必要である{repeats}"
    ),
    "power.rows": (
        "。意味のある最小の差（{margin}）を検出するには、{n}行ではなく"
        "約{needed}行のテストデータが必要である{repeats}"
    ),
    "power.no_repeats": "。同じデータで反復を増やしても足りない",
    "power.repeats": "。あるいは、反復を{n}回ではなく約{needed}回とすればよい",
    "learning.guess": ("{model}が、入力を無視した推測（{score}）を上回ることは示されなかった。"),
    "dimension.standing": (
        "入力を{all}から量子モデルと同じ{few}に減らすと、古典基準は{reduction}。"
        "同じ{few}では、量子モデルは{standing}{deficit}。"
    ),
    "dimension.deficit": "。劣っている分の大半は、入力を減らしたことによる",
    "against.open": "{p}、有意ではない",
    "entanglement.standing": (
        "量子もつれのない対照モデルは{score}であり、元のモデルは{standing}。{end}。"
    ),
    "entanglement.helps": "量子もつれはこのモデルに寄与している",
    "entanglement.harms": "量子もつれはこのモデルの性能を下げている",
    "entanglement.not": "性能をもたらしているのは量子もつれではない",
    "entanglement.open": "量子もつれの寄与は示されなかった",
    "kernel.facts": (
        "サンプル間の重なりの平均は{mean}、標準偏差は{spread}である"
        "（{n}量子ビットのランダム状態では{random_mean}と{random_spread}）"
    ),
    "kernel.constant": (
        "カーネルはほぼ一定である。{facts}。学習に使えるのはサンプル間のわずかな違いのみで、"
        "厳密なシミュレーションでは見えるが、実機では測定で分解しなければならない。"
    ),
    "kernel.concentrated": (
        "カーネルは集中している。{facts}。サンプルの類似性について、"
        "ランダム状態とほとんど変わらない情報しか持たない。"
    ),
    "kernel.spread": "カーネルは集中していない。{facts}。",
    "shots.none": "カーネルの要素がすべて等しいため、実機では何ショット測定しても区別できない。",
    "shots.kernel": (
        "実機でカーネルの要素を区別するには、1要素あたり約{shots}ショット、"
        "{n}サンプルによる1回の学習に必要な{entries}要素では約{total}ショットを要する"
        "（雑音のない装置を仮定し、調整の分は含まない）。"
    ),
    "shots.circuit": (
        "実機で学習済み回路の出力を区別するには、1サンプルあたり約{shots}ショットを要する"
        "{training}（雑音のない装置を仮定）。"
    ),
    "shots.training": "。学習には{circuits}回の回路評価を行ったので、約{total}ショットに相当する",
    "bar.picks": (
        "古典基準とは、外側の各分割において内側のスコアが最良であった古典モデルである：{picks}。"
        "単独の古典モデルとして最良の平均テストスコア（{score}、{label}）は"
        "事後に初めて分かるため、用いない。"
    ),
    "bar.pick": "{label}（{n}）",
    "cost.former": (
        "全分割での調整と学習に要した時間は、量子モデル（{model}、シミュレーション）が{model_s}秒、"
        "最も多く古典基準となった古典モデル（{rival}）が{rival_s}秒であり、前者は後者の{ratio}倍である。"
    ),
    "cost.latter": (
        "全分割での調整と学習に要した時間は、量子モデル（{model}、シミュレーション）が{model_s}秒、"
        "最も多く古典基準となった古典モデル（{rival}）が{rival_s}秒であり、後者は前者の{ratio}倍である。"
    ),
}

_NEXT = {
    "next.inputs": (
        "まず、これらの入力が目的変数の情報を含むかどうかを確かめる。量子モデルが、"
        "入力を無視した推測を上回ることは示されなかった。"
    ),
    "next.use_classical": (
        "このようなデータには、最も多く古典基準となった古典モデルである{rival}を用いる。"
    ),
    "next.more_qubits": (
        "量子モデルを断念する前に、入力を増やして試す。劣っている分の大半は入力を減らしたことに"
        "よるもので、今回の encoding.n_features は{n}である。"
    ),
    "next.other_data": (
        "同じ研究の反復を増やす必要はない。結論が変わるとすれば、別のデータ、別の符号化、"
        "または別のモデルによる場合である。"
    ),
    "next.by_cost": (
        "コストと説明のしやすさで選ぶ。最も多く古典基準となった古典モデルである{rival}のほうが、"
        "少ないコストで同じ結果に達する。"
    ),
    "next.new_data": (
        "まだ誰も見ていないデータ（別のデータセットや、後から集めたデータ）で研究を繰り返す。"
        "一つのデータセットの結果は、一つのデータセットの結果にすぎない。"
    ),
    "next.try_control": (
        "量子もつれが寄与していることは示されていない。通常の計算機でどの規模でも"
        "シミュレーションできる対照モデルも試す。"
    ),
    "next.noise": (
        "実機の利用を計画する前に、雑音の影響を調べる。"
        "ここでのスコアは厳密なシミュレーションによるものである。"
    ),
    "next.collect": (
        "判定するには、データを増やす。意味のある最小の差を検出するには、"
        "{n}サンプルではなく約{needed}サンプルあれば足りる。"
    ),
    "next.collect_rows": (
        "判定するには、テストデータを増やす。意味のある最小の差を検出するには、"
        "{n}行ではなく約{needed}行あれば足りる。"
    ),
    "next.meanwhile": (
        "それまでは、最も多く古典基準となった古典モデルである{rival}を用いる。"
        "この結果に、それを妨げるものはない。"
    ),
    "next.no_hunting": (
        "望む結果が出るまで研究の設定を変えてはならない。"
        "誤りの確率が保証されるのは、最初の判定のみである。"
    ),
}

_PAGE = {
    "page.kind": "研究報告",
    "page.full_stop": "。",
    "page.picture": "全モデルの比較",
    "page.meaning": "結果の意味",
    "page.next": "次にすべきこと",
    "page.cost": "計算コストと実機でのコスト",
    "page.warnings": "データについての注意",
    "page.others": "その他の量子モデル",
    "page.other": "{model}：{answer}",
    "page.details": "詳細（英語）",
    "page.details_note": "判定を検証する、または研究を再現する読者のための部分である。",
    "page.contents": "目次",
    "tile.model": "量子モデル",
    "tile.bar": "古典基準",
    "tile.bar_note": "調整済みの最良の古典モデル",
    "tile.difference": "差",
    "tile.better": "優れる",
    "tile.worse": "劣る",
    "tile.unit_word": "{unit}{word}",
    "tile.interval": "{level}信頼区間：{interval}",
    "tile.no_interval": "信頼区間なし",
    "overview.title": "学習に使っていないサンプルに対する全モデルのスコア",
    "overview.description": (
        "平均テスト{measure}と信頼区間。{direction}ほどよい。最良の量子モデルである{model}は"
        "{score}、縦線とその信頼区間の帯で示した古典基準は{bar_score}である。"
        "すべての数値はスコアの表にある。"
    ),
    "overview.right": "右に位置する",
    "overview.left": "左に位置する",
    "overview.caption": (
        "印は外側の分割にわたる平均、線は{level}信頼区間である。破線は古典基準、灰色の帯は"
        "その信頼区間を示す。全モデルが同じ分割で評価されているため、信頼区間が重なっていても"
        "差が確かな場合がある。判定は分割ごとの差に基づく。"
    ),
    "overview.quantum": "量子モデル",
    "overview.control": "対照モデル（量子もつれなし）",
    "overview.surrogate": "量子モデルの古典的な代理モデル",
    "overview.baseline": "古典モデル",
    "overview.dummy": "入力を無視した推測",
    "overview.reduced": "{heading}、同じ入力",
    "overview.full": "{heading}、全入力",
    "overview.bar": "古典基準 {score}",
    "overview.outside": "図の範囲外",
    "overview.axis_right": "平均テスト{measure}（右ほどよい）",
    "overview.axis_left": "平均テスト{measure}（左ほどよい）",
    "overview.with_unit": "{measure}（{unit}）",
}

_MEASURES = {
    "measure.accuracy": "正解率",
    "measure.balanced_accuracy": "平衡正解率",
    "measure.roc_auc": "ROC曲線下面積",
    "measure.log_loss": "対数損失",
    "measure.brier": "ブライアスコア",
    "measure.rmse": "二乗平均平方根誤差",
    "measure.mae": "平均絶対誤差",
    "measure.crps": "連続順位確率スコア",
    "measure.r2": "決定係数R²",
}

JAPANESE = {**_WORDS, **_VERDICT, **_REASONS, **_NEXT, **_PAGE, **_MEASURES}
