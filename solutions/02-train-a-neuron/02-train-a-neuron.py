# %% [markdown]
# # Train one neuron
#
# **The question.** A machine has two inputs, each 0 or 1, and one output. Three numbers inside it decide what
# it says. Which three numbers make it say AND? Can the machine find them by itself? And why is there one
# simple table, XOR, that one neuron can never learn?
#
# **What you will do.** Set the three numbers by hand. Then write down how wrong the machine is, find out
# which way is down, and write the loop that goes there. With your own functions you train AND and OR, get the
# slides' figures to the third decimal, see XOR end at 0.5 four times, and rescue a neuron that has stopped
# learning.
#
# **What you need.** The chain rule and the sigmoid (lesson 00), the neuron and its line (lesson 01). About 60
# minutes. The slides are deck 002, "Neural Network from Scratch", and from deck 000 the page "Hàm chi
# phí".

# %%
import matplotlib.pyplot as plt
import numpy as np

from nncore import sigmoid
from nncore.data import load_gate
from nncore.exercises import check
from nncore.plots import COLORS, decision_boundary, loss_curves, network_diagram, new_axes
from nncore.plots import show, surface
from nncore.slides import errata
from nncore.widgets import boundary

np.set_printoptions(precision=3, suppress=True)

# %% [markdown] seeds="S2.10"
# ## The machine
#
# The task (*nhiệm vụ*): build a machine that reproduces one of these tables.
#
# | $x_1$ | $x_2$ | AND | OR | XOR |
# |:--:|:--:|:--:|:--:|:--:|
# | 0 | 0 | 0 | 0 | 0 |
# | 0 | 1 | 0 | 1 | 1 |
# | 1 | 0 | 0 | 1 | 1 |
# | 1 | 1 | 1 | 1 | 0 |
#
# The machine is the neuron of lesson 01, with two inputs (deck 002 calls it a *perceptron* and means the soft
# one). It adds up its inputs, each with a weight $w_1$ or $w_2$, adds a bias $b$, and sends the sum through an
# activation function, here the sigmoid:
#
# $$z = b + w_1 x_1 + w_2 x_2, \qquad p = \sigma(z) = \frac{1}{1 + e^{-z}}.$$
#
# $p$ lies between 0 and 1. Read it as "how sure am I that the answer is 1".

# %%
X, y_and = load_gate("and")
w, b = np.array([[1.0], [-1.0]]), np.array([[0.5]])

ax = network_diagram([w], [b], names=[["$x_1$", "$x_2$"], ["$p$"]])
ax.set_title("Two weights, one bias")
show(ax, alt="One neuron: inputs x1 with weight 1 and x2 with weight -1 lead to one unit with bias 0.5.")

# %% [markdown] seeds="S2.12 S2.16"
# All four rows go through at once. The rows of `X` are the samples (*mẫu*), and one line of NumPy computes
# four outputs. The slides write the same thing differently; this table translates.
#
# | Slides 002 | Here | Shape here |
# |:--|:--|:--|
# | input $[1, x_1, x_2]$, a column of ones in front | `X`, without the ones | $(N, 2)$; $N = 4$ rows |
# | $w_0$, first entry of `weights` (3, 1) | bias `b` | $(1, 1)$ |
# | $w_1, w_2$, the other two | `w` | $(2, 1)$ |
# | $\vec W \cdot \vec x$, $Wx$, `np.dot(X, weights)` | `z = X @ w + b` | $(N, 1)$ |
# | $\hat y$, "output hypothesis" | `p = sigmoid(z)` | $(N, 1)$ |
# | $y$, *kỳ vọng* (what is wanted) | `y`, the target | $(N, 1)$ |
# | $\alpha$ | `learning_rate` | a number |
# | $X = \{(\vec x_i, \vec y_i)\}$, all pairs together | `X` and `y`, kept apart | |
# | $\Theta$, all that is to be adjusted | `w` and `b` | |
# | $E(X, \Theta)$, how far $\hat y$ is from $y$ | the loss, in a moment | a number |

# %% seeds="S2.16"
z = X @ w + b
p = sigmoid(z)
print("   x1 x2   z     p")
print(np.hstack([X, z, p]))

with_ones = np.hstack([np.ones((4, 1)), X])  # the slides' way gives the same z
assert np.array_equal(with_ones @ np.vstack([b, w]), z)

# %% [markdown]
# ## Turn the knobs
#
# Before any more formulas, turn the three numbers yourself. $p$ is above 0.5 exactly where $z$ is above 0, so
# the neuron draws one straight line, $z = 0$, and says "more likely 1" on one side of it. Here is where we
# start:

# %%
def draw_neuron(b, w1, w2, gate):
    """Draw what the neuron says over the plane, and return the axes with a description."""
    X, y = load_gate(gate)

    def predict(points):
        return sigmoid(points @ np.array([[w1], [w2]]) + b)

    p = predict(X)
    n_right = int(np.sum((p - 0.5) * (y - 0.5) > 0))
    ax = decision_boundary(predict, X, y)
    for (x1, x2), output in zip(X, p[:, 0], strict=True):
        paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5}
        ax.text(x1, x2 + 0.09, f"{output:.2f}", ha="center", weight="bold", bbox=paper)
    ax.set_title(f"{gate.upper()}: {n_right} of 4 rows on the right side")
    numbers = ", ".join(f"{output:.2f}" for output in p[:, 0])
    setting = f"{gate.upper()} with b = {b:g}, w1 = {w1:g}, w2 = {w2:g}"
    return ax, f"{setting}: outputs {numbers}; {n_right} of 4 rows on the right side."


show(*draw_neuron(b=0.5, w1=1, w2=-1, gate="and"))

# %% [markdown]
# Now drag. You know from lesson 01 what $b$ does to the line, what $w_1$ and $w_2$ do, and what happens if all three
# are doubled. Find AND first, then OR. Then choose XOR and look for the best score that one line can reach. (Without
# sliders, as on a web page: change the numbers in the cell above and run it again.)

# %% tags=["nbval-skip"]
boundary(start=(1, -1, 0.5))

# %% [markdown] seeds="S2.11"
# AND and OR have room for many lines; for XOR three of the four is the best that you will have found.
#
# ### Exercise 1: three weights by hand
#
# The slide asks: *Hãy tìm w0, w1, w2 để output mô phỏng đúng hàm logic AND!* Find them. Write
# `gate_weights(name)`, which returns the three numbers `b, w1, w2` (b is the slide's $w_0$) for each of
#
# - `"and"`: 1 only for (1, 1);
# - `"or"`: 0 only for (0, 0);
# - `"x1_and_not_x2"`: $x_1$ AND NOT $x_2$, which is 1 only for $x_1 = 1$, $x_2 = 0$.
#
# Every row must be right and sure: $p$ less than 0.1 away from the table. Many answers are right.

# %% solution="gate_weights" seeds="S2.11"
def gate_weights(name):
    """Weights of one neuron that makes a gate.

    name: "and", "or" or "x1_and_not_x2" (x1 AND NOT x2)
    Returns b, w1, w2: three numbers; all four outputs are less than 0.1 away from the gate's table.
    """
    ### BEGIN SOLUTION
    weights = {"and": (-30, 20, 20), "or": (-10, 20, 20), "x1_and_not_x2": (-10, 20, -20)}
    return weights[name]
    ### END SOLUTION

# %% test="gate_weights"
check(gate_weights)

# %%
show(*draw_neuron(*gate_weights("and"), gate="and"))

# %% [markdown] seeds="S2.18"
# ## How wrong is it?
#
# You found the weights with your eyes. The machine has none: it needs a number that says how wrong it is, so
# that it can make this number small. The slides' loss (*Loss Function, hàm sai lệch*) takes the error of each
# sample, squares it, and averages:
#
# $$E = \frac{1}{N} \sum_{i=1}^N E_i, \qquad E_i = \frac{(p_i - y_i)^2}{2}.$$
#
# Why divide by $N$? So that $E$ does not grow just because there are more samples. Why the $\frac12$? You
# will see it cancel. Why the square? So that an error of $+0.3$ and one of $-0.3$ do not cancel each other. And are
# there other losses? Yes: the last part of this lesson has one.
#
# ### Exercise 2: the mean squared error
#
# `p` and `y` have shape $(N, 1)$. Return one number, $E = \frac{1}{2N} \sum_i (p_i - y_i)^2$.

# %% solution="mse_loss" seeds="S2.18"
def mse_loss(p, y):
    """Mean squared error, with the slides' 1/2.

    p: outputs (N, 1); y: targets (N, 1)
    Returns E, a number.
    """
    ### BEGIN SOLUTION
    return np.sum((p - y) ** 2) / (2 * len(p))
    ### END SOLUTION

# %% test="mse_loss"
check(mse_loss)

# %% [markdown] seeds="S2.19"
# Now go down by hand. The three sliders once more, and on the right your loss: three curves, each of which says
# what $E$ would be if that one slider moved and the two others stayed. Bring one slider to the lowest point of its
# curve, then the next (their curves have changed meanwhile), and so on, until no slider leads lower. How far down
# do you come with OR? With AND? With XOR? (Without sliders: the next cell has one such end.)

# %% tags=["nbval-skip"]
boundary(loss=mse_loss, start=(1, -1, 0.5))

# %%
def and_loss(w1, w2, b):
    return mse_loss(sigmoid(X @ np.array([[w1], [w2]]) + b), y_and)


by_hand = and_loss(3, 3, -4.5)
steps = [(0.5, 0, 0), (-0.5, 0, 0), (0, 0.5, 0), (0, -0.5, 0), (0, 0, 0.5), (0, 0, -0.5)]
one_slider = min(and_loss(3 + d1, 3 + d2, -4.5 + d3) for d1, d2, d3 in steps)
all_three = and_loss(3.5, 3.5, -5)
print(f"AND by hand: {by_hand:.4f}; one slider further, at best: {one_slider:.4f}; all three: {all_three:.4f}")
assert all_three < by_hand < one_slider, "is check(mse_loss) right?"

# %% [markdown] seeds="S2.19"
# OR goes down to almost nothing. AND gets stuck, for instance at $w_1 = w_2 = 3$, $b = -4.5$: no single
# slider leads lower from there. Yet it is not the bottom: move all three a little, *at once*, and $E$ falls. Which way,
# and how much of each? With three sliders you might find out by trying. With the 13,002 of a network that reads digits
# (lesson 05) you would not. (And XOR? Keep your number in mind.)
#
# Take the simplest case first. Keep both weights at 5 and change only $b$. What you see below is your loss for AND.
# Somewhere there is a lowest point, and a machine that can feel the slope under its feet can walk to it.

# %%
biases = np.linspace(-15, 5, 201)
losses = np.ravel([mse_loss(sigmoid(X @ np.array([[5.0], [5.0]]) + bias), y_and) for bias in biases])
best = biases[np.argmin(losses)]

ax = new_axes(6, 3.2)
ax.plot(biases, losses, color=COLORS["blue"])
ax.plot(best, min(losses), "o", color=COLORS["orange"])
label = f"lowest: b = {best:.1f}"
ax.annotate(label, (best, min(losses)), xytext=(best, 0.12), ha="center", arrowprops={"arrowstyle": "-"})
ax.set(xlabel="bias b", ylabel="loss E", title="The loss has a valley: AND with $w_1 = w_2 = 5$")
show(ax, alt=f"The loss E against the bias: flat and high on both sides, with a valley at b = {best:.1f}.")

# %% [markdown] seeds="S2.15 S2.19 S2.20"
# ## Which way is down?
#
# The data are given; only the weights can move. So we ask how $E$ changes when one weight changes a little:
# the partial derivative (*vi phân riêng phần*) of $E$. Take one sample. $E_i$ depends on $w_k$ through a
# chain, $w_k \to z \to p \to E_i$, and the chain rule multiplies the three links:
#
# $$\frac{\partial E_i}{\partial w_k}
# = \underbrace{\frac{\partial E_i}{\partial p}}_{p - y}
# \cdot \underbrace{\frac{dp}{dz}}_{p\,(1 - p)}
# \cdot \underbrace{\frac{\partial z}{\partial w_k}}_{x_k}
# = (p - y)\; p\,(1 - p)\; x_k .$$
#
# - First link: the derivative of $\frac12 (p - y)^2$ is $p - y$. There the $\frac12$ has gone.
# - Second link: the slope of the sigmoid. With $\sigma = (1 + e^{-z})^{-1}$,
#   $\sigma'(z) = \dfrac{e^{-z}}{(1 + e^{-z})^2} = \sigma(z)\,(1 - \sigma(z)) = p\,(1 - p)$.
# - Third link: $z = b + w_1 x_1 + w_2 x_2$, so $\partial z / \partial w_k = x_k$. For the bias it is 1, as if
#   there were an input $x_0$ that is always 1.
#
# Do not believe it: nudge $w_1$ and look.

# %% seeds="S2.20"
x, target = np.array([0.4, -1.5]), 0.3
w1, w2, bias = 0.7, -0.2, 0.5


def E_one(w1):
    return (sigmoid(bias + w1 * x[0] + w2 * x[1]) - target) ** 2 / 2


p = sigmoid(bias + w1 * x[0] + w2 * x[1])
by_formula = (p - target) * p * (1 - p) * x[0]
by_nudging = (E_one(w1 + 1e-5) - E_one(w1 - 1e-5)) / 2e-5
print(f"by formula {by_formula:.10f}\nby nudging {by_nudging:.10f}")
assert abs(by_formula - by_nudging) < 1e-9

# %% [markdown]
# ### Exercise 3: the gradient
#
# That was one sample and one weight. $E$ is the mean over all $N$ samples, and there are $n$ weights and a
# bias. Write `mse_grad(X, y, w, b)` for any $N$ and $n$, returning `dw`, shape $(n, 1)$, and `db`, shape
# $(1, 1)$.
#
# A way: first a column `d` of shape $(N, 1)$ with what all weights share, the first two links and the $1/N$.
# Then ask which product of `X`, shape $(N, n)$, with `d` has shape $(n, 1)$ and adds up over the samples.

# %% solution="mse_grad" seeds="S2.20"
def mse_grad(X, y, w, b):
    """Gradient of E = 1/(2N) sum (p - y)^2 with p = sigmoid(X @ w + b).

    X: inputs (N, n); y: targets (N, 1); w: weights (n, 1); b: bias (1, 1)
    Returns dw (n, 1) and db (1, 1), new arrays.
    """
    ### BEGIN SOLUTION
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p) / len(X)
    return X.T @ d, d.sum(axis=0, keepdims=True)
    ### END SOLUTION

# %% test="mse_grad"
check(mse_grad)

# %% [markdown] seeds="S2.13"
# ## Walk
#
# The gradient points uphill, so go the other way, a little. This is called *gradient descent*:
#
# $$w \leftarrow w - \text{learning rate} \cdot dw, \qquad b \leftarrow b - \text{learning rate} \cdot db .$$
#
# One pass over all samples with one such step is an *epoch*. The slides call its two halves *feed forward*
# (compute $p$) and *backpropagation* (*lan truyền ngược*: compute the gradient and step).
#
# ### Exercise 4: the training loop
#
# `fit_perceptron(grad, X, y, w, b, learning_rate, epochs)` takes `epochs` steps. In each epoch, in this
# order:
#
# 1. compute `p` with the current `w` and `b`, and note the slides' *mean squared error*, the mean of
#    $(p - y)^2$ (without the $\frac12$);
# 2. ask `grad(X, y, w, b)` for `dw, db`: it is handed in, so that the same loop can later train with another
#    loss;
# 3. step.
#
# Return `w`, `b` and the noted errors as an array of length `epochs`. Leave the caller's `w` and `b` as they
# are: `w = w - ...` makes a new array, `w -= ...` would overwrite the caller's.

# %% solution="fit_perceptron" seeds="S2.13"
def fit_perceptron(grad, X, y, w, b, learning_rate, epochs):
    """Gradient descent with all samples in every step.

    grad: function (X, y, w, b) -> dw, db; X (N, n); y (N, 1); w (n, 1); b (1, 1); two numbers
    Returns w (n, 1) and b (1, 1) after the last step, and
    history (epochs,): the mean of (p - y)^2 before each step.
    """
    ### BEGIN SOLUTION
    history = []
    for _ in range(epochs):
        p = sigmoid(X @ w + b)
        history.append(np.mean((p - y) ** 2))
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, np.array(history)
    ### END SOLUTION

# %% test="fit_perceptron"
check(fit_perceptron)

# %% [markdown] seeds="S2.23"
# ### AND, as in the slides
#
# 2000 epochs, learning rate 1, every weight starts at a random number between 0 and 1 (a *seed* makes them the same
# ones in every run). The slides got 0.001, 0.082, 0.082, 0.903. Your turn:

# %% seeds="S2.23"
def random_start(seed):
    """Three numbers from [0, 1), like the slides' np.random.rand(3, 1), but with a seed."""
    rng = np.random.default_rng(seed)
    return rng.random((2, 1)), rng.random((1, 1))


def train(gate, grad=mse_grad, seed=4):
    X, y = load_gate(gate)
    w, b, history = fit_perceptron(grad, X, y, *random_start(seed), learning_rate=1, epochs=2000)
    return w, b, history, sigmoid(X @ w + b)


w, b, and_history, p = train("and")
print("actual (thực tế)   wanted (kỳ vọng)")
for actual, wanted in zip(p[:, 0], y_and[:, 0], strict=True):
    print(f"{actual:12.3f} {wanted:14.0f}")
print(f"w1 = {w[0, 0]:.2f}, w2 = {w[1, 0]:.2f}, b = {b[0, 0]:.2f}")
assert np.array_equal(p[:, 0].round(3), [0.001, 0.082, 0.082, 0.903]), "are all four checks above right?"

# %% [markdown]
# The same four numbers. Nobody told the machine where the line is; it walked there down the slope that you
# wrote. From other starts it comes very close to the same place:

# %% seeds="S2.25"
ends = np.array([train("and", seed=seed)[3][:, 0] for seed in range(10)])
print("lowest ", ends.min(axis=0))
print("highest", ends.max(axis=0))

w_or, b_or, or_history, p_or = train("or")
print("OR     ", p_or[:, 0].round(4).tolist())
assert np.array_equal(p_or[:, 0].round(3), [0.081, 0.95, 0.95, 1.0]), "are all four checks above right?"

ax = loss_curves({"AND": and_history, "OR": or_history})
ax.set(ylabel="mean of $(p - y)^2$", title="The error falls fast at first, then ever more slowly")
show(ax, alt="Error against the epoch, 0 to 2000, for AND and OR: both fall steeply, then flatten near 0.")

# %% [markdown] seeds="S2.24"
# The neuron accepts any $x_1, x_2$ between 0 and 1, not only the corners. Its output over the whole square is
# a surface: a smooth step. On the left AND; on the right $x_1$ AND NOT $x_2$, a gate in which the two inputs
# play different parts.

# %% seeds="S2.24"
def neuron_surface(gate, title, ax):
    w, b, _, _ = train(gate)
    surface(lambda points: sigmoid(points @ w + b), ax)
    ax.set(title=title, zlabel="p", zlim=(0, 1))


fig = plt.figure(figsize=(10, 4.4))
neuron_surface("and", "AND: one corner is high", fig.add_subplot(121, projection="3d"))
neuron_surface("x1_and_not_x2", "$x_1$ AND NOT $x_2$: another corner", fig.add_subplot(122, projection="3d"))
show(fig, alt="Two smooth steps over the square: AND is high near (1, 1), x1 AND NOT x2 near (1, 0).")

# %% [markdown] seeds="S2.17"
# ### Without a bias
#
# The slides say that a bias is needed. What happens without one? Keep $b = 0$: the gradient for $b$ is
# replaced by 0, the rest is your own.

# %% seeds="S2.17"
def grad_without_bias(X, y, w, b):
    dw, db = mse_grad(X, y, w, b)
    return dw, 0 * db


w_start, _ = random_start(4)
b_start = np.zeros((1, 1))
w, b, _ = fit_perceptron(grad_without_bias, X, y_and, w_start, b_start, learning_rate=1, epochs=2000)
p = sigmoid(X @ w + b)
print("AND without bias:", p[:, 0])
assert np.allclose(p, 0.5)

# %% [markdown] seeds="S2.26"
# All four outputs are 0.5. Two thousand epochs, and the neuron has learnt to shrug. Keep this picture in
# mind.
#
# ## XOR
#
# The slides promise that one perceptron does AND, OR and XOR. Same loop, same gradient, now with a bias:

# %% seeds="S2.26"
X, y_xor = load_gate("xor")
w, b, xor_history, p = train("xor")
print("XOR:", p[:, 0], "  w:", w[:, 0], "  b:", b[:, 0])
print("mean squared error, first and last:", np.array(xor_history)[[0, -1]])
assert np.allclose(p, 0.5)
assert all(np.allclose(train("xor", seed=seed)[3], 0.5) for seed in range(10))

# %% [markdown] seeds="S2.27"
# 0.5 four times, from every start tried. Is the learning rate wrong? Were 2000 epochs too few? Neither.
#
# **No line separates XOR.** Suppose some $b, w_1, w_2$ put all four rows on the right side. Then
#
# $$b < 0, \qquad b + w_2 > 0, \qquad b + w_1 > 0, \qquad b + w_1 + w_2 < 0 .$$
#
# Add the two in the middle: $2b + w_1 + w_2 > 0$, so $b + w_1 + w_2 > -b > 0$. That contradicts the last one.
# Three rows of four can be right (OR does it), so the best accuracy is 3/4. Below, 100,000 random neurons try
# to beat it.

# %%
rng = np.random.default_rng(0)
tries = rng.normal(scale=3, size=(100_000, 3))  # b, w1, w2
z = tries[:, :1] + tries[:, 1:] @ X.T  # one row a neuron, one column a row of the table
n_right = np.sum((z > 0) == (y_xor[:, 0] == 1), axis=1)
print("best of 100,000:", n_right.max(), "of 4 rows")
assert n_right.max() == 3

# %% [markdown]
# But why 0.5, and not OR with one row wrong? Because gradient descent does not count right rows; it minimises
# $E$. At $w = 0$, $b = 0$ all outputs are 0.5, every error has size 0.5, and
# $E = \frac12 \cdot \frac14 = 0.125$. Ask your own gradient what it would do there:

# %%
zero_w, zero_b = np.zeros((2, 1)), np.zeros((1, 1))
dw, db = mse_grad(X, y_xor, zero_w, zero_b)
print("gradient at 0:", dw[:, 0], db[:, 0])
assert not np.vstack([dw, db]).any(), "is check(mse_grad) right?"

losses = np.mean((sigmoid(z) - y_xor[:, 0]) ** 2, axis=1) / 2
print("loss at 0:", mse_loss(sigmoid(X @ zero_w + zero_b), y_xor))
print(f"lowest loss of the 100,000 random neurons: {losses.min():.6f}")
assert losses.min() > 0.125

# %% [markdown] seeds="S2.27 S2.28"
# Exactly zero: the pulls of the four rows cancel. And no random neuron is better than 0.125, nor was yours, by
# hand. That is no accident: for XOR, **$w = 0$, $b = 0$ is the one lowest point of $E$ in the whole space**.
# Gradient descent did not fail. It found the best this model has. (From far out it may get lost on a flat plateau
# on the way. Lower than here it never gets.)
#
# <details><summary>The proof, in six lines (optional, and worth it)</summary>
#
# Let $e_i = |p_i - y_i|$ be the four errors, each between 0 and 1. Where $y_i = 0$, $e_i = p_i$ and so
# $\frac{e_i}{1 - e_i} = e^{z_i}$. Where $y_i = 1$, $e_i = 1 - p_i$ and $\frac{e_i}{1 - e_i} = e^{-z_i}$. For
# XOR $z_{00} - z_{01} - z_{10} + z_{11} = b - (b + w_2) - (b + w_1) + (b + w_1 + w_2) = 0$, so the four
# fractions multiply to 1:
#
# $$e_1 e_2 e_3 e_4 = (1 - e_1)(1 - e_2)(1 - e_3)(1 - e_4). \qquad (*)$$
#
# Now $2 (1 - e_1)(1 - e_2) = (1 - e_1 - e_2)^2 + 1 - e_1^2 - e_2^2$ (multiply it out). Suppose
# $e_1^2 + e_2^2 + e_3^2 + e_4^2 \le 1$. Then
#
# $$2 (1 - e_1)(1 - e_2) \;\ge\; 1 - e_1^2 - e_2^2 \;\ge\; e_3^2 + e_4^2 \;\ge\; 2 e_3 e_4 ,$$
#
# and in the same way $(1 - e_3)(1 - e_4) \ge e_1 e_2$. Multiply the two: the right side of $(*)$ is at least
# the left side. They are equal, so every $\ge$ above is an $=$: $e_1 + e_2 = 1$, $e_3 = e_4$, and from the
# other pair $e_3 + e_4 = 1$, $e_1 = e_2$. All four are $\frac12$. So the sum of squares is at least 1,
# $E \ge \frac18$, with equality only at $p = (\frac12, \frac12, \frac12, \frac12)$, that is $w = 0$, $b = 0$.
# ∎
#
# </details>
#
# The way out is not a better optimiser but a better model: two neurons in front of this one. Lesson 06
# builds such a network by hand, lesson 09 trains it.

# %% [markdown] manual="two-shrugs" points=3
# ### Question (graded by a person)
#
# Twice a run ended with 0.5 in all four rows: AND **without** a bias, and XOR **with** one.
#
# 1. Show that no weights $w_1, w_2$ put all four rows of AND on the right side when $b = 0$.
# 2. For AND without a bias, compute the gradient at $w_1 = w_2 = 0$ by hand. What does gradient descent do
#    there, and why do 20,000 more epochs change nothing?
# 3. Each run needs one change to its model. Which one, and why?
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. With $b = 0$ the row (0, 0) has $z = 0$ whatever the weights are: the line always passes through it, so
#    it is never on the right side (p = 0.5). Nor would the other three work: (0, 1) needs $w_2 < 0$, (1, 0)
#    needs $w_1 < 0$, and then $w_1 + w_2 < 0$, but (1, 1) needs it to be positive.
# 2. At $w = 0$ every $p$ is 0.5 and every slope is 0.25.
#    $\partial E / \partial w_1 = \frac14 \sum (p - y) \cdot 0.25 \cdot x_1$; only the rows (1, 0) and (1, 1)
#    have $x_1 = 1$, with errors $+0.5$ and $-0.5$, which cancel. The same for $w_2$. The gradient is 0, so
#    each step is 0: the run has arrived, it is not slow.
# 3. AND needs its bias back: then a line between (1, 1) and the rest exists, such as $b = -30$,
#    $w = (20, 20)$. XOR has a bias already, and no line separates its rows (add the two middle inequalities).
#    It needs more than one line: a hidden layer, or a third input such as $x_1 x_2$.
#
# Marking: 1 point for each part. 1: either contradiction is enough, in inequalities or in words. 2: the two
# cancelling rows must be named; "it is a minimum" alone gives half. 3: both changes, each with its reason.
# ### END SOLUTION

# %% [markdown] seeds="S0.22"
# ## A loss that listens
#
# Suppose a neuron is sure and wrong: $z = -10$ where $y = 1$. It ought to be corrected hard. But the gradient
# of the squared error has the factor $p\,(1 - p)$, the slope of the sigmoid, and far out the sigmoid is flat.
# The neuron is so wrong that it stops listening.
#
# Deck 000 has another loss, or cost function (*hàm chi phí*), the cross-entropy:
#
# $$J = -\frac1N \sum_{i=1}^N \bigl[\, y_i \log p_i + (1 - y_i) \log (1 - p_i) \,\bigr].$$
#
# For $y = 1$ only $-\log p$ counts: 0 if $p = 1$, and the closer $p$ comes to 0, the more it grows, without
# end. Whoever is sure and wrong pays dearly.
#
# ### Exercise 5: cross-entropy
#
# `p` and `y` have shape $(N, 1)$; return the number $J$, with the natural logarithm. Take care of $p = 0$ and $p = 1$:
# `sigmoid(40)` is exactly 1.0 in floating point, `np.log(0)` is minus infinity, and 0 times that is NaN, not a number.
# Keep $p$ a hair (such as $10^{-12}$) away from both ends, so that $J$ is always a finite number. Take the formula as
# it stands: $y$ may also lie between 0 and 1, so do not ask whether it *is* 1.

# %% solution="bce_loss" seeds="S0.22"
def bce_loss(p, y):
    """Binary cross-entropy, finite even where p is exactly 0 or 1.

    p: outputs (N, 1), from 0 to 1; y: targets (N, 1), from 0 to 1
    Returns J, a number.
    """
    ### BEGIN SOLUTION
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION

# %% test="bce_loss"
check(bce_loss)

# %% [markdown]
# Now its derivative, for one sample. The first link of the chain is new, the other two stay:
#
# $$\frac{\partial J}{\partial p} = -\frac{y}{p} + \frac{1 - y}{1 - p} = \frac{p - y}{p\,(1 - p)}, \qquad
# \frac{\partial J}{\partial z} = \frac{p - y}{p\,(1 - p)} \cdot p\,(1 - p) = p - y .$$
#
# The slope of the sigmoid cancels. What is left is the error itself, and nothing can flatten it. Check it, at
# a point where the neuron is sure and wrong:

# %%
z, y, h = np.array([[-10.0]]), np.array([[1.0]]), 1e-4
p = sigmoid(z)


def slope_of(loss):
    """dloss/dz by nudging z."""
    return np.squeeze(loss(sigmoid(z + h), y) - loss(sigmoid(z - h), y)) / (2 * h)


mse_slope, bce_slope = slope_of(mse_loss), slope_of(bce_loss)
assert np.isclose(mse_slope, ((p - y) * p * (1 - p)).item()), "is check(mse_loss) right?"
assert np.isclose(bce_slope, (p - y).item(), rtol=0.05), "is check(bce_loss) right?"  # your hair may be thicker
ratio = bce_slope / mse_slope
print(f"squared error: {mse_slope:.3e}   cross-entropy: {bce_slope:.5f}   ratio: {ratio:,.0f}")
assert np.isclose(ratio, 22028, rtol=0.05)
assert sigmoid(40.0) == 1.0  # as said in exercise 5

# %% [markdown]
# The cross-entropy pulls 22,028 times as hard.
#
# ### Exercise 6: its gradient
#
# Write `logistic_grad(X, y, w, b)`, the gradient of $J$ for any $N$ and $n$. It has the same arguments and
# shapes as `mse_grad`.

# %% solution="logistic_grad"
def logistic_grad(X, y, w, b):
    """Gradient of the cross-entropy J with p = sigmoid(X @ w + b).

    X: inputs (N, n); y: targets (N, 1); w: weights (n, 1); b: bias (1, 1)
    Returns dw (n, 1) and db (1, 1), new arrays.
    """
    ### BEGIN SOLUTION
    d = (sigmoid(X @ w + b) - y) / len(X)
    return X.T @ d, d.sum(axis=0, keepdims=True)
    ### END SOLUTION

# %% test="logistic_grad"
check(logistic_grad)

# %% [markdown]
# ### A race from a bad start
#
# Two neurons are to learn OR. Both start with $b = -10$: sure that the answer is always 0. Both use your
# loop, learning rate 1. One has `mse_grad`, the other `logistic_grad`. Guess before you run: how far does
# each come in 2000 epochs?

# %%
X, y_or = load_gate("or")
bad_w, bad_b = np.zeros((2, 1)), np.full((1, 1), -10.0)
race = {}
for name, grad in {"squared error": mse_grad, "cross-entropy": logistic_grad}.items():
    w, b, race[name] = fit_perceptron(grad, X, y_or, bad_w, bad_b, learning_rate=1, epochs=2000)
    print(f"{name}: {sigmoid(X @ w + b)[:, 0]}")

assert np.allclose(race["squared error"], 0.75, atol=0.001)

ax = loss_curves(race)
ax.set(xlim=(-10, 500), ylim=(0, 0.8), ylabel="mean of $(p - y)^2$")
ax.set_title("From a bad start the squared error does not move")
show(ax, alt="Error against the epoch: it stays at 0.75 with the squared error, falls to 0 with cross-entropy.")

# %% [markdown]
# The first one has not moved: its outputs are still 0.000 everywhere. Also from the slides' own start the
# cross-entropy comes further in the same 2000 epochs, and with XOR it ends where the squared error ended,
# because no loss bends a line:

# %%
for gate in ("and", "xor"):
    print(f"{gate.upper()} with cross-entropy:", train(gate, logistic_grad)[3][:, 0])

# %% [markdown] seeds="S2.22"
# ## Where the slides slip
#
# Good slides have slips too, and finding them teaches. First their class, shortened a little and with a seed:

# %% seeds="S2.22"
def sigmoid_derivative(z):
    return z * (1.0 - z)


class Perceptron:
    def __init__(self, X, Y, weights):
        self.N = X.shape[0]
        self.X = np.hstack((np.ones([X.shape[0], 1]), X))
        self.Y = Y
        self.weights = weights  # in the slides np.random.rand(3, 1): two inputs, no other number
        self.mean_square_error_log = []

    def feed_forward(self):
        self.output = sigmoid(np.dot(self.X, self.weights))

    def back_propagation(self):
        output_diff = self.output - self.Y
        self.mean_square_error_log.append(np.sum(output_diff**2, axis=0) / self.N)
        res = output_diff * sigmoid_derivative(self.output)
        self.weights = self.weights - 1 * np.dot(self.X.T, res) / self.N


def slides_training(gate):
    X, Y = load_gate(gate)
    w, b = random_start(4)
    perceptron = Perceptron(X, Y, np.vstack([b, w]))
    for _ in range(2000):
        perceptron.feed_forward()
        perceptron.back_propagation()
    return perceptron


theirs = slides_training("and")
w, b, _, _ = train("and")
print("The slides' class ends at w0, w1, w2 =", theirs.weights[:, 0])
print("your loop ends at b, w1, w2 =", np.vstack([b, w])[:, 0])
assert np.allclose(theirs.weights, np.vstack([b, w])), "are the checks of mse_grad and fit_perceptron right?"

# %% [markdown]
# **1. A function that wants $p$ but calls it $z$.** `sigmoid_derivative(z)` computes `z * (1 - z)`. That is
# $\sigma'$ only if what goes in is already $p = \sigma(z)$, and that is how the class uses it. Take its
# argument by its name, and the slope at $z = 2$ is negative:

# %%
print(f"at z = 2: as named {sigmoid_derivative(2.0):.3f}, as used {sigmoid_derivative(sigmoid(2.0)):.3f}")

# %% [markdown] seeds="S2.21"
# Could you tell such a mistake from the result of the training? Two wrong gradients: the first takes the
# slope of the sigmoid at $p$ and not at $z$, the second forgets $1/N$.

# %% seeds="S2.21"
def slope_at_p(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) * sigmoid(p) * (1 - sigmoid(p)) / len(X)
    return X.T @ d, d.sum(axis=0, keepdims=True)


def no_mean(X, y, w, b):
    dw, db = mse_grad(X, y, w, b)
    return len(X) * dw, len(X) * db


for name, grad in {"right": mse_grad, "slope at p": slope_at_p, "no 1/N": no_mean}.items():
    print(f"{name:10s}", train("and", grad)[3][:, 0])

# %% [markdown]
# No. Both wrong ones look better than the right one. That is why `check` compares your gradient with numbers,
# and why you should, too.
#
# **2. One sample or all?** The slide "Cập nhật lại Weight" has
# $w_k \leftarrow w_k - \alpha\, (\hat y_i - y_i)\, \hat y_i (1 - \hat y_i)\, x_k$, one step for each sample
# $i$. The code beside it makes one step with the mean over all samples. Both train, but they are not the same
# algorithm:

# %% seeds="S2.24"
X, y = load_gate("and")
w_batch, b_batch, _ = fit_perceptron(mse_grad, X, y, *random_start(4), learning_rate=1, epochs=1)
w_each, b_each = random_start(4)
for i in range(4):
    w_each, b_each, _ = fit_perceptron(mse_grad, X[[i]], y[[i]], w_each, b_each, learning_rate=1, epochs=1)
print("after one epoch, all at once:  ", w_batch[:, 0], b_batch[:, 0])
print("after one epoch, one by one:   ", w_each[:, 0], b_each[:, 0])
assert not np.allclose(w_batch, w_each, atol=0.01), "is check(mse_grad) right?"

# %% [markdown]
# **3. The surface.** The slides' code fills its grid through `.T`, so that `Z[i, j]` belongs to the point with
# $x_1$ and $x_2$ exchanged. AND and OR look the same after the exchange; a gate that treats its inputs
# differently does not:

# %%
K = 20
grid = np.linspace(0, 1, K)
X1, X2 = np.meshgrid(grid, grid)
for gate in ("and", "x1_and_not_x2"):
    w, b, _, _ = train(gate)
    right = sigmoid(X1 * w[0] + X2 * w[1] + b)
    slides = sigmoid(np.array([X1, X2]).T.reshape(-1, 2) @ w + b).reshape(-1, K)
    print(f"{gate}: largest error of the slides' surface {np.abs(slides - right).max():.2f}")

# %% [markdown]
# And here is the whole list, with two numbers for each slip: what comes out by the slide, and what is right. (NaN:
# nothing comes out, the slide's line fails.)

# %%
errata("02-train-a-neuron")

# %% [markdown] seeds="S2.27 S2.28"
# ## What to remember
#
# - A neuron is one line and one soft step: $p = \sigma(Xw + b)$. Without $b$ the line is tied to the origin.
# - The gradient is a chain, link by link: error, slope, input. $E$ is a mean, so $1/N$ enters once.
# - Training is: look, note, ask for the gradient, step against it. `fit_perceptron` has no idea what it
#   trains.
# - XOR ends at 0.5 because that *is* the lowest point for one neuron. Change the model, not the number of
#   epochs.
# - With the squared error a neuron that is sure and wrong hardly moves. With the cross-entropy the slope
#   cancels, and the gradient is $p - y$.
# - A wrong gradient can train nicely. Compare it with numbers.
#
# ## Where next
#
# Lesson 03, *Gradient descent*: how long should a step be, and how many samples should it look at? Lesson 09,
# *Backpropagation in matrices*: two neurons in front of this one bend the line, and your own gradient
# solves XOR.
