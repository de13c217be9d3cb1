# %% [markdown]
# # Backpropagation in matrices
#
# **The question.** A network of two inputs, two hidden layers and one output has 25 numbers in it. To learn, it has
# to know for each of them: if this one grew a little, would the loss rise or fall, and how fast? Asking one number at
# a time costs two runs of the network each. Can one sweep backwards give all slopes of a network at once?
#
# **What you will do.** Turn the slides' sums into three matrix products and write the backward pass for a network of
# any depth. Then write a tool that tells a right gradient from a wrong one, and use it to find a mistake in a printed
# slide. At the end your own functions solve XOR, and drive the Playground, where you may break them and watch.
#
# **What you need.** The forward pass of a network (lesson 05), the walk back, unit by unit for one sample (lesson 08),
# and NumPy's `@`. About 60 minutes. The slides are deck 000, "Đạo hàm hàm hợp" and "Thuật toán lan truyền ngược"; deck
# 004, "Backpropagation"; and from deck 003 "Giải thuật lan truyền ngược".

# %%
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from nncore import Network, sigmoid
from nncore.exercises import check
from nncore.gradcheck import numerical_gradient
from nncore.plots import COLORS, decision_boundary, gradients_side_by_side
from nncore.plots import loss_curves, network_diagram, new_axes, png, show
from nncore.slides import errata
from nncore.widgets import Playground

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## The network, once more forwards
#
# Deck 004 works with a small network: 2 inputs, two hidden layers (*lớp ẩn, tầng ẩn*) of 3 units, 1 output. We take
# it over. The rows of `X` are the samples; with $N$ samples, `X` has shape $(N, 2)$. Each layer does two things to all
# rows at once:
#
# $$Z_l = A_l W_l + b_l, \qquad A_{l+1} = f(Z_l),$$
#
# with $A_0 = X$. $W_l$ holds the weights (*trọng số*), $b_l$ the biases, one row that is added to every row of
# $A_l W_l$. The hidden layers use $f = \tanh$, the output layer the sigmoid $\sigma$, and $P = A_3$ is the
# prediction.
#
# **Counting.** Python lists count from 0, and so do we: `W[0]` is what the slides call $W^{(1)}$, `Z[0]` their first
# $z$, and `A[0]` is the data. `A` is therefore one longer than `Z`, `W` and `b`: `A[layer]` goes *into* layer number
# `layer`, and `A[layer + 1]` comes out.
#
# The forward pass (*lan truyền tới, truyền thẳng*) was your exercise in lesson 05; here it is given. It returns all
# that it computed on the way, since the way back needs it.

# %%
def forward(X, W, b):
    """Return Z = [Z_0, ...] and A = [X, A_1, ..., P]: tanh hidden layers, sigmoid output."""
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[layer] @ W[layer] + b[layer])
        is_output = layer == len(W) - 1
        A.append(sigmoid(Z[layer]) if is_output else np.tanh(Z[layer]))
    return Z, A


def cross_entropy(P, Y):
    """Return the loss J: the mean over the samples (rows) of the sum over the outputs (columns)."""
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Y)


rng = np.random.default_rng(4)
sizes = [2, 3, 3, 1]
W = [rng.normal(size=(n_in, n_out)) for n_in, n_out in pairwise(sizes)]
b = [rng.normal(scale=0.5, size=(1, n_out)) for n_out in sizes[1:]]
X = rng.normal(size=(5, 2))
Y = np.array([[1.0], [0.0], [1.0], [1.0], [0.0]])

Z, A = forward(X, W, b)
for layer in range(3):
    into, out = f"A[{layer}] {A[layer].shape}", f"Z[{layer}] {Z[layer].shape}"
    print(f"{into} @ W[{layer}] {W[layer].shape} + b[{layer}] {b[layer].shape} = {out}")

n_weights, n_biases = sum(w.size for w in W), sum(c.size for c in b)
assert (n_weights, n_biases) == (18, 7)
print(f"\n{n_weights} weights + {n_biases} biases = {n_weights + n_biases} numbers to learn")
print(f"loss J = {cross_entropy(A[-1], Y):.4f}")

# %% [markdown]
# The slides write the same things in four ways. This table translates once and for all; $m$ of deck 000 and $n$ of
# decks 003 and 004 are our $N$.
#
# | Here | Deck 000 | Deck 004 | Deck 003 (Nielsen) |
# |:--|:--|:--|:--|
# | a sample is a row of `X` | a column $x$ | a column, from backpropagation on a row | a column $x$ |
# | `A[0]`, `A[1]` | $a^{(1)}, a^{(2)}$ | $a^{(0)}, a^{(1)}$ | $a^1, a^2$ |
# | `W[0]` $(n_{in}, n_{out})$ | $W^{(1)}$, out × (in + 1) | $W^{(1)}$, in × out | $w^2$, out × in |
# | `b[0]` $(1, n_{out})$ | column 0 of $W^{(1)}$ | $b^{(1)}$, a column | $b^2$, a column |
# | `Z[0]` | $z^{(2)}$ | $z^{(1)}$ | $z^2$ |
# | $D_0 = \partial J/\partial Z_0$ | $\delta^{(2)}$, one sample, no $1/m$ | $\delta$ | $\delta^2$, one sample |
# | loss $J$, a mean (*hàm chi phí*) | $J$ | $J$, also $L$ | $C$, one sample |

# %% [markdown]
# ## Nudge one weight
#
# Before any formula: what *is* a gradient good for? It is a prediction. Nudge one number by a small
# step, and the loss should change by slope × step. The curve below is the true change of $J$ when one of the 25
# numbers moves; the straight line is what the gradient predicts. For now the gradient comes from the library
# `nncore`. By the end of the lesson it will come from you.

# %%
net = Network(sizes, activation="tanh", output="sigmoid")
net.W, net.b = [w.copy() for w in W], [c.copy() for c in b]
J, dW_library, db_library = net.loss_and_gradients(X, Y)
assert np.isclose(J, cross_entropy(A[-1], Y))  # the library's network is ours

slopes = {}
for layer in range(3):
    for i, j in np.ndindex(W[layer].shape):
        slopes[f"W[{layer}][{i}, {j}]"] = dW_library[layer][i, j]
    for j in range(b[layer].size):
        slopes[f"b[{layer}][0, {j}]"] = db_library[layer][0, j]


def loss_with(name, step):
    """Return the loss when the number called `name`, say "W[0][1, 2]", is larger by `step`."""
    kind, layer, i, j = name[0], int(name[2]), int(name[5]), int(name[8])
    moved_W, moved_b = [w.copy() for w in W], [c.copy() for c in b]
    (moved_W if kind == "W" else moved_b)[layer][i, j] += step
    return cross_entropy(forward(X, moved_W, moved_b)[1][-1], Y)


def draw_nudge(name, step):
    """Draw the loss against one number with the gradient's prediction; return the axes with a description."""
    steps = np.linspace(-2, 2, 81)
    true, predicted = loss_with(name, step) - J, slopes[name] * step
    ax = new_axes(5.6, 3.6)
    ax.plot(steps, [loss_with(name, s) - J for s in steps], color=COLORS["blue"], label="true change")
    ax.plot(steps, slopes[name] * steps, "--", color=COLORS["orange"], label="slope × step")
    ax.plot(step, true, "o", color=COLORS["blue"])
    ax.plot(step, predicted, "s", color=COLORS["orange"])
    ax.set(xlabel=f"step added to {name}", ylabel="change of the loss J (nats)")
    finding = f"a step of {step:g} changes J by {true:+.5f}, predicted {predicted:+.5f}"
    ax.set_title(f"{name}: {finding}", fontsize=10)
    ax.legend()
    return ax, f"Loss against {name}, a curve, and its tangent: {finding}."


show(*draw_nudge("W[1][0, 2]", 0.3))

# %% [markdown]
# Now drag. For small steps curve and line agree to many digits; far away they part. Which of the 25 numbers would you
# change first? (Without sliders, as on a web page: change the name and the step in the cell above and run it again.)

# %% tags=["nbval-skip"]
import ipywidgets as widgets

number = widgets.Dropdown(options=list(slopes), value="W[1][0, 2]", description="number")
step = widgets.FloatSlider(0.3, min=-2, max=2, step=0.05, description="step")
picture, words = widgets.Image(format="png"), widgets.Label()


def redraw(_=None):
    ax, words.value = draw_nudge(number.value, step.value)
    picture.value = png(ax)


for knob in (number, step):
    knob.observe(redraw, "value")
redraw()
widgets.VBox([number, step, picture, words])

# %% [markdown] seeds="S0.24"
# ## Start at the end: $D$ of the output layer
#
# The number that everything turns on is not $\partial J/\partial W$ but
#
# $$D_l = \frac{\partial J}{\partial Z_l}, \qquad \text{same shape as } Z_l.$$
#
# Entry $(n, j)$ of $D_l$ says how fast $J$ grows with the pre-activation $z_{nj}$ (the score of lesson 01) of unit $j$
# for sample $n$. It is the $\delta$ of lesson 08 and of deck 000, now for all samples at once. The deck starts the way
# back with $\delta^{(L)} = dJ/dz^{(L)}$, and leaves it at that. Let us work it out for one output $p = \sigma(z)$ of
# one sample with target $y$. The loss has the mean over $N$ samples in it, hence $1/N$:
#
# $$\frac{\partial J}{\partial p} = \frac{1}{N}\left(-\frac{y}{p} + \frac{1-y}{1-p}\right)
# = \frac{1}{N}\,\frac{p - y}{p(1-p)},
# \qquad \frac{dp}{dz} = p(1-p).$$
#
# Multiply, as the chain rule (*quy tắc dây chuyền*) says, and $p(1-p)$ cancels:
#
# $$\frac{\partial J}{\partial z} = \frac{p - y}{N}.$$
#
# What is left is prediction minus target, as for the single neuron of lesson 02. Let us ask the numbers whether it is
# true, for each of our five samples:

# %%
by_formula = [(A[3][n, 0] - Y[n, 0]) / 5 for n in range(5)]
by_numbers = numerical_gradient(lambda Z_out: cross_entropy(sigmoid(Z_out), Y), Z[2])

print("formula ", np.array(by_formula))
print("numbers ", by_numbers[:, 0])
assert np.max(np.abs(by_formula - by_numbers[:, 0])) < 1e-9

# %% [markdown]
# ### Exercise 1: $D$ of the output layer
#
# Write `loss_delta(P, Y, loss)`, for all samples and outputs at once, and for two losses.
#
# - `P` $(N, K)$: predictions of $K$ sigmoid output units. `Y` $(N, K)$: targets.
# - `loss` is `"bce"`, the cross-entropy above: the mean over the $N$ samples of the sum over the $K$ outputs; or
#   `"mse"`, the squared error $J = \frac{1}{2N}\sum_{n,k} (p_{nk} - y_{nk})^2$. Work out on paper what
#   $\partial J/\partial z$ is for that one.
# - Return `D` $(N, K)$ $= \partial J/\partial Z$ of the output layer.
#
# Floats round: a prediction may be exactly 0 or exactly 1. `D` must be right there too, without a warning.

# %% solution="loss_delta"
def loss_delta(P, Y, loss):
    """D = dJ/dZ of a sigmoid output layer, shape (N, K).

    P: predictions (N, K). Y: targets (N, K).
    loss: "bce" (mean over samples of the sum over outputs) or "mse" (1/(2N) times the sum of squares)
    """
    ### BEGIN SOLUTION
    D = (P - Y) / len(Y)
    if loss == "mse":
        D = D * P * (1 - P)
    return D
    ### END SOLUTION

# %% test="loss_delta"
check(loss_delta)

# %% [markdown] seeds="S0.24"
# ## Through one layer: three sums
#
# Suppose we know $D$ of a layer. What are the slopes in its $W$, its $b$, and its input $A$? Deck 000 does it with
# indices ("Đạo hàm hàm hợp"): look at every $z$ that the variable touches, and add up. For sample $n$ and unit $j$
#
# $$z_{nj} = \sum_i a_{ni} W_{ij} + b_j .$$
#
# - $W_{ij}$ touches column $j$ of $Z$, in **every row** $n$, and its slope there is $a_{ni}$.
# - $b_j$ touches column $j$ too, in every row, with slope 1.
# - $a_{ni}$ touches row $n$, in **every column** $j$, with slope $W_{ij}$.
#
# With $d_{nj}$ for the entries of $D$:
#
# $$\frac{\partial J}{\partial W_{ij}} = \sum_n d_{nj}\, a_{ni}, \qquad
#   \frac{\partial J}{\partial b_j} = \sum_n d_{nj}, \qquad
#   \frac{\partial J}{\partial a_{ni}} = \sum_j d_{nj}\, W_{ij}.$$
#
# No $1/N$: it came in with $D$ and must not come in again. The cell below takes the middle layer of our network,
# number 1, computes these sums one term at a time, and compares them with finite differences of the loss.

# %%
def loss_from_Z1(Z1):
    """Run only what comes after Z[1]."""
    return cross_entropy(sigmoid(np.tanh(Z1) @ W[2] + b[2]), Y)


D1 = numerical_gradient(loss_from_Z1, Z[1])  # measured, since we can't compute it yet

dW_sum, db_sum, dA_sum = np.zeros((3, 3)), np.zeros((1, 3)), np.zeros((5, 3))
for n in range(5):
    for j in range(3):
        db_sum[0, j] += D1[n, j]
        for i in range(3):
            dW_sum[i, j] += D1[n, j] * A[1][n, i]
            dA_sum[n, i] += D1[n, j] * W[1][i, j]

measured = {
    "dW": (dW_sum, numerical_gradient(lambda W1: loss_from_Z1(A[1] @ W1 + b[1]), W[1])),
    "db": (db_sum, numerical_gradient(lambda b1: loss_from_Z1(A[1] @ W[1] + b1), b[1])),
    "dA": (dA_sum, numerical_gradient(lambda A1: loss_from_Z1(A1 @ W[1] + b[1]), A[1])),
}
for name, (by_sum, by_numbers) in measured.items():
    error = np.max(np.abs(by_sum - by_numbers))
    print(f"{name} {by_sum.shape}: largest difference {error:.0e}")
    assert error < 1e-9

# %% [markdown]
# ### Exercise 2: back through one layer
#
# Write `dense_backward(D, A_prev, W)`. Three loops are slow, and they hide what happens. Each sum above is a matrix
# product or a plain sum. Which one? A matrix product adds over the *inner* index, and the shapes leave little choice.
#
# - `D` $(N, n_{out})$: $\partial J/\partial Z$ of this layer. `A_prev` $(N, n_{in})$: what came into the layer. `W`
#   $(n_{in}, n_{out})$.
# - Return three arrays: `dW` $(n_{in}, n_{out})$, `db` $(1, n_{out})$ and `dA_prev` $(N, n_{in})$
#   $= \partial J/\partial A_{prev}$.
#
# One line each, no loops.

# %% solution="dense_backward" seeds="S0.24"
def dense_backward(D, A_prev, W):
    """Slopes of the loss in one layer's weights, biases and inputs.

    D (N, n_out): dJ/dZ of the layer. A_prev (N, n_in): its inputs. W (n_in, n_out): its weights.
    Returns dW (n_in, n_out), db (1, n_out), dA_prev (N, n_in).
    """
    ### BEGIN SOLUTION
    dW = A_prev.T @ D
    db = D.sum(axis=0, keepdims=True)
    dA_prev = D @ W.T
    return dW, db, dA_prev
    ### END SOLUTION

# %% test="dense_backward"
check(dense_backward)

# %% [markdown] seeds="S0.24 S4.19"
# ## From layer to layer: the worked example
#
# One link is missing. `dense_backward` gives $\partial J/\partial A$; the layer below wants $\partial J/\partial Z$.
# Between the two stands $A = f(Z)$, entry by entry, so the slopes multiply entry by entry (we write $\odot$, NumPy
# writes `*`):
#
# $$D_{l-1} = \frac{\partial J}{\partial A_l} \odot f'(Z_{l-1}), \qquad \tanh'(z) = 1 - \tanh^2 z .$$
#
# Now walk back through the whole 2-3-3-1 network with *your* two functions, and read the shapes as you go. Every $D$
# has the shape of its $Z$, every $dW$ the shape of its $W$: 18 + 7 = 25 slopes.

# %% seeds="S4.19"
D2 = loss_delta(A[3], Y, "bce")
dW2, db2, dA2 = dense_backward(D2, A[2], W[2])

D1 = dA2 * (1 - np.tanh(Z[1]) ** 2)
dW1, db1, dA1 = dense_backward(D1, A[1], W[1])

D0 = dA1 * (1 - np.tanh(Z[0]) ** 2)
dW0, db0, dX = dense_backward(D0, A[0], W[0])

print("layer    D       A in     dW      db      dA, handed down")
for layer, D, dw, db_, dA in [(2, D2, dW2, db2, dA2), (1, D1, dW1, db1, dA1), (0, D0, dW0, db0, dX)]:
    print(f"  {layer}    {D.shape}  {A[layer].shape}  {dw.shape}  {db_.shape}  {dA.shape}")
assert sum(g.size for g in [dW0, db0, dW1, db1, dW2, db2]) == 25

# %% [markdown]
# `dX`, the slope in the data, is computed and thrown away: the data are given. Is each of these right? Against finite
# differences, once more:

# %%
def loss_of_Z0(Z0):
    """Run only what comes after Z[0]."""
    return loss_from_Z1(np.tanh(Z0) @ W[1] + b[1])


for name, D, by_numbers in [
    ("D1", D1, numerical_gradient(loss_from_Z1, Z[1])),
    ("D0", D0, numerical_gradient(loss_of_Z0, Z[0])),
    ("dW0", dW0, numerical_gradient(lambda W0: loss_of_Z0(X @ W0 + b[0]), W[0])),
    ("db0", db0, numerical_gradient(lambda b0: loss_of_Z0(X @ W[0] + b0), b[0])),
]:
    error = np.max(np.abs(D - by_numbers))
    print(f"{name}: largest difference {error:.0e}")
    assert error < 1e-9

# %% [markdown]
# Here is the network with these numbers in it, for the first of the five samples: row 0 of `D0`, `D1` and `D2`, one
# entry a unit, rounded to two decimals. Read it from the right. The output's number goes down each edge, times the
# weight on it; what arrives at a unit is added up and multiplied by $\tanh'$.

# %%
row_0 = [np.round(values[0], 2) + 0.0 for values in (X, D0, D1, D2)]
names = [["$x_1$", "$x_2$"], ["$d_0$", "$d_1$", "$d_2$"], ["$d_0$", "$d_1$", "$d_2$"], ["$d_0$"]]
ax = network_diagram(W, values=row_0, names=names)
ax.set_title("First sample: the slope of the loss in each pre-activation", fontsize=10)
show(
    ax,
    alt="The 2-3-3-1 network with its weights on the edges and row 0 of D in the units. "
    + "; ".join(f"D{layer} = {np.round(D[0], 3).tolist()}" for layer, D in [(2, D2), (1, D1), (0, D0)])
    + ".",
)

by_hand = D2[0, 0] * W[2][1, 0] * (1 - A[2][0, 1] ** 2)
print(f"unit 1 of the second hidden layer, by hand: {by_hand:.4f}; in the figure: {D1[0, 1]:.4f}")
assert np.isclose(by_hand, D1[0, 1])

# %% [markdown]
# ### Exercise 3: back through all layers
#
# The cell above says the same thing three times. Say it once, in a loop, for any depth: write
# `backward(Z, A, W, Y)`.
#
# - `Z`, `A`: the lists from `forward`. `W`: the list of weights. `Y` $(N, K)$: the targets. Hidden layers are tanh,
#   the output layer is sigmoid, the loss is the cross-entropy.
# - Return two lists, `dW` and `db`, in the order of the layers: `dW[0]` belongs to `W[0]`.
#
# You may call `loss_delta` and `dense_backward`.

# %% solution="backward" seeds="S0.25"
def backward(Z, A, W, Y):
    """Slopes of the cross-entropy in all weights and biases, by backpropagation.

    Z = [Z_0, ...], A = [X, ..., P]: from forward. W: list of weights. Y (N, K): targets.
    Returns dW, db: lists of arrays, dW[layer] of the shape of W[layer], db[layer] of shape (1, n_out).
    """
    ### BEGIN SOLUTION
    dW, db = [None] * len(W), [None] * len(W)
    D = loss_delta(A[-1], Y, "bce")
    for layer in reversed(range(len(W))):
        dW[layer], db[layer], dA = dense_backward(D, A[layer], W[layer])
        if layer > 0:
            D = dA * (1 - np.tanh(Z[layer - 1]) ** 2)
    return dW, db
    ### END SOLUTION

# %% test="backward"
check(backward)

# %% [markdown]
# What did it cost? One sweep forwards and one back give all slopes. Asking each number by itself takes two forward
# passes a number. Here, and for the network that will read digits in lesson 13:

# %%
for units in [(2, 3, 3, 1), (784, 16, 16, 10)]:
    n = sum(n_in * n_out + n_out for n_in, n_out in pairwise(units))
    print(f"{units}: {n:6,} numbers, {2 * n:6,} forward passes; by backpropagation 1 forward, 1 back")

# %% [markdown]
# ## A tool that catches wrong gradients
#
# A wrong gradient seldom crashes. The loss falls anyway, a little worse, and nobody notices. So never trust a
# backward pass, neither yours nor a printed one, before you have compared it with the slow but honest way: nudge each
# weight and look. The `grad_check` of lesson 08 gave one error for each entry of a vector. Networks grow, so now one
# number for a whole matrix: the largest difference beside the largest slope.
#
# ### Exercise 4: the gap
#
# Write `gradient_gap(loss, W, dW, h)`.
#
# - `loss`: a function. `loss(V)` is the loss when this layer's weight matrix is `V`, all else as it is.
# - `W` $(n_{in}, n_{out})$: the matrix at which the slopes are wanted. `dW`, same shape: the gradient under
#   suspicion. `h`: the nudge.
# - Measure the slope in every entry by central differences, $g_{ij} = \dfrac{J(W_{ij} + h) - J(W_{ij} - h)}{2h}$, the
#   other entries as in `W`.
# - Return one number, the gap
#
# $$\text{gap} = \frac{\max_{ij} |g_{ij} - dW_{ij}|}{\max\left(\max_{ij} |g_{ij}|,\ \max_{ij} |dW_{ij}|\right)}.$$
#
# A right gradient has a gap of $10^{-9}$ or so; a wrong one stands out by many powers of ten. Leave `W` itself as it
# was. You have written the measuring twice (`num_grad` in lesson 00, `grad_check` in lesson 08); do it once more, or
# let the library's `numerical_gradient(loss, W, h)` do it, which the cells above use. The gap is what is new.

# %% solution="gradient_gap"
def gradient_gap(loss, W, dW, h=1e-5):
    """Largest difference between dW and central differences of the loss, relative to the largest slope.

    loss: function of a matrix of W's shape, returns a number. W, dW (n_in, n_out). h: the nudge.
    Returns max|g - dW| / max(max|g|, max|dW|), where g are the central differences.
    """
    ### BEGIN SOLUTION
    g = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[i, j] = h
        g[i, j] = (loss(W + step) - loss(W - step)) / (2 * h)
    return np.max(np.abs(g - dW)) / max(np.max(np.abs(g)), np.max(np.abs(dW)))
    ### END SOLUTION

# %% test="gradient_gap"
check(gradient_gap)

# %% [markdown]
# First your own `backward`. `loss_in(layer)` makes, for one layer, the function that `gradient_gap` wants.

# %%
def loss_in(layer):
    """Return J as a function of W[layer], everything else as it is."""

    def loss(V):
        return cross_entropy(forward(X, [*W[:layer], V, *W[layer + 1 :]], b)[1][-1], Y)

    return loss


dW, db = backward(Z, A, W, Y)
for layer in range(3):
    gap = gradient_gap(loss_in(layer), W[layer], dW[layer])
    print(f"dW[{layer}]: gap {gap:.0e}")
    assert gap < 1e-7

# %% [markdown]
# ## Where the slides slip
#
# ### Deck 004: hunt the mistake
#
# Below is the backward pass of deck 004, steps 1 to 4, symbol by symbol, in Python. Read it beside the slide, then
# run your tool on it. (The slide's $\otimes$ is meant as $\odot$, its $W^{(3)}$ is our `W[2]`, and
# $\partial J/\partial \hat Y$, which the slide does not work out, is
# $-\left(\frac{Y}{\hat Y} - \frac{1-Y}{1-\hat Y}\right)/N$.)

# %%
def slide_004(Z, A, W, Y):
    """Return dW as deck 004 prints it."""
    dJ_dYhat = -(Y / A[3] - (1 - Y) / (1 - A[3])) / len(Y)
    dA3_dZ3, dA2_dZ2, dA1_dZ1 = A[3] * (1 - A[3]), 1 - A[2] ** 2, 1 - A[1] ** 2
    dJ_dW3 = A[2].T @ (dJ_dYhat * dA3_dZ3)  # step 2
    dJ_dW2 = A[1].T @ (dA2_dZ2 * dA2_dZ2)  # step 3
    dJ_dW1 = A[0].T @ (dA1_dZ1 * dA1_dZ1)  # step 4
    return [dJ_dW1, dJ_dW2, dJ_dW3]


printed = slide_004(Z, A, W, Y)
print("slide    gap      cosine with the truth   norm / true norm")
for layer in (2, 1, 0):
    gap = gradient_gap(loss_in(layer), W[layer], printed[layer])
    cosine = np.sum(printed[layer] * dW[layer]) / np.linalg.norm(printed[layer]) / np.linalg.norm(dW[layer])
    ratio = np.linalg.norm(printed[layer]) / np.linalg.norm(dW[layer])
    print(f"W^({layer + 1})   {gap:.1e}   {cosine:6.2f}                  {ratio:5.1f}")

# %%
fig = gradients_side_by_side(printed[1], dW[1], names=("deck 004, $W^{(2)}$", "right"))
show(
    fig,
    alt="Three tables for W^(2): the slide's gradient, the right one, and their difference. "
    "The slide's entries have other signs and are several times larger.",
)

# %% [markdown]
# $W^{(3)}$ passes, $W^{(2)}$ and $W^{(1)}$ do not. So the mistake sits in the steps 3 and 4, and it is the same in
# both: the bracket reads
# $\frac{\partial A^{(2)}}{\partial Z^{(2)}} \otimes \frac{\partial A^{(2)}}{\partial Z^{(2)}}$, and its first factor
# should be $\frac{\partial J}{\partial A^{(2)}}$, which the slide has just computed and then does not use. One
# consequence can be seen without any measuring: below the output layer the printed formula has no $Y$ in it. Whatever
# the targets are, it says the same.

# %%
flipped = slide_004(Z, A, W, 1 - Y)
assert np.array_equal(flipped[0], printed[0])
assert np.array_equal(flipped[1], printed[1])
print("all five targets exchanged: the slide's gradients for W^(1) and W^(2) do not change in any digit")


def mended_004(Z, A, W, Y):
    """Return dW as in deck 004, with dJ/dA in its place."""
    dJ_dYhat = -(Y / A[3] - (1 - Y) / (1 - A[3])) / len(Y)
    dA3_dZ3, dA2_dZ2, dA1_dZ1 = A[3] * (1 - A[3]), 1 - A[2] ** 2, 1 - A[1] ** 2
    dJ_dA2 = (dJ_dYhat * dA3_dZ3) @ W[2].T
    dJ_dA1 = (dJ_dA2 * dA2_dZ2) @ W[1].T
    return [A[0].T @ (dJ_dA1 * dA1_dZ1), A[1].T @ (dJ_dA2 * dA2_dZ2), A[2].T @ (dJ_dYhat * dA3_dZ3)]


for layer, mended in enumerate(mended_004(Z, A, W, Y)):
    assert gradient_gap(loss_in(layer), W[layer], mended) < 1e-7
print("with dJ/dA in place of the first factor: all gaps below 1e-7")

# %% [markdown]
# Is this net an unlucky one? Here are the cosines between the printed gradient and the true one for 300 random
# networks of the same shape. 1 would be the right direction, −1 the opposite one, and 0 has nothing to do with it.

# %%
def random_cosine(rng):
    """Return the cosine between slide and truth for W^(2) in one random 2-3-3-1 network."""
    W = [rng.normal(size=(n_in, n_out)) for n_in, n_out in pairwise(sizes)]
    b = [rng.normal(scale=0.5, size=(1, n_out)) for n_out in sizes[1:]]
    Y = rng.integers(0, 2, size=(5, 1)).astype(float)
    Z, A = forward(rng.normal(size=(5, 2)), W, b)
    slide, truth = slide_004(Z, A, W, Y)[1], backward(Z, A, W, Y)[0][1]
    return np.sum(slide * truth) / np.linalg.norm(slide) / np.linalg.norm(truth)


rng = np.random.default_rng(0)
cosines = np.array([random_cosine(rng) for _ in range(300)])
uphill = np.mean(cosines < 0)

fig, ax = plt.subplots(figsize=(5.6, 3.2))
ax.hist(cosines, bins=np.linspace(-1, 1, 21), color=COLORS["sky"], edgecolor="white")
ax.axvline(0, color="black", linewidth=1)
ax.set(xlabel="cosine of the angle to the true gradient", ylabel="networks (of 300)")
ax.set_title(f"Deck 004: the step for $W^{{(2)}}$ goes uphill in {uphill:.0%} of 300 networks", fontsize=10)
show(fig, alt=f"Histogram of the cosines, spread from -1 to 1; {uphill:.0%} are negative.")
assert 0.4 < uphill < 0.6

# %% [markdown] seeds="S0.25"
# No better than tossing a coin.
#
# ### Deck 000: three repairs
#
# The algorithm of deck 000 ("Thuật toán lan truyền ngược") is right in spirit. To make it run, three things have to
# be mended.
#
# 1. **One sample or many.** $\frac{dJ}{dW^{(l)}} = \delta^{(l+1)} a^{(l)T}$ is the gradient of *one* sample's loss.
#    Its $J$ has $\frac1m$ in front of a sum: add over the samples and divide by $m$.
# 2. **Where the loop ends.** Step 1 lists $z^{(1)}$, and the loop runs "$l = L-1$ to 1". But layer 1 is the input: it
#    has no $z$. The $\delta^{(l)}$ are needed for $l = L-1, \dots, 2$, the $dW^{(l)}$ for $l = L-1, \dots, 1$.
# 3. **Entry by entry, and without the bias row.** $g'(z^{(l)})\,(W^{(l)T}\delta^{(l+1)})$ is not a matrix product but
#    $\odot$. And since the slide keeps the bias in column 0 of $W$, $W^T\delta$ has one entry too many: the slope in
#    the constant 1 that feeds the bias. Drop it.
#
# In numbers, for the first sample, in the slide's own notation:

# %%
W_slide = [np.hstack([b[layer].T, W[layer].T]) for layer in range(3)]  # out × (in + 1)
z3 = Z[1][:1].T  # the slide's z^(3), a column
delta4 = (A[3][:1] - Y[:1]).T
carried = W_slide[2].T @ delta4
slope = 1 - np.tanh(z3) ** 2

print(f"g'(z) {slope.shape}, W^T delta {carried.shape}")
for sign, product in [("matrix product", np.matmul), ("entry by entry ", np.multiply)]:
    try:
        product(slope, carried)
    except ValueError:
        print(f"{sign}: the shapes do not fit")

delta3 = slope * carried[1:]
print("entry by entry, bias row dropped:", delta3.shape)


def slide_000(x, y):
    """Return the slide's dJ/dW for one sample x (a column), with repairs 2 and 3 but without 1/m."""
    a, z = [x], []
    for w in W_slide:
        z.append(w @ np.vstack([[[1.0]], a[-1]]))
        a.append(np.tanh(z[-1]))
    delta = sigmoid(z[-1]) - y
    dW = []
    for layer in (2, 1, 0):
        dW.insert(0, delta @ np.vstack([[[1.0]], a[layer]]).T)
        if layer > 0:
            delta = (1 - np.tanh(z[layer - 1]) ** 2) * (W_slide[layer].T @ delta)[1:]
    return dW


one_by_one = [slide_000(x[:, None], y[:, None]) for x, y in zip(X, Y, strict=True)]
added = [sum(parts) for parts in zip(*one_by_one, strict=True)]
for layer in range(3):
    ours = np.hstack([db[layer].T, dW[layer].T])
    factor = added[layer] / ours
    print(f"dW^({layer + 1}): sum over the samples / ours is {factor.min():.6f} to {factor.max():.6f}")
    assert np.allclose(factor, 5)  # m = 5: this is the missing 1/m

# %% [markdown] seeds="S3.29"
# ### Deck 003: five steps
#
# Deck 003 quotes Nielsen's five steps. They are ours, for one sample at a time:
#
# | Nielsen, in deck 003 | Here, all samples at once |
# |:--|:--|
# | 1. Input: set $a^1$ | `A[0] = X` |
# | 2. Feedforward: $z^l = w^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$ | `forward` |
# | 3. Output error: $\delta^L = \nabla_a C \odot \sigma'(z^L)$ | `loss_delta`, with $1/N$ in it |
# | 4. Backpropagate: $\delta^l = ((w^{l+1})^T\delta^{l+1}) \odot \sigma'(z^l)$ | `D = dA * (1 - tanh(Z) ** 2)` |
# | 5. Output: $\partial C/\partial w^l_{jk} = a^{l-1}_k \delta^l_j$, and for $b^l_j$: $\delta^l_j$ | `dense_backward` |
#
# Step 3 multiplies entry by entry. That is right as long as each output has an activation of its own, like $\sigma$;
# softmax mixes the outputs, and lesson 12 deals with that.
#
# ### The whole list
#
# Each slip with two numbers: what comes out by the slide, and what is right. (NaN: nothing comes out, the slide's line
# fails.)

# %%
errata("09-backprop-in-matrices")

# %% [markdown] seeds="S4.18"
# ## Learn: the four-step update
#
# Deck 004 sums up learning in four steps (*cập nhật trọng số*): take a batch; run it forwards to get the loss; run
# the loss backwards to get the gradient; use the gradient to update the weights,
#
# $$W \leftarrow W - \eta\, \frac{\partial J}{\partial W}, \qquad
# b \leftarrow b - \eta\, \frac{\partial J}{\partial b},$$
#
# with the learning rate (*tốc độ học*) $\eta$, in code `learning_rate`. The fourth step comes first.
#
# ### Exercise 5: the step
#
# Write `sgd_update(params, grads, learning_rate)`.
#
# - `params`: a list of arrays. `grads`: a list of arrays of the same shapes. `learning_rate`: a number.
# - Return a **new** list with new arrays, each one step of gradient descent further. Leave the arrays you were given
#   as they are.

# %% solution="sgd_update"
def sgd_update(params, grads, learning_rate):
    """New parameters after one step of gradient descent.

    params, grads: lists of arrays, shapes equal pair by pair. learning_rate: a number.
    Returns a new list of new arrays.
    """
    ### BEGIN SOLUTION
    return [param - learning_rate * grad for param, grad in zip(params, grads, strict=True)]
    ### END SOLUTION

# %% test="sgd_update"
check(sgd_update)

# %% [markdown]
# ### Exercise 6: the training loop
#
# Put the four steps together: write `train_xor`, with the arguments below. The batch is always the whole data set here.
#
# - `W`, `b`: lists, the parameters to start from. `X` $(N, 2)$, `Y` $(N, 1)$: the data. `epochs`: how many updates.
#   `learning_rate`: a number.
# - `forward`, `backward`, `sgd_update`: the functions of this lesson. They are handed in, so that this exercise is
#   judged by itself: the check brings its own.
# - Return `W`, `b` after the last update, and `losses`, shape `(epochs,)`: `losses[epoch]` is the loss **before**
#   that epoch's update.
#
# The loss is given: `cross_entropy(P, Y)`.

# %% solution="train_xor"
def train_xor(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    """Full-batch gradient descent on the cross-entropy.

    W, b: lists of start values. X (N, n_in), Y (N, 1): data. epochs: number of updates; learning_rate: a number.
    forward(X, W, b) -> Z, A; backward(Z, A, W, Y) -> dW, db; sgd_update(params, grads, learning_rate) -> new params.
    Returns W, b, losses (epochs,): losses[epoch] is the loss before the update of that epoch.
    """
    losses = np.zeros(epochs)
    ### BEGIN SOLUTION
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        losses[epoch] = cross_entropy(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    ### END SOLUTION
    return W, b, losses

# %% test="train_xor"
check(train_xor)

# %% [markdown] seeds="S1.3 S3.23"
# ## XOR, with nothing but your own functions
#
# One neuron cannot do XOR (lesson 02). Two hidden units can, if they find it; in lesson 06 the library's `fit` did the
# searching, now you do. The slides start from random weights, $\mathcal N(0, \sigma^2)$ (*khởi tạo ngẫu nhiên*); we
# take $\sigma = 1$, and compare two starts that differ in nothing but the seed of the random numbers, and a third one
# that is all zeros.

# %%
X_xor = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y_xor = np.array([[0.0], [1.0], [1.0], [0.0]])


def random_start(h, seed):
    """Return W and b of a 2-h-1 network: weights N(0, 1), biases 0."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(2, h)), rng.normal(size=(h, 1))], [np.zeros((1, h)), np.zeros((1, 1))]


zeros = [np.zeros((2, 2)), np.zeros((2, 1))], [np.zeros((1, 2)), np.zeros((1, 1))]
starts = {"seed 0": random_start(2, 0), "seed 1": random_start(2, 1), "all zeros": zeros}
trained, histories = {}, {}
for name, (W_start, b_start) in starts.items():
    steps = forward, backward, sgd_update
    W_end, b_end, histories[name] = train_xor(W_start, b_start, X_xor, Y_xor, 2000, 0.5, *steps)
    trained[name] = W_end, b_end
    P = forward(X_xor, W_end, b_end)[1][-1]
    print(f"{name:9}  loss {histories[name][-1]:.4f}  outputs {P[:, 0].round(3)}")

fig, ax = plt.subplots(figsize=(5.6, 3.4))
loss_curves(histories, ax=ax)
ax.set(xlabel="epoch", ylabel="loss J (nats)")
ax.legend(loc="upper right", bbox_to_anchor=(1, 0.92), frameon=False)
ax.set_title("The same network, three starts: solved, stuck, never moved", fontsize=10)
show(fig, alt="Loss: seed 0 falls to nearly 0, seed 1 ends at 0.35, all zeros stays at 0.69.")

# %% [markdown]
# Seed 0 has solved XOR: outputs near 0, 1, 1, 0. What did its two hidden units do? On the left, what the network says
# on the plane of the inputs. On the right the same four points as the output unit sees them, in the plane of the two
# hidden activations $a_1, a_2$. There, one straight line is enough.

# %%
def label_points(ax, places):
    """Write each of the four inputs above its place; inputs that lie together share a label."""
    labels = []
    for x, place in zip(X_xor, places, strict=True):
        near = [names for at, names in labels if np.linalg.norm(at - place) < 0.15]
        if not near:
            near = [[]]
            labels.append((place, near[0]))
        near[0].append(f"({x[0]:g}, {x[1]:g})")
    for place, names in labels:
        box = {"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 1}
        ax.annotate(", ".join(names), place, (0, 11), textcoords="offset points", ha="center", bbox=box)


def show_xor(name):
    """Draw the input plane and the hidden plane of a trained 2-2-1 network."""
    W, b = trained[name]
    _, A = forward(X_xor, W, b)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    decision_boundary(lambda points: forward(points, W, b)[1][-1], X_xor, Y_xor, ax=left)
    decision_boundary(lambda H: sigmoid(H @ W[1] + b[1]), A[1], Y_xor, ax=right)
    label_points(left, X_xor)
    label_points(right, A[1])
    left.set(xlabel="$x_1$", ylabel="$x_2$", title=f"{name}: the plane of the inputs")
    right.set(xlabel="$a_1$, first hidden unit", ylabel="$a_2$, second hidden unit")
    right.set_title("the same four, hidden plane")
    outputs = ", ".join(f"{p:.2f}" for p in A[2][:, 0])
    hidden = ", ".join(f"({a1:.2f}, {a2:.2f})" for a1, a2 in A[1])
    points = "(0, 0), (0, 1), (1, 0), (1, 1)"
    show(fig, alt=f"{name}: the outputs for {points} are {outputs}; in the hidden plane they lie at {hidden}.")


show_xor("seed 0")

# %% [markdown]
# Seed 1 is stuck, and nothing is wrong with its gradient. In the hidden plane (0, 1) and (1, 1) have come to lie on
# one spot. They want different answers, and the output unit can only give one for both: 0.5.

# %%
show_xor("seed 1")
stuck = forward(X_xor, *trained["seed 1"])[1][-1]
hidden = forward(X_xor, *trained["seed 1"])[1][1]
assert np.all(np.abs(stuck[[1, 3]] - 0.5) < 0.01)
assert np.all(np.abs(hidden[1] - hidden[3]) < 0.01)

# %% [markdown]
# And the zeros? They never move at all, as in lesson 06. There you nudged; now look at what your `backward` says, and
# at a start where all weights are equal, but not zero, with four hidden units:

# %%
W_zero, b_zero = starts["all zeros"]
Z_zero, A_zero = forward(X_xor, W_zero, b_zero)
dW_zero, db_zero = backward(Z_zero, A_zero, W_zero, Y_xor)
print("zero start, all gradients zero:", all(np.all(g == 0) for g in dW_zero + db_zero))
assert np.allclose(histories["all zeros"], np.log(2))  # 2000 times the same loss

W_same, b_same = [np.full((2, 4), 0.5), np.full((4, 1), 0.5)], [np.zeros((1, 4)), np.zeros((1, 1))]
steps = forward, backward, sgd_update
W_same, b_same, _ = train_xor(W_same, b_same, X_xor, Y_xor, 2000, 0.5, *steps)
print("equal start, W[0] after 2000 epochs:\n", W_same[0])
print("outputs", forward(X_xor, W_same, b_same)[1][-1][:, 0].round(3))
assert np.allclose(W_same[0], W_same[0][:, :1])

# %% [markdown]
# With zeros, `A[1]` is 0, so `dW[1] = A[1].T @ D` is 0; and `W[1]` is 0, so nothing comes through to `dW[0]`. With
# equal weights the four hidden units compute the same, get the same slopes, and stay the same for ever: four units
# that are worth one. Chance has to break the symmetry. That is why deck 001 says that weights start at random.
#
# ### How much luck does it take?
#
# Seed 0 worked, seed 1 did not. How often does it work, and does it help to have more hidden units than needed? Your
# loop is fine for one network; for a thousand it would take minutes. NumPy's `@` also multiplies *stacks* of
# matrices, so the cell below trains 300 networks at a time with your three formulas, a third axis in front. First it
# has to agree with yours.

# %%
def train_stack(W, b, epochs, learning_rate):
    """Train S networks on XOR at once: W (S, 2, h) and (S, h, 1), b (S, 1, h) and (S, 1, 1).

    Returns the outputs (S, 4, 1).
    """
    (W0, W1), (b0, b1) = W, b
    for _ in range(epochs):
        H = np.tanh(X_xor @ W0 + b0)
        D1 = (sigmoid(H @ W1 + b1) - Y_xor) / 4
        D0 = (D1 @ W1.swapaxes(1, 2)) * (1 - H**2)
        W1, b1 = W1 - learning_rate * H.swapaxes(1, 2) @ D1, b1 - learning_rate * D1.sum(axis=1, keepdims=True)
        W0, b0 = W0 - learning_rate * X_xor.T @ D0, b0 - learning_rate * D0.sum(axis=1, keepdims=True)
    return sigmoid(np.tanh(X_xor @ W0 + b0) @ W1 + b1)


W_start, b_start = random_start(2, 0)
stacked = train_stack([w[None] for w in W_start], [c[None] for c in b_start], 2000, 0.5)
assert np.allclose(stacked[0], forward(X_xor, *trained["seed 0"])[1][-1], rtol=0, atol=1e-9)

widths, n_starts, rng = [1, 2, 3, 4, 8], 300, np.random.default_rng(0)
share = []
for h in widths:
    W_stack = [rng.normal(size=(n_starts, 2, h)), rng.normal(size=(n_starts, h, 1))]
    b_stack = [np.zeros((n_starts, 1, h)), np.zeros((n_starts, 1, 1))]
    P = train_stack(W_stack, b_stack, 2000, 0.5)
    share.append(np.mean(np.all(np.abs(P - Y_xor) < 0.1, axis=(1, 2))))

fig, ax = plt.subplots(figsize=(5.6, 3.4))
bars = ax.bar([str(h) for h in widths], 100 * np.array(share), color=COLORS["blue"])
ax.bar_label(bars, [f"{s:.0%}" for s in share], padding=2)
ax.set(xlabel="hidden units", ylabel="starts that solve XOR (%)", ylim=(0, 112))
ax.set_title("Two hidden units suffice, but more of them find it more often", fontsize=10)
numbers = ", ".join(f"{h}: {s:.0%}" for h, s in zip(widths, share, strict=True))
show(fig, alt=f"Bars, the share of 300 starts that solve XOR by the number of hidden units. {numbers}.")
print("300 starts each, weights N(0, 1), 2000 epochs, learning rate 0.5; solved: all four outputs less than 0.1 off")
assert share[0] == 0
assert 0.4 < share[1] < 0.6
assert share[-1] == 1

# %% [markdown]
# One hidden unit never does it: it draws one line. Two are enough, and yet about half of the starts fail. It is
# as in lesson 07: that a network *can* represent something does not mean that gradient descent *finds* it. Spare units
# are spare chances.

# %% [markdown]
# ## Watch your own gradient at work
#
# Here is the Playground of deck 000 once more (lesson 07), but the gradient in it is yours: for every 10 points it
# calls *your* `forward` and *your* `backward`, and the loss is the cross-entropy. Press Play. Then point at the units:
# what has each of them found? (On a web page or on paper you see a picture of it after 100 epochs.)

# %% tags=["nbval-skip"]
Playground(forward=forward, backward=backward, check=check, learning_rate=0.1)

# %% [markdown]
# When the circle bores you, take the spiral, the last of the four clouds of points: two hidden layers of 8, learning
# rate 0.3. On $x_1$ and $x_2$ alone it takes hundreds of epochs and never quite gets there. Now click on
# $\sin x_1$ and $\sin x_2$ as well: a hundred epochs do.
#
# **Now break it.** A slip in a gradient does not announce itself: no cell fails, and nothing says NaN. `broken` is your
# `backward` with every sign turned round. Before you press Play: what will the curve do? Afterwards press *What is
# wrong with it?*.

# %% tags=["nbval-skip"]
def broken(Z, A, W, Y):
    """Your backward, with a slip made on purpose."""
    dW, db = backward(Z, A, W, Y)
    return [-g for g in dW], [-g for g in db]


Playground(forward=forward, backward=broken, check=check, learning_rate=0.1)

# %% [markdown]
# That one climbs at once, and the Playground says so by itself. Most slips are not so loud. Change `broken`, run its
# cell again, guess, press Play, and only then ask what is wrong:
#
# | slip | in `broken` | train loss after 50, 100 and 200 epochs |
# |:--|:--|:--|
# | none | `g` | 0.07, 0.03, 0.01 |
# | wrong sign | `-g` | 13.8, 13.8, 13.8 |
# | $1/N$ forgotten | `len(Y) * g` | 0.09, 0.21, 0.11: it falls, but in jumps |
# | $1/N$ twice | `g / len(Y)` | 0.67, 0.61, 0.43: it creeps |
# | $f'$ forgotten | copy your `backward` in, under the name `broken`, and leave the factor out | 0.69, 0.69, 0.69 |
#
# Look at the two with $1/N$. Both *learn*. Their steps have the right direction and the wrong length, as if the
# learning rate were ten times too large or too small, and turning that knob would even seem to cure them. Then pull
# the batch size down to 1: both slips are gone, since $N = 1$. Nobody would have looked for them in the gradient. The
# check compares with numbers, and tells them apart by the factor it finds.

# %% [markdown] manual="why-db-sums" points=2
# ### Question (graded by a person)
#
# In `dense_backward`, `db` is the **sum** of the rows of `D`. Yet the loss is a **mean** over the rows. A classmate
# says: "Then `db` must be the mean of the rows of `D`, or the gradient would grow with the batch." Is that so? Answer
# in three or four sentences: why is it a sum, and where is the mean?
#
# ### BEGIN SOLUTION
# It is a sum because the same $b_j$ is added to every row of $Z$: a nudge of $b_j$ moves $z_{1j}, \dots, z_{Nj}$ all
# at once, and by the chain rule the effects of all these paths add up, each with slope 1. The mean is inside $D$
# already: every entry of the output layer's $D$ carries the factor $1/N$ from $J$, and it is handed down to all
# layers with it. So the gradient does not grow with the batch: $N$ terms, each with $1/N$ in it. Taking the mean
# again would divide by $N$ twice, and `db` would be $N$ times too small beside `dW`.
#
# Marking: 1 point for the sum (the bias touches every row, effects add). 1 point for the mean ($1/N$ is in $D$
# already, from the loss; a second one would make `db` too small by $N$). Half a point off if "it works numerically"
# is the only reason given.
# ### END SOLUTION

# %% [markdown]
# ## What to remember
#
# - $D = \partial J/\partial Z$ is what travels. It has the shape of $Z$. It starts as $(P - Y)/N$ for sigmoid with
#   cross-entropy, and this $1/N$ is the only one.
# - In each layer: `dW = A_prev.T @ D`, `db = D.sum(axis=0, keepdims=True)`, and down to the next:
#   `D = (D @ W.T) * f'(Z_prev)`. Slopes have the shapes of what they are slopes of.
# - The derivative is taken at $z$ of the layer where you have arrived.
# - Never trust a backward pass, your own or a printed one, before a gradient check.
# - Random start, always; and if it gets stuck, that need not be your gradient's fault.
#
# ## Where next
#
# Lesson 10, *Generalise*, asks what a network has learnt that it should not have, and adds a penalty to the loss; the
# gradient check will tell you whether you added its slope rightly. Lesson 13 takes what you wrote here to real
# handwritten digits: 784-16-16-10, 13,002 numbers, one sweep.
