# %% [markdown]
# # Gates and XOR: what a hidden layer does
#
# **The question.** One neuron draws one straight line, and no line parts XOR. However it was trained in
# lesson 02, it ended with 0.5 four times. Put two neurons in front, and it works. Why two? What do they do to the four
# points, so that after them a line is enough? And if the right weights for XOR are so simple, why does training from
# zero never find them?
#
# **What you will do.** Read the weights of the slides' gates, and build XOR from three of them. Then look at the plane
# that the last neuron sees: four points that no line could part lie there so that one can. From the same parts you
# build a network for *any* truth table, without training. At the end you start gradient descent at zero, watch it not
# move, and find the reason in the numbers.
#
# **What you need.** The neuron and its line (lessons 01 and 02), layers as matrices (lesson 05), a little of lesson 04
# on why activations bend. About 50 minutes. The slides are deck 000, from "Bộ phân lớp phi tuyến" to "Hàm XOR", and
# "Vì sao mạng nơ ron cần hàm truyền?".

# %%
from itertools import combinations, product

import matplotlib.pyplot as plt
import numpy as np

from nncore import SGD, Network, fit, sigmoid
from nncore.data import load_gate
from nncore.exercises import check
from nncore.gradcheck import numerical_gradient
from nncore.plots import COLORS, decision_boundary, loss_curves, network_diagram, points, show
from nncore.slides import errata
from nncore.widgets import hidden_plane

np.set_printoptions(precision=5, suppress=True)

# %% [markdown] seeds="S0.15 S0.16 S0.17 S0.18 S0.19"
# ## Five gates
#
# A neuron that makes a logic function (*hàm logic*) is called a *gate*. In lesson 02 you found weights for three of
# them. Deck 000 has five, all with weights of size 20 ($g$ is its letter for the sigmoid):
#
# | Gate | On the slide | Fires for |
# |:--|:--|:--|
# | OR | $g(-10 + 20 x_1 + 20 x_2)$ | at least one 1 |
# | AND | $g(-30 + 20 x_1 + 20 x_2)$ | (1, 1) only |
# | NOT | $g(10 - 20 x_1)$ | 0 only |
# | AND(NOT($x_1$), $x_2$) | $g(-10 - 20 x_1 + 20 x_2)$ | (0, 1) only |
# | AND($x_1$, NOT($x_2$)) | $g(-10 + 20 x_1 - 20 x_2)$ | (1, 0) only |
#
# How to read them: the first number is the bias. It says how much has to come together before the neuron fires. The
# NOT of an input is nothing but a weight of $-20$ where it would be $+20$: a 1 there pushes $z$ down.

# %%
GATES = {  # the bias, then a weight for each input
    "OR": (-10, 20, 20),
    "AND": (-30, 20, 20),
    "NOT": (10, -20),
    "AND(NOT x1, x2)": (-10, -20, 20),
    "AND(x1, NOT x2)": (-10, 20, -20),
}


def gate(name, X):
    """Outputs (N, 1) of one of the slides' gates."""
    b, *w = GATES[name]
    return sigmoid(X @ np.array(w, dtype=float).reshape(-1, 1) + b)


X, y_xor = load_gate("xor")  # the rows (0, 0), (0, 1), (1, 0), (1, 1)
tables = {  # those with two inputs, and their tables
    "OR": "or",
    "AND": "and",
    "AND(NOT x1, x2)": "not_x1_and_x2",
    "AND(x1, NOT x2)": "x1_and_not_x2",
}
print("on the rows          (0, 0)   (0, 1)   (1, 0)   (1, 1)")
for name, table in tables.items():
    outputs = gate(name, X)
    print(f"{name:17s}", "".join(f"{p:9.5f}" for p in outputs[:, 0]))
    assert np.abs(outputs - load_gate(table)[1]).max() < 5e-5
not_of_0, not_of_1 = gate("NOT", np.array([[0.0], [1.0]]))[:, 0]
print(f"\nNOT of 0: {not_of_0:.5f}, NOT of 1: {not_of_1:.5f}")

# %% [markdown]
# The slides' tables print 0 and 1. In truth none of these numbers is exactly that, not even those that five decimals
# cannot tell from it: $g(-10)$ is about 0.000045. Keep that in mind. Later a gate will read what another gate says, and
# we shall see what becomes of the small errors.

# %%
fig, axes = plt.subplots(1, 4, figsize=(14, 3.3), layout="constrained")
for ax, (name, table) in zip(axes, tables.items(), strict=True):
    decision_boundary(lambda places, name=name: gate(name, places), *load_gate(table), ax)
    ax.set_title(name)
fig.suptitle("Each gate cuts the plane once")
show(fig, alt="Four planes with one line each: OR, AND, AND(NOT x1, x2), AND(x1, NOT x2).")

# %% [markdown]
# What is written where? Deck 000 puts the bias into the matrix, as the weight of a constant input $x_0 = 1$. One table
# translates, with both layers that we shall need:
#
# | Here | Shape here | Deck 000 |
# |:--|:--|:--|
# | `X`, one row a sample | $(N, 2)$ | a column $x$ with $x_0 = 1$ on top |
# | `W1`, one **column** a hidden neuron | $(2, 2)$ | columns 1 and 2 of $W^{(1)}$, one **row** a neuron |
# | `b1` | $(1, 2)$ | column 0 of $W^{(1)}$ |
# | `A = sigmoid(X @ W1 + b1)` | $(N, 2)$ | $a^{(2)}$, a column, with $a_0 = 1$ on top |
# | `W2`, `b2` | $(2, 1)$, $(1, 1)$ | $W^{(2)}$, one row of three numbers |
# | `P = sigmoid(A @ W2 + b2)` | $(N, 1)$ | $h_W(x)$ |
#
# (`W1` and `W2` are `W[0]` and `W[1]` of lesson 05. With two layers only, names are easier to read than a list.)

# %% [markdown] seeds="S0.14"
# ## Taking XOR apart
#
# OR and AND can be parted by a line, XOR cannot. For XOR the slide needs a nonlinear classifier (*bộ phân lớp phi
# tuyến*), and builds it from the gates above:
#
# $$a_1 = \text{AND}(x_1, \text{NOT}(x_2)), \qquad a_2 = \text{AND}(\text{NOT}(x_1), x_2), \qquad
# y = \text{OR}(a_1, a_2).$$
#
# In words: exactly one of two is on if the first is on without the second, *or* the second without the first. In a
# table, with $a_1$ and $a_2$ rounded:
#
# | $x_1$ | $x_2$ | $a_1$ | $a_2$ | OR($a_1$, $a_2$) | XOR |
# |:--:|:--:|:--:|:--:|:--:|:--:|
# | 0 | 0 | 0 | 0 | 0 | 0 |
# | 0 | 1 | 0 | 1 | 1 | 1 |
# | 1 | 0 | 1 | 0 | 1 | 1 |
# | 1 | 1 | 0 | 0 | 0 | 0 |
#
# Now read only the columns $a_1$ and $a_2$, as the last neuron does. It does not see $x_1$ and $x_2$. It sees a
# plane in which (0, 0) and (1, 1) are *the same place*. Here are both planes:

# %%
TWO_INPUTS = {name: GATES[name] for name in tables} | {"NAND": (30, -20, -20), "NOR": (10, -20, -20)}


def widest_gap(A, y):
    """Widest strip, over all directions, that has the ones on one side and the zeros on the other.

    A: points (N, 2); y: targets (N, 1). Negative: no line parts them.
    """
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    shadows = A @ np.array([np.cos(angles), np.sin(angles)])  # (N, 720), one column a direction
    ones, zeros = shadows[y[:, 0] == 1], shadows[y[:, 0] == 0]
    return float((ones.min(axis=0) - zeros.max(axis=0)).max())


def label_rows(ax, places):
    """Write the row of the table above each point; rows that lie together share a label."""
    labels = []
    for x, place in zip(X, places, strict=True):
        near = [names for at, names in labels if np.abs(at - place).max() < 0.05]
        if not near:
            near = [[]]
            labels.append((place, near[0]))
        near[0].append(f"({x[0]:g}, {x[1]:g})")
    for place, names in labels:
        paper = {"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 1}
        ax.annotate(", ".join(names), place, (0, 10), textcoords="offset points", ha="center", bbox=paper)


def draw_two_planes(first, second, size=20.0):
    """Draw the lines of two gates, and the four rows as these gates see them; return figure and description."""
    (b, *w), (c, *v) = (np.array(TWO_INPUTS[name]) * size / 20 for name in (first, second))
    A = sigmoid(X @ np.column_stack([w, v]) + [[b, c]])
    gap = widest_gap(A, y_xor)
    fig, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.9), layout="constrained")
    points(X, y_xor, left)
    label_rows(left, X)
    places = np.linspace(-0.3, 1.3, 2)
    for (bias, w1, w2), color, line in (((b, *w), "black", "-"), ((c, *v), "green", "--")):
        left.plot(places, -(bias + w1 * places) / w2, line, color=COLORS[color])
    left.set(xlim=(-0.3, 1.3), ylim=(-0.3, 1.35), title="the inputs, and where each gate cuts")
    points(A, y_xor, right)
    label_rows(right, A)
    right.set(xlim=(-0.15, 1.15), ylim=(-0.15, 1.25), xlabel=f"$a_1$: {first}", ylabel=f"$a_2$: {second}")
    finding = f"a line parts them, gap {gap:.2f}" if gap > 0.005 else "no line with room to spare"
    right.set_title(f"the same rows for the next neuron: {finding}", fontsize=10)
    where = ", ".join(f"({a1:.2f}, {a2:.2f})" for a1, a2 in A)
    return fig, f"{first} and {second}, weights {size:g}: the four rows lie at {where}; {finding}."


show(*draw_two_planes("AND(x1, NOT x2)", "AND(NOT x1, x2)"))

# %% [markdown]
# Now play. Other pairs of gates, other planes: "Go to" sets a pair. (NAND and NOR in the list say the opposite of AND
# and OR.) Which pairs put the blue discs, the ones of XOR, on one side of a line? Find at least two more. Then turn
# "All six times" down, and watch the four points huddle together. (Without sliders, as on a web page: change the names
# in the cell above, add `size=5`, and run it again.)

# %% tags=["nbval-skip"]
hidden_plane()

# %% [markdown]
# Did you find them all? There are fifteen pairs:

# %%
good = []
pairs = list(combinations(TWO_INPUTS, 2))
for pair in pairs:
    (b, *w), (c, *v) = TWO_INPUTS[pair[0]], TWO_INPUTS[pair[1]]
    if widest_gap(sigmoid(X @ np.column_stack([w, v]) + [[b, c]]), y_xor) > 0.005:
        good.append(" and ".join(pair))
print(f"{len(good)} of {len(pairs)} pairs:", *good, sep="\n  ")
assert len(good) == 5
assert widest_gap(X, y_xor) < 0.005  # the inputs themselves

# %% [markdown]
# So there is not *the* solution. There are several, and a hidden layer with unlucky gates is worth nothing.
#
# ### Exercise 1: the hidden layer
#
# Write `hidden_map(X)` for the slide's pair. `X` has shape $(N, 2)$. Return `A`, shape $(N, 2)$, with
#
# - first column $a_1 = \text{AND}(x_1, \text{NOT}(x_2)) = g(-10 + 20 x_1 - 20 x_2)$,
# - second column $a_2 = \text{AND}(\text{NOT}(x_1), x_2) = g(-10 - 20 x_1 + 20 x_2)$,
#
# where $g$ is the sigmoid. `X` may hold any points of the plane, not only the four rows. One matrix product is enough:
# each neuron has its column in `W1`.

# %% solution="hidden_map"
def hidden_map(X):
    """Where the two hidden gates put each point: AND(x1, NOT x2) and AND(NOT x1, x2).

    X: points (N, 2)
    Returns A (N, 2), one column a gate.
    """
    ### BEGIN SOLUTION
    W1 = np.array([[20, -20], [-20, 20]])
    b1 = np.array([[-10, -10]])
    return sigmoid(X @ W1 + b1)
    ### END SOLUTION

# %% test="hidden_map"
check(hidden_map)

# %% [markdown]
# Your layer over the whole plane: where it cuts, and where the four rows go.

# %% tags=["nbval-skip"]
hidden_plane(hidden_map)

# %% [markdown] seeds="S0.20"
# ### Exercise 2: XOR
#
# Put the third gate on top. Write `xor_net(X)`, the slide's
# $\text{OR}(\text{AND}(x_1, \text{NOT}(x_2)), \text{AND}(\text{NOT}(x_1), x_2))$ as three neurons. `X` has shape
# $(N, 2)$; return `P`, shape $(N, 1)$, what the last neuron says, not rounded. You may call your `hidden_map`. OR is
# $g(-10 + 20 a_1 + 20 a_2)$: the same gate as above, with other inputs.

# %% solution="xor_net"
def xor_net(X):
    """XOR of three gates: OR of the two in hidden_map.

    X: points (N, 2)
    Returns P (N, 1).
    """
    ### BEGIN SOLUTION
    W2 = np.array([[20], [20]])
    return sigmoid(hidden_map(X) @ W2 - 10)
    ### END SOLUTION

# %% test="xor_net"
check(xor_net)

# %%
A, P = hidden_map(X), xor_net(X)
print("  x1  x2        a1       a2       p      XOR")
for row in np.hstack([X, A, P, y_xor]):
    print("{:4.0f}{:4.0f}   {:9.5f}{:9.5f}{:9.5f}{:6.0f}".format(*row))
assert np.abs(P - y_xor).max() < 5e-5, "are both checks above right?"

W1, b1 = np.array([[20.0, -20.0], [-20.0, 20.0]]), np.array([[-10.0, -10.0]])
W2, b2 = np.array([[20.0], [20.0]]), np.array([[-10.0]])
values = [X[2], A[2].round(5), P[2]]
fig, (left, right) = plt.subplots(1, 2, figsize=(10.5, 3.8), layout="constrained")
network_diagram([W1, W2], [b1, b2], values, [["$x_1$", "$x_2$"], ["$a_1$", "$a_2$"], ["$p$"]], left)
left.set_title("Nine numbers make XOR; here they read (1, 0)")
decision_boundary(xor_net, X, y_xor, right)
right.set_title("Seen from the inputs: two cuts, a band between them")
words = "Left: network 2-2-1 with weights 20 and -20, biases -10; for (1, 0) it says 1.00."
show(fig, alt=f"{words} Right: over the plane it says 0 in a band that holds (0, 0) and (1, 1), else 1.")

# %% [markdown] seeds="S0.8"
# ## The plane, pressed and bent
#
# What does the hidden layer do to the *whole* plane, not only to four points of it? Deck 000 speaks of a new
# representation in which one hopes for linear separability; here it is small enough to look at. The layer has two
# steps, so there are three planes: the inputs, the scores $z = xW_1 + b_1$, and the activations $a = g(z)$. Guess
# before you run: if you paint the whole input plane, what shape will the paint have in the other two?

# %%
rng = np.random.default_rng(0)
paint = rng.uniform(-0.4, 1.4, size=(3000, 2))
shade = {"c": paint[:, 0] - paint[:, 1], "cmap": "viridis", "s": 7, "linewidths": 0, "zorder": 1}
planes = [(paint, X), (paint @ W1 + b1, X @ W1 + b1), (hidden_map(paint), hidden_map(X))]
titles = ["inputs: no line parts them", "scores: pressed onto one line", "activations: the line is bent"]

fig, axes = plt.subplots(1, 3, figsize=(13, 4.1), layout="constrained")
for ax, (everything, four), title in zip(axes, planes, titles, strict=True):
    ax.scatter(*everything.T, **shade)
    points(four, y_xor, ax)
    label_rows(ax, four)
    ax.set_title(f"{title} (gap {max(widest_gap(four, y_xor), 0):.2f})")
axes[1].set(xlabel="$z_1$", ylabel="$z_2$")
axes[2].set(xlabel="$a_1$", ylabel="$a_2$", ylim=(-0.12, 1.2))
cut = np.array([-0.05, 0.55])
axes[2].plot(cut, 0.5 - cut, "--", color=COLORS["black"])
axes[2].annotate("the last neuron's cut\n$-10 + 20 a_1 + 20 a_2 = 0$", (0.3, 0.2), (0.4, 0.5))
words = "Inputs, painted all over; scores, all on one line; activations, on a hook with (0, 0) and (1, 1)"
show(fig, alt=f"{words} at its corner and (0, 1), (1, 0) at its two ends, which one line cuts off.")

# %% [markdown]
# The whole plane is pressed onto a *line*, and the line is then bent round a corner. Why a line? Both scores depend on
# $x_1 - x_2$ only:
#
# $$z_1 = -10 + 20\,(x_1 - x_2), \qquad z_2 = -10 - 20\,(x_1 - x_2), \qquad\text{so}\quad z_1 + z_2 = -20 .$$
#
# Points with the same $x_1 - x_2$ fall together, such as (0, 0) and (1, 1). On the line these two lie in the middle,
# between (0, 1) and (1, 0), so no straight cut can have both ends on one side and the middle on the other. The sigmoid
# bends the line into a hook, with the middle at its corner, and one cut takes off both ends.
#
# Check it with your own function: shift points along the diagonal and nothing changes, and without the bend the last
# neuron is helpless.

# %%
shift = rng.normal(size=(3000, 1))
assert np.allclose(hidden_map(paint), hidden_map(paint + shift), atol=1e-9), "is check(hidden_map) right?"

scores = X @ W1 + b1
print("z1 + z2 in the four rows:", scores.sum(axis=1))
print(f"widest gap: scores {max(widest_gap(scores, y_xor), 0):.2f}, activations {widest_gap(A, y_xor):.2f}")
print("without the bend OR says", sigmoid(scores @ W2 + b2)[:, 0])
assert widest_gap(scores, y_xor) < 1e-9
assert 0.70 < widest_gap(A, y_xor) < 0.71, "is check(hidden_map) right?"

# %% [markdown]
# ### One hidden neuron is not enough
#
# Two hidden neurons do it. Could one? Its output $a = g(z)$ rises with $z$, and the last neuron's $p = g(b + wa)$ rises
# or falls with $a$. So $p$ rises or falls with $z$ all the way, and "p above 0.5" is again one side of a straight line.
# Lesson 02 showed that no line parts XOR. Hence **two are needed, and two suffice**. Below, 100,000 random networks
# with one hidden neuron try all the same:

# %%
tries = rng.normal(scale=5, size=(100_000, 5))  # w1, w2, b of the hidden neuron; w, b of the last one
a = sigmoid(tries[:, :2] @ X.T + tries[:, [2]])  # one row a network, one column a row of the table
n_right = np.sum((tries[:, [3]] * a + tries[:, [4]] > 0) == (y_xor[:, 0] == 1), axis=1)
print("best of 100,000 with one hidden neuron:", n_right.max(), "of 4 rows")
assert n_right.max() == 3

# %% [markdown]
# ## Any table at all
#
# Look at the table of gates again. AND fires for (1, 1) only; the two with a NOT fire for (0, 1) only and for (1, 0)
# only; NOT, with its single input, for (0) only. Four of the five are one and the same thing: a **detector** that fires
# for one pattern of zeros and ones. The rule behind their numbers:
#
# - weight $+20$ where the pattern has a 1, $-20$ where it has a 0;
# - a bias such that $z = 10$ on the pattern itself.
#
# On any other row at least one input differs. If it is 0 in place of 1, 20 is missing; if it is 1 in place of 0, 20 is
# taken away. So $z \le -10$ there. Check the rule on a pattern of the slides, (1, 0):

# %%
w, b = np.array([[20.0], [-20.0]]), -10.0
print("z in the four rows for the pattern (1, 0):", (X @ w + b)[:, 0])
assert np.array_equal((X @ w + b)[:, 0] > 0, [False, False, True, False])

# %% [markdown]
# ### Exercise 3: a detector
#
# Write `detector(pattern)`. `pattern` has shape $(n,)$, zeros and ones, any $n$. Return `w`, shape $(n, 1)$, and `b`,
# shape $(1, 1)$, by the rule above: weights of $\pm 20$, and $z = x w + b = 10$ on the pattern itself.

# %% solution="detector"
def detector(pattern):
    """A neuron that fires for one pattern of zeros and ones only.

    pattern: array (n,) of zeros and ones
    Returns w (n, 1), of 20 and -20, and b (1, 1) such that z = 10 on the pattern.
    """
    ### BEGIN SOLUTION
    w = np.where(pattern == 1, 20.0, -20.0).reshape(-1, 1)
    b = 10 - 20 * np.sum(pattern)
    return w, np.array([[b]])
    ### END SOLUTION

# %% test="detector"
check(detector)

# %%
patterns = {"AND": (1, 1), "NOT": (0,), "AND(NOT x1, x2)": (0, 1), "AND(x1, NOT x2)": (1, 0)}
for name, pattern in patterns.items():
    w, b = detector(np.array(pattern))
    print(f"{name:16s} detects {pattern}: b = {b.item():g}, w = {w[:, 0]}")
    assert (b.item(), *w[:, 0]) == GATES[name], "is check(detector) right?"

# %% [markdown]
# Your function has written down four slides. And XOR is: a detector for each row where $y = 1$, and OR on top. Nothing
# in that sentence is special to XOR.
#
# ### Exercise 4: a network for any table
#
# Write `table_net(X, y)`. `X` has shape $(2^n, n)$, all rows of a truth table; `y` has shape $(2^n, 1)$, zeros and at
# least one 1. Let $m$ be the number of ones. Return `W1, b1, W2, b2` of a network with one hidden layer:
#
# - `W1` $(n, m)$ and `b1` $(1, m)$: column $j$ is the detector of the $j$-th row that has $y = 1$, in the order of the
#   table (you may call your `detector`, and `np.hstack` puts a list of columns side by side);
# - `W2` $(m, 1)$ and `b2` $(1, 1)$: the slides' OR, now of $m$ inputs: all weights 20, bias $-10$.

# %% solution="table_net"
def table_net(X, y):
    """A network for a truth table: a detector for each row with y = 1, and OR on top.

    X: rows (2^n, n); y: targets (2^n, 1), with m ones
    Returns W1 (n, m), b1 (1, m), W2 (m, 1), b2 (1, 1).
    """
    ### BEGIN SOLUTION
    detectors = [detector(pattern) for pattern in X[y[:, 0] == 1]]
    W1 = np.hstack([w for w, _ in detectors])
    b1 = np.hstack([b for _, b in detectors])
    return W1, b1, np.full((len(detectors), 1), 20.0), np.array([[-10.0]])
    ### END SOLUTION

# %% test="table_net"
check(table_net)

# %% [markdown]
# No training, no luck. With three inputs there are $2^8 = 256$ tables; all with a 1 in them, on your function:

# %%
def answer(X, W1, b1, W2, b2):
    return sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)


rows = np.array(list(product([0.0, 1.0], repeat=3)))
worst = 0.0
for column in list(product([0.0, 1.0], repeat=8))[1:]:
    y = np.array(column).reshape(8, 1)
    worst = max(worst, np.abs(answer(rows, *table_net(rows, y)) - y).max())
print(f"255 tables, largest error of any output: {worst:.6f}")
assert worst < 5e-5, "is check(table_net) right?"

# %% [markdown]
# One hidden layer can do *every* truth table. (The one without a 1, which we left out, needs no detector at all: the
# bias $-10$ says 0 everywhere.) That is your first proof that a kind of network can represent
# everything of a kind; lesson 07 has a larger one. It also has a price. Take **parity** (is the number of ones odd?),
# which for two bits is XOR. For eight bits half of the 256 rows are ones.
#
# There is another way: a chain. XOR the first two bits, XOR the result with the third bit, and so on: seven of your
# `xor_net`, one after the other. But each of them now reads an output that is not quite 0 or 1. Guess before you run:
# after seven of them, how large has the error of 0.000045 grown?

# %%
bits = np.array(list(product([0.0, 1.0], repeat=8)))  # (256, 8)
parity = bits.sum(axis=1, keepdims=True) % 2

wide = table_net(bits, parity)
n_wide = sum(part.size for part in wide)
print(f"one hidden layer: {wide[0].shape[1]} hidden neurons, {n_wide} numbers,", end=" ")
print(f"largest error {np.abs(answer(bits, *wide) - parity).max():.8f}")

p, errors = bits[:, :1], []
for k in range(1, 8):
    p = xor_net(np.hstack([p, bits[:, [k]]]))
    errors.append(np.abs(p - bits[:, : k + 1].sum(axis=1, keepdims=True) % 2).max())
print(f"chain of seven:   {7 * 2} hidden neurons, {7 * 9} numbers, largest error {errors[-1]:.8f}")
print(f"after one of the seven: {errors[0]:.8f}, after three: {errors[2]:.8f}, after five: {errors[4]:.8f}")
assert (wide[0].shape[1], n_wide) == (128, 1281), "is check(table_net) right?"
assert max(errors) < 4.6e-5, "is check(xor_net) right?"
assert np.ptp(errors) < 1e-9

# %% [markdown]
# It has not grown at all. A gate that reads 0.00005 in place of 0 has its $z$ moved by 0.001, far out where the sigmoid
# is flat, and answers practically the same as for a clean 0. Each gate cleans up after the one before; digital circuits
# live on that. And seven small networks one after another do with 63 numbers what one wide layer does with 1281: depth
# can save width. Lesson 07 comes back to both.
#
# ## Can it be found from zero?
#
# So the weights exist. Will gradient descent find them? `fit` is the library's training loop; you will write its heart
# in lesson 09. The task is XOR, the network 2-2-1 with sigmoids, learning rate 1, and all four rows in each of 2000
# steps. The loss $J$ is the cross-entropy of lesson 02; its unit, with the natural logarithm, is the *nat*, and who
# always says 0.5 pays $\ln 2 = 0.693$ of them. First from random weights. Then from the most natural start if you know
# nothing: all zeros. AND joins in.

# %%
def new_network(n_hidden, init, scale=1.0, seed=0):
    """A 2-h-1 network of sigmoids; init: "zeros", or "normal" with standard deviation `scale`."""
    rng = np.random.default_rng(seed)
    return Network((2, n_hidden, 1), "sigmoid", "sigmoid", init=init, scale=scale, rng=rng)


def train(net, gate_name):
    """Train it on a gate, in place; return the loss before each step."""
    rows, y = load_gate(gate_name)
    rng = np.random.default_rng(0)
    history = fit(net, rows, y, epochs=2000, batch_size=4, optimizer=SGD(1.0), rng=rng)
    return history.train_loss


losses = {}
for gate_name, start in (("xor", "random"), ("xor", "zero"), ("and", "zero")):
    net = new_network(2, "normal" if start == "random" else "zeros")
    name = f"{gate_name.upper()} from {start}"
    losses[name] = train(net, gate_name)
    print(f"{name:16s} loss {losses[name][-1]:.3f}  outputs {net.predict(X)[:, 0]}")

ax = loss_curves(losses)
ax.set(xlabel="step", ylabel="loss J (nats)", title="From zero AND is learnt, XOR never moves")
words = "XOR from random weights and AND from zero fall to 0; XOR from zero stays at 0.693"
show(ax, alt=f"Loss by step: {words}.")
assert np.allclose(losses["XOR from zero"], np.log(2))
assert losses["XOR from random"][-1] < 0.01
assert losses["AND from zero"][-1] < 0.01

# %% [markdown]
# XOR from zero says 0.5 four times, as one neuron did in lesson 02. But this time a solution exists, and you have built
# it! Ask for the reason in numbers. At zero, nudge each of the nine numbers a little, as in lesson 00: what happens to
# the loss, and why?

# %%
zero = new_network(2, "zeros")
_, A_zero = zero.forward(X)
print("hidden activations:", *A_zero[1].tolist())
print("outputs minus targets:", (A_zero[2] - y_xor)[:, 0])


def loss_at(theta, targets):
    """Loss of the 2-2-1 network with the nine numbers theta: W1 (4), b1 (2), W2 (2), b2 (1)."""
    weights, biases = theta[:4].reshape(2, 2), theta[4:6].reshape(1, 2)
    p = answer(X, weights, biases, theta[6:8].reshape(2, 1), theta[8:].reshape(1, 1))
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))


print(f"\nslopes at zero  {'W1':32}{'b1':16}{'W2':16}b2")
for gate_name in ("xor", "and"):
    targets = load_gate(gate_name)[1]
    slopes = numerical_gradient(lambda theta, targets=targets: loss_at(theta, targets), np.zeros(9))
    print(f"{gate_name.upper():12s}", "".join(f"{slope:8.4f}" for slope in slopes.round(4) + 0.0))
    assert np.allclose(slopes, [0] * 9 if gate_name == "xor" else [0] * 6 + [1 / 8, 1 / 8, 1 / 4])
    _, dW, db = zero.loss_and_gradients(X, targets)  # the library finds the same
    assert np.allclose(slopes, np.concatenate([g.ravel() for g in (dW[0], db[0], dW[1], db[1])]))

slides = np.concatenate([part.ravel() for part in (W1, b1, W2, b2)])
far_lower = loss_at(slides, y_xor)
print(f"\nloss of XOR at zero {zero.loss(X, y_xor):.5f}, with the slides' weights {far_lower:.5f}")
assert far_lower < 1e-4

# %% [markdown]
# For XOR all nine slopes are 0, in two ways:
#
# - **W1 and b1.** Nudge one, and a hidden activation moves. But it is multiplied by its weight in W2, which is 0, so
#   nothing reaches the output. (This holds for every task: also for AND.)
# - **W2 and b2.** The hidden activations are 0.5 in *all four rows*, so a nudge here moves all four outputs by the
#   same amount. Two rows of XOR want to go up and two want to go down, each just as much: $+0.5 - 0.5 - 0.5 + 0.5 = 0$.
#   In AND three want down and one wants up. They do not cancel, so W2 moves, and after that W1 can.
#
# A gradient of zero means a step of zero, and the next gradient is the same. In lesson 02 the zero point was the bottom
# of the valley. Here it is not: the slides' weights have a far lower loss. It is only a place from which no *single*
# number shows the way.
#
# ### Not zero, but all the same
#
# Is zero the trouble? Try weights of 0.5 everywhere. Now everything moves, and still:

# %%
def equal_start(n_hidden, value=0.5):
    net = new_network(n_hidden, "zeros")
    net.W = [w + value for w in net.W]
    return net


for n_hidden in (2, 8):
    net = equal_start(n_hidden)
    train(net, "xor")
    print(f"{n_hidden} hidden neurons: outputs {net.predict(X)[:, 0]}")
    lowest, highest = net.W[0].min(), net.W[0].max()
    print(f"   incoming weights: lowest {lowest:.5f}, highest {highest:.5f}")
    assert np.isclose(lowest, highest)
    assert np.allclose(net.predict(X)[1:, 0], 2 / 3, atol=0.03)

# %% [markdown]
# Look at the weights: after 2000 steps all hidden neurons still have the same ones. They started equal, so they
# computed the same, so their slopes were equal, so they stayed equal. Twins stay twins. Eight of them are worth one,
# one draws one line, and the best that one line can do with this loss is to cut off one row. Here that is (0, 0), as in
# OR, and the other three get $\frac23$, the mean of 1, 1 and 0.
#
# ### Exercise 5: count the kinds
#
# Write `n_kinds(W1, b1, W2)`: how many *different* hidden neurons does a layer have? Neuron $j$ is column $j$ of `W1`
# $(n, m)$, entry $j$ of `b1` $(1, m)$ and row $j$ of `W2` $(m, 1)$. Two neurons are of one kind if all these numbers
# agree after rounding to 6 decimals. Return the number of kinds, a whole number from 1 to $m$. Useful:
# `np.unique(table, axis=1)` drops columns that occur twice.
#
# (Why does `W2` count? A neuron with another outgoing weight feels another slope, so after one step it is different.)

# %% solution="n_kinds"
def n_kinds(W1, b1, W2):
    """Number of different hidden neurons.

    W1: incoming weights (n, m); b1: biases (1, m); W2: outgoing weights (m, 1)
    Returns how many columns of (W1, b1, W2.T) differ after rounding to 6 decimals.
    """
    ### BEGIN SOLUTION
    neurons = np.round(np.vstack([W1, b1, W2.T]), 6)
    return np.unique(neurons, axis=1).shape[1]
    ### END SOLUTION

# %% test="n_kinds"
check(n_kinds)

# %% [markdown]
# Now count kinds before and after training, for several starts. The last three are random, with standard deviation
# (how far the numbers scatter about 0) 0.01, 0.1 and 1, and five seeds each:

# %%
def kinds(net):
    return n_kinds(net.W[0], net.b[0], net.W[1])


def is_solved(net):
    return bool(np.abs(net.predict(X) - y_xor).max() < 0.1)


print("8 hidden neurons")
for name, net in {"all zeros": new_network(8, "zeros"), "all 0.5": equal_start(8)}.items():
    before = kinds(net)
    train(net, "xor")
    print(f"  {name:13s} kinds {before}, after training {kinds(net)}; solved: {is_solved(net)}")
    assert (before, kinds(net)) == (1, 1), "is check(n_kinds) right?"
    assert not is_solved(net)

print("2 hidden neurons, five random starts each")
n_solved = {}
for scale in (0.01, 0.1, 1.0):
    nets = [new_network(2, "normal", scale, seed) for seed in range(5)]
    before = [kinds(net) for net in nets]
    for net in nets:
        train(net, "xor")
    n_solved[scale] = sum(map(is_solved, nets))
    print(f"  scale {scale:<7} kinds {before}, after training {list(map(kinds, nets))};", end=" ")
    print(f"solved: {n_solved[scale]} of 5")
assert n_solved[0.01] == n_solved[0.1] == 0
assert n_solved[1.0] == 5

# %% [markdown]
# So the symmetry must be broken, and by more than a hair. Near zero the ground is so flat that with the two smaller
# scales 2000 steps do not lead off it, though the two neurons differ. Width is no cure: eight twins fail where two
# different neurons succeed. This is why weights start at random, and why lesson 05 drew them with a size that suits the
# layer. (Biases may start at 0. The weights make the difference.)

# %% [markdown] manual="another-xor" points=3
# ### Question (graded by a person)
#
# XOR can be put together in another way: $\text{AND}(\text{OR}(x_1, x_2), \text{NAND}(x_1, x_2))$, where NAND is
# NOT(AND).
#
# 1. Give bias and weights of NAND with the slides' sizes, and say how you get them from AND's. Then give bias and
#    weights of the neuron on top.
# 2. Where do the four rows lie in the plane of ($a_1$ = OR, $a_2$ = NAND), rounded? Which two fall together? Give a
#    line in that plane that parts the ones of XOR from the zeros.
# 3. A friend trains 2-2-1 on XOR from all zeros. It does not move, so he takes 50 hidden neurons. Why is that no help,
#    and what would be?
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. NAND: $g(30 - 20 x_1 - 20 x_2)$, all three signs of AND turned round, since $g(-z) = 1 - g(z)$. On top AND:
#    $g(-30 + 20 a_1 + 20 a_2)$.
# 2. (0, 0) lies at (0, 1), both (0, 1) and (1, 0) at (1, 1), and (1, 1) at (1, 0). The two ones of XOR fall together.
#    A line: $a_1 + a_2 = 1.5$, which is where AND's $z$ is 0; the ones are above it.
# 3. At zero all hidden activations are 0.5 in every row and all outgoing weights are 0, so every slope is 0: nothing
#    comes through to W1, and in W2 the four errors of XOR cancel. With 50 neurons these are the same zeros, only more
#    of them; and if they moved, they would move as one, being equal. Random weights, not too small, help: then the
#    neurons differ from the start and two of them can become different gates.
#
# Marking: 1 point for each part. 1: NAND with a reason (half), AND on top with bias -30 (half). 2: the three places
# (half), a valid line (half; any that parts (1, 1) from (0, 1) and (1, 0)). 3: "all slopes are 0" or "equal neurons
# stay equal" with its reason (half), random start (half). "More neurons need more steps" gives nothing.
# ### END SOLUTION

# %% [markdown]
# ## Where the slides slip
#
# **Linear and linearly separable.** The slide heads OR and AND with "hàm tuyến tính", linear function, and XOR with
# "hàm phi tuyến". A linear function would be $b + w_1 x_1 + w_2 x_2$ itself. How close can one come to OR?

# %%
with_ones = np.hstack([np.ones((4, 1)), X])
for gate_name in ("or", "and", "xor"):
    y = load_gate(gate_name)[1]
    b_and_w, *_ = np.linalg.lstsq(with_ones, y, rcond=None)
    error = np.abs(with_ones @ b_and_w - y)[:, 0]
    print(f"{gate_name.upper():4s} best b, w1, w2 = {b_and_w[:, 0].round(5) + 0.0}, errors {error}")
    assert np.allclose(error, 0.5 if gate_name == "xor" else 0.25)

# %% [markdown]
# Off by a quarter in every row, so OR is not linear. It is *linearly separable*: the line where that function is 0.5
# parts its ones from its zeros. (Closer is impossible. Every linear function has
# $f(0, 0) + f(1, 1) = f(0, 1) + f(1, 0)$, and for OR these sums are 1 and 2. The difference of 1 must be shared by four
# errors.)
#
# **Tables of 0 and 1.** As said above, they are rounded; it does no harm, and you have seen why.

# %%
errata("06-gates-and-xor")

# %% [markdown]
# ## What to remember
#
# - A gate is a neuron: the weights say which inputs should be on ($+$) or off ($-$), the bias how much it takes.
# - A hidden layer moves the points; the neuron behind it still draws one straight line, in the new plane.
# - For XOR the weights press the plane onto a line, on which (0, 0) and (1, 1) fall together, and the sigmoid bends
#   that line. Without the bend nothing is won. Two hidden neurons are needed, and two suffice.
# - A detector for each 1 and OR on top: one hidden layer does any truth table. It may become very wide.
# - Large weights make gates that clean up small errors, so gates can be chained.
# - From zero XOR has a gradient of exactly 0. From equal weights all hidden neurons stay equal. Start at random.
#
# ## Where next
#
# Lesson 07, *Universal approximation*, does with curves what you did with tables: enough hidden units for any shape,
# and the playground, where you see how often training finds it. Lesson 09 trains XOR with a gradient that you write
# yourself.
