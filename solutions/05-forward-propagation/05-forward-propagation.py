# %% [markdown]
# # Forward propagation: from one node to a network
#
# **The question.** Deck 001 wants to read handwritten digits with a network of 784 inputs, two layers of 16 nodes, and
# 10 outputs. What does such a thing compute, and in which order? How many numbers is it made of? And why does
# everybody write a network with matrices, if a loop says the same?
#
# **What you will do.** Compute a small network node by node, as deck 000 does, and watch its numbers move. Then write
# a whole layer in one line, translate it into the slides' notation, and chain layers into a network of any depth. You
# race the line against the loop. Last you count the numbers of a network and give them a start, and see three starts
# that go wrong.
#
# **What you need.** The neuron $\sigma(Xw + b)$ (lesson 01), `@` and shapes, and why layers need an activation (lesson
# 04). About 55 minutes. The slides are deck 000, from "Mạng nơ ron" to "Biểu diễn bằng vector"; deck 001 up to "Quá
# trình truyền ngược"; deck 003, from "Perceptron đơn giản hóa" to "Mạng nơ-ron nhiều lớp"; and deck 004, sections 2.2
# and 2.3.

# %%
from itertools import pairwise
from math import factorial
from time import perf_counter

import matplotlib.pyplot as plt
import numpy as np

from nncore import Network, sigmoid
from nncore.exercises import check
from nncore.plots import COLORS, network_diagram, new_axes, show
from nncore.slides import errata
from nncore.widgets import LiveNetwork

np.set_printoptions(precision=4, suppress=True)

# %% [markdown] seeds="S1.1 S1.2 S4.14 S0.6"
# ## What a network is
#
# A neural network is a way to compute, inspired by the nerve cells of the brain: many small units, each of which does
# very little. In the pictures the units are circles, and a circle is called a node (*nút*). One node is one neuron,
# or one unit: three words for the same thing.
# The nodes stand in layers:
#
# - **input layer** (*lớp đầu vào*): the data. One node for each feature. These nodes compute nothing; they only
#   show the numbers that come in.
# - **hidden layers** (*lớp ẩn, tầng ẩn*): one or several, in between. They make new features from what they get.
# - **output layer** (*lớp đầu ra*): the answer. How many nodes it has, the task decides. One number, one node. One
#   yes or no, one node with a sigmoid. One of 8 labels, 8 nodes.
#
# Every node of a layer is joined to *all* nodes of the layer before it. Each of these lines (in deck 001 a *channel*)
# carries a weight of its own, and each node (but not the inputs) has a bias. A node does what the neuron of lesson 01
# does, in two steps: a weighted sum, then an activation function.
#
# Here is the network of deck 000: three inputs, one hidden layer of three nodes, one output.

# %% seeds="S0.6"
# Each row is one node: its bias, then one weight for each node before it.
SLIDE_1 = np.array([[0.5, 1.0, 0.5, -1.0], [-1.0, -2.0, 1.5, 0.4], [0.2, 0.8, -1.0, 2.0]])
SLIDE_2 = np.array([[-0.5, 2.0, -1.0, 1.2]])


def draw_network(x, hidden=None, output=None, slide_1=SLIDE_1, slide_2=SLIDE_2):
    """Draw deck 000's network; with numbers in the nodes where they are given."""
    names = [["$x_1$", "$x_2$", "$x_3$"], ["$a_1$", "$a_2$", "$a_3$"], ["$h$"]]
    values = None if hidden is None else [x, hidden, output]
    weights, biases = [slide_1[:, 1:].T, slide_2[:, 1:].T], [slide_1[:, 0], slide_2[:, 0]]
    return network_diagram(weights, biases, values, names, ax=new_axes(8, 4.6))


ax = draw_network([0, 0, 0])
ax.set_title("3 inputs, 3 hidden nodes, 1 output: 12 lines and 4 biases")
show(ax, alt="A network of three inputs, three hidden nodes and one output, with a weight on each line.")
assert SLIDE_1[:, 1:].size + SLIDE_2[:, 1:].size == 12
assert SLIDE_1[:, 0].size + SLIDE_2[:, 0].size == 4

# %% [markdown] seeds="S0.7 S0.11 S3.15"
# The number on a line is its weight: blue and solid if positive, orange and dashed if negative, thicker if larger. The
# `b` under a node is its bias.
#
# ## Node by node
#
# Deck 000 writes the sum of each node in full. For the first hidden node, with its activation $g = \sigma$,
#
# $$a_1^{(2)} = g\bigl(W_{10}^{(1)} x_0 + W_{11}^{(1)} x_1 + W_{12}^{(1)} x_2 + W_{13}^{(1)} x_3\bigr),$$
#
# and likewise $a_2^{(2)}$ and $a_3^{(2)}$. The small numbers in brackets count layers, and the deck calls the input
# layer 1. $W_{13}$ leads *to* node 1 *from* input 3. And $x_0$ is always 1, so $W_{10}$ is the bias; deck 003 has the
# same sum with a $w_0$ in front, $z = w_0 + \sum_j x_j w_j$. The output node does the same with what the hidden nodes
# say, and again with an extra $a_0 = 1$:
#
# $$h = g\bigl(W_{10}^{(2)} a_0 + W_{11}^{(2)} a_1 + W_{12}^{(2)} a_2 + W_{13}^{(2)} a_3\bigr).$$
#
# In Python, letter for letter:

# %% seeds="S0.7 S3.15"
def node(weights, inputs):
    """One node of deck 000: a weighted sum, one product after the other, and then the sigmoid."""
    z = 0.0
    for weight, value in zip(weights, inputs, strict=True):
        z += weight * value
    return sigmoid(z)


def run_by_nodes(x, slide_1=SLIDE_1, slide_2=SLIDE_2):
    """Compute the hidden nodes, then the output, for one sample x."""
    hidden = [node(row, [1, *x]) for row in slide_1]
    output = [node(row, [1, *hidden]) for row in slide_2]
    return hidden, output


x = [1.0, 0.5, -1.0]
hidden, output = run_by_nodes(x)
print("hidden", np.array(hidden), "  output", np.array(output))

by_hand = 0.5 * 1 + 1.0 * x[0] + 0.5 * x[1] - 1.0 * x[2]
assert np.isclose(hidden[0], sigmoid(by_hand))

# %% [markdown] seeds="S1.3"
# The order is forced: the output cannot be computed before the hidden nodes are known. Numbers enter on the left and
# move to the right, layer by layer. That is the forward pass or forward propagation (*lan truyền tới, truyền thẳng*).
#
# ## Turn the knobs
#
# Now with numbers in the nodes. Before you look: if only $x_3$ changes, which nodes change? And if only the bias of
# $a_2$ does?

# %%
def draw_run(x1, x2, x3, bias=-1.0):
    """Draw the network with all its numbers for one sample; `bias` is that of node a2."""
    slide_1 = SLIDE_1.copy()
    slide_1[1, 0] = bias
    hidden, output = run_by_nodes([x1, x2, x3], slide_1)
    ax = draw_network([x1, x2, x3], hidden, output, slide_1)
    ax.set_title(f"x = ({x1:g}, {x2:g}, {x3:g}) gives h = {output[0]:.3f}")
    said = ", ".join(f"{a:.2f}" for a in hidden)
    return ax, f"Inputs {x1:g}, {x2:g}, {x3:g}: the hidden nodes say {said}, the output {output[0]:.3f}."


show(*draw_run(1.0, 0.5, -1.0))

# %% [markdown]
# Now turn it yourself. The three sliders are the inputs. Click a node, and its sum stands below with the numbers put
# in, and its bias gets a slider; click a line, and its weight gets one. How low can you bring the output with the
# inputs alone, how high? There is a limit on both sides; what sets it? (Without sliders, as on a web page: change the
# numbers in the cell above and run it again.)

# %% tags=["nbval-skip"]
names = [["x₁", "x₂", "x₃"], ["a₁", "a₂", "a₃"], ["h"]]
weights, biases = [SLIDE_1[:, 1:].T, SLIDE_2[:, 1:].T], [SLIDE_1[:, 0], SLIDE_2[:, 0]]
LiveNetwork(None, weights, biases, x, activation="sigmoid", names=names)

# %% [markdown]
# Each input speaks to all hidden nodes, so all of them change, and the output with them. The bias of $a_2$ moves $a_2$
# and the output; $a_1$ and $a_3$ do not notice. And the limits: whatever the inputs are, the hidden nodes say numbers
# between 0 and 1, and the output node sees nothing else. Its sum is smallest if only the node with the negative weight
# speaks, and largest if only the two others do.

# %% seeds="S1.3"
start = run_by_nodes(x)
other_input = run_by_nodes([1.0, 0.5, 2.0])
other_bias = SLIDE_1.copy()
other_bias[1, 0] = 3.0
shifted = run_by_nodes(x, other_bias)
print("another x3:      ", np.not_equal(start[0], other_input[0]), np.not_equal(start[1], other_input[1]))
print("another bias:    ", np.not_equal(start[0], shifted[0]), np.not_equal(start[1], shifted[1]))
assert np.not_equal(start[0], other_input[0]).all()
assert np.not_equal(start[0], shifted[0]).tolist() == [False, True, False]

lowest, highest = node(SLIDE_2[0], [1, 0, 1, 0]), node(SLIDE_2[0], [1, 1, 0, 1])
print(f"the output stays between {lowest:.3f} and {highest:.3f}")
tries = np.random.default_rng(0).uniform(-9, 9, size=(2000, 3))
outputs = [run_by_nodes(row)[1][0] for row in tries]
assert lowest < min(outputs)
assert max(outputs) < highest

# %% [markdown] seeds="S1.7 S3.16 S3.17 S4.15"
# ## A layer in one line
#
# Three nodes, three loops. A layer of 16 nodes on 784 inputs has 12,544 products in it, for a single sample. Let us
# write all nodes at once.
#
# Take a layer with $n_\text{in}$ nodes below it and $n_\text{out}$ nodes of its own. Put the weights into a table `W`,
# **one row for each node below, one column for each node above**: $w_{ji}$ leads *from* node $j$ *to* node $i$. Decks
# 003 and 004 do the same; deck 000 writes the two small numbers the other way round, the goal first. The sum of node
# $i$ is then
#
# $$z_i = b_i + \sum_{j=1}^{n_\text{in}} x_j w_{ji}, \qquad \text{say} \quad
# z_2 = b_2 + x_1 w_{12} + x_2 w_{22} + \dots + x_m w_{m2} \quad \text{if } m = n_\text{in} .$$
#
# Row times column, added up: that is one entry of a matrix product. And if the samples are the *rows* of a table, one
# product does all nodes for all samples. That is the weight matrix (*ma trận trọng số*) at work:
#
# $$Z = A_\text{prev}\, W + b .$$
#
# $A_\text{prev}$, shape $(N, n_\text{in})$, is what the layer before says, for $N$ samples; `W` has shape
# $(n_\text{in}, n_\text{out})$, `b` has shape $(1, n_\text{out})$, `Z` has shape $(N, n_\text{out})$. NumPy adds the
# one row `b` to every row of the product. Then the activation, entry by entry: $A = f(Z)$.
#
# ### Exercise 1: one layer
#
# Write `dense_forward(A_prev, W, b)`, which returns `Z`, *before* the activation. Any $N$, $n_\text{in}$ and
# $n_\text{out}$ must do. (Such a layer, in which each node is joined to all nodes before it, is called *dense*.)

# %% solution="dense_forward" seeds="S1.7 S3.16 S3.17"
def dense_forward(A_prev, W, b):
    """Weighted sums of a whole layer, for all samples.

    A_prev: what the layer before says (N, n_in); W: weights (n_in, n_out); b: biases (1, n_out)
    Returns Z (N, n_out), the sums before the activation.
    """
    ### BEGIN SOLUTION
    return A_prev @ W + b
    ### END SOLUTION

# %% test="dense_forward"
check(dense_forward)

# %% [markdown]
# Deck 000's network once more, with your line. The three columns of `W` are the three rows of `SLIDE_1` without the
# bias:

# %% seeds="S0.11"
W = [np.array([[1.0, -2.0, 0.8], [0.5, 1.5, -1.0], [-1.0, 0.4, 2.0]]), np.array([[2.0], [-1.0], [1.2]])]
b = [np.array([[0.5, -1.0, 0.2]]), np.array([[-0.5]])]

X = np.array([[1.0, 0.5, -1.0], [0.0, 0.0, 0.0], [2.0, -1.0, 0.5]])
A_1 = sigmoid(dense_forward(X, W[0], b[0]))
P = sigmoid(dense_forward(A_1, W[1], b[1]))
print("in one go: ", P[:, 0])
print("node by node:", np.array([run_by_nodes(row)[1][0] for row in X]))
assert np.allclose(P[:, 0], [run_by_nodes(row)[1][0] for row in X]), "is check(dense_forward) right?"

# %% [markdown] seeds="S0.10 S4.15"
# ## Four notations, one network
#
# The decks write the same layer in four ways. Here is the translation; it pays to come back to it.
#
# | | Here | Deck 000 | Deck 001 | Deck 003 | Deck 004 |
# |:--|:--|:--|:--|:--|:--|
# | a sample | a row of `X` | a column $x$ | a column | single $x_j$ | a column |
# | the input layer is | `A[0]` | layer 1 | not counted | not counted | layer 0 |
# | weights into the first hidden layer | `W[0]` | $W^{(1)}$ | $W^{(1)}$ | $w^{(1)}$ | $W^{(1)}$ |
# | their shape | in × out | out × (in + 1) | out × in | in × out | in × out |
# | the bias | `b[0]`, a row | column 0 of $W$ | a column $b$ | $w_{0,i}$ | a column $b$ |
# | sums of the first hidden layer | `Z[0]` | $z^{(2)}$ | $z^{(1)}$ | $z_i$ | $z^{(1)}$ |
# | in full | `X @ W[0] + b[0]` | $W x$, $x_0 = 1$ | $W x + b$ | $w_{0,i} + \sum_j x_j w_{j,i}$ | $W^T a + b$ |
# | nodes of a layer | `sizes[l]` | $s_j$ | 16, 10 | $m$, $d_1$ | $l^{(i)}$ |
#
# Python lists count from 0: `W[0]` is the slides' $W^{(1)}$.
#
# The odd one out is deck 000. Its matrix for the step from layer $j$ to layer $j + 1$ has the shape
# $s_{j+1} \times (s_j + 1)$: one *row* for each node above, and in it the bias first, then one weight for each node
# below.
#
# ### Exercise 2: translate
#
# Write `slide_matrix(W, b)`: from our `W`, shape $(n_\text{in}, n_\text{out})$, and `b`, shape $(1, n_\text{out})$,
# make deck 000's matrix, shape $(n_\text{out}, n_\text{in} + 1)$. `np.vstack([above, below])` puts two tables on top
# of each other, `np.hstack([left, right])` side by side.

# %% solution="slide_matrix" seeds="S0.10"
def slide_matrix(W, b):
    """Weights and biases in one matrix, as deck 000 writes them.

    W: weights (n_in, n_out); b: biases (1, n_out)
    Returns T (n_out, n_in + 1): row i belongs to node i above, column 0 holds the biases.
    """
    ### BEGIN SOLUTION
    return np.vstack([b, W]).T
    ### END SOLUTION

# %% test="slide_matrix"
check(slide_matrix)

# %% [markdown]
# Beware of a shortcut here: `np.vstack([b, W]).reshape(n_out, n_in + 1)` has the right shape, too, and the numbers in
# the wrong places. **`reshape` is not a transpose.** It keeps the reading order and only breaks the lines elsewhere;
# `.T` exchanges rows and columns. The next cell shows both.
#
# Now deck 000's page "Biểu diễn bằng vector" can run as it stands, five lines for one column $x$:
# $z^{(2)} = W^{(1)} x$, $\;a^{(2)} = g(z^{(2)})$, *add* $a_0^{(2)} = 1$, $\;z^{(3)} = W^{(2)} a^{(2)}$,
# $\;h = g(z^{(3)})$.

# %% seeds="S0.11 S0.10"
T1, T2 = slide_matrix(W[0], b[0]), slide_matrix(W[1], b[1])
assert np.array_equal(T1, SLIDE_1), "is check(slide_matrix) right?"
assert np.array_equal(T2, SLIDE_2), "is check(slide_matrix) right?"

b_on_W = np.vstack([b[0], W[0]])  # (4, 3)
print("row of node 1 with .T:     ", b_on_W.T[0], "\nrow of node 1 with reshape:", b_on_W.reshape(3, 4)[0])
assert np.array_equal(b_on_W.T, T1)
assert not np.array_equal(b_on_W.reshape(3, 4), T1)

x_column = np.array([[1.0], *X[0][:, None]])  # x0 = 1 on top
z_2 = T1 @ x_column
a_2 = np.vstack([[[1.0]], sigmoid(z_2)])  # add a0 = 1
z_3 = T2 @ a_2
h = sigmoid(z_3)
print("deck 000's columns:", h[:, 0], "  our rows:", P[0])
assert np.allclose(h[0], P[0])
assert T1.shape == (3, 3 + 1)

# %% [markdown] seeds="S3.10"
# ## The race
#
# Same numbers, so why bother? Deck 003 says it of the brain first: there, connections are a thicket, while an
# artificial network puts its nodes into *layers*, because then the work can be done in parallel (*song song hóa*,
# parallel computation): no node of a layer waits for another one. A matrix product is the way to tell the machine so.
#
# One layer of deck 001, 784 inputs to 16 nodes, 50 made-up pictures. On one side the loops of deck 000, over samples,
# nodes and inputs, in plain Python; on the other side your `dense_forward`. Guess the ratio of the two times.

# %% seeds="S3.10 S0.7"
def layer_by_nodes(A_prev, W, b):
    """The sums of a layer, one product after the other."""
    columns, biases = W.T.tolist(), b[0].tolist()
    return [
        [sum((w * a for w, a in zip(column, row, strict=True)), start=bias)
         for column, bias in zip(columns, biases, strict=True)]
        for row in A_prev.tolist()
    ]  # fmt: skip


def fastest(f, *args):
    """Shortest of five times, in seconds: the others had to wait for something else."""
    times = []
    for _ in range(5):
        begin = perf_counter()
        f(*args)
        times.append(perf_counter() - begin)
    return min(times)


rng = np.random.default_rng(0)
pictures = rng.random((50, 784))
W_big, b_big = rng.normal(size=(784, 16)) / 28, np.zeros((1, 16))
assert np.allclose(layer_by_nodes(pictures, W_big, b_big), dense_forward(pictures, W_big, b_big))

assert W_big.size == 12_544

loop_time = fastest(layer_by_nodes, pictures, W_big, b_big)
line_time = fastest(dense_forward, pictures, W_big, b_big)
print(f"{50 * 784 * 16:,} products; the loop takes {loop_time / line_time:,.1f} times as long as the line")

# %% [markdown]
# The number differs from machine to machine and from run to run, but it is never small: some hundreds, or more than a
# thousand. (If yours is small, is there a loop in your `dense_forward`? It is right all the same, but the cells below
# will take their time.) Part of it is Python, which looks up every number anew. Part is the processor: in a product of
# matrices it works on several numbers at a time, and reads the memory in order. And the more rows come at once, the
# better:

# %% seeds="S3.10"
one_by_one = fastest(lambda: [dense_forward(row, W_big, b_big) for row in pictures[:, None]])
print(f"50 products of one row take {one_by_one / line_time:.1f} times as long as one product of 50 rows")

# %% [markdown] seeds="S4.16 S1.8 S1.4"
# ## Layer on layer
#
# Deck 004 works with a network of two inputs, two hidden layers of three nodes, and one output: 2-3-3-1. What one
# layer says is what the next one reads:
#
# $$Z_l = A_l W_l + b_l, \qquad A_{l+1} = f(Z_l), \qquad A_0 = X .$$
#
# Deck 004 takes the sigmoid everywhere. Deck 001 gives the activation of a hidden layer three jobs: to make of each
# sum something that the next layer can work with, to make the network nonlinear, and to decide which nodes take part.
# At the output the job is another one, to give the answer the form that the task asks for. So the deck has an $f$ for
# the hidden layers and a $g$ of its own for the last. Lesson 04 came to the same advice.
#
# First deck 004's equations, a column for one sample, with the sigmoid everywhere; then your line three times.

# %% seeds="S4.16"
rng = np.random.default_rng(181)
W1, W2, W3 = (rng.normal(size=shape).round(1) for shape in ((2, 3), (3, 3), (3, 1)))
b1, b2, b3 = (rng.normal(scale=0.5, size=(1, n)).round(1) for n in (3, 3, 1))

a_0 = np.array([[0.5], [-1.0]])  # the input of deck 004, shape 2 x 1
a_1 = sigmoid(W1.T @ a_0 + b1.T)
a_2 = sigmoid(W2.T @ a_1 + b2.T)
y_hat = sigmoid(W3.T @ a_2 + b3.T)

row = a_0.T
for weights, biases in ((W1, b1), (W2, b2), (W3, b3)):
    row = sigmoid(dense_forward(row, weights, biases))
print("deck 004, columns:", y_hat[0], "  rows:", row[0])
assert np.allclose(y_hat[0], row[0]), "is check(dense_forward) right?"

# %% [markdown]
# ### Exercise 3: a network of any depth
#
# Write `feedforward(X, W, b)`. `X` has shape $(N, n_0)$. `W` and `b` are lists with one entry for each layer that
# computes, say $L$ entries, counted from 0: `W[l]` has shape $(n_l, n_{l+1})$, `b[l]` has shape $(1, n_{l+1})$. Hidden
# layers use tanh, the last layer uses the sigmoid.
#
# Return **two lists**: `Z`, the sums of each layer before its activation, and `A`, which begins with `X` and then
# holds what each layer says. So `A` is longer than `Z` by one: `A[l]` goes into layer `l`, `A[l + 1]` comes out, and
# `A[-1]` is the prediction. Lesson 09 needs all of it for the way back, so keep `Z` as it was before the activation.
#
# Your `dense_forward`, `np.tanh` and `sigmoid` are there to be used. A network may also have no hidden layer: then `W`
# has one entry, and that layer is the last.

# %% solution="feedforward" seeds="S1.8 S4.16 S3.17"
def feedforward(X, W, b):
    """Forward pass: tanh in the hidden layers, sigmoid in the last one.

    X: inputs (N, n_0); W: list of L arrays (n_l, n_{l+1}); b: list of L arrays (1, n_{l+1})
    Returns Z: list of L arrays (N, n_{l+1}), and A: list of L + 1 arrays, A[0] = X, A[-1] the prediction.
    """
    ### BEGIN SOLUTION
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(dense_forward(A[layer], W[layer], b[layer]))
        is_last = layer == len(W) - 1
        A.append(sigmoid(Z[layer]) if is_last else np.tanh(Z[layer]))
    return Z, A
    ### END SOLUTION

# %% test="feedforward"
check(feedforward)

# %% [markdown]
# The same 2-3-3-1 network, now with tanh in the hidden layers, and every number of one forward pass in its place:

# %% seeds="S4.16"
W, b = [W1, W2, W3], [b1, b2, b3]
x = np.array([[0.5, -1.0]])
Z, A = feedforward(x, W, b)

names = [["$x_1$", "$x_2$"], ["", "", ""], ["", "", ""], ["$p$"]]
ax = network_diagram(W, b, A, names, ax=new_axes(10, 4.6))
ax.set_title(f"2-3-3-1: the numbers of one sample, from x = (0.5, -1) to p = {A[-1].item():.3f}")
show(ax, alt="The network 2-3-3-1 with 18 weights on its lines, 7 biases, and a number in each of its 9 nodes.")

# one node by hand: the second one of the first hidden layer
by_hand = 0.5 * W1[0, 1] + (-1.0) * W1[1, 1] + b1[0, 1]
print(f"z by hand {by_hand:.4f}, in Z[0] {Z[0][0, 1]:.4f}")
print(f"tanh of it {np.tanh(by_hand):.4f}, in A[1] {A[1][0, 1]:.4f}")
assert np.isclose(by_hand, Z[0][0, 1]), "is check(feedforward) right?"
assert np.isclose(np.tanh(by_hand), A[1][0, 1]), "is check(feedforward) right?"

# %% [markdown] seeds="S4.16"
# And now live: every number below comes from *your* `feedforward`, called anew with each move. The lower index counts
# the nodes of a layer, the small number in brackets the layers that compute, from 1. Before you turn anything: how many
# nodes change with the bias of $a_2^{(1)}$, how many with that of $a_2^{(2)}$? Then bring $p$ below 0.5 with a single
# weight; which one has to move least?

# %% tags=["nbval-skip"] seeds="S4.16"
LiveNetwork(feedforward, W, b, x)

# %% [markdown] seeds="S4.16"
# Five, and two: the node itself and all that come after it. And $p$ is 0.5 where its sum is 0, so the weight from node
# $i$ of the last hidden layer has to move by $-z / a_i$: least where the node speaks loudest, with either sign. Weights
# further back must pass through nodes that flatten what they do, and each of them has to move more.

# %% seeds="S4.16"
needed = -Z[2].item() / A[2][0]
print("what the nodes say:", A[2][0], "  their weights have to move by", needed)
W_moved = [W1, W2, W3 + needed[0] * np.array([[1], [0], [0]])]
assert np.isclose(feedforward(x, W_moved, b)[1][-1].item(), 0.5), "is check(feedforward) right?"
assert np.argmin(np.abs(needed)) == np.argmax(np.abs(A[2][0])) == 0

# %% [markdown] seeds="S4.13"
# The course's library has the same thing as a class. Its `Network` keeps two things apart, as deck 004 does: *Model =
# architecture + parameters*. The **architecture** (*kiến trúc*) is what a person chooses: how many layers, how many
# nodes, which activations. The **parameters** are the numbers in `W` and `b`; a machine will find them. Give the
# library's architecture your parameters, and it must say what you say. (Printed, a `Network` also names the loss of
# lesson 02 that goes with its output; the forward pass does not use it.)

# %% seeds="S4.13"
net = Network((2, 3, 3, 1), activation="tanh", output="sigmoid")  # the architecture
net.W, net.b = W, b  # the parameters
some = np.random.default_rng(1).normal(size=(6, 2))
print(net)
print("library", net.predict(some)[:, 0], "\nyours  ", feedforward(some, W, b)[1][-1][:, 0])
assert np.allclose(net.predict(some), feedforward(some, W, b)[1][-1])

# %% [markdown] seeds="S1.2 S4.15"
# A quiz, before you run the next cell. For 784-16-16-10 and a batch of 100 pictures: what are the shapes of `W[0]`,
# `b[1]`, `Z[1]`, `A[0]` and `A[3]`? And what would change if there were 8 labels instead of 10?

# %% seeds="S1.2 S4.15"
def zero_params(sizes):
    """W and b with the right shapes, all 0: good enough to look at shapes."""
    W = [np.zeros((n_in, n_out)) for n_in, n_out in pairwise(sizes)]
    return W, [np.zeros((1, n_out)) for n_out in sizes[1:]]


for sizes in ((784, 16, 16, 10), (784, 16, 16, 8)):
    W_0, b_0 = zero_params(sizes)
    Z_0, A_0 = feedforward(np.zeros((100, 784)), W_0, b_0)
    shapes = {"W[0]": W_0[0], "b[1]": b_0[1], "Z[1]": Z_0[1], "A[0]": A_0[0], "A[3]": A_0[3]}
    print("-".join(map(str, sizes)), " ", {name: array.shape for name, array in shapes.items()})
    assert A_0[3].shape == (100, sizes[-1]), "is check(feedforward) right?"

# %% [markdown]
# Only the last layer changes: one output node for each label. The batch size $N$ stands in `Z` and `A` and nowhere in
# `W` and `b`. A network does not care how many samples come.

# %% [markdown] seeds="S1.5 S1.6"
# ## How many numbers?
#
# Deck 001 counts its first layer. Each of the 16 nodes is joined to all 784 inputs, and each line has a weight: $784
# \cdot 16$ weights. And each of the 16 nodes has a bias: $+ 16$. The inputs have none; they compute nothing. So a
# layer has
#
# $$n_\text{in} \cdot n_\text{out} + n_\text{out}$$
#
# numbers, and a network has those of all its layers together.
#
# ### Exercise 4: count
#
# Write `count_params(sizes)`. `sizes` is a tuple of whole numbers, the nodes of each layer from the input to the
# output, such as `(2, 3, 3, 1)`. Return how many weights and biases the network has, in all. (`pairwise(sizes)` goes
# through the neighbours: 2 and 3, then 3 and 3, then 3 and 1.)

# %% solution="count_params" seeds="S1.5 S1.6"
def count_params(sizes):
    """Number of weights and biases of a network.

    sizes: nodes of each layer, input first, a tuple of whole numbers
    Returns a whole number.
    """
    ### BEGIN SOLUTION
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise(sizes))
    ### END SOLUTION

# %% test="count_params"
check(count_params)

# %% seeds="S1.5 S1.6 S4.16"
n_weights, n_biases = sum(w.size for w in W), sum(bias.size for bias in b)
print(f"2-3-3-1: {n_weights} weights + {n_biases} biases = {count_params((2, 3, 3, 1))}")
assert (n_weights, n_biases, count_params((2, 3, 3, 1))) == (18, 7, 25), "is check(count_params) right?"

weights, biases = 784 * 16 + 16 * 16 + 16 * 10, 16 + 16 + 10  # deck 001's two lines
print(f"784-16-16-10: {weights:,} weights + {biases} biases = {count_params((784, 16, 16, 10)):,}")
assert (weights, biases, count_params((784, 16, 16, 10))) == (12_960, 42, 13_002)

first = count_params((784, 16))
print(f"of these in the first layer: {first:,}, that is {first / 13_002:.0%}")
assert first == 16 * 784 + 16

# %% [markdown] seeds="S0.13"
# Almost all of the numbers sit where the pictures come in.
#
# Deck 000 closes this part with a page of other architectures (*Các kiến trúc khác*). Nothing in your functions knows
# how many layers there are, or how wide they are; only `sizes` does. Which of these four has the most numbers? Decide
# before you read the titles.

# %% seeds="S0.13"
rng = np.random.default_rng(2)
fig, axes = plt.subplots(2, 2, figsize=(11, 8), layout="constrained")
gallery = {
    "several outputs": (4, 6, 3),
    "wide": (3, 12, 1),
    "deep": (2, 3, 3, 3, 3, 1),
    "narrow in the middle": (7, 3, 7),
}
for ax, (kind, sizes) in zip(axes.flat, gallery.items(), strict=True):
    W_some = [rng.normal(size=(n_in, n_out)) for n_in, n_out in pairwise(sizes)]
    network_diagram(W_some, ax=ax)
    ax.set_title(f"{kind}, {'-'.join(map(str, sizes))}: {count_params(sizes)} numbers", pad=12)
    Z_some, A_some = feedforward(np.zeros((5, sizes[0])), W_some, [np.zeros((1, n)) for n in sizes[1:]])
    assert A_some[-1].shape == (5, sizes[-1]), "is check(feedforward) right?"
show(fig, alt="Four networks: 4-6-3, 3-12-1, 2-3-3-3-3-1 and 7-3-7, with the number of their parameters.")

# %% [markdown] seeds="S1.3"
# ## A start
#
# Where do the numbers come from? Training will find them (lesson 09), but training has to start somewhere. Deck 001:
# *các trọng số này ban đầu được khởi tạo ngẫu nhiên*, the weights are random at first. Random how?
#
# Take a node with $n$ inputs, all about as large as 1: mean square 1. Draw each weight from a normal distribution with
# mean 0 and standard deviation $s$, without looking at the inputs. Then the mean square of $z = \sum_j x_j w_j$ is a
# sum of $n$ equal terms, since all the mixed ones cancel on average (a bar means the average of what is under it):
#
# $$\overline{z^2} = \sum_{j=1}^{n} \overline{x_j^2} \cdot s^2 = n s^2, \qquad
# \text{so } z \text{ is about as large as } s \sqrt{n} .$$
#
# With $s = 1$ and 784 inputs that is 28, and $\tanh 28$ is 1 to the last digit. For a $z$ as large as the inputs we
# need $s = \frac{1}{\sqrt n}$. Measure it:

# %%
rng = np.random.default_rng(0)
print("inputs   size of z with s = 1   with s = 1/sqrt(n)")
for n in (1, 16, 784):
    inputs, some_weights = rng.normal(size=(100, n)), rng.normal(size=(n, 60))
    large = np.sqrt(np.mean(dense_forward(inputs, some_weights, np.zeros((1, 60))) ** 2))
    right = np.sqrt(np.mean(dense_forward(inputs, some_weights / np.sqrt(n), np.zeros((1, 60))) ** 2))
    print(f"{n:6d} {large:18.2f} {right:21.2f}")
    assert np.isclose(large, np.sqrt(n), rtol=0.2), "is check(dense_forward) right?"
    assert np.isclose(right, 1, rtol=0.2)
assert np.tanh(28.0) == 1.0

# %% [markdown]
# ### Exercise 5: initialise
#
# Write `init_params(sizes, draws)`. `sizes` is as in exercise 4. `draws` is one long row of numbers, drawn by the
# caller from a normal distribution with mean 0 and standard deviation 1, exactly as many as the network has weights.
# (They are handed in, not drawn inside, so that the same call always gives the same network.)
#
# - `W[0]`, shape $(n_0, n_1)$, takes the first $n_0 n_1$ numbers, row by row: `.reshape(n_0, n_1)` does that. `W[1]`
#   takes the numbers that follow, and so on.
# - Divide the numbers of each layer by $\sqrt{n_\text{in}}$, with the layer's own $n_\text{in}$.
# - All biases are 0, shape $(1, n_\text{out})$.
#
# Return the lists `W` and `b`. Leave `draws` as it is.

# %% solution="init_params" seeds="S1.3"
def init_params(sizes, draws):
    """Weights and biases of a network before training.

    sizes: nodes of each layer, input first; draws: standard normal numbers (number of weights,)
    Returns W: list of arrays (n_in, n_out), and b: list of arrays (1, n_out).
    """
    ### BEGIN SOLUTION
    W, b, begin = [], [], 0
    for n_in, n_out in pairwise(sizes):
        end = begin + n_in * n_out
        W.append(draws[begin:end].reshape(n_in, n_out) / np.sqrt(n_in))
        b.append(np.zeros((1, n_out)))
        begin = end
    return W, b
    ### END SOLUTION

# %% test="init_params"
check(init_params)

# %% [markdown]
# ## Four starts
#
# Your functions, the network of deck 001, and 200 made-up pictures (normal numbers, mean 0 and standard deviation 1).
# Four starts: yours; the same numbers without the root; all weights 0; all weights 0.05. We look at the first hidden
# layer. How many of its outputs are *saturated*, beyond ±0.99, where the slope of tanh is nearly 0 (lesson 04)? And
# how many of the 16 nodes differ from each other?

# %%
SIZES = (784, 16, 16, 10)
rng = np.random.default_rng(3)
pictures = rng.normal(size=(200, 784))
draws = rng.normal(size=12_960)

W_yours, b_yours = init_params(SIZES, draws)
starts = {
    "yours": W_yours,
    "no root": [w * np.sqrt(len(w)) for w in W_yours],
    "all 0": [0 * w for w in W_yours],
    "all 0.05": [np.full(w.shape, 0.05) for w in W_yours],
}
saturated, different = {}, {}
print("start       saturated   different nodes   outputs of picture 0 and 1")
for name, W_start in starts.items():
    Z, A = feedforward(pictures, W_start, b_yours)
    saturated[name] = np.mean(np.abs(A[1]) > 0.99)
    different[name] = len(np.unique(A[1].round(12), axis=1).T)
    first_two = A[-1][:2, :3].round(2).tolist()
    print(f"{name:10s} {saturated[name]:9.1%} {different[name]:12d}         {first_two[0]} ... {first_two[1]} ...")
message = "are check(init_params) and check(feedforward) right?"
assert saturated["no root"] > 0.9, message
assert saturated["yours"] < 0.02, message
assert [different[name] for name in starts] == [16, 16, 1, 1], message

# %% [markdown]
# - **Without the root** more than nine in ten outputs are saturated before training has begun. Their slopes are nearly
#   0, so they would hardly learn.
# - **All 0**: every picture gets the same answer, 0.5.
# - **All equal**: the layer has 16 nodes and *one* opinion. They read the same inputs with the same weights, so they
#   say the same; and since they are alike in everything, training would move them alike, for ever. Randomness is not
#   decoration: it is what makes 16 nodes out of one. (Lesson 06 shows such a start fail.)
#
# The biases may all start at 0. The weights differ already, and that is enough.

# %%
fig, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained", sharey=True)
panels = (("yours", "With the root", "blue"), ("no root", "Without it", "orange"))
for ax, (name, words, color) in zip(axes, panels, strict=True):
    _, A = feedforward(pictures, starts[name], b_yours)
    ax.hist(A[1].ravel(), bins=np.linspace(-1, 1, 41), color=COLORS[color])
    ax.set(xlabel="output of a hidden node", title=f"{words}: {saturated[name]:.1%} saturated")
axes[0].set_ylabel("how often, of 3,200")
show(fig, alt="Outputs of the first hidden layer: spread over -1 to 1 with the root, piled up at both ends without.")
assert pictures.shape[0] * 16 == 3_200

# %% [markdown] seeds="S4.13"
# One last experiment on *architecture + parameters*. Let the hidden nodes of the first layer change places: the
# columns of `W[0]` and `b[0]`, and, so that the next layer still finds each of them, the rows of `W[1]`. Different
# parameters. A different network?

# %% seeds="S4.13"
order = np.random.default_rng(4).permutation(16)
W_mixed = [W_yours[0][:, order], W_yours[1][order], W_yours[2]]
b_mixed = [b_yours[0][:, order], b_yours[1], b_yours[2]]

P, P_mixed = feedforward(pictures, W_yours, b_yours)[1][-1], feedforward(pictures, W_mixed, b_mixed)[1][-1]
print("weights equal:", np.array_equal(W_yours[0], W_mixed[0]), "  outputs equal:", np.allclose(P, P_mixed))
print(f"orders of 16 nodes: {factorial(16):,}")
assert np.allclose(P, P_mixed)
assert not np.array_equal(W_yours[0], W_mixed[0])
assert factorial(16) == 20_922_789_888_000

# %% [markdown]
# The same function, to the last digit or nearly. The nodes of a hidden layer have no names. So each function that this
# network can compute is computed by more than twenty million million settings of its first hidden layer alone (as long
# as the 16 nodes differ), and it makes no sense to ask what node 7 "is" before training has decided.

# %% [markdown] manual="sixteen-by-sixteen" points=3
# ### Question (graded by a person)
#
# A friend builds 784-16-16-10.
#
# 1. He stores the biases of a layer as a *column*, shape (16, 1), as decks 001 and 004 do, but has his samples in rows
#    and computes `A_prev @ W + b`. With a batch of 16 pictures it runs without an error. What is added to what? What
#    happens with a batch of 20? And why is the first of the two worse?
# 2. He starts with all weights equal to 0.1, "so that nobody is favoured". What do the 16 nodes of a hidden layer say,
#    and why would 1,600 nodes say no more?
# 3. He thinks of 784-32-10 instead: as many hidden nodes in all. Compute its number of weights and biases by hand, and
#    say where the difference to 13,002 comes from.
#
# Write your answer here, 6 to 10 lines.
#
# ### BEGIN SOLUTION
# 1. `A_prev @ W` has shape (16, 16), a row for each picture. Adding a column (16, 1) adds entry $n$ to the whole *row*
#    $n$: each picture gets one bias for all of its nodes, and which one depends on its place in the batch. It should
#    be entry $j$ to the whole column $j$. With 20 pictures, (20, 16) and (16, 1) do not fit, and NumPy stops with an
#    error. The first is worse because nothing stops: the numbers are wrong and look like numbers.
# 2. All 16 say the same: they read the same inputs, with the same weights and the same bias. 1,600 of them would
#    repeat it 1,600 times; the next layer can do no more with it than with one node (and a larger weight).
# 3. $784 \cdot 32 + 32 + 32 \cdot 10 + 10 = 25{,}088 + 32 + 320 + 10 = 25{,}450$, nearly twice as many. The first
#    layer has $784$ weights for *each* of its nodes; it now has 32 nodes where it had 16. The small layers hardly
#    count.
#
# Marking: 1 point for each part. 1: one bias a picture instead of a node (half), error with 20 and "silent is worse"
# (half). 2: all the same, because same inputs and same weights (half), more copies add nothing (half). 3: 25,450
# (half), the first layer's 784 weights a node (half).
# ### END SOLUTION

# %% [markdown]
# ## Where the slides slip
#
# **1. A missing $g$.** Deck 003 writes a network with one hidden layer as $\hat y_i = g\bigl(w_{0,i}^{(2)} + \sum_j
# z_j w_{j,i}^{(2)}\bigr)$, where $z_j$ is the weighted sum of hidden node $j$. What enters the second sum must be
# $g(z_j)$. As printed, the hidden layer does not bend, and lesson 04 has shown what is left: a single layer. Whether a
# function bends one sees on a straight way between two points: if it does not, the middle has the mean of both ends.

# %% seeds="S3.17"
rng = np.random.default_rng(7)
W_a, b_a, W_b, b_b = (rng.normal(size=shape) for shape in ((3, 4), (1, 4), (4, 1), (1, 1)))
ends = rng.normal(size=(2, 3))
places = np.vstack([ends, ends.mean(axis=0)])
bends = {}
for name, g in {"as printed": lambda z: z, "with g": np.tanh}.items():
    score = dense_forward(g(dense_forward(places, W_a, b_a)), W_b, b_b)[:, 0]
    bends[name] = score[2] - score[:2].mean()
    print(f"{name:10s}: middle {score[2]:7.4f}, mean of the ends {score[:2].mean():7.4f}")
assert abs(bends["as printed"]) < 1e-12 < 0.01 < abs(bends["with g"]), "is check(dense_forward) right?"

# %% [markdown]
# **2. One input too many.** Deck 004 writes out $z^{(1)}$ for 2-3-3-1, and each of the three sums has a term
# $a_3^{(0)} w_{31}^{(1)}$ and the like. But the example has two inputs. The terms look right because the *next* layer
# has three. The same deck gives $z^{(k)}$ and $a^{(k)}$ the size of layer $k + 1$; they have that of layer $k$. Ask
# the shapes:

# %% seeds="S4.15 S4.16"
print("inputs:", W1.shape[0], "  weights into hidden layer 1:", W1.size, "as the deck writes it:", 3 * 3)
Z, A = feedforward(x, W, b)
print("entries of z^(1), z^(2), z^(3):", [z.size for z in Z])
assert W1.size == 6
assert [z.size for z in Z] == [3, 3, 1], "is check(feedforward) right?"

# %% [markdown]
# **3. What does $L$ count?** In deck 001 "after $L$ layers" comes the output, layer $L + 1$: its $L$ counts the hidden
# layers. In decks 000 and 004 the output *is* layer $L$. Neither is wrong, but a formula from one with the $L$ of the
# other asks for a matrix that is not there. When in doubt, count the matrices: 784-16-16-10 has three.
#
# All of them with their two numbers:

# %%
errata("05-forward-propagation")

# %% [markdown]
# ## What to remember
#
# - A layer is a weighted sum and an activation: $Z_l = A_l W_l + b_l$, $A_{l+1} = f(Z_l)$. A network is that in a
#   loop.
# - Samples are rows. `W` is in × out, `b` is one row. $N$ stands nowhere in the parameters.
# - `reshape` is not a transpose.
# - The output layer has its own activation, and as many nodes as the task asks for.
# - $n_\text{in} n_\text{out} + n_\text{out}$ numbers a layer; 13,002 in 784-16-16-10, nearly all in the first layer.
# - The matrix form is the loop, only much faster.
# - Start with random weights of size $1/\sqrt{n_\text{in}}$. Equal weights make equal nodes.
#
# ## Where next
#
# Lesson 06, *Gates and XOR*: you choose the numbers of a network with two layers by hand, and the table that no line
# could part falls apart.
