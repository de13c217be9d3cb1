# %% [markdown] seeds="S0.1"
# # Logistic regression: one score, one line
#
# **The question.** Will this house be sold within a month? You know its size and its age. There is a machine
# that answers with a number between 0 and 1, and it is made of nothing but a sum and a soft step. How does one
# read such a machine? Which line does it draw, how sure is it, where must it fail? And what can be done with
# points that no line can part?
#
# **What you will do.** Separate twelve houses by hand with three sliders. Write the machine, in its soft and in
# its hard form, and compute the line that it draws. Then you meet a ring that no line can part, and part it with
# a straight line all the same, by giving the line other columns. Last you count what that trick costs.
#
# **What you need.** NumPy arrays and their shapes, and the sigmoid, both from lesson 00. About 50 minutes. The
# slides are deck 000, part 1, "Hồi qui logistic"; deck 003, "Perceptron" and "Perceptron mềm"; and deck 004,
# "Logistic regression dưới góc nhìn của Neuron Network". (Deck 000 has two parts: how a network is written down and
# computed, from the inputs forward; then how it learns, by a cost and by going backward. This lesson opens the first
# part, lesson 02 the second.)

# %%
from itertools import combinations, combinations_with_replacement
from math import comb

import matplotlib.pyplot as plt
import numpy as np

from nncore import sigmoid
from nncore.data import planar
from nncore.exercises import check
from nncore.plots import COLORS, decision_boundary, network_diagram, new_axes, points, show
from nncore.slides import errata
from nncore.widgets import boundary

np.set_printoptions(precision=3, suppress=True)

# %% [markdown]
# ## Twelve houses
#
# Each house is one row of `X`, a sample. Each column is a feature (*đặc trưng*), here one that was measured: the
# size $x_1$ in units of 100 m², and the age $x_2$ in units of ten years. The column `y` says whether the
# house was sold within a month: 1 for yes, 0 for no. (The houses are invented.)

# %%
X = np.array([[0.6, 0.5], [0.8, 1.8], [1.0, 0.2], [1.1, 2.6], [1.3, 0.9], [1.5, 3.2],
              [1.6, 1.4], [1.9, 3.6], [2.0, 2.1], [2.3, 0.6], [2.5, 2.9], [0.7, 3.0]])  # fmt: skip
y = np.array([[0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0]]).T
print("X", X.shape, " y", y.shape)

HOUSE_AXES = {"xlabel": "$x_1$: size (100 m²)", "ylabel": "$x_2$: age (10 years)"}
ax = points(X, y)
ax.set(title="Large and new houses sell fast", **HOUSE_AXES)
ax.legend(labels=["not sold", "sold"], loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
show(ax, alt="Twelve houses by size and age. The six that were sold lie at the lower right: large, or new.")

# %% [markdown] seeds="S0.2"
# Put a ruler on the picture: one straight line parts the sold from the unsold. A machine that decides by such a
# line is a linear classifier (*bộ phân lớp tuyến tính*).
#
# ## A score, a sigmoid, a class
#
# How does a machine hold a ruler? It gives every house a score. Each feature gets a weight (*trọng số*): $w_1$
# points for every 100 m², $w_2$ for every ten years. The points add up to the weighted sum (*tổng có trọng số*).
# Last comes a number $b$, the same for all houses, the bias:
#
# $$z = w_1 x_1 + w_2 x_2 + b .$$
#
# A positive score speaks for "sold", a negative one against it. The sigmoid of lesson 00 turns the score into
# a number between 0 and 1, to be read as "how sure am I that it is a 1":
#
# $$p = \sigma(z) = \frac{1}{1 + e^{-z}} .$$
#
# And the class is 1 if $p \ge 0.5$, else 0. Score, sigmoid, class: that is logistic regression
# (*hồi qui logistic*). By hand, for the house of 160 m² that is 14 years old, with three numbers that somebody has
# guessed, $w_1 = 1$, $w_2 = 0.5$, $b = -2.5$:

# %% seeds="S0.2 S4.12"
x1, x2 = 1.6, 1.4
z = 1 * x1 + 0.5 * x2 - 2.5
p = sigmoid(z)
print(f"score z = {z:.1f}, p = {p:.2f}, class {int(p >= 0.5)}")

# %% [markdown] seeds="S2.2 S4.7 S4.12 S0.5"
# Class 0, but that house was sold. The machine works; its three numbers are not good. You will soon find better ones.
#
# The same machine is called a neuron (*tế bào thần kinh*) when many of them are put together. In that language
# the sigmoid is its activation function (*hàm truyền, hàm kích hoạt*), and deck 004 counts two steps: the sum,
# then the activation. A neural network is many such neurons, layer upon layer: each layer takes in what the one
# before gives out. Logistic regression is the smallest network, with inputs, one output, and nothing in between.
#
# > **Why "neuron"?** Bio-inspired design (*thiết kế phỏng sinh học*): the nose of the Japanese bullet train is
# > shaped like the beak of a kingfisher (*chim bói cá*), which enters water almost without a splash, and the
# > train enters tunnels with less noise. In the same spirit the perceptron borrows from a nerve cell: it gathers
# > signals through many inputs, some stronger than others, and if they are strong enough together, it sends one
# > on. Nobody claims that a train is a bird. A neuron in NumPy is not a brain cell, either.
#
# The decks write one machine in three ways. This table translates.
#
# | Here | Shape | Deck 000 | Deck 003 | Deck 004 |
# |:--|:--|:--|:--|:--|
# | `X`, one row a sample | $(N, n)$ | $x$, one sample as a column, with $x_0 = 1$ on top | $x_i$ | $x_1, x_2$ |
# | `w` | $(n, 1)$ | $\theta_1, \dots, \theta_n$ | $w_i$ | $w_1, w_2$ |
# | `b` | $(1, 1)$ | $\theta_0$ | $-T$; later $w_0$ | $w_0$ |
# | `z = X @ w + b` | $(N, 1)$ | $\theta^T x$ | $z$ | $z$ |
# | `p = sigmoid(z)` | $(N, 1)$ | $h_\theta(x) = g(\theta^T x)$ | $y$, $\hat y$ | $\hat y = \sigma(z)$ |
#
# Deck 000 needs no bias: it adds an input $x_0$ that is always 1, and its weight $\theta_0$ does the work of
# $b$. That is how the deck draws the neuron (its own has three inputs, up to $x_3$ and $\theta_3$), and it is the
# same number. A blue line is a positive weight, an orange, broken one a negative:

# %% seeds="S0.5"
w, b = np.array([[1.0], [0.5]]), np.array([[-2.5]])
theta = np.vstack([b, w])

x = np.array([[1.0], [1.6], [1.4]])  # a column with x0 = 1, as in deck 000
assert np.isclose((theta.T @ x).item(), z)
assert np.allclose(np.hstack([np.ones((12, 1)), X]) @ theta, X @ w + b)

ax = network_diagram([theta], names=[["$x_0 = 1$", "$x_1$", "$x_2$"], ["$p$"]])
ax.set_title("The bias as a weight")
show(ax, alt="One neuron with three inputs: x0 = 1 with weight -2.5, x1 with weight 1, x2 with weight 0.5.")

# %% [markdown]
# ## Turn the knobs
#
# Before you write anything, turn the three numbers yourself. The black line is where $z = 0$, that is
# $p = 0.5$. The colour is $p$. Here is where we start:

# %%
def draw_houses(w1, w2, b):
    """Draw what the neuron says over the plane, and return the axes with a description."""

    def predict(places):
        return sigmoid(places @ np.array([[w1], [w2]]) + b)

    n_right = int(np.sum((predict(X) >= 0.5) == (y == 1)))
    ax = decision_boundary(predict, X, y, x1_range=(0, 3.2), x2_range=(-0.3, 4))
    ax.set(title=f"$w_1$ = {w1:g}, $w_2$ = {w2:g}, $b$ = {b:g}: {n_right} of 12 right", **HOUSE_AXES)
    return ax, f"w1 = {w1:g}, w2 = {w2:g}, b = {b:g}: {n_right} of 12 houses on the right side of the line."


show(*draw_houses(w1=1, w2=0.5, b=-2.5))

# %% [markdown]
# Now drag. Which sliders turn the line, which one shifts it? Find a line with 12 of 12. Then double all three
# numbers: what changes, and what does not? (Without sliders, as on a web page: change the numbers in the cell
# above and run it again.)

# %% tags=["nbval-skip"]
names = ("size (100 m²)", "age (10 years)")
boundary(X, y, names=names)

# %% [markdown]
# ### Exercise 1: the neuron
#
# Write `neuron(X, w, b)` for any number of samples $N$ and features $n$. `X` has shape $(N, n)$, `w` has shape
# $(n, 1)$, `b` has shape $(1, 1)$. Return `p`, shape $(N, 1)$: row $i$ is the sigmoid of the score of row $i$.
#
# Scores may be as large as $\pm 1000$, and no warning is allowed: that is what the sigmoid of lesson 00 can do.
# It is imported above, as `sigmoid`.

# %% solution="neuron"
def neuron(X, w, b):
    """The output of one neuron for each row.

    X: inputs (N, n); w: weights (n, 1); b: bias (1, 1)
    Returns p (N, 1), each between 0 and 1.
    """
    ### BEGIN SOLUTION
    return sigmoid(X @ w + b)
    ### END SOLUTION

# %% test="neuron"
check(neuron)

# %% [markdown]
# ### Exercise 2: the class
#
# Write `predict_class(p)`. `p` has shape $(N, 1)$; return an array of the same shape that is 1 where
# $p \ge 0.5$ and 0 elsewhere. A tie, $p = 0.5$ exactly, counts as 1. (Why 1? Somebody has to decide, and the
# next section will want it so.)

# %% solution="predict_class"
def predict_class(p):
    """The class for each probability.

    p: (N, 1)
    Returns classes (N, 1): 1 where p >= 0.5, else 0.
    """
    ### BEGIN SOLUTION
    return (p >= 0.5).astype(int)
    ### END SOLUTION

# %% test="predict_class"
check(predict_class)

# %% [markdown]
# Score, sigmoid, class, for all twelve houses, with your functions. The numbers are $w = (2, -1)$ and $b = -1$. Are
# they like those that you found with the sliders?

# %%
w, b = np.array([[2.0], [-1.0]]), np.array([[-1.0]])
p = neuron(X, w, b)
classes = predict_class(p)
print("   x1    x2     z      p   class  y")
print(np.hstack([X, X @ w + b, p, classes, y]))
assert np.array_equal(classes, y), "are the two checks above right?"

# %% [markdown]
# The sliders once more. This time the colours and the count come from your `neuron`.

# %% tags=["nbval-skip"]
boundary(X, y, neuron, names=names, start=(2, -1, -1))

# %% [markdown] seeds="S3.11"
# ## The older machine: fire or be silent
#
# Before the soft neuron there was a hard one, the *perceptron*. Its threshold $T$ is what the weighted sum must
# reach. If it does, the perceptron fires (*bắn xung*) and says 1. If not, it is silent and says 0:
#
# $$z = \sum_i w_i x_i - T, \quad \text{output} = \begin{cases} 1 & \text{if } z \ge 0 \\ 0 & \text{else.} \end{cases}$$
#
# Compare with $z = \sum_i w_i x_i + b$. The two are the same if **$b = -T$**. A high threshold is a very
# negative bias.
#
# ### Exercise 3: the step perceptron
#
# Write `step_perceptron(X, w, T)`: `X` of shape $(N, n)$, `w` of shape $(n, 1)$, `T` a number. Return an array
# of shape $(N, 1)$: 1 where the weighted sum minus $T$ is at least 0, else 0.

# %% solution="step_perceptron" seeds="S3.11"
def step_perceptron(X, w, T):
    """Whether the perceptron fires, for each row.

    X: inputs (N, n); w: weights (n, 1); T: threshold, a number
    Returns fires (N, 1): 1 where the weighted sum minus T is >= 0, else 0.
    """
    ### BEGIN SOLUTION
    return (X @ w - T >= 0).astype(int)
    ### END SOLUTION

# %% test="step_perceptron"
check(step_perceptron)

# %% [markdown] seeds="S3.12"
# Now the two machines side by side. The soft perceptron (*perceptron mềm*) of deck 003 is your neuron with
# $b = -T$. It replaces the step function (*hàm xung*) by the sigmoid. Both give the same classes, ties included,
# since $\sigma(0)$ is exactly 0.5. That is why a tie is a 1.

# %% seeds="S3.12"
T = 1.0
hard = step_perceptron(X, w, T).astype(int)  # True and False, too, become 1 and 0
soft = neuron(X, w, np.array([[-T]]))
assert np.array_equal(hard, predict_class(soft)), "are the three checks above right?"

z = np.linspace(-6, 6, 241)
ax = new_axes(6.4, 3.4)
ax.plot(z, np.where(z >= 0, 1, 0), color=COLORS["black"], drawstyle="steps-mid", label="step function")
for scale, color, line in ((1, COLORS["blue"], "-"), (2, COLORS["green"], "-."), (5, COLORS["orange"], "--")):
    ax.plot(z, sigmoid(scale * z), line, color=color, label=f"$\\sigma({scale if scale > 1 else ''}z)$")
ax.set(xlabel="score z", ylabel="output", title="The larger the score's scale, the nearer the sigmoid is to the step")
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
show(ax, alt="The step function and the sigmoid of z, 2z and 5z: each is steeper at 0 and closer to the step.")

scale = 100
gap = np.abs(neuron(X, scale * w, scale * b) - hard).max()
print(f"largest difference to the step on the houses, w and b times {scale}: {gap:.0e}")
assert gap < 1e-12, "is check(neuron) right?"

# %% [markdown] seeds="S3.12"
# If the hard machine is so simple, why soften it? Because the soft one is differentiable (*khả vi*): it has a slope
# everywhere, and nowhere is it 0. Nudge a weight a little, and see which machine notices:

# %%
nudged = w + np.array([[0.01], [0.0]])
moved_hard = np.abs(step_perceptron(X, nudged, T) - hard).max()
moved_soft = np.abs(neuron(X, nudged, np.array([[-T]])) - soft).max()
print(f"largest change of the output: hard {moved_hard}, soft {moved_soft:.4f}")
assert moved_hard == 0
assert moved_soft > 0

# %% [markdown]
# The hard one does not move at all. It cannot tell whether the nudge was good or bad. The soft one can, and in
# lesson 02 a machine will use exactly that to find its weights.
#
# ## Read the line
#
# The line $z = 0$ is the decision boundary (*đường phân cách*). Everything about it is in $w$ and $b$.
#
# - **$w$ is the arrow across the line.** Along the line $w_1 x_1 + w_2 x_2$ must stay the same, so a step
#   $(d_1, d_2)$ on it has $w_1 d_1 + w_2 d_2 = 0$: it is perpendicular to $w$. The arrow points to the side of
#   the ones.
# - **$b$ shifts it.** The weights alone fix the direction. The origin has the score $b$, so $b = 0$ means a line
#   through the origin.
# - **The length of $w$ is the steepness.** Go from the line a distance $t$ along the arrow: the score becomes
#   $t\,\lVert w \rVert$, where $\lVert w \rVert = \sqrt{w_1^2 + w_2^2}$. The output reaches 0.9 where $e^{-z}$ is
#   $\frac19$, so at the score $\ln 9$, and 0.1 at $-\ln 9$. So the soft step, from 0.1 to 0.9, is
#   $2 \ln 9 / \lVert w \rVert$ wide.
#
# ### Exercise 4: where is the line?
#
# For a given $x_1$, at which $x_2$ is the score 0? Solve $w_1 x_1 + w_2 x_2 + b = 0$ for $x_2$, and write
# `boundary_x2(w, b, x1)`. `w` has shape $(2, 1)$, `b` has shape $(1, 1)$, and `x1` is a row of $M$ places, shape
# $(M,)$. Return the $M$ values of $x_2$, shape $(M,)$, too. You may take $w_2 \ne 0$ for granted. (With $w_2 = 0$
# the line is vertical.)

# %% solution="boundary_x2"
def boundary_x2(w, b, x1):
    """The height of the decision boundary at given places.

    w: weights (2, 1), the second not 0; b: bias (1, 1); x1: places (M,)
    Returns x2 (M,): the score of (x1, x2) is 0.
    """
    ### BEGIN SOLUTION
    return -(w[0, 0] * x1 + b[0, 0]) / w[1, 0]
    ### END SOLUTION

# %% test="boundary_x2"
check(boundary_x2)

# %% [markdown]
# Are the three claims true? Your line, the arrow, and the width of the step, as it is and with $w$ and $b$ four
# times as large:

# %%
def draw_reading(w, b, title, ax):
    """Draw the neuron's line by boundary_x2, the arrow w, and the two lines p = 0.1 and p = 0.9."""
    decision_boundary(lambda places: neuron(places, w, b), X, y, ax, x1_range=(0, 3.2), x2_range=(-0.3, 4))
    x1 = np.array([0.0, 3.2])
    for level in (-np.log(9), np.log(9)):  # p = 0.1 and p = 0.9
        ax.plot(x1, boundary_x2(w, b - level, x1), ":", color=COLORS["black"])
    foot = np.array([2.2, boundary_x2(w, b, np.array([2.2]))[0]])
    tip = foot + 0.7 * w[:, 0] / np.linalg.norm(w)
    ax.annotate("", tip, foot, arrowprops={"arrowstyle": "-|>", "lw": 2, "color": COLORS["black"]})
    ax.text(tip[0] + 0.06, tip[1] - 0.12, "w", weight="bold")
    ax.set(title=title, **HOUSE_AXES)


fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
draw_reading(w, b, "w and b: a wide step", left)
draw_reading(4 * w, 4 * b, "4w and 4b: same line, steeper step", right)
show(fig, alt="The same line twice, the arrow w across it; on the right the step is a quarter as wide.")

# %%
x1 = np.linspace(0, 3, 7)
on_line = np.column_stack([x1, boundary_x2(w, b, x1)])
assert np.allclose(neuron(on_line, w, b), 0.5), "is check(boundary_x2) right?"
assert np.allclose(boundary_x2(w, b, x1), boundary_x2(2 * w, 2 * b, x1))

along = on_line[1:] - on_line[:-1]  # steps on the line
print("steps on the line times w:", (along @ w)[:, 0])

for factor in (1, 2, 4):
    arrow = factor * w[:, 0]
    t = np.log(9) / np.linalg.norm(arrow)
    ends = on_line[[0]] + np.array([[-t], [t]]) * arrow / np.linalg.norm(arrow)
    p = neuron(ends, factor * w, factor * b)
    print(f"w times {factor}: the step is {2 * t:.2f} wide, from p = {p[0, 0]:.1f} to {p[1, 0]:.1f}")

# %% [markdown] seeds="S0.3"
# Doubling $w$ and $b$ leaves the line where it is and halves the width of the step. The classes stay, the
# confidence grows. And if you change all signs, $-w$ and $-b$? The same line again, with the two sides exchanged.
#
# Weights can be read in words, too: 100 m² more are worth 2 points, ten years more cost 1. So a house may be
# ten years older for every 50 m² that it is larger.
#
# ## No line will do
#
# Now other data: points of class 1 in the middle, points of class 0 around them.

# %% seeds="S0.3"
X_ring, y_ring = planar("circle", 200, rng=np.random.default_rng(1))
y_ring = (y_ring > 0).astype(int)  # the set comes with -1 and 1

angles = np.radians(np.arange(360))
directions = np.vstack([np.cos(angles), np.sin(angles)])  # one column a direction, (2, 360)
scores = X_ring @ directions
best_right, best_w, best_b = 0, None, None
for direction, score in zip(directions.T, scores.T, strict=True):
    fires = score[:, None] >= score  # column j: the line goes through point j, (200, 200)
    n_right = np.sum(fires == (y_ring == 1), axis=0)
    if n_right.max() > best_right:
        best_right, best_w, best_b = n_right.max(), direction[:, None], np.array([[-score[n_right.argmax()]]])

print(f"best of 360 · 200 lines: {best_right} of 200 right")
assert best_right < 150

ax = decision_boundary(lambda places: neuron(places, 3 * best_w, 3 * best_b), X_ring, y_ring)
ax.set(title=f"The best line has {best_right} of 200 right")
show(ax, alt="Blue points in the middle, a ring of orange ones around. The best line cuts off part of the ring.")

# %% [markdown]
# We tried every whole degree as a direction and every point as a place for the line. None does well, and it is
# not for want of trying. Data like these are nonlinear (*phi tuyến*): no line can part them, and with more
# features no plane or hyperplane. The reason is this: on the way from one point to another the score changes
# evenly.

# %%
rng = np.random.default_rng(0)
start, end = rng.normal(size=(2, 1, 2))
for share in (0, 0.25, 0.5, 0.75, 1):
    place = (1 - share) * start + share * end
    print(f"{share:4.2f} of the way: z = {(place @ w + b).item():6.3f}")

# %% [markdown] seeds="S0.4"
# What that means for the ring is the question at the end of this lesson.
#
# ## New columns
#
# The neuron is bound to lines in the columns that it is given. So give it other columns. Deck 000 does that with
# houses: size, bedrooms, floors, age, and then the products of them. It is called feature mapping (*ánh xạ*):
# each row $x$ becomes a longer row, and the neuron never knows.
#
# A *monomial* is a product of inputs, such as $x_1$, $x_1 x_2$ or $x_1^2 x_2$. Its degree is the number of
# factors, repeats counted. The constant 1 is the monomial of degree 0. For two inputs and degree 2:
#
# $$(x_1, x_2) \;\mapsto\; (1,\; x_1,\; x_2,\; x_1^2,\; x_1 x_2,\; x_2^2).$$
#
# ### Exercise 5: polynomial features
#
# Write `poly_features(X, degree)`. `X` has shape $(N, n)$, `degree` is a whole number, at least 1. Return one
# row a sample and one column for each monomial of degree 0 up to `degree`, each monomial once. The order of the
# columns:
#
# 1. by degree, the constant 1 first;
# 2. within a degree in the order in which `combinations_with_replacement(range(n), k)` (imported above) yields
#    the column numbers. For $n = 3$, $k = 2$:

# %%
print(list(combinations_with_replacement(range(3), 2)))
print(list(combinations_with_replacement(range(3), 0)), "is the constant: a product of no columns")

# %% [markdown]
# Since Python counts from 0, `(0, 1)` stands for the product of the first and the second column, $x_1 x_2$.

# %% solution="poly_features" seeds="S0.4"
def poly_features(X, degree):
    """All monomials of the columns up to a degree, the constant included.

    X: inputs (N, n); degree: a whole number, at least 1
    Returns F (N, number of monomials): by degree, then as combinations_with_replacement orders them.
    """
    ### BEGIN SOLUTION
    columns = []
    for k in range(degree + 1):
        for term in combinations_with_replacement(range(X.shape[1]), k):
            columns.append(X[:, list(term)].prod(axis=1))
    return np.column_stack(columns)
    ### END SOLUTION

# %% test="poly_features"
check(poly_features)

# %% [markdown]
# Now the ring. A circle around the origin with radius 3 is $x_1^2 + x_2^2 = 9$. Inside it
# $9 - x_1^2 - x_2^2$ is positive, outside negative. That is a score! Its weights, in the order of your columns,
# are these six. The column of ones has weight 9 and plays the bias, like $x_0$ in deck 000, so $b = 0$.

# %% seeds="S0.4"
names = ["1", "x1", "x2", "x1²", "x1 x2", "x2²"]
w_ring = np.array([[9.0, 0.0, 0.0, -1.0, 0.0, -1.0]]).T
no_bias = np.zeros((1, 1))

F = poly_features(X_ring, 2)
n_right = int(np.sum(predict_class(neuron(F, w_ring, no_bias)) == y_ring))
print("columns:", names, " X", X_ring.shape, "-> F", F.shape)
print(f"one neuron, {F.shape[1]} columns: {n_right} of {len(F)} right")
assert n_right == 200, "is check(poly_features) right?"

# %% [markdown]
# All 200. The same neuron that could not get beyond the best line above. What has happened? Plot the two columns
# that count, $x_1^2$ and $x_2^2$, against each other, and then look at the same neuron in the old plane.

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
points(F[:, [3, 5]], y_ring, left)
u = np.array([0.0, 9.0])
left.plot(u, boundary_x2(np.array([[-1.0], [-1.0]]), np.array([[9.0]]), u), color=COLORS["black"])
left.set(title="In the new columns: a straight line", xlabel="$x_1^2$", ylabel="$x_2^2$")
decision_boundary(lambda places: neuron(poly_features(places, 2), w_ring, no_bias), X_ring, y_ring, right)
right.set(title="The same neuron in the old plane: a circle")
show(fig, alt="Left: the squares of the coordinates, parted by a straight line. Right: the line is a circle.")

# %% [markdown]
# The line is still straight: you drew it with your own `boundary_x2`. The *map* is bent. Seen from the old plane
# a straight line in the new columns is a circle, and with other weights an ellipse, a parabola or a hyperbola.
#
# And what are the mixed products for? Here is a set in four quarters, with one weight that is not 0, that of
# $x_1 x_2$. Without that column no weights would do: take a point and its three mirror images
# $(\pm x_1, \pm x_2)$. In the other five columns two opposite ones of the four have, added up, the same score as
# the other two. But one of these sums ought to be positive and one negative. Change the six numbers and see which
# borders you can make.

# %%
w_quarters = np.array([[0.0, 0.0, 0.0, 0.0, 1.0, 0.0]]).T  # 1, x1, x2, x1², x1 x2, x2²

X_quarters, y_quarters = planar("xor", 200, rng=np.random.default_rng(2))
y_quarters = (y_quarters > 0).astype(int)
F = poly_features(X_quarters, 2)
n_right = int(np.sum(predict_class(neuron(F, w_quarters, no_bias)) == y_quarters))
ax = decision_boundary(
    lambda places: neuron(poly_features(places, 2), w_quarters, no_bias), X_quarters, y_quarters
)
ax.set(title=f"Four quarters, one mixed product: {n_right} of 200 right")
show(ax, alt=f"Points in four quarters, parted along both axes by one neuron; {n_right} of 200 right.")

images = np.array([[1.2, 0.7], [-1.2, -0.7], [1.2, -0.7], [-1.2, 0.7]])
others = np.delete(poly_features(images, 2), 4, axis=1)  # without x1 x2
assert np.allclose(others[0] + others[1], others[2] + others[3])  # so for all weights

# %% [markdown] seeds="S0.4"
# ## What it costs
#
# Too good to be true? The slide asks three questions. *Ánh xạ như thế nào? Bao nhiêu ánh xạ? Bao nhiêu đặc trưng?*
# Which map, how many maps, how many features? Start with the last.
#
# Take $n$ inputs and degree $d$. Fill every monomial up with factors 1 until it has exactly $d$ factors: for
# $d = 2$, $x_2$ becomes $1 \cdot x_2$. Now put a star for each factor into boxes. The first box is for the ones, the
# second for the $x_1$, the third for the $x_2$, and so on. That makes $n + 1$ boxes in a row, and $n$ bars part
# them. For $n = 2$ and $d = 2$:

# %%
for stars in combinations(range(4), 2):  # which two of the four places are stars
    row = "".join("*" if place in stars else "|" for place in range(4))
    factors = [name for name, box in zip(["1", "x1", "x2"], row.split("|"), strict=True) for _ in box]
    print(row, "is", " · ".join(factors))

# %% [markdown]
# Every row of $d$ stars and $n$ bars is one monomial, and every monomial is one row. So count the rows: in how
# many ways can $d$ of the $n + d$ places be stars?
#
# ### Exercise 6: how many features?
#
# Write `count_features(n, degree)`: the number of columns of `poly_features` for $n$ inputs, the constant
# included, without building them or counting them one by one: soon it is asked for billions. `comb(m, k)`, imported
# above, is the number of ways to choose $k$ of $m$ places.

# %% solution="count_features" seeds="S0.4"
def count_features(n, degree):
    """The number of monomials of n inputs up to a degree, the constant included.

    n: number of inputs; degree: highest degree; whole numbers, at least 1
    Returns count, a number.
    """
    ### BEGIN SOLUTION
    return comb(n + degree, degree)
    ### END SOLUTION

# %% test="count_features"
check(count_features)

# %% [markdown]
# Does the formula agree with your own columns? And how does it grow? Guess before you run: a table with 100
# features, and only degree 2.

# %% seeds="S0.4"
for n in range(1, 6):
    for degree in range(1, 6):
        assert poly_features(np.ones((1, n)), degree).shape[1] == count_features(n, degree)

wide = poly_features(np.ones((1, 100)), 2)
print("100 features, degree 2: F has shape", wide.shape)
assert wide.shape == (1, 5151), "is check(poly_features) right?"

print(f"\n{'inputs':>24} {'degree 1':>10} {'degree 2':>10} {'degree 3':>13} {'degree 4':>17}")
tables = {"the plane": 2, "the slide's house": 4, "a longer form": 100, "a 28 × 28 picture": 784}
for what, n in tables.items():
    counts = [count_features(n, degree) for degree in (1, 2, 3, 4)]
    print(f"{what:>18} {n:5d} {counts[0]:10,} {counts[1]:10,} {counts[2]:13,} {counts[3]:17,}")

gigabytes = 1000 * count_features(100, 3) * 8 / 1e9
print(f"\n1,000 rows of 100 features at degree 3, at 8 bytes a number: {gigabytes:.1f} GB")
assert count_features(4, 4) == 70
assert (count_features(100, 3), count_features(784, 2)) == (176_851, 308_505)

# %% [markdown] seeds="S0.4"
# 100 features become **5,151** columns, at degree 2 alone, and 176,851 at degree 3. A small grey picture of 28 by
# 28 pixels has 308,505 at degree 2. Every column wants a weight, and every weight must be found.
#
# Now the three questions.
#
# - *Ánh xạ như thế nào?* Any functions of the inputs will do as columns. Monomials are one family. For the ring
#   one clever column is enough, if somebody tells you which.
# - *Bao nhiêu ánh xạ?* There is no end. The slide's house formula has terms such as $x_1^3 x_2$, so its degree
#   is 4: with four features that makes 70 columns, of which the slide prints 7. Nobody knows beforehand which
#   ones matter.
# - *Bao nhiêu đặc trưng?* $\binom{n + d}{d}$, and that is too many, as the slide concludes. Better if a machine
#   could find the few good columns itself. That is what the hidden layers of later lessons are for.

# %% [markdown] manual="ring-and-line" points=3
# ### Question (graded by a person)
#
# 1. A friend's neuron for the houses has $w = (2, -1)$, $b = -1$. Yours has $w = (6, -3)$, $b = -3$. For which
#    houses do the classes differ? Which of the two is surer, and is that a reason to trust it more?
# 2. Why can no line have the whole disc on one side and the whole ring on the other? Use what you saw: on the way
#    from one point to another the score changes evenly. Two or three sentences.
# 3. Name *one* column, made of $x_1$ and $x_2$, with which a neuron (and its bias) parts the ring. What had you to
#    know about the data to find it, and why is it no way out simply to take all columns up to a high degree?
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. For none: $6 x_1 - 3 x_2 - 3$ is three times $2 x_1 - x_2 - 1$, so both scores always have the same sign and
#    both lines are one line. Mine is surer: its step is a third as wide. That is no reason to trust it more. Both
#    make the same errors; mine only makes them with more confidence.
# 2. Any straight walk through a point of the disc meets the ring before and after, so the point lies between two
#    places of the ring. If the score is negative at both, it is negative all the way, since it changes evenly,
#    and so also at the point. A line with the whole ring on one side has the disc on that side, too.
# 3. $r^2 = x_1^2 + x_2^2$, weight $-1$, bias 9 (any bound between the two radii, squared). I had to see that only
#    the distance from the centre matters. With two features one can look at a picture; with 100 one cannot, and
#    taking everything gives 5,151 columns at degree 2 and 176,851 at degree 3, each with a weight to be found,
#    nearly all of them useless.
#
# Marking: 1 point for each part. 1: same classes, with the reason, and "sure is not right". 2: the disc lies
# between points of the ring *and* the score between two negative ones is negative; "it is round" alone gives
# nothing. 3: the column (also $\sqrt{x_1^2 + x_2^2}$), what had to be known, and the count or another cost.
# ### END SOLUTION

# %% [markdown]
# ## Where the slides slip
#
# **1. "Bias $T$."** Deck 003 says that the neuron fires if the sum "with the bias $T$" is not negative, while its
# formula *subtracts* $T$. Who takes the word for the formula adds it. On our houses:

# %%
as_bias = predict_class(neuron(X, w, np.array([[T]])))
as_threshold = predict_class(neuron(X, w, np.array([[-T]])))
print(f"b = T: {np.sum(as_bias == y)} of 12 right.  b = -T: {np.sum(as_threshold == y)} of 12 right.")
assert np.sum(as_bias == y) < 12

# %% [markdown]
# **2. The bias and "direction".** Deck 001 says that the bias helps to shift the *direction* (*hướng*) of the
# activation function. It shifts, but the direction stays. Watch two points of the line while $b$ changes, and then
# see how far one comes by turning alone, with $b = 0$:

# %%
for bias in (-1.0, 0.0, 2.0):
    left_end, right_end = boundary_x2(w, np.array([[bias]]), np.array([0.0, 1.0]))
    print(f"b = {bias:4.1f}: x2 = {left_end:4.1f} at x1 = 0, slope {right_end - left_end:.1f}")

turned = max(np.sum(predict_class(neuron(X, directions[:, [k]], no_bias)) == y) for k in range(360))
print(f"best line through the origin: {turned} of 12 right")
assert turned < 12

# %% [markdown]
# **3. "A weight is the importance of its feature."** Deck 001 again. Our weights are 2 and -1: is size twice as
# important as age? Write the size in square metres. The machine is the same, all its answers are, and now age
# looks fifty times as important as size:

# %%
X_metres = X * np.array([100.0, 1.0])
w_metres = w / np.array([[100.0], [1.0]])
assert np.allclose(neuron(X_metres, w_metres, b), neuron(X, w, b))
assert np.isclose(-w_metres[1, 0] / w_metres[0, 0], 50)
print("weights per 100 m² and 10 years:", w[:, 0], " times spread:", w[:, 0] * X.std(axis=0))
print("weights per m² and 10 years:", w_metres[:, 0], " times spread:", w_metres[:, 0] * X_metres.std(axis=0))

# %% [markdown]
# A weight counts *per unit*. Weight times spread (the standard deviation of the feature) does not depend on the
# unit, and by that measure size and age matter about equally here. All slips of this lesson's slides, each with its
# two numbers:

# %%
errata("01-logistic-regression")

# %% [markdown]
# ## What to remember
#
# - Score, sigmoid, class: $z = Xw + b$, $p = \sigma(z)$, 1 if $p \ge 0.5$. A threshold is a bias with the other
#   sign, $b = -T$.
# - $w$ is the arrow across the line, $b$ shifts the line, and the length of $w$ is the steepness of the step.
#   Doubling both keeps the line and all classes.
# - One neuron parts only what a line (a plane, a hyperplane) can part.
# - New columns bend the map, not the neuron. A straight line in $x_1^2, x_2^2$ is a circle in the plane.
# - All monomials of $n$ inputs up to degree $d$ are $\binom{n + d}{d}$: 100 inputs, degree 2, 5,151 columns.
#
# ## Where next
#
# All weights in this lesson were found by hand. Lesson 02, *Train one neuron*, lets the machine find them, and
# there the soft step pays.
