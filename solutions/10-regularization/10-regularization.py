# %% [markdown]
# # Generalise: learn the rule, not the noise
#
# **The question.** A network with enough units can pass through every point of its training data. Is that good? The
# data have noise in them, and a network that has learnt the noise by heart will be wrong tomorrow. How do we notice
# noise learnt by heart, how much flexibility is right, and how do we take some away from a network that has too much?
#
# **What you will do.** Deal the data out into three sets, each with its own task. Watch the error fall on the one and
# rise on the other. Take the error apart into three pieces that add up to the last digit. Then put a price on large
# weights, find what the slide's gradient of that price gets wrong, and tame a network with it. At the end you stop a
# training run at the right moment.
#
# **What you need.** ReLU units with kinks (lesson 07), the backward pass and the gradient check (lesson 09). About 50
# minutes. The slides are deck 003, from "Tập huấn luyện và tập kiểm tra" to "Bias và variance", and deck 000, the two
# pages "Regularization".

# %%
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from nncore import Network, fit, sigmoid
from nncore.activations import relu
from nncore.data import planar
from nncore.exercises import check
from nncore.losses import binary_cross_entropy
from nncore.optimizers import SGD
from nncore.plots import COLORS, decision_boundary, new_axes, png, show
from nncore.slides import errata
from nncore.widgets import regularization

np.set_printoptions(precision=3, suppress=True)

# %% [markdown] seeds="S3.3"
# ## Three sets
#
# Whether a student has understood you do not test with the exercises from class. Deck 003 does the same with data: it
# parts them into a *training set* (*tập huấn luyện*), from which the model learns, and a *test set* (*tập kiểm tra*),
# which the model never sees while it learns. We need a third one in between, the *validation set*:
#
# - **training**: the weights come from these samples;
# - **validation**: you choose with these, say how many units, or when to stop;
# - **test**: opened once, at the very end, for one honest number.
#
# Why choosing needs a set of its own you will measure below. First the data. A rule $f(x) = \sin 4x$, which in real
# life nobody knows, and 90 measurements $y = f(x) + \varepsilon$ with noise (*nhiễu*) $\varepsilon$, normal with
# standard deviation 0.4. They lie in the file from the smallest $x$ to the largest.

# %%
NOISE = 0.4


def f(x):
    return np.sin(4 * x)


def measure(n, rng):
    """n measurements x (n, 1), y (n, 1) from -1 to 1: one at random in each n-th part of the interval."""
    x = -1 + 2 * (np.arange(n) + rng.random(n)) / n
    return x[:, None], (f(x) + rng.normal(0, NOISE, n))[:, None]


rng = np.random.default_rng(8)
x, y = measure(90, rng)
order = rng.permutation(90)
print("the first measurements:", *(f"({a:.2f}, {b:.2f})" for a, b in zip(x[:4, 0], y[:4, 0], strict=True)))
print("order:", *order[:8], "...")

# %% [markdown] seeds="S3.3"
# Since the file is sorted, its last third is the right end of the curve. Nobody can learn the left two thirds and be
# tested on the right one. So the rows are dealt out in random order.
#
# ### Exercise 1: deal them out
#
# Write `split(X, Y, order, n_val, n_test)`.
#
# - `X` $(N, n)$, `Y` $(N, K)$: samples, one a row. `order` $(N,)$: the row numbers 0 to $N - 1$, shuffled. `n_val`,
#   `n_test`: how many samples the validation and the test set get; the training set gets the rest.
# - Go through `order` from its start: first come the rows of the training set, then those of validation, then those
#   of test. Keep them in that order.
# - Return six new arrays: `X_train, Y_train, X_val, Y_val, X_test, Y_test`.

# %% solution="split" seeds="S3.3"
def split(X, Y, order, n_val, n_test):
    """Deal samples out into training, validation and test set.

    X (N, n), Y (N, K): samples, one a row. order (N,): all row numbers, shuffled. n_val, n_test: sizes.
    Returns X_train, Y_train, X_val, Y_val, X_test, Y_test: rows in the order of `order`, training first, test last.
    """
    ### BEGIN SOLUTION
    n_train = len(order) - n_val - n_test
    train, val, test = order[:n_train], order[n_train : n_train + n_val], order[n_train + n_val :]
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]
    ### END SOLUTION

# %% test="split"
check(split)

# %%
x_train, y_train, x_val, y_val, x_test, y_test = split(x, y, order, n_val=30, n_test=30)
assert len(np.unique(np.concatenate([x_train, x_val, x_test]))) == 90, "is check(split) right?"

ax = new_axes(6.4, 3.4)
places = np.linspace(-1, 1, 201)[:, None]
ax.plot(places, f(places), "--", color=COLORS["grey"], label="the rule, unknown")
for name, (a, b), marker in (("training", (x_train, y_train), "o"), ("validation", (x_val, y_val), "s")):
    ax.plot(a, b, marker, color=COLORS["blue" if marker == "o" else "orange"], markersize=5, label=name)
ax.set(xlabel="x", ylabel="y", ylim=(-2.3, 2.9), title="30 samples to learn from, 30 to choose with; 30 stay hidden")
ax.legend(frameon=False, ncols=3, loc="upper center")
show(ax, alt="Training and validation samples scattered around one and a quarter waves of a sine.")

# %% [markdown] seeds="S3.4"
# ## Too simple, too complex
#
# The model is the network of lesson 07: one input, $n$ ReLU units, an output that adds them up. To make things easy
# the kinks stay where they are, equally far apart; only the $n$ output weights and the output bias are learnt. For
# those there is no need to walk downhill: the best ones, with the smallest mean squared error on the training set,
# come out of one call of NumPy's `lstsq` ("least squares"). The number of units is the model's *capacity*: how many
# shapes it can take.

# %%
def hidden(x, n_units):
    """Outputs (N, n_units) of ReLU units whose kinks lie equally far apart, from -1 on."""
    return relu(x - np.linspace(-1, 1, n_units, endpoint=False))


def fit_units(x, y, n_units):
    """Bias and output weights, together (n_units + 1, 1), with the smallest squared error on x, y (N, 1)."""
    columns = np.hstack([np.ones((len(x), 1)), hidden(x, n_units)])
    return np.linalg.lstsq(columns, y, rcond=None)[0]


def predict(x, weights):
    return weights[0] + hidden(x, len(weights) - 1) @ weights[1:]


def error(p, y):
    """Mean of the squared errors."""
    return np.mean((p - y) ** 2)


def draw_fit(n_units):
    """Draw a fit with n_units units; return the axes and a description."""
    weights = fit_units(x_train, y_train, n_units)
    on_train, on_val = error(predict(x_train, weights), y_train), error(predict(x_val, weights), y_val)
    ax = new_axes(6.4, 3.6)
    ax.plot(places, f(places), "--", color=COLORS["grey"], label="the rule")
    ax.plot(x_train, y_train, "o", color=COLORS["blue"], markersize=4, label="training")
    ax.plot(x_val, y_val, "s", color=COLORS["orange"], markersize=4, label="validation")
    ax.plot(places, predict(places, weights), color=COLORS["black"], linewidth=1.8, label="fit")
    title = f"{n_units} unit{'s' * (n_units != 1)}: error {on_train:.2f} on training, {on_val:.2f} on validation"
    ax.set(xlabel="x", ylabel="y", ylim=(-2.3, 2.9), title=title)
    ax.legend(edgecolor="none", framealpha=0.9, ncols=4, loc="upper center", fontsize=9)
    return ax, f"The fit with {title}."


for n_units in (1, 5, 20):
    show(*draw_fit(n_units))

# %% [markdown] seeds="S3.4"
# The same data three times. On top one unit, a straight line: *underfitting*. The model is too simple
# (*quá đơn giản*) for the rule. In the middle five units: they follow the rule and leave the noise alone. At the
# bottom twenty: *overfitting*. The model is too complex (*quá phức tạp*) and learns the noise, too (*học cả nhiễu*):
# it bends to single points, and between them it goes astray. Now drag, and look at the two numbers in the title.

# %% tags=["nbval-skip"]
import ipywidgets as widgets

unit_knob = widgets.IntSlider(5, min=0, max=20, description="units")
picture, words = widgets.Image(format="png"), widgets.Label()


def redraw(_=None):
    ax, words.value = draw_fit(unit_knob.value)
    picture.value = png(ax)


unit_knob.observe(redraw, "value")
redraw()
widgets.VBox([unit_knob, picture, words])

# %% seeds="S3.4"
counts = np.arange(21)
fits = [fit_units(x_train, y_train, n) for n in counts]
train_errors = np.array([error(predict(x_train, w), y_train) for w in fits])
val_errors = np.array([error(predict(x_val, w), y_val) for w in fits])
best = counts[np.argmin(val_errors)]

ax = new_axes(6.4, 3.6)
ax.plot(counts, train_errors, "o-", color=COLORS["blue"], label="training")
ax.plot(counts, val_errors, "s-", color=COLORS["orange"], label="validation")
ax.axhline(NOISE**2, color=COLORS["grey"], linestyle=":", label=f"noise, ${NOISE}^2$")
ax.plot(best, val_errors[best], "o", color=COLORS["orange"], markersize=14, fillstyle="none")
ax.set(xlabel="units (capacity)", ylabel="mean squared error", yscale="log", xticks=range(0, 21, 2))
ax.set_title(f"Training error falls; validation error turns round after {best} units")
ax.legend(frameon=False)
show(ax, alt=f"Training error falls with the units; validation error is smallest at {best} units, then rises.")
for n in (1, best, 20):
    print(f"units {n:2d}: error {train_errors[n]:.3f} on training, {val_errors[n]:.3f} on validation")
assert best == 5, "is check(split) right?"
assert np.all(np.diff(train_errors[[0, 1, 2, 4, 8, 16]]) < 0)  # kinks doubled: all old ones stay
assert val_errors[20] > 10 * val_errors[best]

# %% [markdown] seeds="S3.4"
# (The small bumps in the blue curve are there because with another number of units all kinks move. And the tall peak at
# 17? From 14 units on some neighbouring kinks have no training point between them, and nothing holds the curve there.)
# Read the two curves like a doctor:
#
# | | training error | validation error | what helps |
# |:--|:--|:--|:--|
# | underfitting | high | high, about the same | more units, a better model |
# | about right | near the noise | near the noise | |
# | overfitting | low, below the noise | high | fewer units, more data, or what comes below |
#
# A training error *below* the noise is no success. Nobody can foretell noise, so below it there is only learning by
# heart.
#
# ### Why choosing needs its own set
#
# We have chosen 5 units since their validation error was smallest. May we now report this smallest error as *the*
# error of the model? Play the same game 300 times, with 30 new training samples each and with 15 to choose with.
# Since we know the rule, we can also tell the true error of each winner: that on a thousand new measurements.

# %%
def play(rng):
    """Choose the number of units once: the winner's validation error and its true error."""
    (a, b), (a_val, b_val), (a_new, b_new) = measure(30, rng), measure(15, rng), measure(1000, rng)
    tried = [fit_units(a, b, n) for n in range(2, 13)]
    won = tried[np.argmin([error(predict(a_val, w), b_val) for w in tried])]
    return error(predict(a_val, won), b_val), error(predict(a_new, won), b_new)


rng = np.random.default_rng(0)
games = np.array([play(rng) for _ in range(300)])
reported, true = games.mean(axis=0)
print(f"smallest validation error {reported:.3f}, true error of the same models {true:.3f} (means of 300 games)")
print(f"the reported number is {1 - reported / true:.0%} too small")
assert reported < 0.9 * true

# %% [markdown]
# The winner is the best model *and* the luckiest one. Whoever reports the number by which he has chosen reports the
# luck, too. Deck 003 has two sets only; as soon as anything is chosen by the second, a third is needed for the
# report.

# %% [markdown] seeds="S3.5"
# ## Bias and variance
#
# Why does the error turn round? Deck 003 gives the two words. Imagine not one training set but many, each with new
# noise, and a model trained on each. At one place $x$ they predict $p_1, p_2, \dots, p_M$, with the mean $\bar p$.
#
# - *Bias*: how far $\bar p$, the mean of the predictions, is from the true value $f(x)$ (*giá trị thực tế*).
# - *Variance*: the spread (*độ phân tán*) of the $p_m$ about their own mean.
#
# (This bias has nothing to do with the bias $b$ of a unit. Two things, one word.)
#
# We have made the data ourselves, so we can really do it: 200 training sets.

# %% seeds="S3.5"
def many_fits(n_units, n_sets=200, n=30, seed=1):
    """Predictions (n_sets, 201) at all places, of models trained on new measurements."""
    rng = np.random.default_rng(seed)
    return np.array([predict(places, fit_units(*measure(n, rng), n_units))[:, 0] for _ in range(n_sets)])


truth = f(places)[:, 0]
predictions = {n_units: many_fits(n_units) for n_units in (1, 5, 20)}

fig, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained", sharey=True)
for ax, (n_units, p) in zip(axes, predictions.items(), strict=True):
    ax.plot(places, p[:25].T, color=COLORS["sky"], linewidth=0.6)
    ax.plot(places, truth, "--", color=COLORS["black"], label="the rule")
    ax.plot(places, p.mean(axis=0), color=COLORS["orange"], linewidth=2, label="mean of the models")
    ax.set(xlabel="x", ylim=(-2.2, 2.2), title=f"{n_units} unit{'s' * (n_units > 1)}")
axes[0].set_ylabel("prediction")
axes[2].legend(frameon=False, loc="lower left")
fig.suptitle("Too simple: all wrong in the same way. Too complex: right on average, each wrong in its own way")
show(fig, alt="25 of 200 fits: with 1 unit together and wrong, with 5 close to the rule, with 20 widely spread.")

# %% [markdown] seeds="S3.5"
# ### Exercise 2: bias and variance, by numbers
#
# Write `bias_variance(predictions, truth)`.
#
# - `predictions` $(M, N)$: row $m$ holds what model $m$ says at $N$ places. `truth` $(N,)$: the true value at each.
# - At each place: the square of (mean of the models minus truth), and the mean of the squares of (model minus mean of
#   the models).
# - Return two numbers, the means of both over the places: `bias2, variance`.

# %% solution="bias_variance" seeds="S3.5"
def bias_variance(predictions, truth):
    """Squared bias and variance of M models, each a mean over N places.

    predictions (M, N): row m is model m. truth (N,): the true values.
    Returns bias2, variance: two numbers.
    """
    ### BEGIN SOLUTION
    centre = predictions.mean(axis=0)
    return np.mean((centre - truth) ** 2), np.mean((predictions - centre) ** 2)
    ### END SOLUTION

# %% test="bias_variance"
check(bias_variance)

# %% [markdown] seeds="S3.5"
# ### They add up
#
# Now test the models on a new measurement $y = f + \varepsilon$ at that place. Put $\bar p$ and $f$ in between:
#
# $$p_m - y = \underbrace{(p_m - \bar p)}_{\text{spread}} + \underbrace{(\bar p - f)}_{\text{bias}} - \varepsilon.$$
#
# Square it, and take the mean over the models and over the noise. Of the mixed terms nothing is left: the mean of
# $p_m - \bar p$ is 0, that is what $\bar p$ is for, and the mean of $\varepsilon$ is 0, and the new noise knows
# nothing of the models. So
#
# $$\underbrace{\overline{(p_m - y)^2}}_{\text{error}} =
# \underbrace{(\bar p - f)^2}_{\text{bias}^2} + \underbrace{\overline{(p_m - \bar p)^2}}_{\text{variance}} +
# \underbrace{\overline{\varepsilon^2}}_{\text{noise}}.$$
#
# To see it to the last digit, the cell below measures 50 times at each place, and for each noise $\varepsilon$ it
# also takes $-\varepsilon$. So the mean of the noise at each place is exactly 0, not just nearly.

# %% seeds="S3.5"
rng = np.random.default_rng(2)
half = rng.normal(0, NOISE, size=(25, len(truth)))
epsilon = np.concatenate([half, -half])  # (50, 201)
new_y = truth + epsilon


def take_apart(p, name):
    """Print error, bias^2, variance and noise of predictions p (M, 201), and check that they add up."""
    whole = np.mean((p[:, None, :] - new_y) ** 2)  # every model with every new measurement
    bias2, variance = bias_variance(p, truth)
    noise = np.mean(epsilon**2)
    sum_of_three = bias2 + variance + noise
    print(f"{name}: error {whole:.4f} = {bias2:.4f} + {variance:.4f} + {noise:.4f} = {sum_of_three:.4f}")
    assert abs(whole - sum_of_three) < 1e-10 * whole, "is check(bias_variance) right?"


print("          error  =  bias² + variance + noise")
for n_units, p in predictions.items():
    take_apart(p, f"units {n_units:2d}")

# %%
shown = np.arange(21)
pieces = np.array([bias_variance(many_fits(n), truth) for n in shown])

ax = new_axes(6.6, 3.6)
noise_bars = np.full(len(shown), NOISE**2)
bottom = np.zeros(len(shown))
for name, heights, color in (
    ("noise", noise_bars, "grey"), ("bias²", pieces[:, 0], "blue"), ("variance", pieces[:, 1], "orange")
):  # fmt: skip
    ax.bar(shown, heights, bottom=bottom, color=COLORS[color], label=name, width=0.8)
    bottom += heights
lowest = shown[np.argmin(bottom)]
ax.set(xlabel="units (capacity)", ylabel="mean squared error", xticks=range(0, 21, 2))
ax.set_title(f"Bias falls, variance grows; their sum is smallest at {lowest} units")
ax.legend(frameon=False)
show(ax, alt=f"Stacked bars of noise, squared bias and variance for 0 to 20 units; lowest in all at {lowest}.")
assert lowest == 3
assert pieces[5].sum() < 1.5 * pieces[3].sum()
assert pieces[1, 0] > 10 * pieces[1, 1]
assert pieces[20, 1] > 100 * pieces[20, 0]

# %% [markdown] seeds="S3.5"
# That is the whole story of the curve that turns round. Few units: the error is bias. Many units: the error is
# variance. The noise is a floor under both. (Over many training sets 3 units are a little better than 5. Our one
# validation set chose 5: it has its share of luck, too. The difference is small. And with 20 units our own set did far
# worse than these: dealt out by chance it has gaps, while each of the 200 has one sample in each thirtieth.)
#
# ### Only one data set? Bootstrap
#
# In real life nobody gives you 200 training sets. The *bootstrap* makes them out of the one you have: draw $N$ rows
# from its $N$, each time from all of them, so that some come twice and some not at all. Train on that, and repeat.
# Here it is for training and validation set put together (the choice is made, so we may), beside what really new sets
# of 60 give:

# %% seeds="S3.5"
x_known, y_known = np.concatenate([x_train, x_val]), np.concatenate([y_train, y_val])


def bootstrap_fits(n_units, n_sets=200, seed=3):
    """Predictions (n_sets, 201) of models trained on rows drawn with repetition from the 60 known ones."""
    rng = np.random.default_rng(seed)
    models = []
    for _ in range(n_sets):
        rows = rng.integers(0, len(x_known), size=len(x_known))
        models.append(predict(places, fit_units(x_known[rows], y_known[rows], n_units))[:, 0])
    return np.array(models)


def new_fits(n_units, n_sets=200, seed=4):
    """Return the same for 60 really new measurements each, at random places."""
    rng = np.random.default_rng(seed)
    models = []
    for _ in range(n_sets):
        x_new = rng.uniform(-1, 1, size=(60, 1))
        models.append(predict(places, fit_units(x_new, f(x_new) + rng.normal(0, NOISE, (60, 1)), n_units))[:, 0])
    return np.array(models)


for n_units in (1, 3, 5):
    p = bootstrap_fits(n_units)
    take_apart(p, f"bootstrap, units {n_units}")
    by_bootstrap, really_new = bias_variance(p, truth)[1], bias_variance(new_fits(n_units), truth)[1]
    print(f"    variance by bootstrap {by_bootstrap:.4f}, with really new sets {really_new:.4f}")
    assert really_new / 2 < by_bootstrap < 2 * really_new, "is check(bias_variance) right?"

# %% [markdown]
# It adds up here, too; it must, for any set of predictions. And look at the two variances: from one data set alone
# the bootstrap has found about how far the models would spread, without any new measurement. What it cannot give you
# is the bias. For that one needs the truth, and only because we made the data do we have it.

# %% [markdown] seeds="S0.26"
# ## A price on large weights
#
# Fewer units is one way to take flexibility away. There is a softer one: leave all units in and make large weights
# expensive. Look at what the weights of the twenty units are:

# %%
for n_units in (5, 20):
    weights = fits[n_units][1:, 0]
    squares, largest = np.sum(weights**2), np.abs(weights).max()
    print(f"units {n_units:2d}: sum of the squared weights {squares:8.0f}, largest {largest:.1f}")
assert np.sum(fits[20][1:] ** 2) > 20 * np.sum(fits[5][1:] ** 2)

# %% [markdown] seeds="S0.26"
# A weight is a change of slope (lesson 07). To pass through noisy points the curve must bend sharply, this way and
# then that, and that takes large weights of both signs. So deck 000 adds a *penalty* to the loss (*hàm chi phí*),
# which is called L2 *regularization*:
#
# $$J_{\text{all}} = J + \frac{\lambda}{2m} \sum_l \sum_{ij} \left(W^{(l)}_{ij}\right)^2.$$
#
# $J$ is the loss of the data as before. $m$ is the number of samples in the training set. $\lambda \ge 0$ is the
# price: a number that *you* set, like the learning rate (*tốc độ học*); it is not learnt. With $\lambda = 0$ all is
# as it was.
#
# Two small things in the slide's formula are right, and easily overlooked. The sum over $i$ starts at 1, not at 0:
# the slide keeps the bias in column 0 of $W$, so **biases are free**. A bias shifts the curve, it does not bend it.
# And the $\frac12$ is there for the same reason as in lesson 02: it will cancel.
#
# | Deck 000 | Here |
# |:--|:--|
# | $\lambda$ | `l2` (since `lambda` is a word of Python's) |
# | $m$ | `n_train`, rows of the whole training set |
# | $W^{(l)}_{ji}$, $i \ge 1$ | `W[l - 1][i - 1, j - 1]`, penalised |
# | $W^{(l)}_{j0}$ | `b[l - 1][0, j - 1]`, free |
#
# ### Exercise 3: the penalty
#
# Write `l2_penalty(W, b, l2, n_train)`.
#
# - `W`, `b`: the lists with all weights and biases of a network. `l2`: $\lambda$. `n_train`: $m$.
# - Return the penalty, one number.

# %% solution="l2_penalty" seeds="S0.26"
def l2_penalty(W, b, l2, n_train):
    """The penalty of deck 000: l2 / (2 n_train) times the sum of all squared weights.

    W: list of (n_in, n_out); b: list of (1, n_out); l2: the price; n_train: samples in the training set
    Returns one number.
    """
    ### BEGIN SOLUTION
    return l2 / (2 * n_train) * sum(np.sum(w**2) for w in W)
    ### END SOLUTION

# %% test="l2_penalty"
check(l2_penalty)

# %% [markdown]
# What does it do to the twenty units? With a squared error the best weights still come out of one call. Written out,
# $2m$ times the whole loss is
#
# $$\sum_i (p_i - y_i)^2 + \sum_k \left(\sqrt\lambda\, w_k - 0\right)^2.$$
#
# So it is as if each weight brought one more "measurement", which says: *I should be 0*. The cell adds these rows.
# And it asks your function whether the result is really the lowest point: from there, every small step must raise the
# sum.

# %%
def fit_with_price(x, y, n_units, l2):
    """Like fit_units, with the penalty on the output weights."""
    columns = np.hstack([np.ones((len(x), 1)), hidden(x, n_units)])
    be_zero = np.sqrt(l2) * np.eye(n_units + 1)[1:]  # one row a weight, none for the bias
    return np.linalg.lstsq(np.vstack([columns, be_zero]), np.vstack([y, np.zeros((n_units, 1))]), rcond=None)[0]


def whole_loss(weights, l2):
    data = error(predict(x_train, weights), y_train) / 2
    return data + l2_penalty([weights[1:]], [weights[:1]], l2, n_train=30)


rng = np.random.default_rng(5)
lowest = fit_with_price(x_train, y_train, 20, l2=0.1)
steps = [whole_loss(lowest + 0.01 * rng.normal(size=lowest.shape), 0.1) for _ in range(200)]
print(f"whole loss {whole_loss(lowest, 0.1):.6f}; after 200 random steps at least {min(steps):.6f}")
assert min(steps) > whole_loss(lowest, 0.1), "is check(l2_penalty) right?"

# %%
def draw_price(exponent):
    """Draw twenty units with l2 = 10 ** exponent; return the axes and a description."""
    weights = fit_with_price(x_train, y_train, 20, 10.0**exponent)
    on_train, on_val = error(predict(x_train, weights), y_train), error(predict(x_val, weights), y_val)
    ax = new_axes(6.4, 3.6)
    ax.plot(places, f(places), "--", color=COLORS["grey"], label="the rule")
    ax.plot(x_train, y_train, "o", color=COLORS["blue"], markersize=4, label="training")
    ax.plot(x_val, y_val, "s", color=COLORS["orange"], markersize=4, label="validation")
    ax.plot(places, predict(places, weights), color=COLORS["black"], linewidth=1.8, label="20 units")
    title = f"λ = {10.0**exponent:.2g}: error {on_train:.2f} on training, {on_val:.2f} on validation"
    ax.set(xlabel="x", ylabel="y", ylim=(-2.3, 2.9), title=title)
    ax.legend(edgecolor="none", framealpha=0.9, ncols=4, loc="upper center", fontsize=9)
    return ax, f"Twenty units, {title}; sum of the squared weights {np.sum(weights[1:] ** 2):.1f}."


show(*draw_price(-1))

# %% [markdown] seeds="S0.26"
# The same twenty units as at the bottom of the three pictures above. Now drag $\lambda$ from almost nothing to far too
# much; the fit below pays what *your* `l2_penalty` charges. Where does the curve calm down, and what is left of it at
# the highest price? Then go back to almost nothing and take units away instead. Which number of them does as well on
# the validation set as twenty at the best price? (Without the sliders: change the $-1$ in the cell above; it is the
# exponent, $\lambda = 10^{-1}$.)

# %% tags=["nbval-skip"] seeds="S0.26"
regularization((x_train, y_train, x_val, y_val), l2_penalty)

# %%
at_best_price = error(predict(x_val, fit_with_price(x_train, y_train, 20, 0.1)), y_val)
print(f"validation: twenty units, λ = 0.1: {at_best_price:.3f}; five units for nothing: {val_errors[5]:.3f}")
assert abs(at_best_price - val_errors[5]) < 0.01, "is check(split) right?"

# %% [markdown]
# At the lowest prices the curve is wild, from about 0.01 on it is calm, and at 1000 the weights are nearly 0 and the
# curve nearly flat. Twenty units that pay and five that do not come out alike. So $\lambda$ is a knob for capacity,
# too, and one that turns smoothly. What does it trade? You have the tool to tell:

# %%
prices = 10.0 ** np.arange(-5, 3)
priced = []
for price in prices:
    rng = np.random.default_rng(1)  # the same 100 training sets for each price
    p = np.array([predict(places, fit_with_price(*measure(30, rng), 20, price))[:, 0] for _ in range(100)])
    priced.append(bias_variance(p, truth))
bias2, variance = np.array(priced).T

ax = new_axes(6.4, 3.6)
ax.plot(prices, bias2, "o-", color=COLORS["blue"], label="bias²")
ax.plot(prices, variance, "s-", color=COLORS["orange"], label="variance")
ax.plot(prices, bias2 + variance, "k-", linewidth=2, label="both")
least = prices[np.argmin(bias2 + variance)]
ax.set(xlabel="price λ", ylabel="mean squared", xscale="log", yscale="log")
ax.set_title(f"Twenty units: a little bias buys off a lot of variance (best: λ = {least:g})")
ax.legend(frameon=False)
show(ax, alt=f"Over λ, squared bias rises and variance falls; the sum is smallest at {least:g}.")
assert 1e-3 < least < 1
assert (bias2 + variance).min() < pieces[20].sum() / 2

# %% [markdown] seeds="S0.27"
# ## Its slope
#
# For the twenty units one call was enough. A network with two layers of weights must walk downhill, so we need the
# gradient of the whole loss. The slope of a sum is the sum of the slopes. The data's part is what `backward` gives
# (lesson 09). In the penalty's part
#
# $$\frac{\lambda}{2m} \left(W_{11}^2 + W_{12}^2 + \dots\right)$$
#
# each weight stands in one term only, and the slope of $w^2$ is $2w$. The 2 cancels:
#
# $$\frac{\partial J_{\text{all}}}{\partial W_{ij}} = \frac{\partial J}{\partial W_{ij}} + \frac{\lambda}{m} W_{ij},
# \qquad
# \frac{\partial J_{\text{all}}}{\partial b_j} = \frac{\partial J}{\partial b_j}.$$
#
# One weight, nudged:

# %%
some_W, some_b = [np.array([[0.5, -1.2], [0.3, 2.0]])], [np.array([[0.7, -0.4]])]


def penalty_with(w):
    """Penalty when W[0][0, 1] is w."""
    return l2_penalty([np.array([[0.5, w], [0.3, 2.0]])], some_b, l2=0.6, n_train=8)


by_nudging = (penalty_with(-1.2 + 1e-5) - penalty_with(-1.2 - 1e-5)) / 2e-5
print(f"by formula {0.6 / 8 * -1.2:.8f}, by nudging {by_nudging:.8f}")
assert abs(by_nudging - 0.6 / 8 * -1.2) < 1e-8

# %% [markdown] seeds="S0.27"
# ### Exercise 4: the gradient with the penalty
#
# Write `l2_grad(dW, db, W, b, l2, n_train)`.
#
# - `dW`, `db`: lists, the slopes of the data's loss $J$, as `backward` returns them. `W`, `b`: the weights and
#   biases; `dW[l]` is shaped like `W[l]`. `l2`, `n_train`: as above.
# - Return two lists, `dW` and `db`, the slopes of the whole loss. Leave the arrays you were given as they are.
#
# The slopes may come from a mini-batch of 32. `n_train` is still the size of the whole training set: the penalty does
# not become stronger because you look at fewer samples at a time.

# %% solution="l2_grad" seeds="S0.27"
def l2_grad(dW, db, W, b, l2, n_train):
    """Slopes of data loss plus L2 penalty.

    dW, db: lists, slopes of the data loss; W list of (n_in, n_out), b list of (1, n_out): the network's numbers
    l2: the price; n_train: samples in the training set
    Returns dW, db: new lists, shaped as given.
    """
    ### BEGIN SOLUTION
    return [slope + l2 / n_train * w for slope, w in zip(dW, W, strict=True)], db
    ### END SOLUTION

# %% test="l2_grad"
check(l2_grad)

# %% [markdown] seeds="S0.27"
# ## Where the slides slip
#
# The page "Regularization: Gradient" of deck 000 prints
#
# $$\frac{dJ}{dz^{(l)}} = g'(z^{(l)})\,(W^{(l)T} \delta^{(l+1)}) + \lambda W^{(l)} \quad \text{if } j \ne 0.$$
#
# Is that what you wrote? Ask the tool of lesson 09. Here are the forward pass, the backward pass and the gap from
# there, as you wrote them, and a small network with a price on its weights.

# %%
def forward(X, W, b):
    """Return Z = [Z_0, ...] and A = [X, A_1, ..., P]: tanh hidden layers, sigmoid output."""
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[layer] @ W[layer] + b[layer])
        A.append(sigmoid(Z[layer]) if layer == len(W) - 1 else np.tanh(Z[layer]))
    return Z, A


def backward(Z, A, W, Y):
    """Return dW, db, the slopes of the cross-entropy."""
    dW, db = [None] * len(W), [None] * len(W)
    D = (A[-1] - Y) / len(Y)
    for layer in reversed(range(len(W))):
        dW[layer], db[layer] = A[layer].T @ D, D.sum(axis=0, keepdims=True)
        if layer > 0:
            D = (D @ W[layer].T) * (1 - A[layer] ** 2)  # A is tanh(Z) here
    return dW, db


def gradient_gap(loss, W, dW, h=1e-5):
    """Return max|g - dW| / max(max|g|, max|dW|), where g are the central differences of the loss."""
    g = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[i, j] = h
        g[i, j] = (loss(W + step) - loss(W - step)) / (2 * h)
    return np.max(np.abs(g - dW)) / max(np.max(np.abs(g)), np.max(np.abs(dW)))


rng = np.random.default_rng(4)
m, l2 = 7, 0.7
W = [rng.normal(size=shape) for shape in ((2, 3), (3, 3), (3, 1))]
b = [rng.normal(scale=0.5, size=(1, n_out)) for n_out in (3, 3, 1)]
X, Y = rng.normal(size=(m, 2)), rng.integers(0, 2, size=(m, 1)).astype(float)


def loss_in(layer):
    """Return the whole loss as a function of W[layer], everything else as it is."""

    def loss(V):
        moved = [*W[:layer], V, *W[layer + 1 :]]
        return binary_cross_entropy(forward(X, moved, b)[0][-1], Y) + l2_penalty(moved, b, l2, m)

    return loss


Z, A = forward(X, W, b)
dW, db = backward(Z, A, W, Y)

# %% [markdown]
# Symbol by symbol the slide's line can't be run at all: in the 2-3-3-1 network $\delta^{(3)}$ has 3 entries for a
# sample, and $W^{(3)}$ has 4, the bias with them. Whatever is added to $dJ/dz$ must have the shape of $z$. So let us
# be kind, take it for $dJ/dW$, where shapes fit, and add $\lambda W$ there. Beside it what you wrote:

# %% seeds="S0.27"
delta = (((A[3] - Y) / m) @ W[2].T * (1 - A[2] ** 2))[:1].T  # first sample, a column as on the slide
W3_slide = np.hstack([b[2].T, W[2].T])
print("delta^(3):", delta.shape, "  W^(3):", W3_slide.shape)

slide_dW = [slope + l2 * w for slope, w in zip(dW, W, strict=True)]
our_dW, our_db = l2_grad(dW, db, W, b, l2, m)
print("\n          gap, the slide's λW   gap, yours")
gaps = []
for layer in range(3):
    gaps.append([gradient_gap(loss_in(layer), W[layer], given[layer]) for given in (slide_dW, our_dW)])
    print(f"dW[{layer}]     {gaps[-1][0]:.2f}                  {gaps[-1][1]:.0e}")
gaps = np.array(gaps)
assert np.all(gaps[:, 0] > 0.1)
assert np.all(gaps[:, 1] < 1e-7), "is check(l2_grad) right?"

# %% [markdown]
# So three things are wrong in one line:
#
# 1. **The place.** The penalty is a function of $W$, not of $z$. It adds nothing to $dJ/dz$, which stays as it was;
#    it adds to $dJ/dW$.
# 2. **The factor.** With $\frac{\lambda}{2m}$ in the loss it is $\frac{\lambda}{m} W$. The slide's $\lambda W$ is $m$
#    times too strong.
# 3. **The index.** "If $j \ne 0$" is meant to spare the biases, column 0 of $W$ (on the page before it was $i = 0$).
#    But $z$ has no such entry, and the formula has no $j$ in it.
#
# In the slide's letters, with the sum over the samples, it should be
#
# $$\frac{\partial J}{\partial W^{(l)}_{ij}} = \frac1m \sum \delta^{(l+1)}_i a^{(l)}_j + \frac{\lambda}{m} W^{(l)}_{ij}
# \quad \text{if } j \ne 0,$$
#
# and the same without the last term if $j = 0$. Each slip with two numbers:

# %%
errata("10-regularization")

# %% [markdown]
# ## A network that learns by heart
#
# Does a factor $m$ matter? One may say: "then I choose another $\lambda$". Let us see, on a network that trains. The
# task is the noisy XOR of the Playground (lesson 07), 300 points: 60 for training, 60 for validation, 180 for the
# end. The network has 16 tanh units, far more than needed. Your `split` and your `l2_grad` do the work.

# %%
inputs, sides = planar("xor", 300, 0.3, rng=np.random.default_rng(3))
inputs, targets = inputs / 3, (sides + 1) / 2  # about -2 to 2; 0 or 1
X_train, Y_train, X_val, Y_val, X_test, Y_test = split(inputs, targets, np.arange(300), n_val=60, n_test=180)
# planar draws its points in random order, so they need no further shuffling


def random_start():
    """Return W and b of a 2-16-1 network."""
    rng = np.random.default_rng(3)
    W = [rng.normal(size=(n_in, n_out)) / np.sqrt(n_in) for n_in, n_out in pairwise((2, 16, 1))]
    return W, [np.zeros((1, 16)), np.zeros((1, 1))]


def loss_of(W, b, X, Y):
    """Return the cross-entropy, without the penalty."""
    return binary_cross_entropy(forward(X, W, b)[0][-1], Y)


def train(l2, epochs=2000, learning_rate=0.5, n_train=60):
    """Full-batch gradient descent on the whole loss.

    Returns W, b and losses (epochs, 2), without the penalty: on training data before each update, on validation
    data after it.
    """
    W, b = random_start()
    losses = np.zeros((epochs, 2))
    for epoch in range(epochs):
        Z, A = forward(X_train, W, b)
        losses[epoch, 0] = binary_cross_entropy(Z[-1], Y_train)
        dW, db = l2_grad(*backward(Z, A, W, Y_train), W, b, l2, n_train)
        W = [w - learning_rate * slope for w, slope in zip(W, dW, strict=True)]
        b = [c - learning_rate * slope for c, slope in zip(b, db, strict=True)]
        losses[epoch, 1] = loss_of(W, b, X_val, Y_val)
    return W, b, losses


runs = {price: train(price) for price in (0, 0.03, 0.3, 3)}
print("   λ     training  validation   squared weights")
for price, (W_end, _, losses) in runs.items():
    squares = sum(np.sum(w**2) for w in W_end)
    print(f"{price:5g}     {losses[-1, 0]:.3f}     {losses[-1, 1]:.3f}        {squares:8.1f}")

# %%
slide_run = train(0.3, n_train=1)  # λW in place of λW / m
print(f"λ = 0.3 without 1/m: training {slide_run[2][-1, 0]:.3f}, validation {slide_run[2][-1, 1]:.3f}")
print(f"always saying 0.5:   {np.log(2):.3f}")
assert abs(slide_run[2][-1, 0] - np.log(2)) < 0.01
chosen = min(runs, key=lambda price: runs[price][2][-1, 1])
assert chosen == 0.3, "is check(l2_grad) right?"
assert abs(runs[0][2][-1, 1] - 0.40) < 0.02
assert abs(runs[0.3][2][-1, 1] - 0.23) < 0.02
assert runs[0][2][-1, 1] > 1.5 * runs[chosen][2][-1, 1]

# %% [markdown]
# With the right factor, $\lambda = 0.3$ cuts the validation loss from 0.40 to 0.23, while the training loss goes
# *up*: the network no longer buys the noisy points at any price. With the slide's factor the same $\lambda$ is 60
# times stronger. All weights die, and the network says 0.5 everywhere. You could make up for it by a $\lambda$ 60
# times smaller, here. But then each $\lambda$ would fit one size of training set only; with 60,000 samples the two
# differ by a factor of 60,000. What the price does to the boundary:

# %%
fig, axes = plt.subplots(1, 3, figsize=(11.5, 3.6), layout="constrained")
for ax, price in zip(axes, (0, 0.3, 3), strict=True):
    W_end, b_end, losses = runs[price]
    decision_boundary(lambda points, W=W_end, b=b_end: forward(points, W, b)[1][-1], X_train, Y_train, ax=ax)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", title=f"λ = {price:g}: validation loss {losses[-1, 1]:.2f}")
fig.suptitle("Free weights bend around single points; a price makes the boundary plain; too high a price blurs all")
show(fig, alt="Boundaries on 60 noisy XOR points: with λ = 0 sharp, bent, an island; with 0.3 plain; with 3 pale.")

# %% [markdown]
# ## Stop in time
#
# There is a way that costs nothing at all. Look at how the run with $\lambda = 0$ got where it is:

# %%
losses = runs[0][2]
turn = int(np.argmin(losses[:, 1]))
ax = new_axes(6.4, 3.4)
ax.plot(losses[:, 0], color=COLORS["blue"], label="training, λ = 0")
ax.plot(losses[:, 1], color=COLORS["orange"], label="validation, λ = 0")
ax.plot(runs[0.3][2][:, 1], color=COLORS["orange"], linestyle="--", label="validation, λ = 0.3")
ax.plot(turn, losses[turn, 1], "o", color=COLORS["black"])
ax.annotate(f"epoch {turn}", (turn, losses[turn, 1]), (12, -14), textcoords="offset points")
ax.set(xlabel="epoch", ylabel="cross-entropy (nats)", ylim=(0, 0.75))
ax.set_title(f"Training loss falls to the end; validation loss turns round at epoch {turn}")
ax.legend(frameon=False)
show(ax, alt=f"Loss against the epoch: training falls to 0; validation is lowest at epoch {turn}, then rises.")
assert losses[-1, 1] > 1.5 * losses[turn, 1]

# %% [markdown]
# The network learns the rule first and the noise later. The weights start small and must grow to follow single
# points, and that takes time. So: keep the weights of the epoch where the validation loss was smallest. This is
# called *early stopping*. And since nobody wants to wait for the end to know where to stop, one sets a *patience*:
# give up when so many epochs have gone by without a new best one.
#
# ### Exercise 5: when to stop
#
# Write `early_stop(losses, patience)`.
#
# - `losses` $(E,)$: validation losses, `losses[epoch]` after epoch number `epoch`, from 0 on. `patience`: a whole
#   number, at least 1.
# - Walk through the epochs in order. Training stops after the first epoch for which `epoch - best >= patience`, where
#   `best` is the epoch with the smallest loss until then (the first of them, if several are equal). If that never
#   happens, all $E$ epochs are run.
# - Return `best`, the best epoch until training stops, and `n_epochs`, how many epochs are run.
#
# With patience 2 and the losses 5, 3, 4, 2, 6, 7, 1 the answer is `3, 6`: the 1 would come too late.

# %% solution="early_stop"
def early_stop(losses, patience):
    """The epoch whose weights to keep, and when to stop.

    losses (E,): validation loss after each epoch; patience: epochs to wait for a new best one
    Returns best (an epoch, from 0 on) and n_epochs (how many are run).
    """
    ### BEGIN SOLUTION
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch + 1
    ### END SOLUTION

# %% test="early_stop"
check(early_stop)

# %%
for patience in (1, 100):
    best, n_epochs = early_stop(losses[:, 1], patience)
    print(f"patience {patience:3d}: {n_epochs:4d} epochs of 2000 run, best {best}, loss there {losses[best, 1]:.3f}")
best, n_epochs = early_stop(losses[:, 1], 100)
assert best == turn, "is check(early_stop) right?"
W_early, b_early, _ = train(0, epochs=best + 1)
early, late = (sum(np.sum(w**2) for w in weights) for weights in (W_early, runs[0][0]))
print(f"sum of the squared weights: {early:.0f} there, {late:.0f} at the end")
assert early < late / 2

# %% [markdown]
# The library does the same: `fit(..., validation=..., patience=...)` stops and puts the best weights back. From the
# same start, with the same steps, it must stop at the same epoch. (It has your penalty, too, as `l2=`.)

# %%
def fit_with_patience(patience, batch_size):
    """Train the same network from the same start by nncore.fit; return it with its history."""
    net = Network([2, 16, 1], activation="tanh", output="sigmoid", init="zeros")
    net.W, net.b = random_start()
    known = {"epochs": 2000, "optimizer": SGD(0.5), "validation": (X_val, Y_val), "rng": np.random.default_rng(0)}
    return net, fit(net, X_train, Y_train, batch_size=batch_size, patience=patience, **known)


net, history = fit_with_patience(100, batch_size=60)
print(f"nncore.fit: best epoch {history.best_epoch}, {len(history.validation_loss)} epochs run")
assert (history.best_epoch, len(history.validation_loss)) == (best, n_epochs)
assert np.allclose(net.W[0], W_early[0])

print("\nmini-batches of 10:")
found = {}
for patience in (1, 10, 100):
    _, history = fit_with_patience(patience, batch_size=10)
    found[patience] = min(history.validation_loss)
    ran = len(history.validation_loss)
    print(f"patience {patience:3d}: {ran:3d} epochs run, best {history.best_epoch}, loss there {found[patience]:.3f}")
assert found[1] > 2 * found[100]

# %% [markdown]
# With the whole training set in each step the curve is smooth, and even a patience of 1 finds the turn. Mini-batches
# make it jagged (lesson 03): a patience of 1 takes the first small bump for the turn.

# %% [markdown]
# ## Open the test set
#
# All choices are made, by validation: 5 units for the curve, $\lambda = 0.3$ or the stop for the network. Now the
# third set, once.

# %%
on_test = error(predict(x_test, fits[5]), y_test)
print(f"curve, 5 units:  error {on_test:.3f} on test, {val_errors[5]:.3f} on validation; noise {NOISE**2:.2f}")
finals = {"λ = 0, to the end": runs[0][:2], "λ = 0.3": runs[0.3][:2], "λ = 0, stopped": (W_early, b_early)}
test_losses = {}
for name, (W_end, b_end) in finals.items():
    P = forward(X_test, W_end, b_end)[1][-1]
    test_losses[name] = loss_of(W_end, b_end, X_test, Y_test)
    right = np.mean((P > 0.5) == (Y_test > 0.5))
    print(f"network, {name:18s} test loss {test_losses[name]:.3f}, {right:.1%} of 180 right")
assert test_losses["λ = 0.3"] < test_losses["λ = 0, to the end"] / 2
assert test_losses["λ = 0, stopped"] < test_losses["λ = 0, to the end"] / 2

# %% [markdown]
# Both cures cut the test loss to less than half. The share of right answers hardly moves: what an overfitted network
# loses first is not the right side but the right *doubt*. It is sure of itself where it should not be, and the
# cross-entropy makes it pay for that (lesson 02).

# %% [markdown] manual="more-units-or-more-data" points=2
# ### Question (graded by a person)
#
# A classmate trains a network of 200 units on 500 samples. Training error 0.02, validation error 0.31. She says: "The
# error is too high, so the model is not good enough. I take 400 units." And, since the validation error did not
# improve: "I have tried 60 values of $\lambda$ and take the one with the smallest error on the *test* set, 0.19. So
# my error is 0.19."
#
# 1. Which part of her error is large, bias or variance? What shows it, and what would you try in place of more units?
#    Name two things.
# 2. What is wrong with the number 0.19? How should she have got it?
#
# Write your answer here, 5 to 8 lines.
#
# ### BEGIN SOLUTION
# 1. Variance. The training error is small, so the model can follow the data (little bias); the gap to the validation
#    error is what depends on which samples it happened to see. More units make that worse or change nothing. Two of:
#    an L2 penalty with $\lambda$ chosen by validation, early stopping, fewer units, more data.
# 2. She has chosen the best of 60 by the test set, so 0.19 is the error of the best *and* luckiest of 60 and too
#    small on average; the test set is used up. She should choose $\lambda$ by the validation set and open the test
#    set once, for the chosen one. (In our 300 games the chosen number was clearly too small already with eleven
#    models to choose from.)
#
# Marking: 1 point for part 1: variance with the gap as reason (half), two sensible remedies (half). 1 point for part
# 2: chosen by the test set, so too small (half), validation for choosing and test once (half).
# ### END SOLUTION

# %% [markdown]
# ## What to remember
#
# - Three sets: training for the weights, validation for your choices, test for one number at the end.
# - Training error high: underfitting. Training error low and validation error high: overfitting.
# - error = bias² + variance + noise. Capacity trades the first for the second; the third stays.
# - The bootstrap shows the variance from one data set. The bias it cannot show.
# - L2: $\frac{\lambda}{2m} \sum W^2$ in the loss, $\frac{\lambda}{m} W$ in the slope. Never the biases; $m$ is the
#   whole training set.
# - Early stopping: keep the weights of the best epoch, give up when patience is over.
#
# ## Where next
#
# Lesson 11, *Predict house prices*, takes all of this to real data: houses in California, where the rule is unknown,
# features come in very different sizes, and the split decides whether you can trust your number.
