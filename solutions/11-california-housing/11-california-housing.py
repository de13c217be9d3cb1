# %% [markdown]
# # Predict house prices
#
# **The question.** California, 1990. Of a few streets you are told eight numbers: how much people there earn, how old
# the houses are, where it is, ... What is a house there worth? The networks that you have trained so far answered yes
# or no. Can a network answer in dollars, by how much is it wrong, and where?
#
# **What you will do.** Look at the data until you have found what is odd about them. Split and scale them without
# cheating. Set a straight-line model as the yardstick, then beat it with a network whose output is linear. Watch what
# unscaled numbers do to gradient descent. At the end you draw the network's errors on the map, and ask it a harder
# question than the one it was tested on.
#
# **What you need.** Gradient descent and its largest learning rate (lesson 03), backpropagation in matrices (lesson
# 09), training and validation set and early stopping (lesson 10). About 45 minutes. The slide is the first lab of
# deck 000, "Thực hành": *Dự đoán giá nhà với California Housing Dataset*, predict house prices (*dự đoán giá nhà*). Its
# notebook is not there, the link leads nowhere. Here it is.

# %%
import os

# Matrices as small as ours are faster with one thread than with several that wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from matplotlib.figure import Figure

from nncore import SGD, Adam, Network, cosine, fit, numerical_gradient
from nncore.data import load_california_housing
from nncore.exercises import check
from nncore.plots import COLORS, DIVERGING, SEQUENTIAL, loss_curves, new_axes, png, show
from nncore.slides import errata

np.set_printoptions(precision=3, suppress=True)

# %%
housing = load_california_housing()
print(housing)
X, y = housing.X, housing.y
print("X", X.shape, " y", y.shape)


def titled(finding):
    """The title of a plot; it says so if the data are invented."""
    return f"{housing.label}\n{finding}" if housing.synthetic else finding

# %% [markdown]
# The first line says which data you have: the table of the 1990 census if it could be found or fetched, otherwise an
# invented one of the same form, which is called SYNTHETIC wherever it appears. The lesson runs with either. What the
# text says about California holds for the real table only.
#
# Each row is a *block group*, a few streets that the census counted together. The columns of `X` are its features
# (*đặc trưng*), and `y` is the target (*kỳ vọng*): the median value of a house there, half of the houses being worth
# more and half less.
#
# | Name | What it is | Unit |
# |:--|:--|:--|
# | MedInc | median income of a household | 10,000 dollars a year |
# | HouseAge | median age of the houses | years |
# | AveRooms, AveBedrms | rooms, bedrooms for each household | rooms |
# | Population | people in the block group | people |
# | AveOccup | people for each household | people |
# | Latitude, Longitude | where it is; north is +, west is − | degrees |
# | `y` | median house value | 100,000 dollars |
#
# ## Split first, then look
#
# Whoever studies all rows and then decides what to do has learnt from the test rows, too. So split before you look: a
# **training set** to learn from, a **validation set** to choose with, and a **test set** for the end. And shuffle
# before you split: files often have an order. Does this one?

# %%
n = len(X) // 5
for name, rows in {"first": slice(None, n), "last": slice(-n, None)}.items():
    latitude, longitude = X[rows, 6:].mean(axis=0)
    print(f"{name:5} {n:,} rows: mean latitude {latitude:.2f}, longitude {longitude:.2f}, value {y[rows].mean():.2f}")

order = np.random.default_rng(11).permutation(len(X))
train, val, test = order[2 * n :], order[n : 2 * n], order[:n]  # row numbers
y_train, y_val, y_test = y[train], y[val], y[test]
print(f"\ntraining set {len(train):,} rows, validation set {len(val):,}, test set {len(test):,}")
assert len(np.unique(np.concatenate([train, val, test]))) == len(X)  # every row in exactly one

# %% [markdown]
# (In the real table the counties come one after the other. Cut without shuffling, the test set would be another part
# of the country. Keep that thought for the end.)
#
# Now look, at the training set alone.

# %%
UNITS = ("10,000 dollars", "years", "rooms", "rooms", "people", "people", "degrees", "degrees", "100,000 dollars")
columns = dict(zip((*housing.feature_names, "Value"), np.hstack([X[train], y_train]).T, strict=True))

print(f"{'':10} {'least':>9} {'median':>9} {'mean':>9} {'σ':>9} {'largest':>9}")
for name, c in columns.items():
    print(f"{name:10} {c.min():9.2f} {np.median(c):9.2f} {c.mean():9.2f} {c.std():9.2f} {c.max():9.2f}")

fig = Figure(figsize=(9, 6), layout="constrained")
for ax, (name, c), unit in zip(fig.subplots(3, 3).flat, columns.items(), UNITS, strict=True):
    ax.hist(c, bins=60, color=COLORS["blue"])
    ax.set(xlabel=f"{name} ({unit})", ylabel="block groups")
    ax.locator_params(axis="x", nbins=4)
    ax.spines[["top", "right"]].set_visible(False)
fig.suptitle(titled(f"Some columns are all tail: AveOccup has median {np.median(columns['AveOccup']):.1f}, "
                    f"largest {columns['AveOccup'].max():.0f}"))
show(fig, alt="Nine histograms of the training set, one a column. That of the value ends in a tall bar at its right "
     "edge. Averages a household and Population have a few very large entries; nearly all rows lie in the first bars.")

# %% [markdown]
# Three things should make you stop.
#
# 1. The columns live on very different scales: σ of `Population` is about a thousand, σ of `AveBedrms` below 1.
# 2. Some columns have a long tail to the right. Who are the households with so many people in them? (In the real
#    table prisons, barracks and colleges; and where holiday houses stand empty, the many rooms of few households.)
# 3. The value has an odd bar at its right end. Which values are the most frequent ones?

# %%
values, counts = np.unique(y_train, return_counts=True)
for k in np.argsort(-counts)[:4]:
    print(f"{100_000 * values[k]:10,.0f} dollars: {counts[k]:4} block groups")

cap = values.max()
at_cap = (y_train == cap).mean()
print(f"\nthe largest value there is: {100_000 * cap:,.0f} dollars, in {at_cap:.1%} of the training set")
if not housing.synthetic:
    assert round(100_000 * cap) == 500_001
    assert np.sum(y == cap) == 965  # in the whole table

fig = Figure(figsize=(9, 3.6), layout="constrained")
left, right = fig.subplots(1, 2)
left.hist(y_train, bins=100, color=COLORS["blue"])
left.set(xlabel="value (100,000 dollars)", ylabel="block groups", title="A tall bar at the end,")
right.plot(columns["MedInc"], y_train, ".", color=COLORS["blue"], markersize=2, alpha=0.3)
right.set(xlabel="median income (10,000 dollars)", ylabel="value (100,000 dollars)", title="and a lid on the cloud")
for ax in (left, right):
    ax.spines[["top", "right"]].set_visible(False)
fig.suptitle(titled(f"{at_cap:.1%} of all values are exactly {100_000 * cap:,.0f} dollars"))
show(fig, alt=f"Left: histogram of the values with a tall bar at {100_000 * cap:,.0f} dollars. Right: value against "
     "income, a rising cloud that is cut off along a horizontal line at the top.")

# %% [markdown]
# That is no coincidence. **The values are capped.** Whatever was worth more than 500,000 dollars was written down as
# 500,001. For these rows the table does not say what a house is worth, only that it is worth *at least* that. A
# network will learn the lid along with everything else. We come back to it. (The real table has more lids: look at
# the right ends of `HouseAge` and `MedInc` above.)
#
# ## On the map
#
# The last two features are a place. So the table can be drawn as a map, with any column as the colour.

# %%
MAP = 1 / np.cos(np.radians(37))  # a degree of longitude is shorter than one of latitude, so far north


def draw_map(name, in_logarithms=False):
    """Draw a column of the training set on the map; return the axes."""
    c, unit = columns[name], UNITS[list(columns).index(name)]
    c = np.log(c - c.min() + 1) if in_logarithms else c
    low, high = np.percentile(c, [2, 98])
    ax = new_axes(6, 5)
    dots = ax.scatter(columns["Longitude"], columns["Latitude"], s=2, c=c, cmap=SEQUENTIAL, vmin=low, vmax=high)
    label = f"log of {name} above its least" if in_logarithms else f"{name} ({unit})"
    ax.figure.colorbar(dots, ax=ax, label=label)
    ax.set(xlabel="longitude (degrees)", ylabel="latitude (degrees)", aspect=MAP, title=titled(f"{name}, by place"))
    return ax


show(draw_map("Value"), alt="Map of the training set, coloured by value. In the real table the outline of California "
     "can be seen; high values along the coast around San Francisco and Los Angeles, low ones inland.")

# %% [markdown]
# Choose other columns. Which ones look like the map of the values? Where does the logarithm bring out more? (Without
# buttons, as on a web page: change the name in the cell above and run it again. The colours end where the outermost 2%
# of the rows on each side begin, or else one prison would make all the rest look alike.)

# %% tags=["nbval-skip"]
import ipywidgets as widgets

column = widgets.Dropdown(options=list(columns), value="MedInc", description="column")
logarithms = widgets.Checkbox(value=False, description="logarithm")
picture = widgets.Image(format="png")


def redraw(_=None):
    picture.value = png(draw_map(column.value, logarithms.value))


for knob in (column, logarithms):
    knob.observe(redraw, "value")
redraw()
widgets.VBox([column, logarithms, picture])

# %% [markdown]
# In the real table it is income that comes nearest to the values, and nothing else comes near it. A network may also
# join columns, though.
#
# ## Draw the tails in
#
# Between 2 and 4 people a household there is a world of difference, between 600 and 602 none. What counts is the
# ratio, and the logarithm turns ratios into differences: $\log 4 - \log 2 = \log 1200 - \log 600$. It draws a long
# tail in.
#
# ### Exercise 1: logarithms of some columns
#
# Write `log_columns(X, columns)`. `X` has shape $(N, n)$; `columns` is a list of column numbers, counted from 0.
# Return a new array $(N, n)$ in which those columns are replaced by their natural logarithm. The caller's `X` stays
# as it is.

# %% solution="log_columns"
def log_columns(X, columns):
    """Replace some columns by their natural logarithm.

    X: (N, n), positive in these columns; columns: list of column numbers
    Returns a new array (N, n).
    """
    ### BEGIN SOLUTION
    result = X.copy()
    result[:, columns] = np.log(X[:, columns])
    return result
    ### END SOLUTION

# %% test="log_columns"
check(log_columns)

# %%
TAILS = [2, 3, 4, 5]  # AveRooms, AveBedrms, Population, AveOccup
X_log = log_columns(X, TAILS)

fig = Figure(figsize=(9, 2.5), layout="constrained")
for ax, j in zip(fig.subplots(1, 4), TAILS, strict=True):
    ax.hist(X_log[train, j], bins=60, color=COLORS["blue"])
    ax.set(xlabel=f"log {housing.feature_names[j]}", ylabel="block groups" if j == TAILS[0] else "")
    ax.spines[["top", "right"]].set_visible(False)
fig.suptitle(titled("In logarithms most rows can be told apart"))
show(fig, alt="Histograms of the logarithms of AveRooms, AveBedrms, Population and AveOccup: humps in the middle now.")

# %% [markdown]
# ## The same scale for all
#
# *Standardising* gives every column mean 0 and standard deviation 1:
#
# $$x'_{ij} = \frac{x_{ij} - \mu_j}{\sigma_j}, \qquad \mu_j = \frac1N \sum_i x_{ij}, \qquad
# \sigma_j = \sqrt{\frac1N \sum_i (x_{ij} - \mu_j)^2} .$$
#
# But the mean of which rows? Suppose your network is in use, and one single block group comes in. The network expects
# scaled numbers. Scale the newcomer by its own mean and σ?

# %%
newcomer = X_log[val[:1]]
own_mean, own_sigma = newcomer.mean(axis=0), newcomer.std(axis=0)
print("newcomer - its mean:", (newcomer - own_mean)[0])
print("its σ:              ", own_sigma)
assert not np.any(newcomer - own_mean)

# %% [markdown]
# All zeros: every newcomer would look the same, and be worth the same. $\mu$ and $\sigma$ are something the model has
# *learnt*, like a weight. They are learnt from the training set, and then used for whatever comes. Computed with the
# validation or test rows among them, they would carry something of these rows into the training: a *leak*. (With
# thousands of rows a small one. But the next one won't be.)
#
# ### Exercise 2: standardise without a leak
#
# Write `standardize(train, test)`. `train` has shape $(N, n)$, `test` has shape $(M, n)$ and stands for anything that
# comes later. Return both, scaled by the $\mu$ and $\sigma$ of `train`.
#
# If a column is constant in `train`, its $\sigma$ is 0 and says nothing about a scale: divide by 1 there, in both
# tables. No NaN, no warning.

# %% solution="standardize"
def standardize(train, test):
    """Scale both tables by the mean and standard deviation of the columns of train.

    train: (N, n); test: (M, n)
    Returns train_scaled (N, n) and test_scaled (M, n), new arrays.
    """
    ### BEGIN SOLUTION
    mean, sigma = train.mean(axis=0), train.std(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return (train - mean) / sigma, (test - mean) / sigma
    ### END SOLUTION

# %% test="standardize"
check(standardize)

# %%
X_train, X_val = standardize(X_log[train], X_log[val])
_, X_test = standardize(X_log[train], X_log[test])
for name, table in (("training", X_train), ("validation", X_val)):
    print(f"{name:10}  mean {table.mean(axis=0)}\n{'':10}  σ    {table.std(axis=0)}")
assert np.allclose(X_train.mean(axis=0), 0, atol=1e-6), "is check(standardize) right?"
assert np.allclose(X_train.std(axis=0), 1), "is check(standardize) right?"

# %% [markdown]
# The training columns have mean 0 and σ 1 exactly, the validation columns nearly. As it should be.
#
# ## The yardstick: a straight line
#
# The network's loss will be the squared error, $J = \frac{1}{2N} \sum_i (p_i - y_i)^2$ (lesson 02). To report, we use
# the **mean squared error** $\text{MSE} = \frac1N \sum_i (p_i - y_i)^2 = 2J$, in (100,000 dollars)², and its root,
# which is in dollars again.
#
# How small is small? Two models without any hidden layer tell. The first always says the mean of the training values.
# The second is linear (*tuyến tính*), $p = Xw + b$, with the $w$ and $b$ of the least squared error. For that no
# descent is needed: at the lowest point the gradient is zero, which makes $n + 1$ linear equations for $n$ weights
# and $b$, and a solver finds their solution at once (`np.linalg.lstsq`, the *least squares* of lesson 10).
#
# ### Exercise 3: the best straight line
#
# Write `fit_linear(X, y)`. `X` has shape $(N, n)$, `y` has shape $(N, 1)$. Return `w` $(n, 1)$ and `b` $(1, 1)$ for
# which the squared error of `X @ w + b` is smallest.
#
# A way: `b` is the weight of an input that is always 1. Put a column of ones beside `X`, call it `A`; then
# `np.linalg.lstsq(A, y, rcond=None)[0]` holds all $n + 1$ weights, one below the other. (Of an array `t` with two axes,
# `t[-1:]` is the last row with both axes kept; `t[-1]` loses one.)

# %% solution="fit_linear"
def fit_linear(X, y):
    """Weights and bias with the least squared error.

    X: (N, n); y: (N, 1)
    Returns w (n, 1) and b (1, 1).
    """
    ### BEGIN SOLUTION
    A = np.hstack([X, np.ones((len(X), 1))])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return theta[:-1], theta[-1:]
    ### END SOLUTION

# %% test="fit_linear"
check(fit_linear)

# %%
def mse(p, y):
    return float(np.mean((p - y) ** 2))


def report(name, p, y=y_val):
    error = mse(p, y)
    print(f"{name:34} MSE {error:.3f}   root: {100_000 * error**0.5:7,.0f} dollars")
    return error


w, b = fit_linear(X_train, y_train)
gradient = X_train.T @ (X_train @ w + b - y_train) / len(X_train)
assert np.allclose(gradient, 0, atol=1e-8), "is check(fit_linear) right?"  # the lowest point indeed

report("always the mean", y_train.mean())
w_plain, b_plain = fit_linear(X[train], y_train)
report("linear, columns as they are", X[val] @ w_plain + b_plain)
linear_mse = report("linear, logarithms, standardised", X_val @ w + b)

# %% [markdown]
# These are errors on the validation set. For a linear model scaling changes nothing (the weights grow as the columns
# shrink); it is the logarithms that may help or not. Compare the last two lines.
#
# An MSE means little without knowing how different the values are in the first place. So one often reports the share
# of this spread that a model explains:
#
# $$R^2 = 1 - \frac{\sum_i (p_i - y_i)^2}{\sum_i (y_i - \bar y)^2} ,$$
#
# with $\bar y$ the mean of the $y_i$. A perfect model has $R^2 = 1$. Always saying $\bar y$ gives 0. And a model that
# is worse than that? Look at the formula: below 0.
#
# ### Exercise 4: the share explained
#
# Write `r_squared(p, y)`. Both have shape $(N, 1)$; return one number.

# %% solution="r_squared"
def r_squared(p, y):
    """Share of the spread of y that the predictions p explain.

    p: predictions (N, 1); y: targets (N, 1)
    Returns a number, at most 1.
    """
    ### BEGIN SOLUTION
    return 1 - np.sum((p - y) ** 2) / np.sum((y - y.mean()) ** 2)
    ### END SOLUTION

# %% test="r_squared"
check(r_squared)

# %%
print(f"linear model: R² = {r_squared(X_val @ w + b, y_val):.3f} on the validation set")
assert np.isclose(r_squared(np.full_like(y_val, y_val.mean()), y_val), 0), "is check(r_squared) right?"

# %% [markdown] seeds="S0.31"
# ## A network with a linear output
#
# The networks of the slides end in a sigmoid or in softmax (lesson 12): they answer with probabilities. A sigmoid
# cannot say 2.5. So the output has no activation function at all, it is **linear**, $p = z$. Hidden layers stay as they
# are: there an activation is needed, or the whole network would be a straight line (lesson 04).
#
# How much would a sigmoid cost? Even the best one could at most say 1 wherever $y$ is above 1:

# %%
report("best imaginable sigmoid", np.minimum(y_val, 1))
assert mse(np.minimum(y_val, 1), y_val) > linear_mse

# %% [markdown]
# Worse than the straight line. With the linear output the way back begins even more simply than before. For $N$
# samples and $K$ outputs
#
# $$J = \frac{1}{2N} \sum_{i,k} (z_{ik} - y_{ik})^2 , \qquad
# D = \frac{\partial J}{\partial Z} = \frac{Z - Y}{N} .$$
#
# The 2 of the square cancels the $\frac12$; $\frac1N$ enters here and nowhere else; and the slope of the output, in
# lesson 09 the factor $p\,(1 - p)$, is 1. It is prediction minus target once more, as with the sigmoid and the
# cross-entropy (lesson 09), and as inside the step of lesson 03, where a neuron had one output. Check it:

# %%
rng = np.random.default_rng(0)
Z_small, Y_small = rng.normal(size=(3, 2)), rng.uniform(0, 5, size=(3, 2))
by_nudging = numerical_gradient(lambda Z: np.sum((Z - Y_small) ** 2) / (2 * 3), Z_small)
print("formula\n", (Z_small - Y_small) / 3, "\nnudging\n", by_nudging)
assert np.allclose((Z_small - Y_small) / 3, by_nudging, atol=1e-8)

# %% [markdown]
# ### Exercise 5: $D$ of a linear output
#
# Write `regression_delta(Z, Y)`. `Z` $(N, K)$ is what the output layer computes, and also the prediction; `Y`
# $(N, K)$ are the targets. Return `D` $= \partial J / \partial Z$, shape $(N, K)$.

# %% solution="regression_delta"
def regression_delta(Z, Y):
    """D = dJ/dZ of a linear output layer, J = 1/(2N) times the sum of (Z - Y)^2.

    Z: pre-activations and predictions (N, K); Y: targets (N, K)
    Returns D (N, K).
    """
    ### BEGIN SOLUTION
    return (Z - Y) / len(Z)
    ### END SOLUTION

# %% test="regression_delta"
check(regression_delta)

# %% [markdown]
# ## What unscaled features do
#
# Before the network, one experiment with the straight line: let us find it by gradient descent, on the columns as
# they came and on the scaled ones (those with the logarithms). Your `regression_delta` gives the slopes. Guess: how
# does the learning rate (*tốc độ học*) have to be chosen for each?

# %%
def descend(X, y, learning_rate, n_steps=100):
    """Gradient descent on p = X w + b from zero. Returns the MSE before each step; it ends where that explodes."""
    w, b = np.zeros((X.shape[1], 1)), np.zeros((1, 1))
    errors = []
    for _ in range(n_steps):
        Z = X @ w + b
        errors.append(mse(Z, y))
        if errors[-1] > 1e9:
            break
        D = regression_delta(Z, y)
        w, b = w - learning_rate * X.T @ D, b - learning_rate * D.sum(axis=0, keepdims=True)
    return errors


print("learning rate     as they came            scaled")
for learning_rate in (0.5, 0.1, 1e-3, 1e-5, 1e-7):
    cells = []
    for table in (X[train], X_train):
        errors = descend(table, y_train, learning_rate)
        cells.append(f"explodes in {len(errors)} steps" if errors[-1] > 1e9 else f"MSE {errors[-1]:.3f}")
    print(f"{learning_rate:13g}     {cells[0]:20}    {cells[1]}")
assert descend(X[train], y_train, 0.1)[-1] > 1e9
assert descend(X_train, y_train, 0.1)[-1] < 1

# %% [markdown]
# Lesson 03 knew the reason: a step is too long from $2 / \text{curvature}$ on, and the most curved direction sets the
# limit. There you measured the curvature in 180 directions of a plane; here the space of the $n + 1$ weights has nine
# dimensions. The second derivatives stand in one matrix, $\frac1N A^{\mathsf T} A$, with $A$ being $X$ and a column of
# ones (as in exercise 3), and its *eigenvalues*, which NumPy computes, are the curvatures along the main directions of
# the valley, from the flattest to the steepest. The steepest sets the largest rate; in the flattest one, this rate has
# to cover the distance.

# %%
curves = {}
for name, table in {"as they came": X[train], "scaled": X_train}.items():
    A = np.hstack([table, np.ones((len(table), 1))])
    curvatures = np.linalg.eigvalsh(A.T @ A / len(A))
    limit = 2 / curvatures[-1]
    print(f"{name:12}  curvatures {curvatures[0]:.1e} to {curvatures[-1]:.1e}, "
          f"ratio {curvatures[-1] / curvatures[0]:.0e}; limit {limit:.1e}")
    curves[f"{name}, 0.9 × limit"] = descend(table, y_train, 0.9 * limit, 200)
    curves[f"{name}, 1.1 × limit"] = descend(table, y_train, 1.1 * limit, 200)
    assert curves[f"{name}, 0.9 × limit"][-1] < curves[f"{name}, 0.9 × limit"][0]  # below the limit it falls
    assert curves[f"{name}, 1.1 × limit"][-1] > curves[f"{name}, 1.1 × limit"][0]  # above it does not

ax = loss_curves(curves)
raw, scaled = (curves[f"{name}, 0.9 × limit"][-1] for name in ("as they came", "scaled"))
ax.set(xlabel="step", ylabel="MSE (100,000 dollars)²", yscale="log", ylim=(0.2, 100))
ax.set_title(titled(f"After 200 steps: {raw:.2f} unscaled, {scaled:.2f} scaled"))
show(ax, alt="MSE against the step. Above the limit both explode. Below it the scaled one falls fast to its least; the "
     "unscaled one falls a little and then lies flat, high above.")

# %% [markdown]
# With unscaled features you have the choice between exploding and standing still: the rate must be tiny because of
# `Population`, and is then far too small for all the rest. Standardising does not change what the model can say. It
# makes the valley round, so that one rate suits all directions.
#
# A network is no better off:

# %%
net = Network([8, 32, 16, 1], output="identity", rng=np.random.default_rng(0))
history = fit(net, X[train], y_train, epochs=1, optimizer=SGD(0.01), rng=np.random.default_rng(0))
first_epoch = history.train_loss or ["infinite"]
print("network on the columns as they came, one epoch:", history.stopped, first_epoch)
assert history.stopped == "diverged" or history.train_loss[0] > 1e6

# %% [markdown]
# ## Train the network
#
# The network, 8-32-16-1, is the library's: `Network` with relu in the hidden layers and the output `"identity"`,
# which is its name for linear. Only the way back is ours, so that it begins with *your* `regression_delta`; the rest
# is lesson 09.

# %%
class PriceNetwork(Network):
    """Relu layers and a linear output, trained from regression_delta."""

    def __init__(self, sizes, seed=0):
        super().__init__(sizes, activation="relu", output="identity", rng=np.random.default_rng(seed))

    def loss_and_gradients(self, X, Y, l2=0.0, n_train=None):
        Z, A = self.forward(X)
        dW, db = [None] * len(self.W), [None] * len(self.W)
        D = regression_delta(Z[-1], Y)
        for layer in reversed(range(len(self.W))):
            dW[layer] = A[layer].T @ D
            db[layer] = D.sum(axis=0, keepdims=True)
            if layer > 0:
                D = (D @ self.W[layer].T) * (Z[layer - 1] > 0)
        return float(np.sum((Z[-1] - Y) ** 2) / (2 * len(Y))), dW, db


net = PriceNetwork([8, 32, 16, 1])
ours = net.loss_and_gradients(X_train[:50], y_train[:50])
library = Network.loss_and_gradients(net, X_train[:50], y_train[:50])
for yours, theirs in zip(ours[1] + ours[2], library[1] + library[2], strict=True):
    assert np.allclose(yours, theirs), "is check(regression_delta) right?"
print("your gradients are the library's; parameters:", net.n_parameters)

# %% [markdown]
# `fit` does what you did by hand: shuffle, cut into mini-batches, forward, backward, step. Two things about the step
# are new. **Adam** keeps, for each weight, a running mean of its slopes and one of their squares, and steps by the
# first divided by the root of the second: so each weight gets a step length of its own. And the learning rate
# *falls*, along half a cosine from 0.01 to 0: long steps to get there, short ones to settle.
#
# After each epoch `fit` measures $J$ on the validation set, without learning from it. If it has not become better for
# `patience` epochs, training stops, and the parameters of the best epoch come back: early stopping.

# %%
def train_network(sizes, X, y, validation=None, epochs=40, seed=0):
    """Train a PriceNetwork with Adam. Returns the network and its history."""
    net = PriceNetwork(sizes, seed)
    history = fit(net, X, y, epochs=epochs, batch_size=64, optimizer=Adam(0.01), schedule=cosine(0.01, epochs),
                  validation=validation, patience=10 if validation else None, rng=np.random.default_rng(seed))
    return net, history


net, history = train_network([8, 32, 16, 1], X_train, y_train, (X_val, y_val))
print(f"{len(history.train_loss)} epochs; best on the validation set: epoch {history.best_epoch}")
network_mse = report("network 8-32-16-1", net.predict(X_val))
report("linear model", X_val @ w + b)
assert network_mse < linear_mse, "is check(regression_delta) right?"

errors = {"training": 2 * np.array(history.train_loss), "validation": 2 * np.array(history.validation_loss)}  # MSE = 2J
ax = loss_curves(errors)
ax.axhline(linear_mse, color=COLORS["grey"], linestyle=":")
ax.annotate("linear model", (len(errors["training"]) / 2, linear_mse), xytext=(0, 4), textcoords="offset points")
ax.plot(history.best_epoch, errors["validation"][history.best_epoch], "o", color=COLORS["orange"])
ax.set(ylim=(0.9 * errors["training"].min(), 1.2 * linear_mse), ylabel="MSE (100,000 dollars)²")
ax.set_title(titled(f"Validation: {linear_mse:.2f} for the line, {network_mse:.2f} for the network"))
show(ax, alt="Learning curves: MSE on training and validation set against the epoch. Both fall below the linear model; "
     f"the validation curve flattens out at {network_mse:.2f}, the training curve goes on to fall.")

# %% [markdown]
# Both curves fall below the straight line within the first epochs. (At first the training curve is the higher one:
# `fit` takes it *during* the epoch, while the network is still getting better, and the other one after it.) Then they
# part: what the network still gains on the training set helps less and less with other rows.
#
# Does another size do better? Change the sizes and run the cell as often as you like; that is what the validation set
# is for.

# %%
candidates = {"8-32-16-1": (net, network_mse)}
for sizes in ([8, 8, 1], [8, 64, 1]):
    name = "-".join(map(str, sizes))
    candidate, _ = train_network(sizes, X_train, y_train, (X_val, y_val))
    candidates[name] = candidate, report(f"network {name}", candidate.predict(X_val))

best = min(candidates, key=lambda name: candidates[name][1])
print("best on the validation set:", best)

# %% [markdown]
# ## Open the test set, once
#
# The choice is made. One look, with a standard error: the test set is a sample, and with $N$ other rows the MSE would
# be a little different. About how much, the σ of the squared errors divided by $\sqrt N$ tells.

# %%
net = candidates[best][0]
p_test = net.predict(X_test)
test_mse = report(f"test set, network {best}", p_test, y_test)
report("test set, linear model", X_test @ w + b, y_test)
squares = (p_test - y_test) ** 2
print(f"standard error of the network's MSE: {squares.std() / np.sqrt(len(squares)):.3f}")
print(f"R² = {r_squared(p_test, y_test):.3f}; half of the errors are below "
      f"{100_000 * np.median(np.abs(p_test - y_test)):,.0f} dollars")
assert test_mse <= 0.30

# %% [markdown]
# From now on the test set is used up for choosing. We go on looking at it to understand.
#
# ## Under the lid
#
# What has the network made of the cap?

# %%
capped = y_test == cap
above = p_test > cap

ax = new_axes(5.6, 4.4)
ax.plot(y_test[~capped], p_test[~capped], ".", color=COLORS["blue"], markersize=2, alpha=0.4)
label = f"value at the cap ({capped.sum()})"
ax.plot(y_test[capped], p_test[capped], ".", color=COLORS["orange"], markersize=3, label=label)
ax.plot([0, cap], [0, cap], color=COLORS["black"], linewidth=1, label="prediction = value")
ax.axhline(cap, color=COLORS["grey"], linestyle=":", label=f"predictions above the cap: {above.sum()}")
ax.set(xlabel="value in the table (100,000 dollars)", ylabel="prediction (100,000 dollars)", ylim=(0, 7.5))
ax.legend(fontsize=9, loc="upper left")
share = squares[capped].sum() / squares.sum()
ax.set_title(titled(f"{capped.mean():.1%} of the rows, at the cap, make {share:.0%} of the squared error"))
show(ax, alt="Prediction against value for the test set: a cloud along the diagonal; at the right edge a stripe of "
     "capped rows, whose predictions range from far below to above the cap.")

# %% [markdown]
# No value in the table lies above the cap. So a prediction above it is certainly too high *for this table*, and can
# be cut off there ("clipped"). That can only make the squared error smaller, never larger. And what if the capped
# rows are simply left out of the reckoning?

# %%
clipped = np.minimum(p_test, cap)
report("as it is", p_test, y_test)
clipped_mse = report("clipped at the cap", clipped, y_test)
report("without the capped rows", p_test[~capped], y_test[~capped])
print(f"\nmean of prediction - value: {np.mean(p_test[capped] - y_test[capped]):+.3f} for the capped rows, "
      f"{np.mean(p_test[~capped] - y_test[~capped]):+.3f} for the others")
assert clipped_mse <= test_mse

# %% [markdown]
# The same network, three numbers. Clipping is honest as long as you say what you predict: the value *as this table
# would record it*. About a house for two million dollars the network knows nothing, and no way of training can change
# that, because nobody wrote it down. The third number is another matter:

# %% [markdown] manual="leave-them-out" points=3
# ### Question (graded by a person)
#
# A colleague drops all rows at the cap, from the training, validation and test set, and trains anew. "My test error
# is smaller now," she writes, "so my model is better. It predicts house values in California with this error."
#
# 1. With the real table the error was smaller above, without any new training. Why does leaving out these rows make it
#    smaller, whatever the model?
# 2. Someone wants the value of a house in an expensive street. What is wrong with the colleague's model there, and
#    why can't one leave out such houses when the model is in use?
# 3. What would you do, and what would you write beside the number?
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. The capped rows are the hardest ones: their true values differ widely but are all recorded as 500,001, so no
#    model can tell them apart, and their errors are among the largest. Without them an easier question is asked.
#    Errors of two models compare only on the same rows.
# 2. The rows were chosen by their *target*. Her model has never seen an expensive house, so it will place expensive
#    streets below 500,000: it is biased downwards there. In use the value is what is asked for, so nobody knows
#    beforehand which houses to leave out; a selection may use the features only.
# 3. Keep the rows, in all three sets. Clip the predictions at the cap, and read 500,001 as "500,000 or more". Report
#    the error on all test rows, say that values are capped and how many rows that concerns, and give the error for
#    capped and other rows separately. (Also right: a model made for such "at least" targets, or a yes-or-no model for
#    "at the cap?" beside the regression.)
#
# Marking: 1 point for each part. 1: "these are the hard rows" or "not the same rows, so not comparable" is enough. 2:
# both halves for the full point (selected by the target or biased downwards; unknown in use). 3: any procedure that
# keeps the rows or says openly what the number does not cover.
# ### END SOLUTION

# %% [markdown]
# ## The errors on the map
#
# The *residual* of a row is prediction minus value. If the network had found all there is to find, the residuals
# would be chance, here blue, there orange, like salt and pepper. Draw them where they belong.

# %%
residual = (p_test - y_test)[:, 0]
place = X[test][:, [7, 6]]  # longitude, latitude
weakest_first = np.argsort(np.abs(residual))  # so that no large error is hidden under a small one

fig = Figure(figsize=(9.5, 4.4), layout="constrained")
for ax, title, size in zip(fig.subplots(1, 2), ("All of the test set", "Nearer: Los Angeles"), (5, 14), strict=True):
    ax.set_facecolor("#C8C8C8")
    dots = ax.scatter(*place[weakest_first].T, c=residual[weakest_first], cmap=DIVERGING, vmin=-1.5, vmax=1.5, s=size)
    ax.set(xlabel="longitude (degrees)", ylabel="latitude (degrees)", aspect=MAP, title=title)
    ax.locator_params(nbins=5)
ax.set(xlim=(-119, -117), ylim=(33.4, 34.5))
fig.colorbar(dots, ax=ax, label="prediction − value (100,000 dollars)", extend="both")
large = np.abs(residual) > 1
fig.suptitle(titled(f"{large.mean():.1%} of the predictions are wrong by more than 100,000 dollars"))
show(fig, alt="Map of the test set, and its part around Los Angeles. Blue: predicted too high, orange: too low, pale: "
     "nearly right. In the real table the strong colours crowd along the coast, often several of a kind together.")

dear = p_test[:, 0] > np.median(p_test)
for name, rows in (("cheaper half", ~dear), ("dearer half", dear)):
    print(f"{name}, by prediction: error {100_000 * np.abs(residual[rows]).mean():,.0f} dollars (mean of the sizes)")

# %% [markdown]
# Where are the strong colours in California? Along the coast, where houses are expensive: there eight numbers do not
# tell enough. And do neighbours err alike? For each row look for the nearest other one, and correlate the two
# residuals: 0 would be chance, 1 always the same error.

# %%
def nearest(places):
    """For each of the places the row number of the nearest other one."""
    squared = ((places[:, :1] - places[:, 0]) / MAP) ** 2 + (places[:, 1:] - places[:, 1]) ** 2
    np.fill_diagonal(squared, np.inf)
    return squared.argmin(axis=1)


some = slice(2000)  # a table of distances for all would be large
neighbour = nearest(place[some])
together = np.corrcoef(residual[some], residual[some][neighbour])[0, 1]
print(f"correlation of a residual with that of its nearest neighbour, for 2,000 rows of the test set: {together:.2f}")

# %% [markdown]
# ## A harder question
#
# So neighbours have something in common that the eight features do not say. Then a test row is not so new to the
# network: it has seen the street next door, with nearly the same longitude and latitude. What if it has to judge a
# *town* it has never seen?
#
# Cut the map into squares, half a degree each (about 50 km), and deal whole squares into five groups. Five networks
# learn, each from four of the groups, and judge the fifth. In the end every row has been judged by a network that has
# seen nothing from its square, though more rows altogether than before. Guess first.

# %%
squares_of_map = np.unique(np.floor(2 * X[:, 6:]), axis=0, return_inverse=True)[1].ravel()
n_squares = squares_of_map.max() + 1
group = np.random.default_rng(11).permutation(np.arange(n_squares) % 5)[squares_of_map]

p_strange = np.empty_like(y)
for k in range(5):
    out = group == k
    X_in, X_out = standardize(X_log[~out], X_log[out])
    stranger, _ = train_network([8, 32, 16, 1], X_in, y[~out], epochs=12)
    p_strange[out] = stranger.predict(X_out)
    report(f"group {k}, {out.sum():,} rows", p_strange[out], y[out])

print()
report("all rows, in unknown squares", p_strange, y)
report("test set, split by chance", p_test, y_test)
print(f"R² = {r_squared(p_strange, y):.3f} in unknown squares, {r_squared(p_test, y_test):.3f} with a split by chance")

# %% [markdown]
# With the real table the error is clearly larger where the squares are unknown, and it differs from group to group by
# more than any standard error promised. (With the invented table there is hardly a difference: its neighbours have
# nothing in common but what the features say.) Neither number is wrong. They answer different questions: "another
# street in a town I know" and "a town I don't know". **A test set is honest if it is chosen as the rows will be chosen
# in use.** A split by chance is not always that.
#
# ## Where the slides slip
#
# **"Weights show how important a feature is"** (deck 001: *nó kiểu như xác định độ quan trọng của feature*). Lesson
# 01 told of it; here are a straight line's weights before and after scaling. Which feature is the most important?

# %%
w_scaled, _ = fit_linear(standardize(X[train], X[val])[0], y_train)
print("             as they came     standardised")
for name, before, after in zip(housing.feature_names, w_plain[:, 0], w_scaled[:, 0], strict=True):
    print(f"{name:11} {before:13.6f} {after:16.3f}")
for name, weights in (("as they came", w_plain), ("standardised", w_scaled)):
    print(f"largest, {name}: {housing.feature_names[np.abs(weights).argmax()]}")

# %% [markdown]
# The same model with the same predictions, but (in the real table) another ranking. Scaled weights can at least be
# compared with each other. Still, do not read them as importance: latitude and longitude of California fall and rise
# against each other, and features that overlap share their weights as chance will have it.
#
# And the slide of this lab has a slip of its own:

# %%
errata("11-california-housing")

# %% [markdown]
# ## What to remember
#
# - Look first, at the training set alone. A tall bar at the end of a histogram is a question to whoever made the
#   table.
# - Split, then scale by the μ and σ of the training set. They are learnt, like weights.
# - For a number without bounds: linear output, squared error, $D = (Z - Y)/N$.
# - The learning rate is limited by the steepest direction, the time by the flattest. Scaling makes the valley round.
# - A yardstick first: the mean, then a straight line. Then say the error in dollars, with its standard error.
# - Where targets are capped, the model learns the cap. Say so; do not drop the rows.
# - Draw the residuals where they belong. A test set answers the question it was drawn for, and no other.
#
# ## Where next
#
# Lesson 12, *One of several*: from one number back to classes, this time more than two. If you want to go on here:
# add a feature (bedrooms a room, the distance to the sea), or train on $\log y$, and see whether the *validation*
# error falls.
