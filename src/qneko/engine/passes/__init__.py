"""From a circuit to a plan, one small pass a file.

`lower` writes every gate as rotations about Pauli strings and moves CNOT, SWAP and X into a frame;
`light_cone` drops what no observable sees; `schedule` gathers commuting rotations into layers;
`coordinates` finds, for each diagonal layer, the order of basis states in which it is cheapest.
`flatten` lays every angle open, for rules that shift them one by one.
"""
