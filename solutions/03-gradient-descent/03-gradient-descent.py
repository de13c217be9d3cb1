# %% [markdown]
# # Gradient descent
#
# **The question.** In lesson 02 a neuron walked downhill, with learning rate 1 and all samples in every step. Why
# 1? What happens with 0.1, or with 3? When is the walk over? And must every step look at *all* the data, if there
# are 60,000 rows of them?
#
# **What you will do.** Write the walk and stop it in the right place. Find the largest learning rate that works,
# exactly, before you try it. Then learn from a handful of rows at a time, see what that costs, and measure the
# noise that it brings.
#
# **What you need.** Lesson 02: the gradient of a neuron, and the step against it. About 55 minutes. The slides are
# deck 004, "Gradient descent" and "Các biến thể của Gradient Descent", and the page "Cực tiểu hóa hàm mục tiêu" of
# deck 003.

# %%
import matplotlib.pyplot as plt
import numpy as np

from nncore import sigmoid
from nncore.data import load_gate
from nncore.exercises import check
from nncore.plots import COLORS, loss_contours, new_axes, show, surface
from nncore.slides import errata
from nncore.widgets import learning_rates

np.set_printoptions(precision=3, suppress=True)

# %% [markdown] seeds="S4.1"
# ## A walk in fog
#
# You stand on a hillside in thick fog and want to go down into the valley. You can't see it. But you feel under
# your feet which way is down, and how steeply. So you take a step that way, feel again, and step again.
#
# Deck 004 says it for a function of one number $x$. Initialise (*khởi tạo*) $x$ with any $x_0$. Then, again and
# again, update (*cập nhật*) it:
#
# $$x \leftarrow x - \eta\, f'(x) .$$
#
# The number $\eta$ ("eta") is the learning rate (*tốc độ học*; on the slides *hệ số learning_rate*). It is
# positive, and you choose it. The step is long where the ground is steep and short where it is nearly flat. Here
# are two landscapes to walk in:


# %%
def bowl(x):
    return x**2


def bowl_slope(x):
    return 2 * x


def valleys(x):
    return x**4 / 4 - x**2 + 0.3 * x


def valleys_slope(x):
    return x**3 - 2 * x + 0.3


landscapes = {"bowl": (bowl, bowl_slope, 12), "two valleys": (valleys, valleys_slope, 2.4)}  # seen: -12 to 12


def draw_walk(landscape, start, learning_rate, steps=12):
    """Draw the first steps of a walk; return the axes and a description."""
    f, slope, reach = landscapes[landscape]
    places = [start * reach]
    for _ in range(steps):
        x = places[-1] - learning_rate * slope(places[-1])
        if abs(x) > reach:
            break
        places.append(x)
    lost = len(places) <= steps

    x, places = np.linspace(-reach, reach, 300), np.array(places)
    ax = new_axes(6.2, 3.4)
    ax.plot(x, f(x), color=COLORS["grey"])
    ax.plot(places, f(places), ".--", color=COLORS["orange"], linewidth=1, markersize=9)
    ax.plot(places[0], f(places[0]), "o", markerfacecolor="white", markeredgecolor=COLORS["orange"], markersize=9)
    ends = f"leaves the picture after {len(places) - 1}" if lost else f"x = {places[-1]:.3g} after {steps}"
    ax.set(
        xlabel="place x", ylabel="height f(x)", title=f"Rate {learning_rate:g}, from x = {places[0]:.3g}: {ends} steps"
    )
    return ax, f"A walk on the {landscape}, learning rate {learning_rate:g}, from x = {places[0]:.3g}: {ends} steps."


show(*draw_walk("bowl", start=0.8, learning_rate=0.1))

# %% [markdown]
# The ring is the start. Now choose the learning rate yourself. Which ones get to the bottom of the bowl in 12
# steps? Which one does it in a single step? What is different at 0.9, at 1.0, at 1.1? Then take the two valleys,
# and move the start as well: -1 is the left edge of the picture, 0 its middle, 1 the right edge. (Without sliders, as
# on a web page: change the numbers in the cell above and run it again.)

# %% tags=["nbval-skip"]
learning_rates()

# %% [markdown]
# ## When is it over?
#
# Deck 004 stops when $f(x)$ is small enough (*nếu $f(x)$ đủ nhỏ thì dừng lại*). Try that rule on
# $f(x) = x^2 + 2x + 5$, with a patience of 10,000 steps:


# %% seeds="S4.1"
def raised(x):
    return x**2 + 2 * x + 5


def raised_slope(x):
    return 2 * x + 2


x, step, arrived = 4.0, 0, None
while raised(x) >= 0.01 and step < 10_000:
    x = x - 0.1 * raised_slope(x)
    step += 1
    if arrived is None and abs(raised_slope(x)) <= 0.01:
        arrived = step
print(f"after {arrived} steps the slope was below 0.01; after {step:,} steps f(x) = {raised(x)}, x = {x:.6f}")
assert raised(x) == 4.0  # (x + 1)² + 4 is never below 4

# %% [markdown] seeds="S4.1"
# The walker stands at the lowest point and keeps walking on the spot, because the valley lies 4 above sea level.
# How low a valley is, nobody tells you beforehand. But you can feel that you have arrived: the ground is flat. So
# stop when $|f'(x)|$ is small. (When $f$ has stopped falling? Careful: with a tiny learning rate $f$ hardly falls
# anywhere.)
#
# ### Exercise 1: the walk
#
# Write `gradient_descent(df, x0, learning_rate, tolerance, max_steps)`. `df(x)` is the slope at `x`; the others are
# numbers. Begin at `x0`. Before *each* step look at the slope: if $|f'(x)| \le$ `tolerance`, the walk is over. It is
# also over after `max_steps` steps. Return all places visited, from `x0` to the last one, as an array.


# %% solution="gradient_descent" seeds="S4.1"
def gradient_descent(df, x0, learning_rate, tolerance, max_steps):
    """Walk downhill from x0 until the slope is small.

    df: function, the slope at x; x0: start; learning_rate, tolerance: numbers; max_steps: whole number
    Returns path (steps + 1,): x0 and the place after each step.
    """
    ### BEGIN SOLUTION
    x, path = x0, [x0]
    while abs(df(x)) > tolerance and len(path) <= max_steps:
        x = x - learning_rate * df(x)
        path.append(x)
    return np.array(path)
    ### END SOLUTION


# %% test="gradient_descent"
check(gradient_descent)

# %%
path = gradient_descent(raised_slope, 4.0, 0.1, 0.01, 10_000)
x = path[-1]
print(f"{len(path) - 1} steps, and then it rests at x = {x:.4f}, where the slope is {raised_slope(x):.4f}")
assert len(path) - 1 == arrived, "is check(gradient_descent) right?"

# %% [markdown] seeds="S4.2"
# ## Six learning rates
#
# "Choosing learning_rate is extremely important", says the slide, and names three cases: small, suitable, too large.
# On the bowl $x^2$, from $x = 10$, there are more. Tolerance 0 means: walk on, unless it is exactly flat.

# %% seeds="S4.2"
stories = {
    0.001: "hardly moves",
    0.1: "good",
    0.5: "one step",
    0.9: "zig-zag, but it arrives",
    1.0: "for ever from side to side",
    1.1: "explodes",
}
paths = {rate: gradient_descent(bowl_slope, 10.0, rate, 0.0, 100) for rate in stories}

fig, boxes = plt.subplots(2, 3, figsize=(9.6, 5), sharex=True, sharey=True, layout="constrained")
x = np.linspace(-26, 26, 200)
for ax, (rate, path) in zip(boxes.flat, paths.items(), strict=True):
    first = path[:6]
    ax.plot(x, bowl(x), color=COLORS["grey"])
    ax.plot(first, bowl(first), ".--", color=COLORS["orange"], linewidth=1, markersize=9)
    ax.plot(10, 100, "o", markerfacecolor="white", markeredgecolor=COLORS["orange"], markersize=8)
    ax.set(title=f"{rate}: {stories[rate]}", xlim=(-26, 26), ylim=(-20, 660))
for ax in boxes[1]:
    ax.set_xlabel("place x")
for ax in boxes[:, 0]:
    ax.set_ylabel("height x²")
show(
    fig,
    alt="Five steps on a parabola from x = 10 for six learning rates: "
    + "; ".join(f"{rate} {story}" for rate, story in stories.items())
    + ".",
)

print("rate    steps    distance left")
for rate, path in paths.items():
    print(f"{rate:5} {len(path) - 1:7d}    {abs(path[-1]):.3g}")
assert round(paths[0.001][-1] / 10, 2) == 0.82, "is check(gradient_descent) right?"
assert abs(paths[0.9][-1]) < 1e-8
assert abs(paths[1.0][-1]) == 10

# %% [markdown] seeds="S4.2"
# With 0.001, the slide's own example, 82 % of the way is still ahead after 100 steps. With 0.9 every step lands on
# the far side of the valley, and yet it arrives. With 1.0 it never comes any closer, and with 1.1 the small-looking
# change from 0.9 has cost everything.
#
# Where exactly is the border? Take a bowl with its lowest point at $m$:
#
# $$f(x) = \frac{c}{2} (x - m)^2, \qquad f'(x) = c\,(x - m), \qquad f''(x) = c .$$
#
# The second derivative $c$ is the *curvature*: by how much the slope changes if you go on by 1. For $x^2$ it is 2.
# Subtract $m$ on both sides of the update and see what a step does to the distance $x - m$:
#
# $$x_{\text{new}} - m \;=\; x - \eta\, c\,(x - m) - m \;=\; (1 - \eta c)\,(x - m) .$$
#
# Every step multiplies the distance by the same factor, $1 - \eta c$. All six stories are in it:
#
# | $\eta c$ | factor $1 - \eta c$ | the walk |
# |:--|:--|:--|
# | near 0 | a little below 1 | hardly moves |
# | between 0 and 1 | between 0 and 1 | arrives from one side |
# | exactly 1 | 0 | arrives in one step |
# | between 1 and 2 | between -1 and 0 | arrives, from side to side |
# | exactly 2 | -1 | never arrives, never leaves |
# | above 2 | below -1 | each step leads further away |
#
# So the walk arrives if and only if $|1 - \eta c| < 1$, that is
#
# $$0 < \eta < \frac{2}{c} .$$
#
# **The limit is 2 / curvature.** Check the factor on your own paths, and the limit on four bowls, 1 % below it and
# 1 % above:

# %%
for rate, path in paths.items():
    assert np.allclose(path[1:], (1 - rate * 2) * path[:-1]), "is check(gradient_descent) right?"

print("curvature    limit    1 % below    1 % above    (distance after 1000 steps from 1)")
for c in (0.5, 2.0, 10.0, 200.0):
    limit = 2 / c
    ends = [gradient_descent(lambda x, c=c: c * (x - 3), 4.0, k * limit, 0.0, 1000)[-1] - 3 for k in (0.99, 1.01)]
    print(f"{c:9g} {limit:8g} {abs(ends[0]):12.1e} {abs(ends[1]):12.1e}")
    assert abs(ends[0]) < 1e-6 < 1e6 < abs(ends[1])

# %% [markdown]
# Now your walk, with a finer eye. Choose *and why*, and follow the factor. In the two valleys the curvature is not
# the same everywhere; near a bottom the rule holds with the curvature *there*.

# %% tags=["nbval-skip"]
learning_rates(gradient_descent)

# %% [markdown]
# ### Exercise 2: how many steps?
#
# After $k$ steps $|1 - \eta c|^k$ of the distance is left. Write `steps_needed(curvature, learning_rate, share)`: the
# smallest whole number of steps after which *at most* `share` of the distance is left. All three arguments are
# positive numbers, `share` is below 1. Where the walk never arrives return `np.inf`, infinity.
#
# You may count in a loop or use logarithms (`np.log`, `np.ceil`). Think of the factor 0, too.


# %% solution="steps_needed"
def steps_needed(curvature, learning_rate, share):
    """Steps until at most `share` of the distance to the lowest point is left, on a bowl.

    curvature: f'', positive; learning_rate: positive; share: between 0 and 1
    Returns the number of steps, np.inf if it never happens.
    """
    ### BEGIN SOLUTION
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    left, steps = 1.0, 0
    while left > share:
        left *= factor
        steps += 1
    return steps
    ### END SOLUTION


# %% test="steps_needed"
check(steps_needed)

# %% [markdown]
# From $x = 10$ to within 0.001 of the lowest point, so that one part in 10,000 is left; the slope $2x$ is then 0.002,
# and that is the tolerance. Before you run it: which will be faster on $x^2$, the careful 0.1 or the wild 0.9?

# %% seeds="S4.2"
print("rate    predicted    walked")
for rate in stories:
    predicted = steps_needed(2.0, rate, 1e-4)
    walked = len(gradient_descent(bowl_slope, 10.0, rate, 2e-3, 5000)) - 1 if rate < 1 else "-"
    print(f"{rate:5} {predicted:11} {walked:>9}")
    assert walked in ("-", predicted), "are check(gradient_descent) and check(steps_needed) right?"
assert steps_needed(2.0, 0.1, 1e-4) == steps_needed(2.0, 0.9, 1e-4) == 42
assert steps_needed(2.0, 0.001, 1e-4) == 4601

# %% [markdown]
# Exactly the same: 42. The factors are 0.8 and -0.8. And 0.001, with its 4,601 steps, is slower than anything else
# that arrives. Here is the whole picture, for $x^2$ and for a bowl five times as curved:

# %%
ax = new_axes(6.4, 3.6)
for c, line, color in ((2.0, "-", "blue"), (10.0, "--", "orange")):
    rates = np.linspace(0.001, 1.99 / c, 1000)
    steps = [steps_needed(c, rate, 1e-4) for rate in rates]
    ax.semilogy(rates, steps, line, color=COLORS[color], label=f"curvature {c:g}")
    ax.axvline(2 / c, linestyle=":", color=COLORS[color])
    ax.text(2 / c, 1.2, f" limit {2 / c:g}", color=COLORS[color])
ax.set(xlabel="learning rate", ylabel="steps needed", xlim=(-0.02, 1.15), ylim=(0.8, 9000))
ax.set_title("Too small is slow, and too large is never")
ax.legend(loc="upper center")
show(ax, alt="Steps needed against the rate: two U shapes, infinite at rate 0 and at the limits 1 and 0.2.")
assert steps_needed(2.0, 0.3, 1e-4) < 20
assert steps_needed(10.0, 0.3, 1e-4) == np.inf

# %% [markdown]
# A rate of 0.3 is good in the first bowl and deadly in the second. "Suitable" is not a property of the rate. It is
# rate *times curvature*.
#
# ## Two valleys
#
# Few losses are bowls. But look closely at the bottom of any smooth valley and you see one: near its lowest point
# $x^*$ the slope is about $f''(x^*)\,(x - x^*)$, since it is 0 at $x^*$ and changes by $f''$ if you go on by 1. So
# there the curvature is $f''(x^*)$. The second landscape has $f''(x) = 3x^2 - 2$. Send out 81 walkers, all with rate
# 0.05, and see where each ends:

# %% seeds="S3.22"
deep, top, shallow = np.sort(np.roots([1, 0, -2, 0.3]).real)  # where the slope is 0
for name, x in {"deep valley": deep, "top between": top, "shallow valley": shallow}.items():
    c = 3 * x**2 - 2
    limit = f"limit 2 / curvature = {2 / c:.2f}" if c > 0 else "no valley"
    print(f"{name:15s} x = {x:6.3f}   height {valleys(x):6.3f}   curvature {c:6.2f}   {limit}")

starts = np.linspace(-2, 2, 81)


def ends_of(rate):
    return np.array([gradient_descent(valleys_slope, x0, rate, 1e-6, 1000)[-1] for x0 in starts])


slow, fast = ends_of(0.05), ends_of(0.5)
fig, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.6), layout="constrained")
x = np.linspace(-2.2, 2.2, 300)
left.plot(x, valleys(x), color=COLORS["grey"])
for goal, mark, color in ((deep, "o", "blue"), (shallow, "s", "orange")):
    mine = starts[np.abs(slow - goal) < 1e-3]
    left.plot(mine, valleys(mine), mark, markersize=4, color=COLORS[color], label=f"ends at {goal:.2f}")
left.set(xlabel="start", ylabel="height", title="Rate 0.05: the start decides")
left.legend()
right.plot(starts, fast, "o", markersize=4, color=COLORS["black"])
for goal, color in ((deep, "blue"), (shallow, "orange")):
    right.axhline(goal, color=COLORS[color])
right.set(xlabel="start", ylabel="place after 1000 steps", title="Rate 0.5: nobody rests in the deep valley")
show(
    fig,
    alt="Left: starts left of the top end in the deep valley, the others in the shallow one. Right: with rate "
    "0.5 walkers rest in the shallow valley only; the others jump about the deep one.",
)

assert np.all(np.abs(slow - np.where(starts < top, deep, shallow)) < 1e-3), "is check(gradient_descent) right?"
rests_deep, rests_shallow = (int(np.sum(np.abs(fast - goal) < 1e-3)) for goal in (deep, shallow))
print(f"rate 0.5: {rests_deep} of 81 rest in the deep valley, {rests_shallow} in the shallow one")
assert rests_deep == 0
assert rests_shallow > 20

# %% [markdown] seeds="S3.22"
# On the left: whoever starts to the right of the top ends in the shallow valley, and stays. The deep valley has the
# global minimum (*giá trị nhỏ nhất*), the lowest value of all. The shallow one has a local minimum (*cực tiểu*): lower
# than its surroundings, that is all. Deck 001 says that going against the derivative finds the *global* minimum. In
# fact the walk ends at some flat place. Which one depends on where it started.
#
# On the right is a surprise. Rate 0.5 lies above the limit of the deep valley and below that of the shallow one. So
# the walkers around the deep valley, the better one, can't come to rest. They jump across it for ever. With a large
# rate only *wide* valleys can hold you.
#
# And a flat place need not be a valley at all:

# %%
print("started on the top:", gradient_descent(valleys_slope, top, 0.05, 1e-6, 1000))
print("a hair beside it:  ", gradient_descent(valleys_slope, top + 1e-4, 0.05, 1e-6, 1000)[-1])

# %% [markdown] seeds="S3.23"
# Exactly on the top no slope pulls anywhere. A start drawn at random avoids such places. That is one reason why deck
# 003 begins its algorithm with "weights randomly $\sim \mathcal N(0, \sigma^2)$": drawn from the bell curve around 0
# with spread $\sigma$. (Networks have another reason, which lessons 05 and 06 will show.) Then also the end is a
# matter of chance:

# %% seeds="S3.23"
rng = np.random.default_rng(0)
for sigma in (0.1, 1.0):
    ends = [gradient_descent(valleys_slope, x0, 0.05, 1e-6, 1000)[-1] for x0 in rng.normal(0, sigma, size=300)]
    print(f"300 starts with sigma = {sigma}: {np.mean(np.array(ends) < top):.0%} end in the deep valley")

# %% [markdown]
# ## A landscape of weights
#
# Now the walk is to teach a neuron. Somebody has built a thermometer: a glass tube with alcohol, without a scale. 60
# times they noted the temperature from a bought one ($x$, in tens of degrees, so 1.5 is 15 °C) and, in a hurry, the
# height of the column ($y$, in cm). The readings come from a random generator. The neuron has one input and no
# activation function, so its output is the score itself, $p = x w + b$.

# %%
rng = np.random.default_rng(3)
N = 60
X = rng.uniform(-1, 2, size=(N, 1))
y = 2 * X + 3 + 0.8 * rng.normal(size=(N, 1))


def loss(w, b):
    """E = 1/(2N) sum (p - y)^2 for numbers w and b."""
    return np.mean((X * w + b - y) ** 2) / 2


w_start, b_start = np.array([[-1.0]]), np.array([[0.0]])
with_ones = np.hstack([X, np.ones((N, 1))])
w_best, b_best = np.linalg.lstsq(with_ones, y, rcond=None)[0][:, 0]  # the exact answer, for comparison
lowest = loss(w_best, b_best)
print(f"best: {w_best:.2f} cm for ten degrees, {b_best:.2f} cm at 0 °C, loss {lowest:.3f}")

# %% [markdown] seeds="S3.22"
# Two numbers, so the landscape is a surface: over each pair $(w, b)$ stands the loss. The slides call the function
# that is to be made small the objective function (*hàm mục tiêu*) $J$, and write the task as
#
# $$\mathbf W^* = \arg\min_{\mathbf W} J(\mathbf W) ,$$
#
# in words: the weights at which $J$ is smallest. (From lesson 04 on we, too, write $J$ for the loss, whichever it is.)
# On the left our loss; on the right that of lesson 02, a neuron with a sigmoid that learns AND, with both weights
# equal, so that it can be drawn.

# %% seeds="S3.22"
X_and, y_and = load_gate("and")


def thermometer_loss(places):
    return np.array([loss(w, b) for w, b in places])


def and_loss(places):
    p = sigmoid(X_and.sum(axis=1) * places[:, :1] + places[:, 1:])  # one row a place, one column a sample
    return np.mean((p - y_and[:, 0]) ** 2, axis=1) / 2


fig = plt.figure(figsize=(10, 4.4))
left, right = fig.add_subplot(121, projection="3d"), fig.add_subplot(122, projection="3d")
surface(thermometer_loss, left, x1_range=(-1.5, 5.5), x2_range=(-1, 6))
left.set(title="A neuron without sigmoid: a bowl", xlabel="w", ylabel="b")
surface(and_loss, right, x1_range=(-10, 20), x2_range=(-30, 10))
right.set(title="With a sigmoid: plateaus and a ravine", xlabel="$w_1 = w_2$", ylabel="b")
for ax in (left, right):
    ax.set_zlabel("loss", rotation=90)
show(fig, alt="Left: the thermometer's loss over w and b is a bowl. Right: AND's loss has flat plateaus and a ravine.")

# %% [markdown] seeds="S1.11 S2.21 S3.23 S4.3 S4.4 S4.5 S4.6"
# Every point of a surface has a direction in which it falls most steeply, and that is against the gradient, the arrow
# with the entries $\partial E / \partial w$ and $\partial E / \partial b$. On a plateau there is hardly any gradient:
# the neuron of lesson 02 that had stopped listening stood on one.
#
# ## Which rows?
#
# The loss is a mean over $N$ rows, and so is its gradient. For each step one has the choice of how many rows to look
# at. Deck 004 names three:
#
# - **batch**: all $N$ rows for one step;
# - **stochastic** (SGD): one row for one step, then the next row, as on deck 002's page of the update;
# - **mini-batch**: $B$ rows for one step, such as 32 or 64.
#
# All three are one formula. Let $\mathcal B$ be the rows of this step and $B$ their number. Then
#
# $$w \leftarrow w - \eta\, \frac1B \sum_{i \in \mathcal B} \frac{\partial E_i}{\partial w}, \qquad
# b \leftarrow b - \eta\, \frac1B \sum_{i \in \mathcal B} \frac{\partial E_i}{\partial b}, \qquad
# E_i = \frac{(p_i - y_i)^2}{2} .$$
#
# $B = N$ is batch, $B = 1$ is stochastic. Note the $\frac1B$: the mean over the rows *of this batch*. The slides write
# this with other letters, and change their meaning on the way:
#
# | Deck 004 | Here |
# |:--|:--|
# | $x$ in part 1; $\theta$ in part 2; deck 003: $W$ | $w$ and $b$ together |
# | learning_rate in part 1; $\eta$ in part 2; deck 002: $\alpha$ | $\eta$, in code `learning_rate` |
# | $n$ in $\frac1n \sum$, but also $m$ in $x_1 \to x_m$ and in "m updates" | $N$, rows of data |
# | $m$ in $\nabla J_{mini}$, "mini-batch có kích thước $m$" | $B$, rows in a batch, `len(rows)` |
# | $L(y^{(i)}, h_\theta(x^{(i)}))$ | $E_i$ |
# | $\nabla J(\theta)$ | `dw` and `db` |
#
# Without a sigmoid the chain of lesson 02 is shorter, since $dp/dz = 1$: $\;\partial E_i/\partial w = (p_i - y_i)\,x_i$
# and $\partial E_i/\partial b = p_i - y_i$. Check it on row 7:

# %%
w, b, h = -1.0, 0.0, 1e-5


def loss_of_row_7(w, b):
    return ((X[7] * w + b - y[7]) ** 2 / 2).item()


error = (X[7] * w + b - y[7]).item()
by_nudging = (loss_of_row_7(w + h, b) - loss_of_row_7(w - h, b)) / (2 * h)
print(f"dE/dw of row 7: by formula {error * X[7, 0]:.6f}, by nudging {by_nudging:.6f}")
assert np.isclose(error * X[7, 0], by_nudging)
assert np.isclose(error, (loss_of_row_7(w, b + h) - loss_of_row_7(w, b - h)) / (2 * h))

# %% [markdown]
# ### Exercise 3: one step, some rows
#
# Write `minibatch_step(X, y, w, b, rows, learning_rate)` for any number $n$ of inputs: `X` has shape $(N, n)$, `y`
# $(N, 1)$, `w` $(n, 1)$, `b` $(1, 1)$. `rows` has shape $(B,)$ and holds the numbers of the rows for this step:
# `X[rows]` picks them. The neuron has no sigmoid. Return the new `w` and `b`; leave the caller's as they are.


# %% solution="minibatch_step" seeds="S1.11 S4.6"
def minibatch_step(X, y, w, b, rows, learning_rate):
    """One step against the mean gradient over some rows, for a neuron p = X @ w + b and E_i = (p - y)^2 / 2.

    X: inputs (N, n); y: targets (N, 1); w: weights (n, 1); b: bias (1, 1)
    rows: numbers of the rows to use (B,); learning_rate: a number
    Returns w (n, 1) and b (1, 1) after the step, new arrays.
    """
    ### BEGIN SOLUTION
    X_batch, y_batch = X[rows], y[rows]
    d = (X_batch @ w + b - y_batch) / len(rows)
    dw, db = X_batch.T @ d, d.sum(axis=0, keepdims=True)
    return w - learning_rate * dw, b - learning_rate * db
    ### END SOLUTION


# %% test="minibatch_step"
check(minibatch_step)

# %% [markdown]
# Deck 004's formula for the batch says that the gradient over all rows is the mean of the gradients of single rows. A
# step with rate 1 shows its gradient: it is the old place minus the new one.


# %% seeds="S4.4"
def gradient_of(rows):
    """dw and db over some rows at the start, as an array (2,)."""
    w, b = minibatch_step(X, y, w_start, b_start, rows, 1.0)
    return np.array([(w_start - w).item(), (b_start - b).item()])


all_rows = gradient_of(np.arange(N))
single_rows = np.array([gradient_of(np.array([i])) for i in range(N)])
print("all rows at once: ", all_rows)
print("mean of 60 single:", single_rows.mean(axis=0))
print("three of the 60:  ", *single_rows[:3])
assert np.allclose(all_rows, single_rows.mean(axis=0)), "is check(minibatch_step) right?"

# %% [markdown] seeds="S4.5 S4.6"
# ### Exercise 4: updates in an epoch
#
# An epoch uses every row once. (In lesson 02, with all rows in one batch, it made one step.) With $N$ rows and $B$ of
# them in a batch, how many updates does it make? If $N$ can't be divided evenly, the rows that are left make a last,
# smaller batch. Write `updates_per_epoch(N, B)`.


# %% solution="updates_per_epoch"
def updates_per_epoch(N, B):
    """Number of updates in one pass over N rows in batches of B.

    N, B: whole numbers, at least 1
    Returns a whole number.
    """
    ### BEGIN SOLUTION
    return -(-N // B)
    ### END SOLUTION


# %% test="updates_per_epoch"
check(updates_per_epoch)

# %%
for B in (60_000, 64, 32, 1):
    print(f"60,000 rows in batches of {B:6,}: {updates_per_epoch(60_000, B):6,} updates an epoch")
assert updates_per_epoch(60_000, 32) == 1875

# %% [markdown]
# ### Exercise 5: cut the batches
#
# Which rows go together? Deck 004 takes $x_1$, then $x_2$, and so on. Better draw a new random order for each epoch
# (why, you'll see below). `rng.permutation(N)` gives the row numbers 0 to $N - 1$, shuffled. Write
# `cut_batches(order, batch_size)`: a list of arrays. The first has the first `batch_size` entries of `order`, the
# second the next ones, and so on; the last may be shorter.


# %% solution="cut_batches"
def cut_batches(order, batch_size):
    """Cut an order of rows into batches.

    order: row numbers (N,); batch_size: whole number, at least 1
    Returns a list of arrays: each (batch_size,), the last one what is left.
    """
    ### BEGIN SOLUTION
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    ### END SOLUTION


# %% test="cut_batches"
check(cut_batches)

# %% [markdown] seeds="S4.3"
# ## Three walkers on one map
#
# Now put the pieces together. All three start at the same place with the same rate, 0.1, and each may look at every
# row 20 times. The map shows the loss from above, with height lines; rings mark start and end, the white cross the
# lowest point. Guess: who is nearest to the lowest point, and what do the paths look like?


# %% seeds="S4.3 S4.6"
def walk(batch_size, learning_rate, epochs, order_of=None, seed=0):
    """Train the thermometer; return all places (w, b), shape (updates + 1, 2)."""
    rng = np.random.default_rng(seed)
    w, b = w_start, b_start
    places = [(w.item(), b.item())]
    for _ in range(epochs):
        order = rng.permutation(N) if order_of is None else order_of
        for rows in cut_batches(order, batch_size):
            w, b = minibatch_step(X, y, w, b, rows, learning_rate)
            places.append((w.item(), b.item()))
    return np.array(places)


walks = {"batch": walk(60, 0.1, 20), "mini-batch": walk(8, 0.1, 20), "stochastic": walk(1, 0.1, 20)}
fig, boxes = plt.subplots(1, 3, figsize=(11, 3.5), sharey=True, layout="constrained")
for ax, (name, places) in zip(boxes, walks.items(), strict=True):
    loss_contours(lambda p: loss(*p), (-1.6, 4.4), (-0.6, 4.6), ax, paths={name: places})
    ax.plot(w_best, b_best, "x", color="white", markersize=9, zorder=6)
    ax.get_legend().remove()
    ax.set(xlabel="w [cm per 10 °C]", ylabel="", title=f"{name}: {len(places) - 1} updates")
boxes[0].set_ylabel("b [cm]")
for bar in fig.axes[3:5]:  # one scale of colours is enough for three maps
    bar.remove()
show(
    fig,
    alt="Three paths over the height lines of one loss. Batch: smooth, not there yet. Mini-batch: slightly rough, "
    "at the lowest point. Stochastic: there soon, then a cloud around it.",
)

print("              updates   loss above the lowest")
for name, places in walks.items():
    print(f"{name:12s} {len(places) - 1:8d} {loss(*places[-1]) - lowest:12.5f}")
assert [len(places) - 1 for places in walks.values()] == [20 * updates_per_epoch(N, B) for B in (60, 8, 1)]
above = [loss(*places[-1]) - lowest for places in walks.values()]
assert above[1] < above[2] < above[0], "are the checks of exercises 3 to 5 right?"

# %% [markdown] seeds="S4.4 S4.5 S4.6"
# Each of the three has done the same arithmetic: 20 times 60 rows. The batch path is smooth, and after 20 careful
# updates it is still on its way. The stochastic one was there soon, and then can't sit still. The mini-batch is the
# best of them: 160 updates, a little rough. Deck 004 calls it the standard of deep learning: with a $B$ too small it
# walks like the stochastic one, with a $B$ too large like the batch.
#
# **The limit again.** A surface is curved differently in different directions. The steepest curvature sets the limit
# for all. By numbers, the curvature is how much the slope changes from a little before to a little behind,
# $(f(h) - 2 f(0) + f(-h)) / h^2$. Measure it in each of 180 directions, and walk with all rows just below and just
# above the limit:

# %%
h = 1e-3
curvatures = []
for angle in np.radians(np.arange(180)):
    dw, db = h * np.cos(angle), h * np.sin(angle)
    bend = loss(w_best + dw, b_best + db) - 2 * lowest + loss(w_best - dw, b_best - db)
    curvatures.append(bend / h**2)
limit = 2 / max(curvatures)
print(f"curvature from {min(curvatures):.2f} to {max(curvatures):.2f}, so the limit is {limit:.3f}")
ends = {}
for k in (0.98, 1.02):
    ends[k] = loss(*walk(60, k * limit, 300)[-1]) - lowest
    print(f"batch, {k} times the limit, 300 steps: loss above the lowest {ends[k]:.1e}")
assert ends[0.98] < 1e-3 < 1e3 < ends[1.02], "are the checks of exercises 3 and 5 right?"

# %% [markdown]
# The steepest direction forbids large rates, and the flattest one then takes its time.
#
# ## How much noise?
#
# The gradient of a few rows is the right gradient plus noise (*nhiễu*). How much? Draw 1500 random batches of each
# size (with replacement, as if there were endless rows), all at the same start, and look at how `dw` spreads
# (`np.std`, the standard deviation):

# %%
rng = np.random.default_rng(1)
sizes = np.array([1, 2, 4, 8, 16, 32, 64])
spreads = np.array([np.std([gradient_of(rng.integers(N, size=B))[0] for _ in range(1500)]) for B in sizes])
print("   B   spread of dw   spread · √B")
for B, spread in zip(sizes, spreads, strict=True):
    print(f"{B:4d} {spread:12.3f} {spread * np.sqrt(B):12.3f}")
assert np.allclose(spreads * np.sqrt(sizes), single_rows[:, 0].std(), rtol=0.1), "is check(minibatch_step) right?"

ax = new_axes(5.6, 3.4)
predicted = single_rows[:, 0].std() / np.sqrt(sizes)
ax.loglog(sizes, predicted, color=COLORS["grey"], label=r"spread of one row / $\sqrt{B}$")
ax.loglog(sizes, spreads, "o", color=COLORS["blue"], label="measured")
ax.set(xlabel="rows in a batch, B", ylabel="spread of dw [cm · 10 °C]", title="Four times the rows, half the noise")
ax.set_xticks(sizes, [str(B) for B in sizes])
ax.set_yticks([1, 2, 4], ["1", "2", "4"])
ax.minorticks_off()
ax.legend()
show(ax, alt="Spread of the gradient against the batch size, both logarithmic: the points lie on a line of slope -1/2.")

# %% [markdown] seeds="S4.5 S4.6"
# The last column hardly changes: the noise falls like $1/\sqrt B$, as the spread of any mean of $B$ independent draws
# does. Half the noise costs four times the rows. That is why small batches pay: from 1 row to 16 the noise falls to a
# quarter, from 16 to 32 by not even a third of what is left, and each update costs twice as much.
#
# **What the noise does in the end.** At the lowest point the *mean* gradient is 0, the gradients of the single rows are
# not. So SGD never stops. How far about does it wander?

# %% seeds="S4.5"
for rate in (0.1, 0.01):
    places = walk(1, rate, 200)[-6000:]  # the last 100 epochs
    wandering = np.sqrt(np.mean(np.sum((places - [w_best, b_best]) ** 2, axis=1)))
    print(f"rate {rate}: on average {wandering:.3f} from the lowest point")
still = walk(60, 0.1, 400)[-1]
print(f"batch, rate 0.1: {np.linalg.norm(still - [w_best, b_best]):.6f}")

# %% [markdown] seeds="S4.5"
# A smaller rate makes a smaller cloud, and a slower walk. In practice one begins with a large rate and lowers it later.
#
# **Does noise help?** Deck 004 says that it helps SGD to *escape* local minima. Take the two valleys, put a
# thousand walkers into each, and add noise of various sizes to their slopes:

# %% seeds="S4.5"
rng = np.random.default_rng(0)
print("noise    from the shallow to the deep    from the deep to the shallow")
moved = {}
for size in (0.0, 1.0, 3.0, 4.0):
    x = np.repeat([shallow, deep], 1000)
    for _ in range(1000):
        x = x - 0.05 * (valleys_slope(x) + size * rng.normal(size=2000))
    moved[size] = np.mean(x[:1000] < top), np.mean(x[1000:] > top)
    print(f"{size:5.1f} {moved[size][0]:20.0%} {moved[size][1]:31.0%}")
assert moved[1.0] == (0, 0)
assert 0.3 < moved[3.0][0] < 0.95
assert moved[4.0][1] > 0.05

# %% [markdown]
# A little noise helps nobody. More of it carries most walkers out of the shallow valley, and with still more some fall
# out of the deep one. It *may* help; it is no promise.

# %% [markdown] manual="rate-and-rows" points=3
# ### Question (graded by a person)
#
# 1. A friend trains a model with rate 0.9 and sees that one weight jumps from side to side in every step, while the
#    loss falls. "The rate is too large", says the friend, "so it will never arrive." On a bowl, what do you know
#    about $\eta c$, and is the friend right? Another friend takes the same rate for $f(x) = 10 x^2$. What happens
#    there, and which rates are possible?
# 2. Somebody divides the sum over a mini-batch of 32 by $N = 60{,}000$ in place of 32. The program runs without an
#    error. What does one see, and why?
# 3. 60,000 rows. Compare one epoch with $B = 60{,}000$ and one with $B = 60$: number of updates, arithmetic, noise of
#    each gradient (against a single row's). Which would you take, and what speaks for the other?
#
# Write your answer here, 6 to 12 lines.
#
# ### BEGIN SOLUTION
# 1. Jumping from side to side means that the factor $1 - \eta c$ is negative, so $\eta c > 1$. The loss falls, so the
#    factor is smaller than 1 in size, and $\eta c < 2$. The friend is wrong: it arrives. For $10 x^2$ the
#    curvature is 20, the limit $2/20 = 0.1$; with 0.9 the factor is $1 - 18 = -17$ and the walk explodes. Possible
#    are $0 < \eta < 0.1$.
# 2. Every step is $60{,}000 / 32 = 1875$ times too short: as if the learning rate were 1875 times smaller. The
#    direction is right, so the loss falls, but so slowly that it seems to stand still.
# 3. One update against 1000. The same arithmetic, since every row is used once. The noise is $1/\sqrt{60} = 0.13$ of a
#    single row's against 0 (or $1/\sqrt{60{,}000} = 0.004$, if the rows are seen as a sample). I take $B = 60$: a
#    thousand slightly noisy steps lead much further than one exact one. For the large batch: it comes to rest, and its
#    limit can be computed.
#
# Marking: 1 point for each part. 1: $1 < \eta c < 2$ and "it arrives" (half), the limit 0.1 for $10x^2$ (half; 0.2
# means that the curvature was taken as 10). 2: too short by $N/B$, and that training is only slow, not wrong. 3: 1 and
# 1000 updates, equal arithmetic, $1/\sqrt B$; any choice that is argued for.
# ### END SOLUTION

# %% [markdown]
# ## Where the slides slip
#
# Two you have met: the walk that waits for $f(x)$ to become small, and the global minimum. Another two are worth a
# cell.
#
# **1. "$x_1$, then $x_2$, $x_3$, to the end of the data."** Suppose somebody has sorted the file by the height of the
# column. SGD with rate 0.1, loss above the lowest after each epoch, mean of epochs 20 to 60:


# %%
def after_epochs(places):
    """Mean loss above the lowest after epochs 20 to 60, of a stochastic walk."""
    return np.mean([loss(*place) - lowest for place in places[::N][20:]])


sorted_rows = np.argsort(y[:, 0])
in_order, reshuffled = after_epochs(walk(1, 0.1, 60, order_of=sorted_rows)), after_epochs(walk(1, 0.1, 60))
print(f"in the order of the file {in_order:.3f}, reshuffled in each epoch {reshuffled:.3f}")
print(f"b after the last epoch {walk(1, 0.1, 60, order_of=sorted_rows)[-1, 1]:.2f}, best {b_best:.2f}")
assert in_order > 3 * reshuffled, "are the checks of exercises 3 to 5 right?"

# %% [markdown] seeds="S4.6"
# Every epoch ends with the highest columns, and the neuron believes what it has seen last. A fixed order may be
# harmless, too; but who knows how a file is sorted? A new random order costs one line.
#
# **2. "The GPU works on the batches in parallel."** On the *rows of one batch*, yes: they all meet the same $w$ and
# $b$. The batches must take turns, because each starts where the one before has ended. Here are the 8 batches of one
# epoch all at once, from the same start, rate 0.3:

# %%
batches = cut_batches(np.random.default_rng(0).permutation(N), 8)
w_turn, b_turn, w_once, b_once = w_start, b_start, w_start, b_start
for rows in batches:
    w_turn, b_turn = minibatch_step(X, y, w_turn, b_turn, rows, 0.3)
    w_new, b_new = minibatch_step(X, y, w_start, b_start, rows, 0.3)
    w_once, b_once = w_once + (w_new - w_start), b_once + (b_new - b_start)
print(f"in turn: loss {loss(w_turn, b_turn):.2f};  all at once: {loss(w_once, b_once):.2f}")
print(f"rate of the one long step: about {len(batches) * 0.3:.1f}, and the limit is {limit:.2f}")
assert loss(w_turn, b_turn) < 1 < 10 < loss(w_once, b_once)

# %% [markdown]
# Eight steps from one place are one step with about eight times the rate, and that is beyond the limit. All slips of
# these pages, each with the two numbers that show it:

# %%
errata("03-gradient-descent")

# %% [markdown]
# (Deck 003 also shows this algorithm as calls of TensorFlow 1. What has become of them, lesson 09 tells.)
#
# ## What to remember
#
# - Feel the slope, step against it, stop where it is *flat*. How low the valley lies says nothing.
# - On a bowl each step multiplies the distance by $1 - \eta c$. It arrives for $0 < \eta < 2/c$: rate times curvature
#   must be below 2, in the most curved direction. Zig-zag is no harm, divergence is.
# - The walk ends in some valley. The start decides in which, and a large rate rests only in wide ones.
# - Batch, mini-batch and stochastic are one formula: the mean over the rows of this step. An epoch makes
#   $\lceil N/B \rceil$ updates, in a new order each time.
# - The noise of a gradient falls like $1/\sqrt B$. With a constant rate it never ends; a smaller rate makes it smaller.
#
# ## Where next
#
# On the plateaus of the sigmoid neuron no learning rate helps, because there is no slope to follow. Lesson 04,
# *Activation functions*, looks at what stands behind $z$: which curves let the gradient through, and which swallow it.
