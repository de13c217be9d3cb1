# %% [markdown]
# # One of several: one-vs-all and softmax
#
# **The question.** A neuron answers yes or no. But is this digit a 0, a 1, ..., or a 9? Is this animal a cat, a dog or
# a horse? How does a network choose *one of several*, say how sure it is, and learn from being wrong?
#
# **What you will do.** Let three neurons compete, each for a class of its own, and look at what goes wrong. Then make
# their scores into probabilities with softmax, keep it from overflowing, and find that the sigmoid was softmax all
# along. You write the loss and its gradient, which is the shortest in this course, and train with them. At the end
# both methods meet data on which one of three neurons never says yes.
#
# **What you need.** The neuron and the cross-entropy (lesson 02), layers and their shapes (lesson 05), and from
# lesson 09 the two rules for `dW` and `db`. About 50 minutes. The slides are the three pages "Mạng nơ ron cho phân
# lớp đa lớp" of deck 000, and from deck 001 "Cấu trúc" (the output layer).

# %%
import numpy as np
from matplotlib.figure import Figure

from nncore import SGD, Network, activations, fit, numerical_gradient, sigmoid
from nncore.exercises import check
from nncore.plots import COLORS, class_regions, network_diagram, show
from nncore.slides import errata
from nncore.widgets import logits

np.set_printoptions(precision=3, suppress=True)

# %% [markdown]
# ## Three classes
#
# Choosing one of several classes is *multi-class classification* (*phân lớp đa lớp*). (Mind the slides' word *lớp*: it
# means a class here, and a layer elsewhere.) Here are 180 points of three classes. The number of its class, 0, 1 or 2,
# is the *label* (*nhãn*) of a point; the labels stand in `y`, shape $(N,)$.

# %%
def clouds(centres, n_points, spread, seed):
    """Points around each centre, in rows, and their labels: the numbers of the centres."""
    y = np.repeat(np.arange(len(centres)), n_points)
    noise = np.random.default_rng(seed).normal(size=(len(y), 2))
    return np.array(centres)[y] + spread * noise, y


X, y = clouds([(1, 3.2), (-1, 0.2), (3, 0.4)], n_points=60, spread=0.9, seed=12)
print("X", X.shape, " y", y.shape, " points in each class:", np.bincount(y))


def nobody(points):
    return np.full(len(points), -1)  # no class anywhere, so the plane stays white


ax = class_regions(nobody, X, y)
ax.legend(loc="upper left", fontsize=8)
ax.set_title("Three clouds that overlap a little")
show(ax, alt="Three clouds of 60 points: class 0 at the top, class 1 at the lower left, class 2 at the lower right.")

# %% [markdown] seeds="S1.2"
# What should a network put out for such data? One output whose value is 0, 1 or 2? Then class 1 would lie *between*
# the others, and a network that wavers between 0 and 2 would say 1, which it means least of all. Labels are names;
# they have no order.
#
# Deck 001 gives the usual answer: the output layer has **one node for each label**. 8 labels, 8 nodes. The inputs
# have one node for each feature, as ever, and what lies between is free. Here nothing does: 2 inputs and 3 outputs,
# each with its own column of weights and its own bias.

# %%
W, b = np.array([[0.0, -2.0, 2.0], [2.0, -1.0, -1.0]]), np.array([[-3.0, 1.0, -3.0]])
ax = network_diagram([W], [b], names=[["$x_1$", "$x_2$"], ["$z_0$", "$z_1$", "$z_2$"]])
show(ax, alt="Two inputs, each joined to three outputs, one a class; a weight on each line, a bias at each output.")
for K in (3, 8):
    print(f"{K} labels: W has shape (2, {K}), b (1, {K}), so Z = X @ W + b has shape ({len(X)}, {K})")
assert (X @ W + b).shape == (180, 3)

# %% [markdown]
# $Z$ holds the *scores*: a row for each point, a column for each class. The slides write the same for one point at a
# time. Once, in a table:
#
# | Deck 000 | Here | Shape here |
# |:--|:--|:--|
# | $\mathbf x$, one sample, a column | a row of `X` | `X` $(N, n)$ |
# | $\mathbf w_j$, the weights of class $j = 1 \ldots K$ | column `W[:, j]`, $j = 0 \ldots K - 1$ | `W` $(n, K)$ |
# | (no bias; see the end) | `b` | $(1, K)$ |
# | $\mathbf x^{\mathsf T} \mathbf w_j$ | `Z[i, j]`, with `Z = X @ W + b` | $(N, K)$ |
# | $P(y = j \mid \mathbf x)$, $p_c$ | `P[i, j]` | $(N, K)$ |
# | $y_c$: 1 for the true class, else 0 | a row of `Y` | $(N, K)$ |
#
# If the network has one output for each class, the targets need one column for each class, too. Each row of `Y` has a
# single 1, in the column of its label: it is *one-hot*.
#
# ### Exercise 1: one-hot
#
# Write `one_hot(y, K)`. `y` has shape $(N,)$ and holds whole numbers from 0 to $K - 1$; return `Y`, shape $(N, K)$:
# 1 in column `y[i]` of row `i`, 0 everywhere else. Some class may not occur in `y`. Its column exists all the same.

# %% solution="one_hot"
def one_hot(y, K):
    """Rows with a single 1, in the column of the label.

    y: labels (N,), whole numbers 0 to K - 1; K: number of classes
    Returns Y (N, K), zeros and ones.
    """
    ### BEGIN SOLUTION
    return np.eye(K)[y]
    ### END SOLUTION

# %% test="one_hot"
check(one_hot)

# %% [markdown] seeds="S0.28"
# ## One against all
#
# The first idea on the slides: *Huấn luyện K bộ phân lớp*, train $K$ classifiers. You know how to train a neuron that
# says yes or no. So train three. Neuron 0 learns "class 0, or not?", neuron 1 learns "class 1, or not?", and so on:
# each *one against all* the rest. The targets of neuron $k$ are column $k$ of `Y`.
#
# For one neuron the slope of the cross-entropy in the score was $(p - y)/N$ with $p = \sigma(z)$ (lessons 02 and 09).
# Now there are $K$ scores in each row, and so $K$ columns of slopes; `D` $= \partial J / \partial Z$ has the shape of
# `Z`. From `D` to the weights it is lesson 09: `dW = X.T @ D`, and `db` is the sum of the rows of `D`. The loop takes
# the function that makes `D` as an argument, so that it can train something else later.

# %%
def train(slopes, X, Y, n_steps=3000, learning_rate=0.3):
    """Gradient descent with all rows, from zero. slopes(Z, Y) gives D = dJ/dZ. Returns W (n, K), b (1, K)."""
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for _ in range(n_steps):
        D = slopes(X @ W + b, Y)
        W = W - learning_rate * X.T @ D
        b = b - learning_rate * D.sum(axis=0, keepdims=True)
    return W, b


def yes_or_no_slopes(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


Y = one_hot(y, 3)
W_ova, b_ova = train(yes_or_no_slopes, X, Y)

for k in range(3):  # each neuron by itself learns the same: they do not know of each other
    W_alone, b_alone = train(yes_or_no_slopes, X, Y[:, [k]])
    assert np.allclose(W_ova[:, [k]], W_alone), "is check(one_hot) right?"
    assert np.allclose(b_ova[:, [k]], b_alone)
print("three neurons, trained together or one by one:\n", W_ova, b_ova)

# %% [markdown]
# Where does exactly one of them say yes ($z > 0$, so $p > 0.5$)? There its class is clear. The rest stays white.

# %%
def only_yes(points):
    """The class whose neuron alone says yes; -1 where none does, or several do."""
    yes = points @ W_ova + b_ova > 0
    return np.where(yes.sum(axis=1) == 1, yes.argmax(axis=1), -1)


n_yes = (X @ W_ova + b_ova > 0).sum(axis=1)
none, several = int(np.sum(n_yes == 0)), int(np.sum(n_yes > 1))
ax = class_regions(only_yes, X, y)
ax.set_title(f"White: nobody says yes ({none} points), or two do ({several})")
show(ax, alt="Three coloured regions, one a class, with white areas between them: in the middle and in three wedges.")
assert none > 0
assert several > 0

# %% [markdown]
# In the white triangle in the middle nobody wants the point; in the white wedges two neurons do. But the scores know
# more than yes and no. Whoever says it most firmly gets the point, even if that "most firmly" is the faintest no.
#
# ### Exercise 2: let the largest score win
#
# Write `ova_predict(X, W, b)`. `X` has shape $(N, n)$, `W` $(n, K)$, `b` $(1, K)$. Return the labels, shape $(N,)$: for
# each row the class whose neuron has the largest score.
#
# The sigmoid rises everywhere, so the largest score has the largest $p$, on paper. In floating point `sigmoid(40)` and
# `sigmoid(50)` are both exactly 1.0; so compare scores.

# %% solution="ova_predict"
def ova_predict(X, W, b):
    """Class with the largest score, for each row.

    X: inputs (N, n); W: a column of weights for each class (n, K); b: biases (1, K)
    Returns labels (N,), whole numbers 0 to K - 1.
    """
    ### BEGIN SOLUTION
    return (X @ W + b).argmax(axis=1)
    ### END SOLUTION

# %% test="ova_predict"
check(ova_predict)

# %%
def draw_regions(W, b, X, y, name, ax=None):
    """Draw who wins where, and return the axes."""
    n_right = int(np.sum(ova_predict(X, W, b) == y))
    ax = class_regions(lambda points: ova_predict(points, W, b), X, y, ax)
    ax.set_title(f"{name}: {n_right} of {len(y)} right")
    return ax


show(draw_regions(W_ova, b_ova, X, y, "One-vs-all"),
     alt="The plane in three regions that meet in one point, with straight borders; nothing is white any more.")

# %% [markdown]
# (All 180 points are a training set, and so the number is no promise for new points. Here we look at how classes are
# chosen; lesson 13 sets a validation and a test set apart again, as in lesson 10.)
#
# So far so good. Now ask the three neurons *how sure* they are. Three numbers $p$ for each point; what should they add
# up to, if each point belongs to exactly one class?

# %%
P_ova = sigmoid(X @ W_ova + b_ova)
sums = P_ova.sum(axis=1)
for i in (sums.argmin(), sums.argmax(), 0):
    print(f"point {i:3d}, class {y[i]}: p = {P_ova[i]}, sum {sums[i]:.2f}")
assert sums.min() < 0.5
assert sums.max() > 1.5

# %% [markdown] seeds="S0.29"
# One sum is far below 1, another far above. Such numbers are no probabilities of three classes. How could they be?
# Nobody has told the neurons that exactly one of them is right.
#
# ## Softmax
#
# Wanted: from $K$ scores of any size and sign, $K$ numbers that are positive and add up to 1, the largest for the
# largest score. Positive: take $e^z$. Add up to 1: divide by the sum. That is all; it is called *softmax*:
#
# $$p_j = \frac{e^{z_j}}{e^{z_0} + e^{z_1} + \dots + e^{z_{K-1}}} = \frac{e^{z_j}}{\sum_k e^{z_k}} .$$
#
# In the picture: scores on the left, what softmax makes of them on the right. (The library's softmax; yours is next.)

# %% seeds="S0.29"
def draw_softmax(z0, z1, z2):
    """Draw three scores beside their softmax; return the figure and a description."""
    z = np.array([z0, z1, z2])
    p = activations.softmax(z)
    fig = Figure(figsize=(8, 2.6), layout="constrained")
    left, right = fig.subplots(1, 2)
    for ax, values, digits in ((left, z, "g"), (right, p, ".4f")):
        bars = ax.bar(range(3), values, color=[COLORS["blue"], COLORS["orange"], COLORS["green"]])
        ax.bar_label(bars, [format(value, digits) for value in values], padding=2)
        ax.set(xlabel="class", xticks=range(3))
        ax.spines[["top", "right"]].set_visible(False)
    left.axhline(0, color=COLORS["grey"], linewidth=0.8)
    left.set(ylim=(-6.5, 6.5), ylabel="score z", title="Scores: any numbers")
    right.set(ylim=(0, 1.15), ylabel="probability p", title=f"Softmax: they add up to {p.sum():.0f}")
    return fig, f"Scores {z}; softmax gives the probabilities {p}."


show(*draw_softmax(1, 2, 3))
assert np.allclose(activations.softmax(np.array([1.0, 2.0, 3.0])), [0.0900, 0.2447, 0.6652], atol=5e-5)

# %% [markdown]
# Drag. What happens if all three scores grow by 1? If all three are doubled? What if one is far above the others,
# or all are equal? Can you make one $p$ exactly 0? (Without sliders, as on a web page: change the three numbers in
# the cell above and run it again.)

# %% tags=["nbval-skip"]
logits()

# %% [markdown]
# You will have seen: the same number added to all scores changes nothing. Doubling all of them makes softmax more
# decided, and ever more doubling gives all to the largest (so it is a *soft* maximum). On paper no $p$ is ever 0,
# because $e^z$ never is.
#
# **Shift invariance.** The first of these has a one-line proof. Add a number $c$ to every score:
#
# $$\frac{e^{z_j + c}}{\sum_k e^{z_k + c}} = \frac{e^c\, e^{z_j}}{e^c \sum_k e^{z_k}}
# = \frac{e^{z_j}}{\sum_k e^{z_k}} .$$
#
# Only the *differences* of scores count. That is more than a curiosity. Compute the formula as it is printed, with
# scores near 1000, and then with the same scores shifted:

# %%
def as_printed(z):
    return np.exp(z) / np.sum(np.exp(z))


z = np.array([1.0, 2.0, 3.0])
with np.errstate(over="ignore", invalid="ignore"):  # silence the warnings: we know what is coming
    print("scores (1, 2, 3):         ", as_printed(z))
    print("scores (1001, 1002, 1003):", as_printed(z + 1000))
    assert np.isnan(as_printed(z + 1000)).all()
    assert np.isfinite(np.exp(709.0))
    assert np.isinf(np.exp(710.0))
print("the latter minus 1003:    ", as_printed(z + 1000 - 1003))
assert np.allclose(as_printed(z + 1000 - 1003), as_printed(z))

# %% [markdown]
# $e^{1000}$ is too large for a computer, and infinity divided by infinity is NaN, not a number. The remedy costs
# nothing: first take the largest score of the row off. Then the largest exponent is 0 and cannot overflow, and the sum
# below the fraction bar is at least 1.
#
# ### Exercise 3: softmax
#
# Write `softmax(Z)`. `Z` has shape $(N, K)$, a row of scores for each sample; return `P`, shape $(N, K)$, each row the
# softmax of that row. Scores of size 1000 and more must give neither NaN nor a warning.

# %% solution="softmax"
def softmax(Z):
    """Probabilities of the classes, row by row, for scores of any size.

    Z: scores (N, K)
    Returns P (N, K); every row adds up to 1.
    """
    ### BEGIN SOLUTION
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% test="softmax"
check(softmax)

# %% [markdown]
# Your `softmax` in the same picture. Add 1000 to all scores: do the bars on the right stay where they are?

# %% tags=["nbval-skip"]
logits(softmax)

# %% [markdown]
# ### Two classes: an old friend
#
# Softmax with $K = 2$: divide above and below by $e^{z_1}$:
#
# $$p_1 = \frac{e^{z_1}}{e^{z_0} + e^{z_1}} = \frac{1}{e^{z_0 - z_1} + 1} = \sigma(z_1 - z_0) .$$
#
# The sigmoid of the difference. So the neuron of lessons 01 and 02 *was* a softmax of two classes, in which the
# score of "no" is held at 0. That is why deck 001 can say that the last layer is "softmax hoặc sigmoid", softmax or
# sigmoid: for two classes it is the same model, and one node is enough.

# %%
Z_two = np.random.default_rng(0).normal(scale=3, size=(5, 2))
by_softmax, by_sigmoid = softmax(Z_two)[:, 1], sigmoid(Z_two[:, 1] - Z_two[:, 0])
print("softmax, second column:      ", by_softmax)
print("sigmoid of the difference:   ", by_sigmoid)
assert np.allclose(by_softmax, by_sigmoid), "is check(softmax) right?"

same = softmax(X @ (W + np.array([[5.0], [-7.0]])) + b)  # the same column added to every column of W
assert np.allclose(same, softmax(X @ W + b))
print("the same column added to all columns of W: no probability has changed, up to rounding")

# %% [markdown] seeds="S0.30"
# The last line shows the price of the shift: with $K$ columns of weights there is one more than needed. Infinitely many
# `W` make the same predictions. It does no harm.
#
# ## How wrong?
#
# Now the loss. Suppose the truth about sample $i$ is class $c$, and the model gave it the probability $p_{ic}$. A
# good model gives high probability to what really happened, to all samples at once: the product of their $p$ should
# be large. Products of many small numbers end at 0 in a computer, so take the logarithm, which makes a sum of the
# product; a minus turns "large" into "small"; and the mean over the $N$ samples makes it independent of their
# number:
#
# $$J = -\frac1N \sum_{i=1}^N \sum_{c=0}^{K-1} Y_{ic} \log P_{ic} .$$
#
# In each row of $Y$ only the true class is 1, so only its logarithm is left. This is the slides' *Cross Entropy loss*;
# with $K = 2$ it is the cross-entropy of lesson 02.

# %% seeds="S0.30"
for p_true in (0.99, 0.5, 1 / 3, 0.01):
    print(f"true class given p = {p_true:.2f}: this sample costs -log p = {-np.log(p_true):.3f}")
p, target = softmax(Z_two), np.eye(2)[[1, 0, 0, 1, 1]]
two_terms = -np.mean(target[:, 1] * np.log(p[:, 1]) + (1 - target[:, 1]) * np.log(1 - p[:, 1]))
assert np.isclose(-np.sum(target * np.log(p)) / 5, two_terms), "is check(softmax) right?"

# %% [markdown]
# ### The logarithm of a sum of powers
#
# One thing still bites. A model that is sure and wrong may give the true class a $p$ so small that the computer
# rounds it to 0, and $\log 0$ is minus infinity. So do not compute $p$ at all. The logarithm of the fraction is a
# difference:
#
# $$\log p_j = \log \frac{e^{z_j}}{\sum_k e^{z_k}} = z_j - \underbrace{\log \sum_k e^{z_k}}_{\operatorname{LSE}(z)} .$$
#
# $\operatorname{LSE}$ is the *log-sum-exp* of the row. It would overflow like softmax, and the same shift mends it.
# With $m = \max_k z_k$,
#
# $$\operatorname{LSE}(z) = \log \Bigl( e^m \sum_k e^{z_k - m} \Bigr) = m + \log \sum_k e^{z_k - m} .$$
#
# The sum on the right is at least 1 (the largest score gives $e^0$) and at most $K$. So $m \le
# \operatorname{LSE}(z) \le m + \log K$: log-sum-exp is the maximum, a little softened. And the loss of one sample
# is $\operatorname{LSE}(z) - z_c$: **how far the true score stays behind the softened maximum.**

# %%
def log_sum_exp(z):
    m = z.max()
    return m + np.log(np.sum(np.exp(z - m)))


for z in ([1.0, 2.0, 3.0], [3.0, 3.0, 3.0], [1001.0, 1002.0, 1003.0], [0.0, 0.0, 1000.0]):
    z = np.array(z)
    lse = log_sum_exp(z)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        naive = -np.log(as_printed(z)[0])
    print(f"z = {z}: LSE = {lse:8.3f}; loss if the truth is class 0: {lse - z[0]:8.3f}, naively {naive:.3f}")
    assert z.max() <= lse <= z.max() + np.log(3)
print(f"-log 1e-12 = {-np.log(1e-12):.1f}")

# %% [markdown]
# The last row is sure and wrong: it costs 1000, an ordinary number. Naively it is infinite, and in the row above it
# is NaN. (In lesson 02 you kept $p$ a hair away from 0. Then no error, however bad, can cost more than $-\log
# 10^{-12} = 27.6$. With log-sum-exp nothing has to be cut off.)
#
# ### Exercise 4: the cross-entropy, from scores
#
# Write `cross_entropy(Z, Y)`. `Z` are scores (not probabilities), shape $(N, K)$; `Y` is one-hot, shape $(N, K)$.
# Return the number $J$, with the natural logarithm, right for scores of any size:
#
# $$\log P_{ij} = (Z_{ij} - m_i) - \log \sum_k e^{Z_{ik} - m_i}, \qquad m_i = \max_k Z_{ik} .$$

# %% solution="cross_entropy"
def cross_entropy(Z, Y):
    """Mean over the rows of -log softmax(Z) of the true class, for scores of any size.

    Z: scores (N, K); Y: one-hot targets (N, K)
    Returns J, a number.
    """
    ### BEGIN SOLUTION
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z)
    ### END SOLUTION

# %% test="cross_entropy"
check(cross_entropy)

# %%
print(f"scores all 0, so every p = 1/3: J = {cross_entropy(np.zeros((180, 3)), Y):.4f}, log 3 = {np.log(3):.4f}")
assert np.isclose(cross_entropy(np.zeros((180, 3)), Y), np.log(3)), "is check(cross_entropy) right?"
print(f"ten classes, nothing known:     J = {cross_entropy(np.zeros((10, 10)), np.eye(10)):.4f}")

# %% [markdown]
# Who knows nothing pays $\log K$. Before training, the loss of a classifier should be near that; it is a quick test.
#
# ## Which way is down?
#
# Take one sample of true class $c$, so $J = \operatorname{LSE}(z) - z_c$, and nudge the score $z_j$. Two slopes, each
# short. The chain rule for the logarithm of a sum:
#
# $$\frac{\partial \operatorname{LSE}}{\partial z_j} = \frac{1}{\sum_k e^{z_k}} \cdot e^{z_j} = p_j .$$
#
# The slope of log-sum-exp *is* softmax. And $z_c$ has slope 1 in its own column, 0 in the others: that is $y_j$, the
# one-hot target. Together:
#
# $$\boxed{\;\frac{\partial J}{\partial z_j} = p_j - y_j\;}$$
#
# Probability minus truth. Do not believe it; nudge, with your own loss:

# %%
scores, truth = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, 0.0]])
by_formula = softmax(scores) - truth
by_nudging = numerical_gradient(lambda Z: cross_entropy(Z, truth), scores)
print("p - y:     ", by_formula, "\nby nudging:", by_nudging)
assert np.allclose(by_formula, by_nudging, atol=1e-8), "are check(softmax) and check(cross_entropy) right?"

# %% [markdown]
# Read it: the true class has $p = 0.09$, so its slope is $-0.91$, and a step *against* the gradient raises its score by
# much. The two others are lowered, the more probable one by more. The three slopes add up to 0: what one gains,
# the others lose.
#
# <details><summary>The long way, through the slopes of softmax (optional)</summary>
#
# Every score moves *every* probability of its row, since all share the sum. By the quotient rule, $\partial p_c /
# \partial z_j = p_c (1 - p_c)$ for $j = c$ and $-p_c\, p_j$ otherwise; as a matrix $\operatorname{diag}(p) - p\,
# p^{\mathsf T}$, the Jacobian of lesson 00. With $J = -\log p_c$ the first link is $-1/p_c$, and the chain gives
# $-(1 - p_c) = p_c - 1$ for $j = c$ and $+p_j$ otherwise: $p - y$ again. Who takes only the diagonal, as with the
# sigmoid, gets the column of the true class right and all others 0.
#
# </details>

# %%
p = softmax(scores)[0]
jacobian = np.diag(p) - np.outer(p, p)
by_numbers = np.array([numerical_gradient(lambda Z, c=c: softmax(Z)[0, c], scores)[0] for c in range(3)])
print("slopes of softmax:\n", jacobian)
assert np.allclose(jacobian, by_numbers, atol=1e-8)
assert np.allclose((-truth[0] / p) @ jacobian, p - truth[0])  # the long way arrives at p - y, too

# %% [markdown]
# ### Exercise 5: the gradient
#
# Now for $N$ samples. Write `softmax_ce_grad(Z, Y)`. `Z` (scores) and `Y` (one-hot) have shape $(N, K)$; return `D`
# $= \partial J / \partial Z$, shape $(N, K)$. Use your `softmax`, and remember that $J$ is a mean.

# %% solution="softmax_ce_grad"
def softmax_ce_grad(Z, Y):
    """Slopes of the mean cross-entropy in the scores.

    Z: scores (N, K); Y: one-hot targets (N, K)
    Returns D = dJ/dZ (N, K), a new array.
    """
    ### BEGIN SOLUTION
    return (softmax(Z) - Y) / len(Z)
    ### END SOLUTION

# %% test="softmax_ce_grad"
check(softmax_ce_grad)

# %% [markdown]
# ## Side by side
#
# Same data, same loop, same number of steps. Only the function that makes `D` is another one: your own. (This model,
# softmax on top of a weighted sum, is called *softmax regression*.) Softmax keeps the order of the scores, so your
# `ova_predict` finds the winner here, too.

# %%
W_soft, b_soft = train(softmax_ce_grad, X, Y)
P_soft = softmax(X @ W_soft + b_soft)

fig = Figure(figsize=(9.4, 4.2), layout="constrained")
left, right = fig.subplots(1, 2)
draw_regions(W_ova, b_ova, X, y, "One-vs-all", left)
draw_regions(W_soft, b_soft, X, y, "Softmax", right)
show(fig, alt="The same three clouds twice: one-vs-all and softmax part them by nearly the same three borders.")

i = sums.argmax()
print(f"point {i}, class {y[i]}: one-vs-all {P_ova[i]}, sum {P_ova[i].sum():.2f}")
print(f"                   softmax    {P_soft[i]}, sum {P_soft[i].sum():.2f}")
print(f"the two agree on {np.mean(ova_predict(X, W_ova, b_ova) == ova_predict(X, W_soft, b_soft)):.1%} of the points")
print(f"loss of softmax: {cross_entropy(X @ W_soft + b_soft, Y):.3f}, at the start {np.log(3):.3f}")
assert np.allclose(P_soft.sum(axis=1), 1), "are all checks above right?"
assert cross_entropy(X @ W_soft + b_soft, Y) < 0.2

# %% [markdown]
# Almost the same borders. (All are straight: where two classes draw, $z_j = z_k$, an equation of a line.) Is
# softmax then only a nicer way to say the same?
#
# ### Three clouds in a row
#
# Now class 1 stands *between* the others, and has 40 points, the others 80 each. Guess before you run: how does the
# middle neuron of one-vs-all answer to the points of its own class? And how many does it win?

# %%
X_row, y_row = clouds([(1, 1), (2.5, 2), (4, 3)], n_points=[80, 40, 80], spread=0.5, seed=12)
Y_row = one_hot(y_row, 3)
row = {"One-vs-all": train(yes_or_no_slopes, X_row, Y_row, n_steps=10_000, learning_rate=0.5),
       "Softmax": train(softmax_ce_grad, X_row, Y_row, n_steps=10_000, learning_rate=0.5)}

fig = Figure(figsize=(9.4, 4.2), layout="constrained")
for ax, (name, parameters) in zip(fig.subplots(1, 2), row.items(), strict=True):
    draw_regions(*parameters, X_row, y_row, name, ax)
show(fig, alt="Three clouds in a row. One-vs-all gives the middle class a narrow band, softmax a wider one.")

middle = y_row == 1
for name, (W, b) in row.items():
    n_right = int(np.sum(ova_predict(X_row[middle], W, b) == 1))
    print(f"{name}: {n_right} of {middle.sum()} points of the middle class are right")
W, b = row["One-vs-all"]
p_middle = sigmoid(X_row @ W + b)[:, 1]
print(f"one-vs-all, neuron 1: p from {p_middle.min():.2f} to {p_middle.max():.2f}, "
      f"it says yes to {np.sum(p_middle > 0.5)} of {len(y_row)} points")
assert not (p_middle > 0.5).any(), "is check(one_hot) right?"

# %% [markdown]
# The middle neuron never says yes, not to a single point. It cannot: "class 1, or not?" asks for one line with
# class 1 on one side and *both* others on the other side. There is none. It is the trouble of XOR (lesson 02), and
# the neuron does what XOR's did, it shrugs: it says about $40/200 = 0.2$ to everything. It wins only where both
# others have given up.
#
# Look along the row, from the first centre to the last:

# %%
steps = np.linspace(-0.15, 1.15, 200)
along = np.array([[1.0, 1.0]]) + steps[:, None] * np.array([[3.0, 2.0]])
(W_o, b_o), (W_s, b_s) = row.values()
outputs = {"One-vs-all": sigmoid(along @ W_o + b_o), "Softmax": softmax(along @ W_s + b_s)}

fig = Figure(figsize=(9.4, 3.2), layout="constrained")
for ax, (name, P) in zip(fig.subplots(1, 2, sharey=True), outputs.items(), strict=True):
    for k, (color, line) in enumerate((("blue", "-"), ("orange", "--"), ("green", "-."))):
        ax.plot(steps, P[:, k], line, color=COLORS[color], linewidth=2, label=f"class {k}")
    ax.set(xlabel="place along the row (0, 0.5, 1: the centres)", title=f"{name}: middle reaches {P[:, 1].max():.2f}")
    ax.spines[["top", "right"]].set_visible(False)
fig.axes[0].set_ylabel("probability p")
fig.axes[1].legend(frameon=False, loc="center right")
show(fig, alt="Along the row: with one-vs-all the middle class stays near 0.2; with softmax it rises to nearly 1.")
print("softmax, scores at the centre of class 1:", (np.array([[2.5, 2.0]]) @ W_s + b_s)[0])
assert outputs["One-vs-all"][:, 1].max() < 0.25
assert outputs["Softmax"][:, 1].max() > 0.95

# %% [markdown]
# Softmax has no better neurons: each score is still one weighted sum. But they are trained *together*. Class 1 need not
# stand above 0 anywhere on its own account. It must only beat class 0 on the right of one line and class 2 on the left
# of another, and falling less steeply than a rival is a way to beat it. Only differences count.
#
# ### On top of a network
#
# Straight borders are not always enough. Then put hidden layers below, as ever, and let the last layer have $K$ columns
# and softmax. For backpropagation (lesson 09) only the start is new: your `softmax_ce_grad` makes the `D` of the last
# layer, and from there down nothing changes. The library's `Network` does the same, as the check below shows.

# %%
rng = np.random.default_rng(5)
radius, angle = np.repeat([0.5, 1.7, 3.0], 80) + 0.25 * rng.normal(size=240), rng.uniform(0, 2 * np.pi, 240)
X_rings, y_rings = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), np.repeat([0, 1, 2], 80)
Y_rings = one_hot(y_rings, 3)

net = Network((2, 12, 3), activation="tanh", output="softmax", rng=np.random.default_rng(0))
Z, A = net.forward(X_rings)
_, dW, _ = net.loss_and_gradients(X_rings, Y_rings)
assert np.allclose(dW[-1], A[-2].T @ softmax_ce_grad(Z[-1], Y_rings)), "is check(softmax_ce_grad) right?"

fit(net, X_rings, Y_rings, epochs=150, batch_size=20, optimizer=SGD(0.3), rng=np.random.default_rng(0))
no_hidden = train(softmax_ce_grad, X_rings, Y_rings)
fig = Figure(figsize=(9.4, 4.2), layout="constrained")
left, right = fig.subplots(1, 2)
draw_regions(*no_hidden, X_rings, y_rings, "Softmax alone", left)
class_regions(lambda points: net.predict(points).argmax(axis=1), X_rings, y_rings, right)
n_right = int(np.sum(net.predict(X_rings).argmax(axis=1) == y_rings))
right.set_title(f"Softmax on 12 hidden units: {n_right} of 240 right")
show(fig, alt="A disc in a ring in a ring. Softmax alone draws straight borders; the network draws closed curves.")
assert n_right > 220

# %% [markdown] manual="which-output" points=3
# ### Question (graded by a person)
#
# A photo app knows eight animals. It comes in two versions. Version A gets photos with exactly one animal and must say
# which. Version B gets any photo and must say *which of the eight* are in it: none, one, or several.
#
# 1. Both have an output layer with 8 nodes. Which activation belongs on it in A, which in B? What do the 8 outputs of a
#    photo add up to?
# 2. What does a row of `Y` look like in A and in B? Give an example of each.
# 3. A photo shows a cat *and* a dog. What would version A's network do with it at best, and why can no training
#    mend that?
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. A: softmax; the 8 outputs add up to 1, since exactly one animal is in the photo. B: eight sigmoids, eight separate
#    yes-or-no questions, each with its own binary cross-entropy; their sum can be anything between 0 and 8.
# 2. A: one-hot, such as (0, 0, 1, 0, 0, 0, 0, 0). B: a 1 for every animal in the photo, such as
#    (1, 0, 1, 0, 0, 0, 0, 0) for two, or all zeros for none. (Such a row is not one-hot; its sum is not 1.)
# 3. Softmax must share 1 among the classes, so at best it gives cat and dog 0.5 each; it cannot say that both are there
#    (two times nearly 1), nor tell that from "one of the two, unsure which". It is the form of the output that forbids
#    it, not the weights. Nor can it say "none".
#
# Marking: 1 point for each part. 1: both activations and both sums ("not 1" or "anything" is enough for B). 2: both
# examples; B's must have other than one 1. 3: the outputs add up to 1, so not both can be near 1; "it would be
# confused" without the reason gives half.
# ### END SOLUTION

# %% [markdown]
# ## Where the slides slip
#
# **1. No bias.** The slide's score is $\mathbf x^{\mathsf T} \mathbf w_j$. Without $b_j$ every border runs through the
# origin, and at $x = 0$ all scores are 0, so that every class has $p = 1/K$ there, whatever is learnt. Our clouds:

# %%
def train_without_bias(X, Y, n_steps=3000, learning_rate=0.3):
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(n_steps):
        W = W - learning_rate * X.T @ softmax_ce_grad(X @ W, Y)
    return W, np.zeros((1, Y.shape[1]))


no_bias = train_without_bias(X, Y)
ax = draw_regions(*no_bias, X, y, "Softmax without bias")
show(ax, alt="Without a bias all borders meet at the origin, beside the gap between the clouds, and cut through them.")
print("at x = (0, 0):", softmax(np.zeros((1, 2)) @ no_bias[0] + no_bias[1])[0])
n_with, n_without = (np.sum(ova_predict(X, *parameters) == y) for parameters in ((W_soft, b_soft), no_bias))
print(f"right with bias: {n_with} of {len(y)}, without: {n_without}")
assert n_without < n_with

# %% [markdown]
# **2. One sample or all?** The slide's loss, $-\sum_c y_c \log p_c$, is that of one sample. If it is added up over all
# samples instead of averaged, every slope grows with their number, and a learning rate that was good for 180 points is
# 180 times too large:

# %%
def slopes_of_the_sum(Z, Y):
    return len(Z) * softmax_ce_grad(Z, Y)


for name, slopes in {"mean": softmax_ce_grad, "sum ": slopes_of_the_sum}.items():
    J = [cross_entropy(X @ W + b, Y) for W, b in (train(slopes, X, Y, n_steps=n) for n in (0, 1, 2, 5, 10))]
    print(f"{name}: mean loss after 0, 1, 2, 5, 10 steps:", np.array(J))
    last = J
assert last[1] > last[0]  # the first step with the sum makes things worse

# %% [markdown]
# **3. What is printed cannot be computed.** The formula of softmax is right, and so is the loss. But typed in as they
# stand they give NaN from scores of about 710 on. You have seen why, and what to do.
#
# And with two numbers for each slip:

# %%
errata("12-softmax")

# %% [markdown]
# ## What to remember
#
# - One output for each class, one-hot targets, and the class with the largest score wins.
# - One-vs-all trains $K$ neurons that do not know of each other. Their outputs do not add up to 1, and a class that
#   no line parts from the rest may get a neuron that never says yes.
# - Softmax makes probabilities of scores. Only differences of scores count; so take the row's largest one off first.
#   For two classes it is the sigmoid of the difference.
# - The loss is $\operatorname{LSE}(z) - z_c$: computed from scores it never meets $\log 0$. Who knows nothing pays
#   $\log K$.
# - Its gradient is $(P - Y)/N$. That is all backpropagation needs at the top of a network.
# - Exactly one of several: softmax. Any number of several: sigmoids.
#
# ## Where next
#
# Lesson 13, *Read handwritten digits*: ten classes, 784 inputs, hidden layers, and your softmax on top.
