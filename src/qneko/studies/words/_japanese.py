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
    "inputs.raw": "加工しないデータ",
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
    "model.quick_look": "これは簡易な試行であり、結論ではない。",
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
    "topic.surrogate": "量子的な要素が効いているか",
    "topic.geometry": "古典カーネルで追いつけるか",
    "topic.simulability": "量子コンピュータが必要か",
    "topic.gradient": "学習可能か",
    "topic.noise": "ショット雑音があってもスコアは保たれるか",
    "topic.hardware": "所要時間と費用はどれほどか",
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
    "surrogate.standing": (
        "古典代理モデル（{label}）は{score}であり、元のモデルは{standing}。{end}{alignment}。"
    ),
    "surrogate.alignment": (
        "（量子カーネルと最も近いガウスカーネルとの中心化アラインメントは{alignment}、"
        "最初の外側の分割の訓練データ{n}行で測定）"
    ),
    "surrogate.same_kernel": (
        "代理モデルはこれを再現しており、学習にとって二つのカーネルはほぼ同じである"
    ),
    "surrogate.same": "実用上意味のある範囲で、代理モデルは同等の性能を示す",
    "surrogate.enough": "代理モデルを、実用上意味のある大きさで上回ってはいない",
    "surrogate.better": "代理モデルのほうが性能がよい",
    "surrogate.worse": (
        "この代理モデルでは再現できない。ただし、他の古典モデルでも再現できないことは示されていない"
    ),
    "surrogate.open": "代理モデルを上回ることは示されなかった",
    "geometry.far_below": (
        "最初の外側の分割の訓練データ{n}行において、{n_kernels}個の古典カーネルのうち"
        "最も近いもの（{nearest}）との幾何学的差は{g}で、行数の平方根{root}をはるかに下回る。"
        "ラベルが何であっても、その古典カーネルの誤差の上界は量子カーネルの高々{g}倍である。"
        "古典モデルで追いつけるため、量子コンピュータを使う価値はない。"
    ),
    "geometry.below": (
        "最初の外側の分割の訓練データ{n}行において、{n_kernels}個の古典カーネルのうち"
        "最も近いもの（{nearest}）との幾何学的差は{g}で、行数の平方根{root}を下回る。"
        "ラベルが何であっても、その古典カーネルの誤差の上界は量子カーネルの高々{g}倍である。"
        "大きな優位性はありえないが、小さな優位性までは否定されない。"
    ),
    "geometry.above": (
        "最初の外側の分割の訓練データ{n}行において、{n_kernels}個の古典カーネルのうち"
        "最も近いもの（{nearest}）との幾何学的差は{g}で、行数の平方根{root}を下回らない。"
        "量子カーネルのほうがよく予測できるラベルは存在しうるが、"
        "今回のラベルがそれに当たるとは言えない。"
    ),
    "simulability.easy": (
        "必要ない。古典コンピュータでも少ない計算量で同じ計算ができる方法：{why}"
        "（最初の外側の分割で学習した回路、訓練データ16行の状態による）。"
    ),
    "simulability.open": (
        "調べた古典的な方法（{methods}）に速いものはなかった。"
        "他の方法は調べていないため、回路が困難であることの証明にはならない。"
    ),
    "method.state_vector": "状態ベクトル",
    "method.light_cone": "光円錐",
    "method.matrix_product_state": "行列積状態",
    "method.classical_surrogate": "フーリエ級数",
    "method.stabiliser_methods": "スタビライザー法",
    "method.density_matrix": "密度行列",
    "gradient.steep": (
        "損失は平坦ではない。学習した回路の{points}個のランダムな点で、微分係数の典型的な"
        "大きさは{size}であり（{n}量子ビットのランダム回路では{random}）、"
        "シフトした回路あたり約{shots}ショットでゼロと区別できる。"
    ),
    "gradient.flat": (
        "学習の開始点で損失は平坦である。学習した回路の{points}個のランダムな点で、"
        "微分係数の典型的な大きさは{size}であり（{n}量子ビットのランダム回路では{random}）、"
        "ゼロと区別するにはシフトした回路あたり{shots}ショットを要する。"
    ),
    "gradient.no_shots": "無限の",
    "noise.kept": (
        "回路あたり{shots}ショットで、スコアは試行の平均として許容範囲内に保たれる。最初の外側の分割の"
        "テストデータ{n_test}行で、ショット雑音なしの{exact}に対して平均{mean}"
        "（{n}回の試行で{low}から{high}）。{how}。"
    ),
    "noise.lost": (
        "回路あたり{shots}ショットでは、スコアは保たれない。最初の外側の分割の"
        "テストデータ{n_test}行で、ショット雑音なしの{exact}に対して平均{mean}"
        "（{n}回の試行で{low}から{high}）。{how}。"
    ),
    "noise.retrained": "モデルの学習にも、同じショット数で測定した値を用いた",
    "noise.predicted": "重みは雑音なしで学習したものである",
    "hardware.cost": (
        "{device}（{date}の公表値）で回路あたり{shots}ショット{kept}とすると、"
        "1回の学習（{circuits}回路）に{training}、1件の予測（{per_sample}回路）に{sample}を要する。"
        "ショット雑音以外の雑音、調整、待ち時間、回路の読み込み、"
        "量子ビットの移動は含まない。"
    ),
    "hardware.kept": "（試した中でスコアが保たれる最少の数）",
    "hardware.lost": "（スコアは保たれない）",
    "hardware.and": "と",
    "hardware.unknown": "公表値なし",
    "hardware.years": "{n}年",
    "hardware.days": "{n}日",
    "hardware.hours": "{n}時間",
    "hardware.min": "{n}分",
    "hardware.s": "{n}秒",
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
    "shots.states": (
        "実機でカーネルの要素を区別するには、1回路あたり約{shots}ショット、"
        "{n}サンプルによる1回の学習に{circuits}回路を要する"
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
        "この結果に、それに反する点はない。"
    ),
    "next.no_qpu": (
        "このモデルに量子コンピュータを使う必要はない。"
        "カーネルが古典カーネルに十分近く、古典モデルで追いつける。"
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
    "page.other_short": "{score}で、{standing}。",
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
    "overview.raw": "{heading}、加工しないデータ",
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
    "measure.pr_auc": "平均適合率（PR曲線下面積）",
    "measure.mcc": "マシューズ相関係数",
    "measure.log_loss": "対数損失",
    "measure.brier": "ブライアスコア",
    "measure.rmse": "二乗平均平方根誤差",
    "measure.mae": "平均絶対誤差",
    "measure.crps": "連続順位確率スコア",
    "measure.poisson_deviance": "ポアソン逸脱度",
    "measure.r2": "決定係数R²",
}

# Names of models, as `_quantum_families` and `_recipes` have them.
_NAMES = {
    "fidelity kernel": "忠実度カーネル",
    "variational circuit": "変分量子回路",
    "projected kernel": "射影量子カーネル",
    "quantum Gaussian process": "量子ガウス過程",
    "data re-uploading": "データ再アップロード回路",
    "quantum convolutional network": "量子畳み込みネットワーク",
    "dressed circuit": "ドレスト量子回路",
    "quantum extreme learning machine": "量子エクストリームラーニングマシン",
    "Gaussian kernel like the fidelity kernel": "忠実度カーネルに対応するガウスカーネル",
    "Fourier features like the variational circuit": "変分量子回路に対応するフーリエ特徴",
    "Gaussian kernel like the projected kernel": "射影量子カーネルに対応するガウスカーネル",
    "Gaussian process like the quantum one": "量子ガウス過程に対応するガウス過程",
    "Fourier features like the data re-uploading": (
        "データ再アップロード回路に対応するフーリエ特徴"
    ),
    "Fourier features like the convolutional network": (
        "量子畳み込みネットワークに対応するフーリエ特徴"
    ),
    "neural network like the dressed circuit": "ドレスト量子回路に対応するニューラルネットワーク",
    "classical extreme learning machine": "古典エクストリームラーニングマシン",
    "linear model": "線形モデル",
    "logistic regression": "ロジスティック回帰",
    "ridge regression": "リッジ回帰",
    "RBF-SVM": "RBF-SVM",
    "random forest": "ランダムフォレスト",
    "gradient boosting": "勾配ブースティング",
    "neural network": "ニューラルネットワーク",
    "Gaussian process": "ガウス過程",
    "Poisson regression": "ポアソン回帰",
    "Poisson rate": "ポアソン発生率モデル",
    "ETAS-lite": "簡易ETASモデル",
    "quantum reservoir": "量子リザバー",
    "echo-state network like the quantum reservoir": (
        "量子リザバーに対応するエコーステートネットワーク"
    ),
    "persistence": "持続予報",
    "persistence of the anomaly": "偏差の持続予報",
    "climatology": "気候値予報",
    "the season before": "1周期前の値",
    "ridge on lags": "過去の値によるリッジ回帰",
    "Holt-Winters": "ホルト・ウィンタース法",
    "echo-state network": "エコーステートネットワーク",
    "quantum evolution kernel": "量子発展カーネル",
    "random walkers like the quantum evolution": "量子発展に対応するランダムウォーカー",
    "Weisfeiler-Lehman kernel": "ワイスファイラー・リーマンカーネル",
    "threshold on tau": "τのしきい値",
    "thresholds on Goldschmidt's t": "ゴルトシュミットのtのしきい値",
    "VQE with UCCSD": "UCCSDによるVQE",
    "ADAPT-VQE": "適応型VQE（ADAPT-VQE）",
    "VQE with hardware-efficient layers": "ハードウェア効率の高い層によるVQE",
    "Hartree-Fock": "ハートリー・フォック法",
    "MP2": "2次メラー・プレセット法（MP2）",
    "CISD": "配置間相互作用法（CISD）",
    "CCSD": "結合クラスター法（CCSD）",
    "guess": "推測",
}

_LABELS = {
    "label.with_inputs": "{n}入力の{label}",
    "label.without_entanglement": "量子もつれのない{label}",
    **{f"label.{name}": text for name, text in _NAMES.items()},
}

JAPANESE = {**_WORDS, **_VERDICT, **_REASONS, **_NEXT, **_PAGE, **_MEASURES, **_LABELS}
