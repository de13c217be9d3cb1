# %% [markdown]
# # Activation functions: what bends, what fades, what dies
#
# **The question.** Every neuron sends its score through an activation function. The slides show six of them and
# name three more. What is such a function for? What goes wrong if one takes the wrong one? And how can a neuron be
# *dead*?
#
# **What you will do.** Watch a network of 105 numbers draw a straight line because nothing in it bends. Look at ten
# activations with their slopes, and write five of these functions. Then send a nudge up a tower of ten neurons and
# see what arrives. Last you count dead units, kill one with a single step, and bring it back.
#
# **What you need.** The chain rule and the central difference (lesson 00), the neuron and its gradient (lessons 01
# and 02), learning rates (lesson 03). About 55 minutes. The slides are deck 000, "Hàm truyền tại nút" and "Các hàm
# truyền phổ biến"; deck 001, "Activation function"; deck 002, "Activation Function"; deck 003, "Một số hàm kích hoạt
# thường gặp" and the page after it; and deck 004, section 1.2.

# %%
import matplotlib.pyplot as plt
import numpy as np

from nncore import SGD, Network, activations, fit, sigmoid
from nncore.data import load_gate, planar
from nncore.exercises import check
from nncore.plots import COLORS, decision_boundary, new_axes, show
from nncore.slides import errata
from nncore.widgets import activation_gallery

np.set_printoptions(precision=4, suppress=True)

# %% [markdown] seeds="S0.8 S1.4"
# ## Why bend at all?
#
# A neuron does two things: a weighted sum, $z = xw + b$, and then an activation, $a = f(z)$. The sum is *linear*
# (*tuyến tính*), and $f$ bends it.
#
# Put $m$ neurons side by side that all read the same inputs, and you have a *layer* (*lớp*). A neuron in a layer is
# also called a *unit*. The weights of the layer stand in one matrix `W` of shape $(n, m)$, a column for each neuron, so
# `X @ W + b` has shape $(N, m)$: a row for each sample, a column for each neuron. The outputs of a layer may be the
# inputs of the next one, and so on up. Lesson 05 builds that in earnest. Here we only ask: what if somebody leaves out
# the bending? Two layers without $f$:
#
# $$Z_1 = X W_1 + b_1, \qquad Z_2 = Z_1 W_2 + b_2 = (X W_1 + b_1)\, W_2 + b_2
# = X \underbrace{(W_1 W_2)}_{W} + \underbrace{(b_1 W_2 + b_2)}_{b} .$$
#
# That is *one* layer with the weights $W_1 W_2$. The same goes for three layers, or a hundred.

# %% seeds="S0.8"
rng = np.random.default_rng(0)
X = rng.normal(size=(6, 3))
W1, b1 = rng.normal(size=(3, 5)), rng.normal(size=(1, 5))
W2, b2 = rng.normal(size=(5, 2)), rng.normal(size=(1, 2))

two_layers = (X @ W1 + b1) @ W2 + b2
one_layer = X @ (W1 @ W2) + (b1 @ W2 + b2)
print(f"largest difference: {np.abs(two_layers - one_layer).max():.0e}")
print("numbers in two layers:", W1.size + b1.size + W2.size + b2.size, " in the one:", 3 * 2 + 2)
assert np.allclose(two_layers, one_layer)

# %% [markdown] seeds="S3.14"
# Deck 003 says it in a picture: with linear activations the boundary stays a straight line, *bất kể mạng có lớn cỡ
# nào*, however large the network is. Try it on the ring of lesson 01.
#
# `Network` and `fit` come from the course's library; you will write both yourself in lessons 05 and 09. Here they
# are a black box: two inputs, two layers of 8 neurons, one sigmoid neuron on top, trained by mini-batches as in
# lesson 03. Three networks, the same start, the same data. Only the activation of the two layers differs.

# %% seeds="S3.14"
X_ring, y_ring = planar("circle", 200, rng=np.random.default_rng(1))
y_ring = (y_ring > 0).astype(float)  # the set comes with -1 and 1


def train_on_ring(activation, sizes=(2, 8, 8, 1), learning_rate=0.1, epochs=100, seed=0):
    """Train a network on the ring, and return it with the number of points on the right side."""
    net = Network(sizes, activation=activation, output="sigmoid", rng=np.random.default_rng(seed))
    rng = np.random.default_rng(seed)
    fit(net, X_ring, y_ring, epochs=epochs, batch_size=20, optimizer=SGD(learning_rate), rng=rng)
    return net, int(np.sum((net.predict(X_ring) > 0.5) == (y_ring == 1)))


networks = {}
fig, axes = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
for ax, name in zip(axes, ["identity", "relu", "tanh"], strict=True):
    networks[name], n_right = train_on_ring(name)
    decision_boundary(networks[name].predict, X_ring, y_ring, ax)
    ax.set(title=f"{name}: {n_right} of 200 right")
show(fig, alt="Three networks on the ring: identity a straight line; relu and tanh a closed curve.")
print("numbers in each network:", networks["relu"].n_parameters)
assert networks["relu"].n_parameters == 105

# %% [markdown] seeds="S0.8 S1.4"
# 105 numbers, and without bending they do no more than the 3 numbers of a single neuron.
#
# What do the bent ones do? The neuron on top is still a neuron: it draws a straight line (a plane, with 8 inputs).
# But its inputs are no longer $x_1$ and $x_2$. They are what the layers below have made of them, in the slide's
# words a new *representation* (*không gian mới*). In it the data are hoped to be
# *linearly separable* (*phân tách tuyến tính*). In lesson 01 you chose the new columns by hand, squares and products.
# Here the machine has found eight of its own:

# %% seeds="S0.8"
net = networks["relu"]
Z, A = net.forward(X_ring)  # A[0] is X, A[1] and A[2] are the outputs of the two layers, A[3] is p
top_neuron = sigmoid(A[2] @ net.W[2] + net.b[2])  # W[0] and W[1] belong to the two layers, W[2] to the neuron on top
n_right = np.sum((top_neuron > 0.5) == y_ring)
print(f"the top neuron reads {A[2].shape[1]} columns, and parts {n_right} of 200 points rightly")
assert np.array_equal(top_neuron, net.predict(X_ring))

# %% [markdown]
# Lesson 06 looks at such columns. Now to the bending itself.
#
# ## Turn the knob
#
# Ten activations. On the left the function and its tangent at the place $z$; on the right its slope $f'$, which is
# what gradient descent multiplies with. (For maxout the axis is one input $x$, and the two pieces that compete are
# $x$ and $1 - x/2$.)

# %% seeds="S2.14 S3.13"
def maxout_of_two_lines(x):
    return activations.maxout(x, 1 - x / 2)


def slope_of_two_lines(x):
    first_wins, second_wins = activations.maxout_grad(x, 1 - x / 2)
    return first_wins - second_wins / 2


GALLERY = {
    "identity": (activations.identity, activations.identity_grad),
    "sigmoid": (activations.sigmoid, activations.sigmoid_grad),
    "tanh": (activations.tanh, activations.tanh_grad),
    "relu": (activations.relu, activations.relu_grad),
    "leaky relu": (
        lambda z: activations.leaky_relu(z, 0.1),
        lambda z: activations.leaky_relu_grad(z, 0.1),
    ),
    "elu": (activations.elu, activations.elu_grad),
    "relu6": (activations.relu6, activations.relu6_grad),
    "swish": (activations.swish, activations.swish_grad),
    "mish": (activations.mish, activations.mish_grad),
    "maxout": (maxout_of_two_lines, slope_of_two_lines),
}


def draw_tangent(name, z):
    """Draw an activation with its tangent at z, and its slope; return the figure and a description."""
    f, grad = GALLERY[name]
    value, steepness = float(f(z)), float(grad(z))
    places, line = np.linspace(-8, 8, 641), np.array([-1.5, 1.5])

    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    left.plot(places, f(places), color=COLORS["blue"])
    left.plot(z + line, value + steepness * line, color=COLORS["orange"])
    left.plot(z, value, "o", color=COLORS["orange"])
    left.set(ylabel="f", ylim=(-2.5, 8.5), title=f"{name}: f({z:.1f}) = {value:.3f}")
    right.plot(places, grad(places), color=COLORS["blue"])
    right.plot(z, steepness, "o", color=COLORS["orange"])
    right.set(ylabel="slope f'", ylim=(-0.65, 1.25), title=f"its slope there: {steepness:.4f}")
    for ax in (left, right):
        ax.set_xlabel("x" if name == "maxout" else "z")
        ax.grid(color="#E4E4E4")
    return fig, f"{name} at z = {z:.1f}: value {value:.3f}, slope {steepness:.4f}."


show(*draw_tangent("tanh", z=1.0))

# %% [markdown]
# Now choose and drag. Which slopes fade to 0 on both sides, which on one, which nowhere? Which functions fall
# somewhere, so that the slope is negative? Which are not 0 at $z = 0$? (Without sliders, as on a web page: change the
# name and the number in the cell above and run it again.)

# %% tags=["nbval-skip"]
activation_gallery()

# %% [markdown]
# ## The gallery
#
# All ten at a glance, for print and for comparing:

# %% seeds="S0.9 S2.14 S3.13"
places = np.linspace(-7.5, 7.5, 601)
fig, axes = plt.subplots(2, 5, figsize=(12, 5), layout="constrained", sharex=True, sharey=True)
for ax, (name, (f, grad)) in zip(axes.flat, GALLERY.items(), strict=True):
    ax.plot(places, f(places), color=COLORS["blue"], linewidth=2, label="$f$")
    ax.plot(places, grad(places), "--", color=COLORS["orange"], label="slope $f'$")
    ax.set(title=name, ylim=(-2, 7))
    ax.grid(color="#E4E4E4")
axes[0, 0].legend(loc="upper left", frameon=False)
for ax in axes[1]:
    ax.set_xlabel("z" if ax is not axes[1, 4] else "x")
fig.suptitle("Ten activations and their slopes: where the dashed line is at 0, nothing is learnt")
show(fig, alt="Ten small plots of an activation (solid) and its slope (dashed), from identity to maxout.")

# %% [markdown] seeds="S0.9 S2.14 S2.15 S3.13"
# Their formulas. The letter $\alpha$ (alpha) is a number that you choose; the gallery has $\alpha = 0.1$ for leaky
# relu, as in the slides, and $\alpha = 1$ for elu.
#
# | | $f(z)$ | $f'(z)$ | values |
# |:--|:--|:--|:--|
# | identity | $z$ | $1$ | all |
# | sigmoid | $\sigma(z) = \dfrac{1}{1 + e^{-z}}$ | $\sigma(z)\,(1 - \sigma(z))$ | $(0, 1)$ |
# | tanh | $\dfrac{e^z - e^{-z}}{e^z + e^{-z}}$ | $1 - \tanh^2 z$ | $(-1, 1)$ |
# | relu | $\max(0, z)$ | $1$ for $z > 0$, $0$ for $z < 0$ | $[0, \infty)$ |
# | leaky relu | $z$ for $z > 0$, else $\alpha z$ | $1$ for $z > 0$, $\alpha$ for $z < 0$ | all (if $\alpha > 0$) |
# | elu | $z$ for $z > 0$, else $\alpha (e^z - 1)$ | $1$ for $z > 0$, $\alpha e^z$ for $z < 0$ | $(-\alpha, \infty)$ |
# | relu6 | $\min(\max(0, z), 6)$ | $1$ for $0 < z < 6$, $0$ outside | $[0, 6]$ |
# | swish | $z\, \sigma(z)$ | $\sigma(z) + z\, \sigma(z)\, (1 - \sigma(z))$ | $[-0.2785, \infty)$ |
# | mish | $z \tanh s$ with $s = \ln(1 + e^z)$ | $\tanh s + z\, (1 - \tanh^2 s)\, \sigma(z)$ | $[-0.3088, \infty)$ |
# | maxout | $\max(z_1, z_2)$ with $z_k = x w_k + b_k$ | that of the larger piece: $w_1$ or $w_2$, in $x$ | all |
#
# None of the slopes needs more than the rules of lesson 00. Three of them:
#
# - **tanh**: numerator $u = e^z - e^{-z}$, denominator $v = e^z + e^{-z}$. Then $u' = v$ and $v' = u$, so the
#   quotient rule gives $\frac{u'v - uv'}{v^2} = \frac{v^2 - u^2}{v^2} = 1 - \tanh^2 z$.
# - **swish**: the product rule, $1 \cdot \sigma(z) + z \cdot \sigma'(z)$.
# - **mish**: the product rule, then the chain rule through $s$, whose own slope is $\frac{e^z}{1 + e^z} =
#   \sigma(z)$.
#
# The slides write the same things in other letters. Once, so that you can read them:
#
# | Here | Deck 000 | Decks 002 and 003 | Deck 004 |
# |:--|:--|:--|:--|
# | activation function | hàm truyền | activation function, hàm kích hoạt | activation function |
# | $z$, what goes in | $z$ | $x$ | $x$ |
# | $f(z)$ | $g(z)$ | $\sigma(x)$, $\tanh(x)$, $\max(0, x)$ | $y$ |
# | leaky relu with $\alpha = 0.1$ | | $\max(0.1x, x)$ | "độ dốc nhỏ", a small slope |
# | maxout $\max(x w_1 + b_1,\; x w_2 + b_2)$ | | $\max(w_1^T x + b_1, w_2^T x + b_2)$ | |
#
# Do not believe ten formulas. The central difference of lesson 00 tests them at 200 places (none of them a corner):

# %% seeds="S2.15"
def slope(f, z, h=1e-5):
    return (f(z + h) - f(z - h)) / (2 * h)


places = np.linspace(-8, 8, 200)
for name, (f, grad) in GALLERY.items():
    error = np.abs(slope(f, places) - grad(places)).max()
    print(f"{name:10s}  largest error of the slope {error:.0e}   f(0) = {float(f(0.0)):.1f}")
    assert error < 1e-8

fine = np.linspace(-3, 0, 30001)
lowest_swish, lowest_mish = activations.swish(fine).min(), activations.mish(fine).min()
print(f"lowest value of swish {lowest_swish:.4f}, of mish {lowest_mish:.4f}")
assert [round(float(lowest), 4) for lowest in (lowest_swish, lowest_mish)] == [-0.2785, -0.3088]

# %% [markdown]
# The answers to the questions at the knob: the slopes of sigmoid, tanh and relu6 fade (or drop) to 0 on both sides,
# those of relu, elu, swish and mish on the left, those of identity, leaky relu and maxout nowhere. Swish and mish
# fall far out on the left (where $z$ is below -1.28 and -1.19), this maxout falls up to its corner. Two are not 0 at
# 0: the sigmoid and maxout. (Deck 002 says it is the sigmoid alone; that is in the list of slips at the end of lesson
# 02.)
#
# ## At the corner
#
# What is the slope of relu at $z = 0$, exactly? From the right, from the left, and with the central difference:

# %%
h = 1e-5
relu = activations.relu
from_the_right, from_the_left = (relu(h) - relu(0.0)) / h, (relu(0.0) - relu(-h)) / h
central = slope(relu, 0.0)
print(f"right {from_the_right:.1f}, left {from_the_left:.1f}, central {central:.1f}")
assert np.allclose([from_the_right, from_the_left, central], [1, 0, 0.5])

# %% [markdown] seeds="S4.10"
# Three answers, so there is none: at a corner a function has no derivative. A program must return something all the
# same. This course, like most libraries, takes **0**, and so $f'(0) = 0$ for relu is an agreement, not a theorem.
#
# ### Exercise 1: the slope of relu
#
# Write `relu_grad(z)`. `z` is an array of any shape; return an array of that shape: 1 where $z > 0$, 0 elsewhere,
# also where $z$ is exactly 0.

# %% solution="relu_grad"
def relu_grad(z):
    """Slope of relu at z, entry by entry; 0 at z = 0.

    z: array of any shape
    Returns the slopes, shaped like z.
    """
    ### BEGIN SOLUTION
    return (z > 0).astype(float)
    ### END SOLUTION

# %% test="relu_grad"
check(relu_grad)

# %% [markdown]
# ### Exercise 2: the slope of tanh
#
# Write `tanh_grad(z)`, $1 - \tanh^2 z$ for an array of any shape. As everywhere in this course, what comes in is $z$,
# not $a = \tanh z$. (Lesson 02 has shown what comes of mixing up the two.) `np.tanh` is there to be used. Entries as
# large as $\pm 10{,}000$ must give neither NaN nor a warning.

# %% solution="tanh_grad" seeds="S0.9 S4.9"
def tanh_grad(z):
    """Slope of tanh at z, entry by entry.

    z: array of any shape
    Returns the slopes, shaped like z.
    """
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2
    ### END SOLUTION

# %% test="tanh_grad"
check(tanh_grad)

# %% [markdown]
# ## Two pieces
#
# Some activations follow one formula on the left of 0 and another one on the right. `np.where(condition, this, that)`
# is made for that: it takes `this` where the condition is true and `that` where it is not, entry by entry.
#
# ### Exercise 3: leaky relu
#
# Write `leaky_relu(z, alpha)`: $z$ where $z > 0$, else $\alpha z$. `z` is an array of any shape, also one of whole
# numbers. `alpha` is a number, and any number will do: 0.1 as on the slides, but also 2. Do not change the caller's
# `z`.

# %% solution="leaky_relu" seeds="S4.11"
def leaky_relu(z, alpha):
    """Leaky relu, entry by entry: z where z > 0, else alpha z.

    z: array of any shape; alpha: slope left of 0, any number
    Returns a new array, shaped like z.
    """
    ### BEGIN SOLUTION
    return np.where(z > 0, z, alpha * z)
    ### END SOLUTION

# %% test="leaky_relu"
check(leaky_relu)

# %% [markdown]
# `np.where` has one trap. It chooses between two arrays that have *both* been computed, for all entries, before it
# starts to choose. So this takes roots of negative numbers, though nobody wants them:

# %%
z = np.array([-4.0, 0.0, 9.0])
with np.errstate(invalid="raise"):  # make an error of what would be a warning
    try:
        np.where(z > 0, np.sqrt(z), 0.0)
    except FloatingPointError as error:
        print("the plain root:", error)
    print("the guarded root:", np.where(z > 0, np.sqrt(np.maximum(z, 0)), 0.0))

# %% [markdown]
# The cure: feed the dangerous function only what it can bear. `np.maximum(z, 0)` changes nothing where the root is
# wanted.
#
# ### Exercise 4: the slope of elu
#
# elu is $z$ where $z > 0$, else $\alpha (e^z - 1)$. Take the derivative of each piece, and write `elu_grad(z,
# alpha)`. At $z = 0$ take the slope of the left piece, $\alpha$. `z` is an array of any shape, also of whole numbers;
# entries as large as $\pm 10{,}000$ must give neither NaN nor a warning (a plain `np.exp(10000)` warns). `alpha` is
# any number.

# %% solution="elu_grad" seeds="S2.14"
def elu_grad(z, alpha):
    """Slope of elu at z, entry by entry; alpha at z = 0.

    z: array of any shape; alpha: elu tends to -alpha on the left, any number
    Returns the slopes, a new array shaped like z.
    """
    ### BEGIN SOLUTION
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))
    ### END SOLUTION

# %% test="elu_grad"
check(elu_grad)

# %% [markdown]
# Your two functions for three values of $\alpha$. What is special about $\alpha = 1$ on the right?

# %%
places = np.linspace(-4, 3, 701)
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
for alpha, color, line in ((0.1, "blue", "-"), (1.0, "orange", "--"), (2.0, "green", "-.")):
    style = {"color": COLORS[color], "linestyle": line, "label": f"$\\alpha$ = {alpha:g}"}
    left.plot(places, leaky_relu(places, alpha), **style)
    right.plot(places, elu_grad(places, alpha), **style)
left.set(xlabel="z", ylabel="leaky_relu(z, alpha)", title="Leaky relu: the left leg turns with $\\alpha$")
right.set(xlabel="z", ylabel="elu_grad(z, alpha)", title="Slope of elu: no jump only for $\\alpha = 1$")
for ax in (left, right):
    ax.legend(frameon=False)
    ax.grid(color="#E4E4E4")
words = "Left: leaky relu for alpha 0.1, 1, 2. Right: slope of elu,"
show(fig, alt=f"{words} which jumps at 0 unless alpha is 1.")

for alpha in (0.1, 1.0, 2.0):
    z = np.array([-2.0, -0.5, 1.5])
    measured = slope(lambda z, alpha=alpha: activations.elu(z, alpha), z)
    assert np.allclose(elu_grad(z, alpha), measured), "is check(elu_grad) right?"

# %% [markdown] seeds="S2.14 S3.13"
# ## A neuron that chooses
#
# Maxout is no function of one $z$. Its neuron has two sets of weights, computes two scores, and passes on the larger:
#
# $$A = \max(X W_1 + b_1,\; X W_2 + b_2), \quad \text{entry by entry.}$$
#
# ### Exercise 5: maxout
#
# Write `maxout(X, W1, b1, W2, b2)` for a layer of $m$ such neurons. `X` has shape $(N, n)$, `W1` and `W2` have
# shape $(n, m)$, `b1` and `b2` have shape $(1, m)$. Return `A`, shape $(N, m)$. Mind the names: `np.maximum(a, b)`
# compares two arrays entry by entry, while `np.max(a)` looks for the largest entry of one array.

# %% solution="maxout" seeds="S2.14"
def maxout(X, W1, b1, W2, b2):
    """The larger of two weighted sums, for each sample and each neuron.

    X: inputs (N, n); W1, W2: weights (n, m); b1, b2: biases (1, m)
    Returns A (N, m).
    """
    ### BEGIN SOLUTION
    return np.maximum(X @ W1 + b1, X @ W2 + b2)
    ### END SOLUTION

# %% test="maxout"
check(maxout)

# %% [markdown]
# The gallery once more, with your five functions in it. Now $\alpha$ turns, too.

# %% tags=["nbval-skip"]
activation_gallery(relu_grad, tanh_grad, leaky_relu, elu_grad, maxout)

# %% [markdown]
# With suitable weights maxout *is* other activations. One input, $w_1 = 1$, no biases:

# %%
x = np.linspace(-3, 3, 13).reshape(-1, 1)
one, zero = np.ones((1, 1)), np.zeros((1, 1))
assert np.allclose(maxout(x, one, zero, zero, zero), activations.relu(x)), "is check(maxout) right?"
assert np.allclose(maxout(x, one, zero, 0.1 * one, zero), leaky_relu(x, 0.1)), "is check(leaky_relu) right?"
assert np.allclose(maxout(x, one, zero, -one, zero), np.abs(x))
print("w2 = 0 gives relu, w2 = 0.1 leaky relu, w2 = -1 the absolute value")

# %% [markdown] seeds="S2.15 S4.8 S4.9"
# It learns its own shape, and it pays for that with twice as many weights.
#
# ## What fades
#
# Gradient descent moves a weight by the slope that it feels, and that slope is a product of links. One link of every
# neuron on the way is $f'(z)$. How large can it be?
#
# For the sigmoid, with $p = \sigma(z)$: $\;p\,(1 - p) = \frac14 - (p - \frac12)^2$. So it is **at most 0.25**, at
# $z = 0$, and it *tends to 0* (*tiệm cận 0*) on both sides. The slope of tanh is at most 1, at $z = 0$, and fades even
# faster. A neuron so far out that its slope is nearly 0 is *saturated*.

# %% seeds="S2.15 S4.8 S4.9"
far = np.array([0.0, 2.0, 5.0, 10.0])
print("slope at         z = 0     z = 2     z = 5    z = 10")
for name, grad in {"sigmoid": activations.sigmoid_grad, "tanh": tanh_grad, "relu": relu_grad}.items():
    print(f"{name:10s}", "".join(f"{value:10.1e}" for value in grad(far)))
assert activations.sigmoid_grad(np.linspace(-9, 9, 1801)).max() == 0.25
assert 1.8e-4 < tanh_grad(np.array([5.0]))[0] < 1.9e-4, "is check(tanh_grad) right?"

# %% [markdown]
# Now build a tower: $L$ neurons, one on top of the other, each with one weight $w$ and one bias $b$. The first reads
# $x$, the next reads what the first says, and so on:
#
# $$a_0 = x, \qquad z_l = w\, a_{l-1} + b, \qquad a_l = f(z_l), \qquad l = 1, \dots, L .$$
#
# Nudge $x$ a little. By how much does the top move? The chain rule multiplies the links, and each floor has two,
# $f'(z_l)$ and $w$:
#
# $$\frac{d a_L}{d x} = \prod_{l=1}^{L} w\, f'(z_l) .$$
#
# Take $w = 1$ and give the sigmoid the best it can have: $x = 0.5$ and $b = -0.5$, so that every single $z_l$ is 0,
# where it is steepest. Guess before you run: ten floors, how much of the nudge arrives?

# %%
def climb(x, f, L, w=1.0, b=0.0):
    """Send x up a tower of L neurons; return the z of all floors, and the output on top."""
    a, scores = x, []
    for _ in range(L):
        z = w * a + b
        scores.append(z)
        a = f(z)
    return np.array(scores), a


towers = {
    "sigmoid, at its best": (activations.sigmoid, activations.sigmoid_grad, 0.5, -0.5),
    "sigmoid": (activations.sigmoid, activations.sigmoid_grad, 1.0, 0.0),
    "tanh": (np.tanh, tanh_grad, 1.0, 0.0),
    "tanh, saturated below": (np.tanh, tanh_grad, 5.0, 0.0),
    "relu": (activations.relu, relu_grad, 1.0, 0.0),
    "relu, switched off": (activations.relu, relu_grad, -1.0, 0.0),
}
arrives = {}
print("what is left of a nudge   1 floor    2 floors   5 floors   10 floors")
for name, (f, grad, x, b) in towers.items():
    for L in (1, 2, 5, 10):
        scores, _ = climb(x, f, L, b=b)
        arrives[name, L] = np.prod(grad(scores))
        by_nudging = slope(lambda x, f=f, L=L, b=b: climb(x, f, L, b=b)[1], x, h=1e-4)
        message = "are check(tanh_grad) and check(relu_grad) right?"
        assert np.isclose(arrives[name, L], by_nudging, rtol=1e-4, atol=1e-11), message
    print(f"{name:24s}", "  ".join(f"{arrives[name, L]:9.1e}" for L in (1, 2, 5, 10)))

assert np.isclose(arrives["sigmoid, at its best", 10], 0.25**10)
assert arrives["relu", 10] == 1

# %% [markdown] seeds="S4.8 S4.9 S4.10"
# $0.25^{10} = 9.5 \cdot 10^{-7}$: **not even a millionth arrives**, and that is the best case. It works both ways:
# the error on top speaks to a weight at the foot through the same product, so that weight hardly learns. That is
# the *vanishing gradient* of deck 004. tanh loses far less as long as its scores are small, and much if they are
# not. relu lets everything through, or nothing at all.
#
# Is $f'$ alone to blame? No: each floor multiplies by $w\, f'(z_l)$. In the best case weights of 4 make up for the
# quarter exactly, and small weights make relu fade, too:

# %%
scores, _ = climb(0.5, activations.sigmoid, 10, w=4.0, b=-2.0)
print(f"sigmoid, w = 4:   {np.prod(4.0 * activations.sigmoid_grad(scores)):.1e}")
scores, _ = climb(1.0, activations.relu, 10, w=0.5)
print(f"relu,    w = 0.5: {np.prod(0.5 * relu_grad(scores)):.1e}")
assert np.isclose(np.prod(0.5 * relu_grad(scores)), 0.5**10), "is check(relu_grad) right?"

# %% [markdown]
# So the size of the starting weights matters as well. `Network` draws them to suit the activation.
#
# And in a real *deep network* (*mạng sâu*)? Ten layers of 20 neurons with fresh weights, 100 rows of random data. We
# ask the library for the gradient of the loss with respect to the weights of each layer, and look at its typical
# size (the root of the mean square). The median of 20 starts:

# %% seeds="S4.8"
rng = np.random.default_rng(0)
X_deep, y_deep = rng.normal(size=(100, 20)), rng.integers(0, 2, size=(100, 1)).astype(float)
sizes = (20,) * 11 + (1,)  # 20 inputs, ten layers of 20, one output


def gradient_sizes(activation):
    """Typical size of dJ/dW in each layer, from the bottom to the top."""
    found = []
    for seed in range(20):
        net = Network(sizes, activation=activation, output="sigmoid", rng=np.random.default_rng(seed))
        _, dW, _ = net.loss_and_gradients(X_deep, y_deep)
        found.append([np.sqrt(np.mean(d**2)) for d in dW])
    return np.median(found, axis=0)


ax = new_axes(6.4, 3.8)
bottom_to_top = {}
for name, color, line in (("relu", "green", "-."), ("tanh", "orange", "--"), ("sigmoid", "blue", "-")):
    found = gradient_sizes(name)
    bottom_to_top[name] = found[0] / found[-1]
    ax.semilogy(np.arange(1, 12), found, "o", linestyle=line, color=COLORS[color], label=name)
ax.set(xlabel="layer, from the bottom (1) to the output (11)", ylabel="typical size of dJ/dW")
ax.set_title("With sigmoids the gradient fades on the way down")
ax.grid(color="#E4E4E4")
ax.legend(frameon=False)
show(ax, alt="Size of the gradient by layer, logarithmic: relu and tanh stay level, sigmoid falls steeply.")

for name, ratio in bottom_to_top.items():
    print(f"{name:8s} bottom layer / output layer: {ratio:.1e}")
assert bottom_to_top["sigmoid"] < 1e-6
assert bottom_to_top["relu"] > 0.01

# %% [markdown] seeds="S1.4 S4.10"
# With sigmoids the bottom layer gets less than a ten-millionth of what the output layer gets, with relu about a tenth,
# with tanh about a third.
#
# ## What dies
#
# relu does not fade where it is on. But on the left it is off: output 0, slope 0. Is that bad? No, it is its job.
# Deck 001 says that the activation decides which neurons take part. A neuron that is silent on some samples speaks on
# others, and from these it learns.
#
# Trouble comes when a neuron is silent on **all** samples. Its gradient is a sum over the samples, each with the
# factor $f'(z) = 0$. So the gradient is exactly 0, its weights never move again, and it stays silent. Such a unit
# is *dead*.
#
# ### Exercise 6: count the dead
#
# Write `dead_share(Z)`. `Z` has shape $(N, m)$: the scores of $m$ relu units (columns) on all $N$ samples (rows),
# before relu. Return one number, the share of the units that are silent on every row, $z \le 0$.

# %% solution="dead_share"
def dead_share(Z):
    """Share of relu units that are silent on all samples.

    Z: scores (N, m), one row a sample, one column a unit
    Returns a number from 0 to 1: the share of columns in which every z is <= 0.
    """
    ### BEGIN SOLUTION
    return np.mean(np.all(Z <= 0, axis=0))
    ### END SOLUTION

# %% test="dead_share"
check(dead_share)

# %% [markdown]
# A layer of 200 relu units reads the 200 points of the ring. The weights are random, and all units have the same
# bias $b$. Twenty layers for each $b$:

# %% seeds="S4.10"
biases = np.arange(-12, 4.1, 1.0)
silent, dead = np.empty((20, len(biases))), np.empty((20, len(biases)))
for seed in range(20):
    scores = X_ring @ np.random.default_rng(seed).normal(size=(2, 200))
    for k, b in enumerate(biases):
        silent[seed, k] = np.mean(scores + b <= 0)
        dead[seed, k] = dead_share(scores + b)

ax = new_axes(6.4, 3.6)
ax.plot(biases, silent.mean(axis=0), "s--", color=COLORS["orange"], label="outputs that are 0")
ax.plot(biases, dead.mean(axis=0), "o-", color=COLORS["blue"], label="units that are dead")
ax.fill_between(biases, dead.min(axis=0), dead.max(axis=0), color=COLORS["blue"], alpha=0.25, linewidth=0)
ax.set(xlabel="bias b", ylabel="share", ylim=(-0.03, 1.03))
ax.set_title("At b = 0 half of the outputs are 0, and no unit is dead")
ax.grid(color="#E4E4E4")
ax.legend(frameon=False)
words = "Share of zero outputs and of dead units against the bias:"
show(ax, alt=f"{words} at 0 one half and none; the more negative the bias, the more of both.")

at_zero = int(np.argmin(np.abs(biases)))
for k in (at_zero, 4):
    zeros, units = silent[:, k].mean(), dead[:, k].mean()
    print(f"b = {biases[k]:2.0f}: {zeros:.1%} of the outputs are 0, {units:.1%} of the units are dead")
assert dead[:, at_zero].max() == 0, "is check(dead_share) right?"
assert 0.45 < silent[:, at_zero].mean() < 0.55

# %% [markdown]
# The band shows the lowest and the highest of the twenty layers. A very negative bias kills. But who would choose
# one? Gradient descent may.
#
# ### A death in one step
#
# One neuron, one input, and the simplest task there is: $y = 1 + 2x$. The loss is half the mean of $(a - y)^2$ with
# $a = f(wx + b)$, and by the chain rule of lesson 02
#
# $$d = \frac{(a - y)\, f'(z)}{N}, \qquad dw = X^T d, \qquad db = \textstyle\sum d .$$
#
# It starts too high, at $w = 6$, $b = 4$. Where relu is on, the neuron is a straight line and the loss a bowl, so
# lesson 03 tells the limit: 2 divided by the curvature of the steepest direction. In the direction $(\cos t, \sin t)$
# of the plane of $w$ and $b$ a step of length 1 changes $z$ by $x \cos t + \sin t$, and so the second derivative of
# the loss is the mean of $(x \cos t + \sin t)^2$.

# %%
X_line = np.linspace(0, 1, 20).reshape(-1, 1)
y_line = 1 + 2 * X_line

curvature = max(np.mean((X_line * np.cos(t) + np.sin(t)) ** 2) for t in np.linspace(0, np.pi, 1001))
print(f"largest curvature {curvature:.2f}, so the limit of the learning rate is {2 / curvature:.2f}")
assert 1.4 < 2 / curvature < 1.6


def train_line(f, grad, learning_rate, steps=200):
    """Gradient descent for one neuron from w = 6, b = 4; return w, b and the error before each step."""
    w, b, history = np.array([[6.0]]), np.array([[4.0]]), []
    for _ in range(steps):
        z = X_line @ w + b
        history.append(np.mean((f(z) - y_line) ** 2))
        d = (f(z) - y_line) * grad(z) / len(X_line)
        w, b = w - learning_rate * X_line.T @ d, b - learning_rate * d.sum(axis=0, keepdims=True)
    return w, b, np.array(history)


# %% [markdown]
# 1.4 is below the limit. With your `relu_grad` the neuron trains twice, at a careful rate and at 1.4. For
# comparison a straight line, $f(z) = z$, at 1.4 as well:

# %%
runs = {}
for name, f, grad, learning_rate in (
    ("line", activations.identity, activations.identity_grad, 1.4),
    ("careful relu", activations.relu, relu_grad, 0.5),
    ("relu", activations.relu, relu_grad, 1.4),
):
    w, b, runs[name] = train_line(f, grad, learning_rate)
    end = f"w = {w.item():.2f}, b = {b.item():.2f}, error {runs[name][-1]:.2f}"
    print(f"{name:12s} at rate {learning_rate}: {end}")

print("share of dead units in the layer of one:", dead_share(X_line @ w + b))
assert runs["careful relu"][-1] < 1e-4, "is check(relu_grad) right?"
assert runs["line"][-1] < 1e-4
assert runs["relu"][1] == runs["relu"][-1] > 4  # after the first step nothing ever changes

# %% [markdown] seeds="S4.10 S4.11"
# The first step was long. It went over the valley, as a zig-zag does, and landed where $z < 0$ for every $x$. The
# straight line turns round there and arrives. relu is 0 and flat: its gradient is exactly 0, and the other 199
# steps had length 0.
#
# Now the same start and the same learning rate with your leaky relu:

# %% seeds="S4.11"
for alpha in (0.1, 0.01):
    w, b, runs[f"leaky relu, $\\alpha$ = {alpha}"] = train_line(
        lambda z, alpha=alpha: leaky_relu(z, alpha),
        lambda z, alpha=alpha: np.where(z > 0, 1, alpha),
        learning_rate=1.4,
    )
    print(f"alpha = {alpha}: w = {w.item():.4f}, b = {b.item():.4f}")
    assert np.allclose([w.item(), b.item()], [2, 1], atol=1e-4), "is check(leaky_relu) right?"

ax = new_axes(6.4, 3.6)
styles = (("blue", "-"), ("orange", "--"), ("green", "-."))
for (name, errors), (color, line) in zip(list(runs.items())[2:], styles, strict=True):
    ax.semilogy(errors[:81], line, color=COLORS[color], label=name)
ax.set(xlabel="step", ylabel="mean of $(a - y)^2$")
ax.set_title("One long step: relu dies, leaky relu crawls back")
ax.grid(color="#E4E4E4")
ax.legend(frameon=False)
words = f"Error by step at learning rate 1.4: relu stays at {runs['relu'][-1]:.1f} for ever;"
show(ax, alt=f"{words} leaky relu falls to 0, with 0.1 soon, with 0.01 later.")

# %% [markdown]
# Does that happen in a network? A layer of 20 relu units on the ring, 30 epochs, five starts for each learning rate.
# Your `dead_share` looks at the scores of all 200 points:

# %%
print("learning rate   dead share of five starts        right of 200")
deaths = {}
for learning_rate in (0.1, 1.0, 3.0, 10.0):
    shares, rights = [], []
    for seed in range(5):
        net, n_right = train_on_ring("relu", (2, 20, 1), learning_rate, epochs=30, seed=seed)
        Z, _ = net.forward(X_ring)
        shares.append(float(dead_share(Z[0])))
        rights.append(n_right)
    deaths[learning_rate] = np.array(shares)
    print(f"{learning_rate:13.1f}   {'  '.join(f'{share:4.2f}' for share in shares)}      {rights}")
assert deaths[0.1].max() == 0, "is check(dead_share) right?"
assert deaths[10.0].min() > 0.5

# %% [markdown]
# With a sensible learning rate none dies. With one that is too large a good part of the layer does. It also differs
# from start to start, so never judge by one run.
#
# ## Which one to take?
#
# Deck 004 lists what speaks for (*ưu*) and against (*nhược*) four of them. First the numbers, then the list,
# corrected. The mean output is taken over scores from a normal distribution with mean 0 and standard deviation 1.

# %% seeds="S4.8 S4.9"
scores = np.random.default_rng(0).normal(size=100_000)
print("             mean output   largest slope   slope at -5   slope at 5")
for name in ("sigmoid", "tanh", "relu", "leaky relu", "elu", "swish"):
    f, grad = GALLERY[name]
    slopes = grad(np.linspace(-9, 9, 1801))
    print(f"{name:10s} {f(scores).mean():12.2f} {slopes.max():15.2f} {grad(-5.0):13.1e} {grad(5.0):12.1e}")
assert abs(activations.sigmoid(scores).mean() - 0.5) < 0.01
assert abs(np.tanh(scores).mean()) < 0.01

# %% [markdown] seeds="S3.13 S4.8 S4.9 S4.10 S4.11"
# | | for it | against it |
# |:--|:--|:--|
# | sigmoid | reads as a probability: right for a yes-or-no **output** | slope at most 0.25, fades; not centred at 0 |
# | tanh | *zero-centred* (*trung tâm tại 0*), slope up to 1 | saturates too: slope 1.8e-4 at 5 |
# | relu | costs one comparison; slope exactly 1 where it is on | slope 0 where it is off; a unit can die |
# | leaky relu | as relu, but a silent unit feels a slope and can come back | one more number to choose |
# | elu, swish, mish | close to relu without the corner (elu if $\alpha = 1$), mean nearer to 0 | cost an exponential |
# | relu6 | as relu, but never above 6 | flat on both sides |
# | maxout | learns its own shape | twice the weights |
#
# Why should it matter where the outputs are centred? They are the inputs of the next neuron. For one sample the
# gradient of its weight $w_k$ is $d \cdot x_k$ with the same $d$ for all $k$. If all $x_k$ are positive, as they
# are after a sigmoid, all weights of that neuron can only rise together or fall together.
#
# Advice for a start:
#
# - **inside the network: relu**, the default (*mặc định*) of decks 003 and 004. If many units die, first lower the
#   learning rate, then try leaky relu or elu. Deck 003 names relu6, swish and mish as the newer fashion.
# - **at the output: whatever fits the target.** A probability of yes: sigmoid. There the cross-entropy of lesson 02
#   cancels its slope, so nothing fades. One of several classes: softmax (lesson 12). Any number: identity (lesson
#   11).

# %% [markdown] manual="resting-or-dead" points=3
# ### Question (graded by a person)
#
# A friend has trained a network with relu layers. He prints the outputs of one layer for one sample: 60 of 100 are 0.
# "Sixty percent of my neurons are dead," he says, "relu is broken. I'll put sigmoids everywhere instead."
#
# 1. Why do his zeros not show what he says? What should he print, and over which samples?
# 2. Suppose a unit really is dead. Through which factor does its gradient become 0, and why does training longer
#    not help? One thing could still wake it if there are layers *below* it: which?
# 3. He has ten layers. What would sigmoids everywhere do to the gradient of the lowest layer, in numbers? Where in
#    his network may a sigmoid be right, and why does its slope do no harm there?
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. A zero says that the unit is silent on *this* sample; on others it may speak, and with fresh weights and no
#    bias about half of all outputs are 0 while no unit is dead. Dead is a unit with $z \le 0$ on *every* sample. He
#    should print the share of the columns of $Z$ that are nowhere positive, over all training data
#    (`dead_share(Z)`).
# 2. The gradient of its weights is a sum over the samples of (what comes from above) $\cdot f'(z) \cdot x$, and
#    $f'(z) = 0$ in each term. So the sum is 0, the step is 0 whatever the learning rate, and the next gradient is 0
#    again. Only its inputs can change: if the layers below move (through other units), $z$ may become positive on
#    some sample.
# 3. Each sigmoid multiplies by at most 0.25, so with weights of about 1 less than $0.25^{10} \approx 10^{-6}$ is
#    left: the lowest layer practically stops learning. At the output, if the target is a probability: with the
#    cross-entropy the slope cancels and $p - y$ remains.
#
# Marking: 1 point for each part. 1: silent on one sample is not silent on all, *and* what to print. 2: the factor
# $f'(z)$ and "every step is 0" (half), the inputs from below may change (half). 3: about $10^{-6}$ or $0.25^{10}$
# (half; the remark on the weights is not required), output with cross-entropy or "a probability is wanted there"
# (half).
# ### END SOLUTION

# %% [markdown] seeds="S0.9"
# ## Where the slides slip
#
# **1. A formula that is true and breaks.** Deck 000 prints $\tanh z = \frac{e^{2z} - 1}{e^{2z} + 1}$. On paper,
# yes. But $e^{710}$ is more than a float can hold:

# %%
z = np.array([1.0, 354.0, 355.0])
with np.errstate(over="ignore", invalid="ignore"):
    printed = (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)
print("as printed:", printed, "  np.tanh:", np.tanh(z))
assert np.isnan(printed).tolist() == [False, False, True]

# %% [markdown] seeds="S4.8 S4.10"
# **2. "The slope is 1 for $x \ge 0$, so nothing vanishes."** Deck 004, of ReLU. At 0 there are three answers, as
# you have seen, and for $x < 0$ the slope is 0. In the table of the towers, "relu, switched off" passes on exactly
# nothing. It does not fade; it is gone.
#
# **3. "A node below 0 becomes 0: Dying ReLU."** Deck 004 again. You have measured it: half of the outputs are 0
# while not a single unit is dead. The slide is right that a silent node learns nothing *from that sample*.
#
# **4. "One should not use the sigmoid."** The same deck recommends it for a binary output a page earlier, and there
# it is right. A neuron that makes OR, with relu at the output and with the sigmoid:

# %%
X_or, y_or = load_gate("or")
z = X_or @ np.array([[20.0], [20.0]]) - 10
print("wanted ", y_or[:, 0], "\nrelu   ", activations.relu(z)[:, 0], "\nsigmoid", activations.sigmoid(z)[:, 0])

# %% [markdown] seeds="S4.11"
# **5. $\max(0.1x, x)$.** Decks 002 and 003, of leaky relu. The larger of the two is right as long as the slope on
# the left is at most 1. With a slope of 2 it takes the wrong piece on *both* sides:

# %%
x = np.array([-1.0, 1.0])
print("max(2x, x):", np.maximum(2 * x, x), "  leaky relu with alpha = 2:", leaky_relu(x, 2.0))

# %% [markdown]
# All of them with their two numbers:

# %%
errata("04-activations")

# %% [markdown]
# ## What to remember
#
# - Without an activation between them, layers multiply out to one, and the boundary is a straight line.
# - $f'$ takes $z$. relu has no slope at 0; we agree on 0.
# - `np.where` computes both sides. Guard what can overflow.
# - On the way down each layer multiplies by $w\, f'(z)$. For the sigmoid $f' \le 0.25$: ten layers, $10^{-6}$.
# - Zero on some samples is rest, zero on all samples is death. One step that is too long is enough.
# - Inside the network: relu. At the output: what the target asks for.
#
# ## Where next
#
# Lesson 05, *Forward propagation*: layers in earnest, their shapes, and how many numbers a network has.
