# %% [markdown]
# # Backpropagation by hand
#
# **The question.** Deck 003 asks it in one line: *how does a small change in one weight affect the final loss?* The
# weight may sit deep inside the network, and its change reaches the loss on many ways at once. How do you follow all
# ways from a weight to the loss without losing your mind?
#
# **What you will do.** Work out two slopes with pencil and paper, then the same for any numbers. Then walk through a
# network of six units as deck 003 does, 19 steps: 7 forward, 1 for the error, 5 backward, 6 updates. You add up the
# slopes over *all* ways from a weight to the loss, find that the walk has done just that, and see what it saves. Last
# you write a tool that checks a gradient number by number, and find out what the slides' walk leaves out.
#
# **What you need.** The chain rule and numerical slopes (lesson 00), the sigmoid and its slope $a(1 - a)$ (lesson 02),
# a step downhill (lesson 03), the forward pass (lesson 05). About 60 minutes. The slides are deck 003, "Giải thuật lan
# truyền ngược" and "Giải thuật BP"; deck 001, "Quá trình truyền ngược: Back propagation"; the first page of deck 004,
# "Backpropagation"; and "Gradient" of deck 000.

# %%
from itertools import pairwise, product

import matplotlib.pyplot as plt
import numpy as np

from nncore import Network, sigmoid
from nncore.exercises import check
from nncore.gradcheck import numerical_gradient
from nncore.plots import COLORS, network_diagram, new_axes, png, show
from nncore.slides import errata
from nncore.widgets import Stepper

np.set_printoptions(precision=4, suppress=True)

# %% [markdown] seeds="S1.9 S4.17"
# ## What the way back is for
#
# A forward pass ends with a prediction $p$. Compare it with the target $y$, and you have the loss, or loss function
# (*hàm mất mát*; deck 002 said *hàm sai lệch*, deck 000 *hàm chi phí*). We want weights and biases that make it small,
# and lesson 03 knows how: go against the slope. What is missing is the slope, for every single weight and bias.
# Backpropagation (*lan truyền ngược*) computes it. Deck 004 defines it well: an *algorithm for the derivative of the
# loss in each weight of the network, which passes the error* (*lỗi*) *back from the output to the input*. Its only tool
# is the chain rule, say for one weight $w$ with $z = w\,x + b$ and $a = f(z)$:
#
# $$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z} \cdot
# \frac{\partial z}{\partial w}, \qquad \text{and then} \qquad w \leftarrow w - \eta\, \frac{\partial L}{\partial w}
# ,$$
#
# with the learning rate $\eta$. So two things that are often mixed up: backpropagation finds the slopes, gradient
# descent uses them.

# %% [markdown] seeds="S1.10"
# ## Read a graph backwards
#
# Deck 001 has the smallest example: $x$ and $y$ make $z$, and $z$ makes the loss $L$. In lesson 00 you followed a
# change from left to right. Now the other way. Let $z = x\,y$ and $L = \frac12 (z + 4)^2$, at $x = 3$, $y = -2$. Then
# $z = -6$ and $L = 2$. On each line stands its local slope: $\partial z / \partial x = y$,
# $\partial z / \partial y = x$, $dL/dz = z + 4$. In the right picture each circle holds the slope of $L$ in it. Start
# at the end with $dL/dL = 1$. Whoever knows the slope of $L$ in a circle gets that of its neighbour to the left with
# one multiplication, and needs to know nothing else about the graph.

# %% seeds="S1.10"
x, y = 3.0, -2.0
z = x * y
L = (z + 4) ** 2 / 2
dL_dz = z + 4
dL_dx, dL_dy = dL_dz * y, dL_dz * x

fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout="constrained")
local = [[[y], [x]], [[z + 4]]]
names = [["$x$", "$y$"], ["$z = x\\,y$"], ["$L$"]]
network_diagram(local, values=[[x, y], [z], [L]], names=names, ax=left)
network_diagram(local, values=[[dL_dx, dL_dy], [dL_dz], [1.0]], names=names, ax=right)
left.set_title("forwards: values in the circles", fontsize=10)
right.set_title("backwards: slopes of L in the circles", fontsize=10)
show(
    fig,
    alt=f"The graph x, y to z to L, twice. Values: x = {x:g}, y = {y:g}, z = {z:g}, L = {L:g}. Slopes on the lines: "
    f"x to z {y:g}, y to z {x:g}, z to L {z + 4:g}. Slopes of L: in z {dL_dz:g}, in x {dL_dx:g}, in y {dL_dy:g}.",
)

measured = numerical_gradient(lambda v: (v[0] * v[1] + 4) ** 2 / 2, np.array([x, y]))
print("by the chain rule", np.array([dL_dx, dL_dy]), "  measured", measured)
assert np.allclose(measured, [dL_dx, dL_dy])

# %% [markdown]
# Look at the two lines into $z$ once more, since this will come back all the time. In a *product* the slope in one
# factor is the other factor. Inside a neuron a weight and its input meet in a product. So the slope in the weight will
# have the input in it, and the slope in the input will have the weight in it.

# %% [markdown] seeds="S3.24"
# ## Two weights
#
# Deck 003's first network: one input, one hidden unit, one output.
#
# $$x \;\xrightarrow{\;w_1\;}\; \underbrace{z_1 = w_1 x + b_1,\quad a_1 = \sigma(z_1)}_{\text{hidden unit}}
# \;\xrightarrow{\;w_2\;}\; \underbrace{z_2 = w_2 a_1 + b_2,\quad p = \sigma(z_2)}_{\text{output unit}}
# \;\longrightarrow\; J = \tfrac12 (p - y)^2$$
#
# | Deck 003 | Deck 004 | Here |
# |:--|:--|:--|
# | $z_1$, what the hidden unit sends | $a$ | $a_1$; our $z_1$ comes before the sigmoid |
# | $\hat y$, in the walk $y$ | $a$ of the last layer | $p$, the prediction |
# | $d$, "the desired output value" | $y$ | $y$, the target |
# | $J(\mathbf W)$, later $C$ | $L(z, y)$ | $J$, the loss of this one sample, $E_i$ in lesson 02 |
#
# How does $J$ change with $w_2$? The way from $w_2$ to $J$ leads over $z_2$ and $p$. How with $w_1$? Over $z_1$,
# $a_1$, $z_2$ and $p$. A link for each step:
#
# $$\frac{\partial J}{\partial w_2} = \underbrace{\frac{\partial J}{\partial p}}_{p - y} \cdot
# \underbrace{\frac{dp}{dz_2}}_{p(1 - p)} \cdot \underbrace{\frac{\partial z_2}{\partial w_2}}_{a_1}, \qquad
# \frac{\partial J}{\partial w_1} = \frac{\partial J}{\partial p} \cdot \frac{dp}{dz_2} \cdot
# \frac{\partial z_2}{\partial a_1} \cdot \frac{d a_1}{d z_1} \cdot \frac{\partial z_1}{\partial w_1} .$$
#
# ### By hand
#
# Take $x = 2$, $y = 0$, $w_1 = 1$, $b_1 = -2$, $w_2 = 3$, $b_2 = -0.5$. Do it on paper before you compare; a pocket
# calculator is needed for one sigmoid only, $\sigma(1) = 0.73106$. (Go on with five digits and round at the end: with
# four, some last digits differ.) The letter $\delta$ ("delta") stands for $\partial J / \partial z$, the slope at the
# door of a unit.
#
# | forward | | backward | |
# |:--|--:|:--|--:|
# | $z_1 = 1 \cdot 2 - 2$ | 0.0000 | $\partial J / \partial p = p - y$ | 0.7311 |
# | $a_1 = \sigma(z_1)$ | 0.5000 | $\delta_2 = (p - y)\, p (1 - p)$ | 0.1437 |
# | $z_2 = 3 \cdot 0.5 - 0.5$ | 1.0000 | $\partial J / \partial w_2 = \delta_2\, a_1$ | 0.0719 |
# | $p = \sigma(z_2)$ | 0.7311 | $\partial J / \partial a_1 = \delta_2\, w_2$ | 0.4312 |
# | $J = \frac12 (p - y)^2$ | 0.2672 | $\delta_1 = 0.4312 \cdot a_1 (1 - a_1)$ | 0.1078 |
# | | | $\partial J / \partial w_1 = \delta_1\, x$ | 0.2156 |
#
# Is each of these numbers right? The left column can be computed again. The right column is measured: move the number
# in question by a hundred-thousandth up and down, and look at $J$.

# %% seeds="S3.24"
def run_chain(x, w1, b1, w2, b2):
    """Return z1, a1, z2, p."""
    z1 = w1 * x + b1
    a1 = sigmoid(z1)
    z2 = w2 * a1 + b2
    return z1, a1, z2, sigmoid(z2)


def measure(J, at, h=1e-5):
    """Central difference of J, a function of one number."""
    return (J(at + h) - J(at - h)) / (2 * h)


x, y, w1, b1, w2, b2 = 2.0, 0.0, 1.0, -2.0, 3.0, -0.5
z1, a1, z2, p = run_chain(x, w1, b1, w2, b2)
by_paper = {  # from the table: number, and the same by computing again or by measuring
    "z1": (0.0000, z1),
    "a1": (0.5000, a1),
    "z2": (1.0000, z2),
    "p": (0.7311, p),
    "J": (0.2672, (p - y) ** 2 / 2),
    "dJ/dp": (0.7311, measure(lambda p: (p - y) ** 2 / 2, p)),
    "delta2": (0.1437, measure(lambda z2: (sigmoid(z2) - y) ** 2 / 2, z2)),
    "dJ/dw2": (0.0719, measure(lambda w2: (run_chain(x, w1, b1, w2, b2)[3] - y) ** 2 / 2, w2)),
    "dJ/da1": (0.4312, measure(lambda a1: (sigmoid(w2 * a1 + b2) - y) ** 2 / 2, a1)),
    "delta1": (0.1078, measure(lambda z1: (sigmoid(w2 * sigmoid(z1) + b2) - y) ** 2 / 2, z1)),
    "dJ/dw1": (0.2156, measure(lambda w1: (run_chain(x, w1, b1, w2, b2)[3] - y) ** 2 / 2, w1)),
}
print("          paper    computed or measured")
for name, (paper, other) in by_paper.items():
    print(f"{name:7} {paper:8.4f} {other:12.6f}")
    assert abs(paper - other) < 0.00005 + 1e-9

# %% [markdown]
# ### Exercise 1: the weight next to the output
#
# Now for any numbers. `grad_w2(x, y, w1, b1, w2, b2)` takes six numbers and returns one, $\partial J / \partial w_2$.
# Go forward first, then multiply the three links.

# %% solution="grad_w2" seeds="S3.24"
def grad_w2(x, y, w1, b1, w2, b2):
    """Slope of J = (p - y)^2 / 2 in w2, with a1 = sigmoid(w1 x + b1) and p = sigmoid(w2 a1 + b2).

    All arguments are numbers. Returns dJ/dw2, a number.
    """
    ### BEGIN SOLUTION
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * a1
    ### END SOLUTION

# %% test="grad_w2"
check(grad_w2)

# %% [markdown]
# ### Exercise 2: the weight behind it
#
# `grad_w1(x, y, w1, b1, w2, b2)`, with the same six arguments, returns $\partial J / \partial w_1$. Five links. Two of
# them you have already.

# %% solution="grad_w1" seeds="S3.24"
def grad_w1(x, y, w1, b1, w2, b2):
    """Slope of J = (p - y)^2 / 2 in w1, with a1 = sigmoid(w1 x + b1) and p = sigmoid(w2 a1 + b2).

    All arguments are numbers. Returns dJ/dw1, a number.
    """
    ### BEGIN SOLUTION
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    delta2 = (p - y) * p * (1 - p)
    delta1 = delta2 * w2 * a1 * (1 - a1)
    return delta1 * x
    ### END SOLUTION

# %% test="grad_w1"
check(grad_w1)

# %% [markdown]
# What is it good for? One step downhill with learning rate $\eta = 1$, with your two functions. A slope is a forecast:
# if each weight moves by $-\eta$ times its slope, $J$ should change by about $-\eta$ times the sum of the squared
# slopes.

# %%
g1, g2 = grad_w1(x, y, w1, b1, w2, b2), grad_w2(x, y, w1, b1, w2, b2)
assert np.allclose([g1, g2], [by_paper["dJ/dw1"][1], by_paper["dJ/dw2"][1]]), "are both checks above right?"
p_before, p_after = p, run_chain(x, w1 - g1, b1, w2 - g2, b2)[3]
change = ((p_after - y) ** 2 - (p_before - y) ** 2) / 2
print(f"w1: {w1:.4f} -> {w1 - g1:.4f}   w2: {w2:.4f} -> {w2 - g2:.4f}   p: {p_before:.4f} -> {p_after:.4f}")
print(f"J changed by {change:.4f}, forecast {-(g1**2 + g2**2):.4f}")
assert change < 0

# %% [markdown]
# Both formulas begin with the same product, $(p - y)\,p(1 - p)$, our $\delta_2$. Whoever has it for the one weight
# need not compute it again for the other. Deck 003 says so: *repeat this for all weights, with the gradients already
# computed*. It is this thrift that makes backpropagation fast, and you will see how fast.

# %% [markdown] seeds="S3.25"
# ## The walk
#
# Now a network in which ways part and meet again: 2 inputs, hidden layers of 3 and 2 units, 1 output. Deck 003 walks
# through such a network picture by picture: seven forward, one for the error, five backward, six for the updates. We
# number the units 1 to 6, the first hidden layer from the top, then the second, then the output. We take one sample,
# so everything is a vector or a number: `W[0]` has shape $(2, 3)$, `b[0]` and `A[1]` have shape $(3,)$, and so on;
# `A[0]` is the input $x$, shape $(2,)$. As always, `W[layer][i, j]` leads from unit $i$ to unit $j$ of the next
# layer. All units are sigmoids, and $J = \frac12 (p - y)^2$.
#
# **Forward (7 steps).** Step 1 puts the inputs in place. Steps 2 to 7 are the units 1 to 6: add up what comes in, then
# the sigmoid.

# %% seeds="S3.25"
SIZES = [2, 3, 2, 1]
W = [
    np.array([[0.8, -0.4, 0.5], [0.3, 0.9, -0.7]]),  # inputs to the units 1, 2, 3
    np.array([[-0.6, 0.5], [2.0, 1.4], [0.9, -0.4]]),  # units 1, 2, 3 to the units 4, 5
    np.array([[1.2], [-1.5]]),  # units 4, 5 to unit 6
]
b = [np.array([0.1, 0.4, -0.2]), np.array([0.8, -0.9]), np.array([0.5])]
x, y = np.array([1.0, 2.0]), 1.0


def walk_forward(x, W, b):
    """Return A = [x, (3,), (2,), (1,)]: what the inputs and the three layers send, unit by unit."""
    A = [x]
    for layer in range(len(W)):
        z = np.zeros(len(b[layer]))
        for j in range(len(z)):
            z[j] = b[layer][j]
            for i in range(len(A[layer])):
                z[j] += A[layer][i] * W[layer][i, j]
        A.append(sigmoid(z))
    return A


A = walk_forward(x, W, b)
J = (A[3][0] - y) ** 2 / 2
NAMES = [["$x_1$", "$x_2$"], ["1", "2", "3"], ["4", "5"], ["6"]]
ax = network_diagram(W, b, A, NAMES)
ax.set_title(f"After 7 steps forward: the output is p = {A[3][0]:.3f}, wanted is {y:g}")
units = ", ".join(f"unit {k} {a:.3f}" for k, a in enumerate(np.concatenate(A[1:]), start=1))
show(ax, alt=f"The 2-3-2-1 network with weights on the edges and activations in the units: {units}.")

assert np.isclose(A[1][1], sigmoid(0.4 + 1.0 * -0.4 + 2.0 * 0.9))  # unit 2 by hand

# %% [markdown] seeds="S3.26 S3.27"
# **The error (1 step).** The output is compared with the target, $p - y$. At the door of the output unit, before its
# sigmoid, that is
#
# $$\delta_6 = \frac{\partial J}{\partial z_6} = (p - y)\; \sigma'(z_6), \qquad \sigma'(z) = a\,(1 - a) .$$
#
# **Backward (5 steps).** Each of the units 5, 4, 3, 2, 1 gets its $\delta$ from those to its right. Unit 4 has one way
# out, the edge to unit 6. Unit 2 has two, to unit 4 and to unit 5. A change of $a_2$ takes both, so both add up:
#
# $$\delta_4 = \underbrace{w_{46}\, \delta_6}_{\partial J / \partial a_4} \cdot\; \sigma'(z_4), \qquad
# \delta_2 = \underbrace{(w_{24}\, \delta_4 + w_{25}\, \delta_5)}_{\partial J / \partial a_2} \cdot\; \sigma'(z_2) .$$
#
# Here $w_{24}$ stands on the edge from unit 2 to unit 4. In the list that is `W[1][1, 0]`: counted from 0, the second
# unit of its layer leads to the first of the next.
#
# Read it as a recipe: *what arrives over the edges, each $\delta$ times the weight on its edge, added up; then times
# the slope of the unit where you have arrived.* And the weights? By the rule of products: the slope in a weight is
# what goes into its edge times $\delta$ at its end, for instance $\partial J / \partial w_{24} = a_2\, \delta_4$. A
# bias has 1 in place of $a$: the slope in $b_4$ is $\delta_4$ itself.
#
# Two of the six by hand, and measured:

# %% seeds="S3.26 S3.27"
def loss_when(layer, unit, nudge):
    """Return J when z of one unit is larger by `nudge`; layer and unit are counted from 0."""
    shifted = [c.copy() for c in b]
    shifted[layer][unit] += nudge  # a nudge of z is a nudge of the bias
    return (walk_forward(x, W, shifted)[3][0] - y) ** 2 / 2


delta6 = (A[3][0] - y) * A[3][0] * (1 - A[3][0])
delta4 = 1.2 * delta6 * A[2][0] * (1 - A[2][0])
for name, by_hand, by_nudging in [
    ("delta6", delta6, measure(lambda h: loss_when(2, 0, h), 0.0)),
    ("delta4", delta4, measure(lambda h: loss_when(1, 0, h), 0.0)),
]:
    print(f"{name}: by hand {by_hand:.8f}, measured {by_nudging:.8f}")
    assert abs(by_hand - by_nudging) < 1e-9

# %% [markdown]
# ### Exercise 3: back through six units
#
# `backward_2321(A, W, y)` walks back through all six units.
#
# - `A`: list of vectors of shapes $(2,), (3,), (2,), (1,)$, the input in front, $p$ last. `W`: matrices of shapes
#   $(2, 3), (3, 2), (2, 1)$. `y`: a number, the target. (The $z$ are not needed: $\sigma'(z) = a(1 - a)$.)
# - Return two lists. `delta`, shapes $(3,), (2,), (1,)$: `delta[0]` holds $\delta$ of the units 1, 2, 3, `delta[2]`
#   that of unit 6. `dW`, shapes $(2, 3), (3, 2), (2, 1)$: the slopes in the weights.
#
# Go unit by unit, with loops or written out; there are only six. (A layer at a time, with matrices, is lesson 09.)
# `np.zeros(3)` and `np.zeros((2, 3))` make arrays to fill.

# %% solution="backward_2321" seeds="S3.26 S3.27"
def backward_2321(A, W, y):
    """Slopes of J = (p - y)^2 / 2 in a 2-3-2-1 network of sigmoids, for one sample.

    A [(2,), (3,), (2,), (1,)]: from walk_forward. W [(2, 3), (3, 2), (2, 1)]. y: a number.
    Returns delta [(3,), (2,), (1,)], the slopes in z of the units, and dW [(2, 3), (3, 2), (2, 1)], the slopes in W.
    """
    ### BEGIN SOLUTION
    delta = [np.zeros(3), np.zeros(2), np.zeros(1)]
    dW = [np.zeros((2, 3)), np.zeros((3, 2)), np.zeros((2, 1))]
    p = A[3][0]
    delta[2][0] = (p - y) * p * (1 - p)
    for layer in (1, 0):
        for j in range(len(delta[layer])):
            arriving = 0.0
            for q in range(len(delta[layer + 1])):
                arriving += W[layer + 1][j, q] * delta[layer + 1][q]
            a = A[layer + 1][j]
            delta[layer][j] = arriving * a * (1 - a)
    for layer in range(3):
        for i, j in np.ndindex(dW[layer].shape):
            dW[layer][i, j] = A[layer][i] * delta[layer][j]
    return delta, dW
    ### END SOLUTION

# %% test="backward_2321"
check(backward_2321)

# %% [markdown] seeds="S3.28"
# **The updates (6 steps).** Each unit changes the weights that lead *into* it, and its bias: $w \leftarrow w - \eta\,
# \partial J / \partial w$. First the whole way back, then the updates: a weight that is changed too early would bend
# the way for those that come after. Here are the slopes in the units, and then the changes, with $\eta = 1$:

# %% seeds="S3.27 S3.28"
delta, dW = backward_2321(A, W, y)
learning_rate = 1.0
new_W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
new_b = [c - learning_rate * d for c, d in zip(b, delta, strict=True)]
J_new = (walk_forward(x, new_W, new_b)[3][0] - y) ** 2 / 2

ax = network_diagram(W, values=[np.zeros(2), *(100 * d for d in delta)], names=NAMES, ax=new_axes(8.6, 4.8))
for text in [t for t in ax.texts if t.get_text() == "0.00"]:
    text.set_text("")  # the inputs get no delta
ax.set_title("After 1 + 5 steps backward: δ in the units, in hundredths")
units = ", ".join(f"unit {k} {d:.4f}" for k, d in enumerate(np.concatenate(delta), start=1))
show(ax, alt=f"The network with its weights on the edges and delta in the units: {units}.")

changes = [new - old for new, old in zip(new_W, W, strict=True)]
bias_changes = [new - old for new, old in zip(new_b, b, strict=True)]
ax = network_diagram(changes, bias_changes, names=NAMES, ax=new_axes(8.6, 4.8))
ax.set_title(f"What the 6 updates add to weights and biases. J falls from {J:.4f} to {J_new:.4f}")
largest = max(np.abs(c).max() for c in changes)
show(
    ax,
    alt="The network with the changes of the weights on the edges and of the biases below the units; of the weights "
    f"the largest is {largest:.3f}, into unit 6.",
)
assert J_new < J, "is check(backward_2321) right?"
assert np.abs(changes[0]).max() < np.abs(changes[1]).max() < np.abs(changes[2]).max()

# %% [markdown]
# The farther from the output, the smaller the change: each sigmoid on the way back multiplies by $a(1 - a)$, at most
# $\frac14$. That is the fading of lesson 04.
#
# ## All 19 steps, one at a time
#
# Here they are on *your* `backward_2321`. Go on and back with the buttons or the arrow keys, and see what is computed
# in a step, from what, and by which formula. Can you say the next number before you go on? The box "As on the slide"
# is for later: it leaves something out. (Without buttons, as on a web page, you see step 12 alone.)

# %% tags=["nbval-skip"]
Stepper(backward_2321, W, b, x, y)

# %% [markdown] seeds="S3.25 S3.26 S3.27 S3.28"
# The same 19 as a list. Cover the right edge, and check a line or two with a calculator. (What is shown is rounded, so
# your last digit may differ.)

# %% seeds="S3.25 S3.26 S3.27 S3.28"
UNITS = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)]  # layer and place of the units 1 to 6


def describe_step(step):
    """Say in one line what is computed in a step, 1 to 19."""
    if step == 1:
        return f"forward 1 of 7: the inputs, {x[0]:g} and {x[1]:g}"
    if step <= 7:
        layer, j = UNITS[step - 2]
        into = " + ".join(f"{a:.3f}·({w:g})" for a, w in zip(A[layer], W[layer][:, j], strict=True))
        return f"forward {step} of 7: a{step - 1} = σ({b[layer][j]:g} + {into}) = {A[layer + 1][j]:.3f}"
    if step == 8:
        p = A[3][0]
        return f"error: δ6 = ({p:.3f} - {y:g})·{p:.3f}·(1 - {p:.3f}) = {delta[2][0]:.4f}"
    if step <= 13:
        unit = 14 - step
        layer, j = UNITS[unit - 1]
        pairs = zip(W[layer + 1][j], delta[layer + 1], strict=True)
        over, a = " + ".join(f"({w:g})·({d:.4f})" for w, d in pairs), A[layer + 1][j]
        return f"backward {step - 8} of 5: δ{unit} = ({over})·{a:.3f}·(1 - {a:.3f}) = {delta[layer][j]:.4f}"
    layer, j = UNITS[step - 14]
    new = ", ".join(f"{w:.3f}" for w in new_W[layer][:, j])
    return f"update {step - 13} of 6: weights into unit {step - 13} = {new}, its bias = {new_b[layer][j]:.3f}"


for step in range(1, 20):
    print(f"{step:2}  {describe_step(step)}" + ("\n" if step in (7, 8, 13) else ""))

# %% [markdown] seeds="S3.30"
# ## From Δw to ΔJ
#
# Deck 003 tells the same story a second time, from left to right. A small change (*sự thay đổi nhỏ*) $\Delta w$ of one
# weight changes the activation at the end of its edge; that changes the activations of the next layer, those the ones
# after; and in the end there is a change of the loss:
#
# $$\Delta a_j \approx \frac{\partial a_j}{\partial w}\, \Delta w, \qquad
# \Delta a_q \approx \frac{\partial a_q}{\partial a_j}\, \Delta a_j, \qquad \dots, \qquad
# \Delta J \approx \frac{\partial J}{\partial w}\, \Delta w .$$
#
# In the picture the weight from $x_2$ to unit 1 grows by $\Delta w$, and in each unit stands the change of its
# activation, in hundredths. Which units do not notice? How far off is the forecast, slope times $\Delta w$?

# %% seeds="S3.30"
def draw_change(dw):
    """Draw how much every activation changes when W[0][1, 0] grows by dw; return the axes with a description."""
    moved = [w.copy() for w in W]
    moved[0][1, 0] += dw
    after = walk_forward(x, moved, b)
    change = [after[k] - A[k] for k in range(4)]
    dJ = (after[3][0] - y) ** 2 / 2 - J
    forecast = dW[0][1, 0] * dw
    ax = network_diagram(moved, values=[100 * c for c in change], names=NAMES, ax=new_axes(8.6, 4.8))
    ax.set_title(f"Δw = {dw:g}: ΔJ = {100 * dJ:.3f} hundredths, forecast {100 * forecast:.3f}", fontsize=10)
    said = ", ".join(f"unit {k} by {100 * c:.2f}" for k, c in enumerate(np.concatenate(change[1:]), start=1))
    words = f"The weight from x2 to unit 1 grows by {dw:g}. In hundredths: {said}; J by {100 * dJ:.3f}"
    return ax, f"{words}, forecast {100 * forecast:.3f}."


show(*draw_change(0.3))

# %% tags=["nbval-skip"]
import ipywidgets as widgets

change_knob = widgets.FloatSlider(0.3, min=-3, max=3, step=0.1, description="Δw")
change_picture = widgets.Image(format="png", width=640)
change_words = widgets.HTML(layout={"max_width": "640px"})


def redraw_change(_=None):
    ax, change_words.value = draw_change(change_knob.value)
    change_picture.value = png(ax)


change_knob.observe(redraw_change, "value")
redraw_change()
widgets.VBox([change_knob, change_picture, change_words])

# %% [markdown]
# The units 2 and 3 stay as they are: they do not hang on that weight. Units 4 and 5 both change, in opposite
# directions here, and unit 6 gets to feel both. The smaller $\Delta w$, the better the forecast: halve it, and the
# error falls to about a quarter.

# %%
errors = []
for dw in (0.4, 0.2, 0.1, 0.05):
    moved = [w.copy() for w in W]
    moved[0][1, 0] += dw
    dJ = (walk_forward(x, moved, b)[3][0] - y) ** 2 / 2 - J
    errors.append(abs(dJ - dW[0][1, 0] * dw))
    print(f"Δw = {dw:4.2f}: ΔJ = {dJ:.3e}, forecast {dW[0][1, 0] * dw:.3e}, error {errors[-1]:.1e}")
assert all(3 < big / small < 5 for big, small in pairwise(errors)), "is check(backward_2321) right?"

# %% [markdown] seeds="S3.30"
# ## All paths
#
# Follow one path (*đường đi*): from the weight to unit $j$ of the first hidden layer, on to unit $q$ of the second, to
# output $m$, to $J$. Along a path slopes multiply. From one activation to the next it is weight times sigmoid slope,
# $\partial a_q / \partial a_j = w_{jq}\, \sigma'(z_q)$; at the end stands $J = \frac12 \sum_m (p_m - y_m)^2$, where
# $p_m$ is the last layer's $a_m$. There are many such paths, one for each choice of $q$ and $m$, and, as deck 003 says,
# $J$ changes along all of them:
#
# $$\frac{\partial J}{\partial w_{ij}} = \sum_{q} \sum_{m}
# \underbrace{\frac{\partial a_j}{\partial w_{ij}}}_{a_i\, \sigma'(z_j)} \cdot
# \underbrace{\frac{\partial a_q}{\partial a_j}}_{w_{jq}\, \sigma'(z_q)} \cdot
# \underbrace{\frac{\partial a_m}{\partial a_q}}_{w_{qm}\, \sigma'(z_m)} \cdot
# \underbrace{\frac{\partial J}{\partial a_m}}_{p_m - y_m} .$$
#
# (Deck 003 writes $\sum_{mnp \dots q}$, for any number of layers: one index for each layer after the weight's own, from
# the last one back. With two layers $m$ and $q$ are left.) For the weight from $x_2$ to unit 1 of our network there are
# two paths, over unit 4 and over unit 5:

# %% seeds="S3.30"
s = [a * (1 - a) for a in A[1:]]  # slopes of the sigmoids
over_4 = A[0][1] * s[0][0] * W[1][0, 0] * s[1][0] * W[2][0, 0] * s[2][0] * (A[3][0] - y)
over_5 = A[0][1] * s[0][0] * W[1][0, 1] * s[1][1] * W[2][1, 0] * s[2][0] * (A[3][0] - y)
print(f"over unit 4: {over_4:.6f}\nover unit 5: {over_5:.6f}\ntogether:    {over_4 + over_5:.6f}")
print(f"your walk:   {dW[0][1, 0]:.6f}")
assert np.isclose(over_4 + over_5, dW[0][1, 0]), "is check(backward_2321) right?"

# %% [markdown]
# ### Exercise 4: the sum over all paths
#
# Write `path_sum(A, W, y, i, j)`, the sum of the slopes over all paths, for a network of sigmoids with two hidden
# layers of any size and $K$ outputs, and $J = \frac12 \sum_m (p_m - y_m)^2$.
#
# - `A`: vectors of shapes $(n_0,), (n_1,), (n_2,), (K,)$, the input
#   first, the prediction $p$ last. `W`: matrices of shapes $(n_0, n_1), (n_1, n_2), (n_2, K)$. `y`: the targets, shape
#   $(K,)$.
# - `i`, `j`: the weight in question is `W[0][i, j]`, counted from 0.
# - Return one number, the slope of $J$ in that weight.

# %% solution="path_sum" seeds="S3.30"
def path_sum(A, W, y, i, j):
    """Slope of J = 1/2 sum (p - y)^2 in W[0][i, j], as a sum over all paths from that weight to the loss.

    A [(n0,), (n1,), (n2,), (K,)], W [(n0, n1), (n1, n2), (n2, K)], y (K,).
    i, j: which weight, counted from 0. Returns a number.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for q in range(len(A[2])):
        for m in range(len(A[3])):
            path = A[0][i] * A[1][j] * (1 - A[1][j])
            path *= W[1][j, q] * A[2][q] * (1 - A[2][q])
            path *= W[2][q, m] * A[3][m] * (1 - A[3][m])
            total += path * (A[3][m] - y[m])
    return total
    ### END SOLUTION

# %% test="path_sum"
check(path_sum)

# %% [markdown]
# First the six weights of our small network: paths against walk. Then the network of deck 001, 784-16-16-10, with
# random weights and a made-up picture of random grey values. From a first-layer weight $16 \cdot 10 = 160$ paths lead
# to the loss. Your `path_sum` adds them up, for 40 weights chosen at random; the library's backward pass does all
# weights in one sweep.

# %% seeds="S3.30"
small = np.array([[path_sum(A, W, np.array([y]), i, j) for j in range(3)] for i in range(2)])
print("2-3-2-1, all paths:\n", small, "\nyour walk:\n", dW[0])
assert np.allclose(small, dW[0]), "are check(path_sum) and check(backward_2321) right?"

rng = np.random.default_rng(0)
big = Network([784, 16, 16, 10], activation="sigmoid", output="sigmoid", loss="mse", rng=rng)
picture, target = rng.random(784), np.eye(10)[3]
A_big = [row[0] for row in big.forward(picture[None])[1]]
_, dW_big, _ = big.loss_and_gradients(picture[None], target[None])

chosen = list(zip(rng.integers(784, size=40), rng.integers(16, size=40), strict=True))
by_paths = np.array([path_sum(A_big, big.W, target, i, j) for i, j in chosen])
by_sweep = np.array([dW_big[0][i, j] for i, j in chosen])
n_paths = len(list(product(range(16), range(10))))
gap = np.max(np.abs(by_paths - by_sweep)) / np.max(np.abs(by_sweep))
print(f"\n784-16-16-10, 40 weights, {n_paths} paths each: largest difference {gap:.0e} of the largest slope")
assert n_paths == 160
assert gap < 1e-10, "is check(path_sum) right?"

# %% [markdown]
# The same numbers. So why not always add up paths? Count the multiplications. A path takes 6 of them (seven factors, a
# sigmoid's slope counted as one). The sweep multiplies once for each edge to bring the $\delta$ down, once for each
# unit for the slope, and once for each weight for $a_i\, \delta_j$:

# %% seeds="S3.30"
def count_products(sizes):
    """Return paths; products for the first layer's slopes by paths, and for all slopes by the sweep."""
    n_weights = sum(n_in * n_out for n_in, n_out in pairwise(sizes))
    n_paths = sizes[0] * sizes[1] * int(np.prod(sizes[2:]))
    per_path = 2 * len(sizes[1:])  # as many slopes as layers, one edge fewer, input and error: one factor more
    edges_down = n_weights - sizes[0] * sizes[1]  # no delta is needed at the input
    return n_paths, n_paths * per_path, edges_down + sum(sizes[1:]) + n_weights


for n_hidden in (2, 3, 5, 10):
    sizes = [784, *[16] * n_hidden, 10]
    paths, by_paths, by_sweep = count_products(sizes)
    print(f"{n_hidden:2} hidden layers: {paths:.1e} paths, {by_paths:.1e} products; one sweep: {by_sweep:,}")
assert count_products([784, 16, 16, 10])[0] == 2_007_040

# %% [markdown]
# With two hidden layers 2,007,040 paths; with each layer more, 16 times as many. The sweep hardly notices. Its secret
# is to take out common factors, as in $ab + ac = a(b + c)$. All paths through unit $q$ have the same end, so
#
# $$\sum_q \sum_m \bigl(\dots\bigr)\, w_{qm}\, \sigma'(z_m)(p_m - y_m)
# = \sum_q \bigl(\dots\bigr) \underbrace{\sum_m w_{qm}\, \delta_m}_{\text{computed once, for all paths through } q} .$$
#
# Times $\sigma'(z_q)$ what stands over the brace is $\delta_q$. **A δ is the sum over all paths from its unit to the
# loss**, and the walk back computes it from the δ of the next layer without ever listing a path.

# %% [markdown] seeds="S0.23"
# ## Check every number
#
# Is your walk right? In lesson 00 you learnt to distrust a formula until numbers agree. Deck 000 writes the gradient
# as *one* long vector, $\left[\frac{dJ}{dW_{10}}, \frac{dJ}{dW_{11}}, \dots\right]$, all weights and biases in a row.
# That is handy here: a network is a point `theta` in a space of 20 dimensions, and $J$ is a function of it. Deck 000
# goes row by row through matrices with the bias in column 0; we take layer by layer, `W` and then `b`. The order does
# not matter, as long as it is the same for `theta` and the gradient.

# %% seeds="S0.23"
def flatten(W, b):
    """One vector of all numbers: W[0] row by row, b[0], W[1], b[1], ..."""
    return np.concatenate([part.ravel() for pair in zip(W, b, strict=True) for part in pair])


def unflatten(theta):
    """W and b of the 2-3-2-1 network from the vector: the inverse of flatten."""
    W, b, start = [], [], 0
    for n_in, n_out in pairwise(SIZES):
        W.append(theta[start : start + n_in * n_out].reshape(n_in, n_out))
        start += n_in * n_out
        b.append(theta[start : start + n_out])
        start += n_out
    return W, b


def loss_of(theta):
    """J of our one sample, as a function of all 20 numbers."""
    return (walk_forward(x, *unflatten(theta))[3][0] - y) ** 2 / 2


theta, gradient = flatten(W, b), flatten(dW, delta)  # the slope in a bias is delta
assert all(np.array_equal(p, q) for p, q in zip(flatten(*unflatten(theta)), theta, strict=True))
print(f"theta has {len(theta)} entries, the gradient too: {len(gradient)}")
print(gradient)

# %% [markdown]
# ### Exercise 5: the error of each slope
#
# Let $n_k$ be the measured slope in entry $k$ and $g_k$ the claimed one. How wrong is $g_k$? The plain difference says
# little: 0.001 is nothing beside 1, and everything beside 0.001. And in our network the slopes of the first layer
# *are* that small. So divide by the size, but not by zero, and write `grad_check(f, theta, gradient, h, floor)`:
#
# $$\text{error}_k = \frac{|n_k - g_k|}{\max(|n_k|,\; |g_k|,\; \text{floor})} .$$
#
# - `f`: a function; `f(theta)` is a number. `theta`, shape $(n,)$: where to measure. `gradient`, shape $(n,)$: the
#   slopes that somebody claims.
# - `h`: the nudge. Measure by central differences, one entry at a time, $\dfrac{f(\dots, \theta_k + h, \dots) -
#   f(\dots, \theta_k - h, \dots)}{2h}$.
# - `floor`: a small number; what you divide by is never smaller.
# - Return `errors`, shape $(n,)$, one for each entry. Leave `theta` as it was.

# %% solution="grad_check" seeds="S0.23"
def grad_check(f, theta, gradient, h, floor):
    """How far a claimed gradient is from the measured one, entry by entry.

    f: function of a vector (n,), returns a number. theta (n,); gradient (n,): claimed slopes of f at theta.
    h: nudge, a number; floor: a number. Returns errors (n,): |n - g| / max(|n|, |g|, floor).
    """
    ### BEGIN SOLUTION
    measured = np.zeros(len(theta))
    for k in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[k] += h
        down[k] -= h
        measured[k] = (f(up) - f(down)) / (2 * h)
    size = np.maximum(np.maximum(np.abs(measured), np.abs(gradient)), floor)
    return np.abs(measured - gradient) / size
    ### END SOLUTION

# %% test="grad_check"
check(grad_check)

# %% [markdown]
# Read it like this. Near $10^{-8}$: right, the rest is rounding. Between $10^{-5}$ and $10^{-2}$: look closely. 0.5:
# too large or too small by a factor of 2. Near 1: by a large factor. Above 1: even the sign is wrong, since two
# numbers of the same sign never differ by more than the larger one.

# %% seeds="S0.23"
H, FLOOR = 1e-5, 1e-8
your_errors = grad_check(loss_of, theta, gradient, H, FLOOR)
print("largest error of your walk:", f"{your_errors.max():.0e}")
assert your_errors.max() < 1e-6, "are check(backward_2321) and check(grad_check) right?"

spoilt = gradient.copy()
spoilt[4] *= 1.01  # one entry of twenty, by one per cent
errors = grad_check(loss_of, theta, spoilt, H, FLOOR)
print(f"one entry spoilt by 1 %: worst entry {np.argmax(errors)}, error {errors.max():.4f}")
print(f"the plain difference there: {abs(spoilt[4] - gradient[4]):.0e}")
assert np.argmax(errors) == 4

# %% [markdown] seeds="S3.26 S3.27"
# ## Where the slides slip
#
# ### The walk without f′
#
# Of deck 003's walk our text has kept the titles and one line, "d is the desired output value". The pictures are lost.
# But 7, 1, 5 and 6 steps are those of a well-known animation of a 2-3-2-1 network, "Principles of training multi-layer
# neural network using backpropagation". There the error of the output is $\delta = d - y$, target minus output. It
# goes back through the weights alone, $\delta_4 = w_{46}\, \delta$, $\delta_2 = w_{24}\, \delta_4 + w_{25}\,
# \delta_5$. The slope $f'$ comes in only at the very end, in the update, $w_{24} \leftarrow w_{24} + \eta\,
# \delta_4\, f'(z_4)\, a_2$: each unit uses its own $f'$, and none of those between it and the loss. (The plus is fine:
# $d - y$ has the opposite sign. We turn it to compare.) Now is the time for the Stepper's box "As on the slide". It
# writes $e$ for what goes back there: go through the steps 8 to 13.
#
# Is that the same as your walk? Ask your `grad_check`:

# %% seeds="S3.26 S3.27 S3.28"
def walk_without_slopes(A, W, y):
    """Return the animation's errors and its steps, signs turned to those of slopes."""
    errors = [np.zeros(3), np.zeros(2), A[3] - y]
    for layer in (1, 0):
        errors[layer] = W[layer + 1] @ errors[layer + 1]
    slopes = [a * (1 - a) for a in A[1:]]
    at_units = [e * s for e, s in zip(errors, slopes, strict=True)]  # the unit's own f', in the update
    return errors, at_units, [np.outer(a, d) for a, d in zip(A, at_units, strict=False)]


slide_errors, slide_b, slide_W = walk_without_slopes(A, W, y)
their_errors = grad_check(loss_of, theta, flatten(slide_W, slide_b), H, FLOOR)

ends = [*product(("x_1", "x_2"), (1, 2, 3)), *product((1, 2, 3), (4, 5)), (4, 6), (5, 6)]
w_labels, b_labels = [f"$w_{{{i}{j}}}$" for i, j in ends], [f"$b_{k}$" for k in range(1, 7)]
labels = [*w_labels[:6], *b_labels[:3], *w_labels[6:12], *b_labels[3:5], *w_labels[12:], *b_labels[5:]]
ax = new_axes(8.6, 3.6)
places = np.arange(20)
ax.semilogy(places, your_errors, "o", color=COLORS["blue"], label="your walk")
ax.semilogy(places, their_errors, "s", color=COLORS["orange"], fillstyle="none", markersize=9, label="without f′")
ax.set_xticks(places, labels, fontsize=9)
ax.set(xlabel="weight or bias", ylabel="error of the slope", ylim=(1e-13, 30))
n_wrong = int(np.sum(their_errors > 0.01))
ax.set_title(f"Without f′ on the way back {n_wrong} of 20 slopes are wrong")
ax.legend(loc="center left")
words = f"Your walk: all below 1e-6. Without f': {n_wrong} above 0.7; only the output unit's three are right"
show(ax, alt=f"Errors of the 20 slopes. {words}.")

sign_wrong = [k + 1 for k in range(3) if slide_b[0][k] * delta[0][k] < 0]
lengths = [np.linalg.norm(t) / np.linalg.norm(g) for t, g in zip(slide_W, dW, strict=True)]
print("steps too long, layer by layer:", ", ".join(f"{r:.1f} times" for r in lengths))
print("units pushed the wrong way:", sign_wrong)
assert n_wrong == 17
assert sign_wrong == [2]
assert their_errors[:17].min() > 0.7

# %% [markdown] seeds="S3.26 S3.27 S3.28"
# Here are the updates of both walks, with $\eta = 1$: on each edge what is added to its weight, below each unit what is
# added to its bias. (How thick a line is tells its size in its own picture only.) Find the unit whose signs are others.
# And which of the two brings $J$ further down?

# %% seeds="S3.26 S3.27 S3.28"
slide_gradient = flatten(slide_W, slide_b)
fig, axes = plt.subplots(1, 2, figsize=(11.5, 4.4), layout="constrained")
for ax, name, steps, at_units in [
    (axes[0], "true slopes", dW, delta),
    (axes[1], "without f′", slide_W, slide_b),
]:
    network_diagram([-learning_rate * g for g in steps], [-learning_rate * d for d in at_units], names=NAMES, ax=ax)
    J_after = loss_of(theta - learning_rate * flatten(steps, at_units))
    ax.set_title(f"{name}: J falls from {J:.4f} to {J_after:.4f}")
pairs = zip(np.concatenate(delta), np.concatenate(slide_b), strict=True)
units = "; ".join(f"unit {k} {-d:.3f} and {-e:.3f}" for k, (d, e) in enumerate(pairs, start=1))
show(fig, alt=f"The updates of both walks, on the edges of the network. Of the biases, true and without f': {units}.")

longer = np.linalg.norm(slide_gradient) / np.linalg.norm(gradient)
J_same_length = loss_of(theta - learning_rate * longer * gradient)
print(f"the whole step without f′ is {longer:.1f} times as long; as far along the true slopes: J = {J_same_length:.4f}")

into_2 = np.isin(np.arange(20), [1, 4, 7])  # the places of w from x1 and x2 to unit 2, and of its bias
for name, step in {"true slopes": gradient, "without f′": slide_gradient}.items():
    print(f"unit 2 alone is moved, {name}: J changes by {loss_of(theta - learning_rate * step * into_2) - J:+.6f}")
assert J_same_length < loss_of(theta - learning_rate * slide_gradient) < J
assert loss_of(theta - learning_rate * slide_gradient * into_2) > J

# %% [markdown]
# The three numbers of the output unit are right. In the layer before, each step is too long by the same factor,
# $1/\sigma'(z_6)$. In the first layer even the directions are off, and unit 2 is pushed the wrong way: its two ways to
# the output pull in opposite directions, and the forgotten $f'(z_4)$ and $f'(z_5)$ decide which one wins. Moved alone,
# it makes $J$ *rise*.
#
# And yet, without $f'$ the loss falls further! That is the length of the step, and no merit: as far along the true
# slopes, $J$ falls much further still. A loss that falls is no proof of a gradient.
#
# Is our network an unlucky one? Here are 1000 random ones.

# %% seeds="S3.26 S3.27"
def compare_walks(rng):
    """Return how many times too long each layer's step is, whether a sign is wrong, the whole step's cosine."""
    W = [rng.normal(size=shape) for shape in pairwise(SIZES)]
    b = [rng.normal(scale=0.5, size=n) for n in SIZES[1:]]
    A = walk_forward(rng.normal(size=2), W, b)
    y = rng.random()
    delta, dW = backward_2321(A, W, y)
    _, at_units, steps = walk_without_slopes(A, W, y)
    ratios = [np.linalg.norm(t) / np.linalg.norm(g) for t, g in zip(steps, dW, strict=True)]
    theirs, right = flatten(steps, at_units), flatten(dW, delta)
    cosine = theirs @ right / np.linalg.norm(theirs) / np.linalg.norm(right)
    return ratios, bool(np.any(at_units[0] * delta[0] < 0)), cosine


rng = np.random.default_rng(0)
results = [compare_walks(rng) for _ in range(1000)]
ratios, wrong_way = np.array([r for r, _, _ in results]), np.mean([wrong for _, wrong, _ in results])
downhill = sum(cosine > 0 for _, _, cosine in results)
medians = np.median(ratios, axis=0)

ax = new_axes(6.4, 3.4)
bins = np.geomspace(1, 300, 46)
ax.hist(ratios[:, 1], bins, color=COLORS["sky"], edgecolor="white", label="second hidden layer")
ax.hist(ratios[:, 0], bins, color=COLORS["orange"], edgecolor="white", alpha=0.8, label="first hidden layer")
ax.set_xscale("log")
ax.set_xticks([1, 4, 16, 100], ["1", "4", "16", "100"])
ax.set(xlabel="length of the step without f′ / length of the true one", ylabel="networks (of 1000)")
ax.set_title(f"Too long {medians[1]:.1f} times and {medians[0]:.0f} times (medians)", fontsize=10)
ax.legend(frameon=False)
show(ax, alt=f"Two histograms: second hidden layer from 4 up, median {medians[1]:.1f}; first, median {medians[0]:.1f}.")
print(f"networks in which a unit of the first layer is pushed the wrong way: {wrong_way:.0%}")
assert ratios[:, 1].min() >= 4 - 1e-3, "is check(backward_2321) right?"
assert np.allclose(ratios[:, 2], 1)
print(f"networks in which the whole step still leads downhill: {downhill} of 1000")
assert 0.05 < wrong_way < 0.15
assert downhill > 950

# %% [markdown]
# In the layer before the output at least 4 times, since $\sigma' \le \frac14$; one more such factor for each layer
# further back. Still the step as a whole leads downhill, since at the output unit it is right and in the layer before
# it too long only. So the loss falls, and nobody notices that the layers learn at speeds of their own, and now and then
# a unit in the wrong direction. That is why one measures.
#
# ### Before and after
#
# Deck 003: repeat this for all weights "with the gradients already computed in the layers *before*" (*các lớp trước*).
# Computed before, yes. But they belong to the layers *after*: $\delta_2$ is made of $\delta_4$ and $\delta_5$.
#
# All of them at a glance, each with two numbers: what comes out by the slide, and what is right. (NaN: nothing comes
# out.)

# %%
errata("08-backprop-by-hand")

# %% [markdown] manual="one-sweep" points=3
# ### Question (graded by a person)
#
# 1. A classmate leaves out $\sigma'(z)$ on the way back. "It only makes the steps longer," she says, "so I take a
#    smaller learning rate, and all is well." Where is she right, and where not?
# 2. In 784-16-16-10 each weight of the first layer reaches the loss on 160 paths. Explain why the walk back needs no
#    list of paths: what is it that all paths through one unit share?
#
# Two to four sentences each.
#
# ### BEGIN SOLUTION
# 1. She is right for a single layer next to the output: there all slopes are too large by one common factor,
#    $1/\sigma'$ of the output unit, and a smaller learning rate mends that. But the factor is another one in each
#    layer (1 at the output; on each path at least 4 times more a layer), so one learning rate can't mend
#    all layers at once. And where two paths meet, each lacks another $\sigma'$: their sum is no multiple of the right
#    one and may have the wrong sign (unit 2).
# 2. They share everything from that unit on to the loss. This common part is taken out of the sum,
#    $ab + ac = a(b + c)$: its value, summed over all ways from the unit to the loss, is the unit's $\delta$ (up to the
#    unit's own $\sigma'$). It is computed once, from the $\delta$ of the next layer, and used by all paths that come
#    in.
#
# Marking: 1: half a point for the common factor (or "the output layer and the one before"), half a point for "another
# factor in each layer", half a point for "paths meet, the direction changes". 2: one point for the shared end of the
# paths, half a point for naming $\delta$ as its sum or for the factoring.
# ### END SOLUTION

# %% [markdown]
# ## What to remember
#
# - $\delta = \partial J / \partial z$ of a unit. At the output $(p - y)\,\sigma'(z)$; further back the $\delta$ of the
#   next layer, each times the weight on its edge, added up, times $\sigma'(z)$ of the unit where you arrive.
# - The slope in a weight is what goes into its edge times $\delta$ at its end. In a bias it is $\delta$.
# - Along a path slopes multiply, different paths add. $\delta$ is the sum over all paths from its unit to the loss,
#   which is why one sweep replaces millions of paths.
# - First the whole way back, then the updates.
# - Leave out $f'$, and you get steps that are too long, layer by layer more, and some that lead uphill. It does not
#   crash, and the loss may even fall. Check gradients number by number, relative to their size.
#
# ## Where next
#
# Lesson 09, *Backpropagation in matrices*: the same walk for many samples and whole layers at once, in three matrix
# products a layer, and with it your own code learns XOR.
