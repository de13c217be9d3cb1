# %% [markdown]
# # Read handwritten digits
#
# **The question.** Here are pictures of handwritten digits, 28 by 28 pixels each. How well can a network whose
# every line you wrote yourself learn to read them, and how would you know that it is not fooling you?
#
# **What you will do.** Start from an empty page: forward pass, gradients, training. Watch your network
# learn. Compare it with a model without hidden layers and with a larger one. Then judge it honestly: which
# digits does it mistake for which, and where is it sure and wrong? Can it read your own hand? On the way you
# will find weights that mean nothing, a network that learns noise by heart, and one that reads pictures no
# human can read.
#
# **What you need.** The shapes of a network (lesson 05), backpropagation in matrices (lesson 09), the three
# sets (lesson 10), softmax and one-hot rows (lesson 12). About 60 minutes. The slides are
# deck 000, "Nhận dạng ký số viết tay với mạng nơ ron", and deck 001, where the network 784-16-16-10 comes from.

# %%
import os
from itertools import pairwise

# Matrices as small as ours are faster with one thread than with several that wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from matplotlib.figure import Figure

from nncore import Network, binary_cross_entropy, binary_cross_entropy_grad, numerical_gradient, one_hot
from nncore.data import load_mnist
from nncore.exercises import check
from nncore.plots import accuracy_curves, confusion, digits, first_layer_weights, loss_curves, png, show
from nncore.slides import errata
from nncore.widgets import DrawDigit
from nncore.widgets.digit import Drawing, as_mnist

np.set_printoptions(precision=3, suppress=True)

# %%
mnist = load_mnist()
print(mnist)

# %% [markdown] seeds="S0.31"
# The line above says which digits you have: the whole MNIST set of 70,000 if it could be found or fetched,
# or 5,000 of the same pictures that are installed with the course. The lesson works with either. So its
# text never tells you what a result will be; the cells print it.
#
# ## Look first
#
# Each row of `mnist.X_train` is one picture, its $28 \times 28 = 784$ pixels (*điểm ảnh*) laid out in one line,
# from 0 (paper) to 1 (ink). `mnist.y_train` holds the labels (*nhãn*), the digits 0 to 9.

# %%
rows = [int(np.flatnonzero(mnist.y_train == digit)[k]) for k in range(3) for digit in range(10)]
fig = digits(mnist.X_train[rows], titles=[str(label) for label in mnist.y_train[rows]], columns=10)
show(fig, alt="Thirty handwritten digits in three rows, 0 to 9 in each, with their labels above them.")

# %%
print("X_train", mnist.X_train.shape, mnist.X_train.dtype, "  y_train", mnist.y_train.shape)
print("how often each digit occurs:", np.bincount(mnist.y_train))
image = mnist.X_train[rows[3]].reshape(28, 28)
print("\nsome pixels of the first 3 above, in percent of full ink:")
print((100 * image[8:20:2, 6:22:2]).astype(int))

# %% [markdown]
# ### How do *you* read?
#
# Below, the pixels of one digit change places: first none, then a quarter of them, then half, then all.

# %%
def scramble(X, share, seed=0):
    """Let a share of the 784 pixels change places, the same ones in the same way in every row of X."""
    rng = np.random.default_rng(seed)
    moving = rng.permutation(784)[: int(share * 784)]
    places = np.arange(784)
    places[moving] = rng.permutation(moving)
    return np.take(X, places, axis=1)


def draw_scrambled(picture, share):
    """Draw a picture with none, a quarter, half and a given share of its pixels moved."""
    shares = sorted({0.0, 0.25, 0.5, share})
    pixels = mnist.X_train[picture : picture + 1]
    return digits(np.vstack([scramble(pixels, s) for s in shares]), titles=[f"{s:.0%} moved" for s in shares])


show(draw_scrambled(rows[4], 1.0), alt="A handwritten 4 with no, a quarter, half and all of its pixels moved.")

# %% [markdown]
# Drag the sliders: try other pictures, and find the share at which you can no longer read them. (Without
# sliders, as on a web page: change the numbers in the cell above.) Now guess: **how well will your network
# read digits whose pixels have *all* been moved?** Note your guess. The answer comes near the end.

# %% tags=["nbval-skip"]
import ipywidgets as widgets

picture = widgets.IntSlider(0, min=0, max=99, description="picture")
share = widgets.FloatSlider(1.0, min=0, max=1, step=0.05, description="share", readout_format=".0%")
drawing = widgets.Image(format="png")


def redraw(_=None):
    drawing.value = png(draw_scrambled(picture.value, share.value))


for slider in (picture, share):
    slider.observe(redraw, "value")
redraw()
widgets.VBox([picture, share, drawing])

# %% [markdown]
# ## Three sets, once more
#
# A network has thousands of numbers to adjust; it can learn its pictures by heart. So, as in lesson 10:
#
# - **training** set: the network learns from these pictures;
# - **validation** set: you choose with these: how many layers, how long to train, which learning rate;
# - **test** set (*tập kiểm tra*): looked at once, at the very end. Whoever chooses by the test set has
#   trained on it, by hand.
#
# MNIST comes in two parts, `mnist.X_train` and `mnist.X_test`. A fifth of the first part becomes the
# validation set, the rest is the training set, from now on `X_train`. The rows are shuffled before they are
# cut, in case the file has an order (some do).

# %%
order = np.random.default_rng(13).permutation(len(mnist.X_train))
n_val = len(order) // 5
X_val, y_val = mnist.X_train[order[:n_val]], mnist.y_train[order[:n_val]]
X_train, y_train = mnist.X_train[order[n_val:]], mnist.y_train[order[n_val:]]
Y_train = one_hot(y_train, 10).astype(np.float32)
print(f"training {len(X_train):,}, validation {len(X_val):,}, test {len(mnist.X_test):,} pictures")
print("one row of Y_train, the label", y_train[0], "as one-hot:", Y_train[0])

# %% [markdown] seeds="S1.6"
# ## The network
#
# Deck 001 proposes 784-16-16-10: 784 inputs, two hidden layers (*tầng ẩn*) of 16 units, and 10 outputs, one
# a digit. How many numbers are there to adjust? Each layer has a weight (*trọng số*) for every pair of a
# unit below and a unit above, and a bias for every unit above.

# %%
sizes = (784, 16, 16, 10)
n_weights = sum(n_in * n_out for n_in, n_out in pairwise(sizes))
n_biases = sum(sizes[1:])
print(f"{n_weights:,} weights + {n_biases} biases = {n_weights + n_biases:,} parameters")
assert (n_weights, n_biases) == (12_960, 42)

# %% [markdown]
# The deck writes $z^{(1)} = W^{(1)} x + b^{(1)}$ for one picture, a column $x$. We put many pictures into
# one table, one a row. The same numbers, translated:
#
# | Decks 000 and 001 | Here | Shape here |
# |:--|:--|:--|
# | $x$, one picture, a column | a row of `X` = `A[0]` | `X` $(N, 784)$ |
# | $W^{(1)}$, $(16, 784)$ | `W[0]`, transposed | $(784, 16)$ |
# | $b^{(1)}$, a column of 16 | `b[0]`, a row | $(1, 16)$ |
# | $z^{(1)} = W^{(1)}x + b^{(1)}$ | `Z[0] = A[0] @ W[0] + b[0]` | $(N, 16)$ |
# | $a^{(1)} = f(z^{(1)})$ | `A[1] = relu(Z[0])` | $(N, 16)$ |
# | $g$, at the output | softmax, row by row | $(N, 10)$ |
# | $m$ samples, $y_c$ | $N$ rows, `Y` one-hot | $(N, 10)$ |
# | $L$ hidden layers, the output is layer $L + 1$ | $L$ layers of weights, the output's included | $L = 3$ |
#
# Lists count from 0: `W[l]` stands between `A[l]` and `A[l + 1]`. With $L$ layers of weights, `W`, `b` and
# `Z` have $L$ entries and `A` has $L + 1$, since it begins with `X`.
#
# ### Exercise 1: the forward pass
#
# Write `forward(X, W, b)` (*quá trình truyền thẳng*) for any number of layers. Hidden layers are relu,
# $\max(z, 0)$. The last one is softmax, as in lesson 12: every row of scores $z$
# becomes probabilities
#
# $$p_c = \frac{e^{z_c}}{\sum_k e^{z_k}} .$$
#
# Return two lists: `Z`, the values before each activation, and `A`, which is `X` followed by the values
# after each.
#
# Scores can grow large, and $e^{1000}$ is too large for a computer; you know the remedy, the row's largest
# score is taken off first. Write it with NumPy alone; this lesson starts from an empty page.

# %% solution="forward"
def forward(X, W, b):
    """Compute all layers: relu in the hidden ones, softmax in the last.

    X: (N, n0); W: list of L arrays (n_in, n_out); b: list of L arrays (1, n_out)
    Returns Z: list of L arrays (N, n_out), and A: list of L + 1 arrays, A[0] = X, A[-1] the probabilities.
    """
    ### BEGIN SOLUTION
    Z, A = [], [X]
    for w, bias in zip(W, b, strict=True):
        Z.append(A[-1] @ w + bias)
        A.append(np.maximum(Z[-1], 0))
    exponentials = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
    A[-1] = exponentials / exponentials.sum(axis=1, keepdims=True)
    return Z, A
    ### END SOLUTION

# %% test="forward"
check(forward)

# %% [markdown]
# The weights start at random, drawn from a normal distribution with variance $2 / n_\text{in}$ ("He", made
# for relu), the biases at 0. `Network` from the library draws them; we take only its lists. The type
# `float32` halves memory and time.

# %%
def start(sizes, seed=0):
    """Random W and b for a network of these sizes."""
    net = Network(sizes, rng=np.random.default_rng(seed), dtype=np.float32)
    return net.W, net.b


W, b = start(sizes)
P = forward(X_val, W, b)[1][-1]
print("an untrained network about the first validation picture, a", y_val[0])
print(P[0], "  sum:", P[0].sum())

# %% [markdown]
# ### Exercise 2: accuracy
#
# The network's answer is the class with the largest probability. Write `accuracy(P, y)` (*độ chính xác*):
# the share of rows of `P`, shape $(N, K)$, whose largest entry stands in the column that the label `y`,
# shape $(N,)$, names. From 0 to 1.

# %% solution="accuracy"
def accuracy(P, y):
    """Share of rows whose most probable class is the true one.

    P: probabilities (N, K); y: true labels (N,), whole numbers 0 to K - 1
    Returns a number from 0 to 1.
    """
    ### BEGIN SOLUTION
    return np.mean(P.argmax(axis=1) == y)
    ### END SOLUTION

# %% test="accuracy"
check(accuracy)

# %%
for seed in range(5):
    P = forward(X_val, *start(sizes, seed))[1][-1]
    print(f"untrained, seed {seed}: {accuracy(P, y_val):.1%} right")

# %% [markdown]
# About one in ten: guessing. Good, that is the zero point of the scale.
#
# ## How wrong, and which way is down
#
# The loss (*hàm chi phí*) is the cross-entropy of lesson 12 (deck 000, "Softmax"), averaged over the $N$ rows:
# minus the logarithm of the probability that the network gave to the *true* class,
#
# $$J = -\frac{1}{N} \sum_{i=1}^{N} \sum_{c} Y_{ic} \log P_{ic} .$$
#
# A network that knows nothing and says $\frac{1}{10}$ to everything has $J = -\log \frac{1}{10} = \log 10
# \approx 2.30$. So here is the quick test of lesson 12: before the first step the loss must be about 2.30. A
# little more is normal, since random weights already have random opinions. Much more, or less, is a bug.

# %%
def loss_of(P, y):
    """Mean cross-entropy of probabilities P (N, K) for labels y (N,); log(0) is avoided."""
    return -np.mean(np.log(P[np.arange(len(y)), y] + 1e-12))


print(f"log 10                  {np.log(10):.4f}")
print(f"every weight 0          {loss_of(forward(X_train, *[[0 * v for v in p] for p in (W, b)])[1][-1], y_train):.4f}")
print(f"random weights, seed 0  {loss_of(forward(X_train, W, b)[1][-1], y_train):.4f}")

# %% [markdown]
# Now the way down. Call $D_l = \partial J / \partial Z_l$, the blame of each unit in each row, in the shape
# of `Z[l]`. At the output, softmax and cross-entropy together leave something very simple (lesson 12):
#
# $$D_{L-1} = \frac{P - Y}{N} .$$
#
# Probability minus truth. For a picture of a 3 the score of class 3 is to rise (its entry, $p_3 - 1$, is
# negative), and all others are to fall, the more probable the more. $1/N$ is there because $J$ is a mean,
# and it enters nowhere else. Lesson 12 nudged one row; here are three, so that $N$ can be seen:

# %%
rng = np.random.default_rng(1)
scores, truth = rng.normal(size=(3, 4)), np.eye(4)[[2, 0, 2]]


def J_of_scores(Z):
    return -np.sum(truth * np.log(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))) / len(Z)


by_nudging = numerical_gradient(J_of_scores, scores)
P = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
print("by formula\n", (P - truth) / 3, "\nby nudging\n", by_nudging)
assert np.allclose((P - truth) / 3, by_nudging, atol=1e-8)

# %% [markdown]
# From there down, two rules for each layer and one to reach the next (lesson 09):
#
# $$\frac{\partial J}{\partial W_l} = A_l^{\mathsf T} D_l, \qquad
# \frac{\partial J}{\partial b_l} = \text{sum of the rows of } D_l, \qquad
# D_{l-1} = (D_l W_l^{\mathsf T}) \odot \operatorname{relu}'(Z_{l-1}) .$$
#
# $\odot$ multiplies entry by entry, and the slope $\operatorname{relu}'(z)$ is 1 where $z > 0$ and 0
# elsewhere.
#
# ### Exercise 3: all gradients
#
# Write `gradients(X, Y, W, b)` (*lan truyền ngược*). Return `J`, a number; `dW`, a list like `W`; `db`, a
# list like `b`.
#
# Use your `forward`. For `J`, beware of $\log 0$: a probability may be rounded to 0. With
# $s_c = z_c - \max_k z_k$ you have $\log p_c = s_c - \log \sum_k e^{s_k}$, which is never infinite.

# %% solution="gradients"
def gradients(X, Y, W, b):
    """Mean cross-entropy and its gradients, by backpropagation.

    X: (N, n0); Y: one-hot (N, K); W: list of (n_in, n_out); b: list of (1, n_out)
    Returns J: number; dW: list, dW[l] shaped like W[l]; db: list, db[l] shaped like b[l].
    """
    ### BEGIN SOLUTION
    Z, A = forward(X, W, b)
    s = Z[-1] - Z[-1].max(axis=1, keepdims=True)
    log_P = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    J = -np.sum(Y * log_P) / len(X)

    dW, db = [None] * len(W), [None] * len(W)
    D = (A[-1] - Y) / len(X)
    for layer in reversed(range(len(W))):
        dW[layer] = A[layer].T @ D
        db[layer] = D.sum(axis=0, keepdims=True)
        if layer > 0:
            D = (D @ W[layer].T) * (Z[layer - 1] > 0)
    return J, dW, db
    ### END SOLUTION

# %% test="gradients"
check(gradients)

# %% [markdown]
# The check used small tables. Now the real thing: nudge a few of the 12,544 weights of the first layer, on
# real digits, and see whether your gradient foretold what happens to `J`.

# %%
W64, b64 = [w.astype(float) for w in W], [v.astype(float) for v in b]
X_few, Y_few = X_train[:20].astype(float), Y_train[:20].astype(float)
_, dW, _ = gradients(X_few, Y_few, W64, b64)
strongest = np.argsort(-np.abs(dW[0]).ravel())[:200:50]
for place in strongest:
    pixel, unit = np.unravel_index(place, dW[0].shape)
    h, J = 1e-6, {}
    for sign in (1, -1):
        nudged = W64[0].copy()
        nudged[pixel, unit] += sign * h
        J[sign] = gradients(X_few, Y_few, [nudged, *W64[1:]], b64)[0]
    by_nudging = (J[1] - J[-1]) / (2 * h)
    yours = dW[0][pixel, unit]
    print(f"pixel {pixel:3d} to unit {unit:2d}: yours {yours:+.7f}   by nudging {by_nudging:+.7f}")
    assert np.isclose(yours, by_nudging, rtol=1e-3, atol=1e-7)

# %% [markdown]
# ## Walk
#
# As in lesson 03, one *epoch* goes through all pictures once, in a new random order, a mini-batch at a time,
# and takes one step per batch:
#
# $$W_l \leftarrow W_l - \text{learning rate} \cdot \frac{\partial J}{\partial W_l}, \qquad
# b_l \leftarrow b_l - \text{learning rate} \cdot \frac{\partial J}{\partial b_l} .$$
#
# ### Exercise 4: one epoch
#
# Write `train_epoch(gradients, X, Y, W, b, order, batch_size, learning_rate)`.
#
# - `order`, shape $(N,)$, holds the row numbers $0 \ldots N-1$ in a shuffled order; the caller draws a new
#   one for each epoch. The first batch is the rows `order[:batch_size]` of `X` and `Y`, the second one the
#   next `batch_size`, and so on. If $N$ can't be divided evenly, the last batch is smaller; it counts like
#   the others.
# - For each batch call `gradients(X_batch, Y_batch, W, b)`, which is handed in, and then take the step. The
#   next batch starts from the new `W` and `b`.
# - Return three things: the mean loss of the epoch (each batch's `J`, as it was before its step, weighted
#   by the batch's rows, so $\frac{1}{N} \sum_\text{batches} J \cdot \text{rows}$), and the new lists `W`
#   and `b`. The given lists and arrays stay as they are.

# %% solution="train_epoch"
def train_epoch(gradients, X, Y, W, b, order, batch_size, learning_rate):
    """One epoch of gradient descent in mini-batches.

    gradients: function (X, Y, W, b) -> J, dW, db; X: (N, n0); Y: (N, K); W, b: lists of arrays
    order: (N,) shuffled row numbers; batch_size: whole number; learning_rate: number
    Returns J: mean loss over the N rows; W, b: new lists.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for begin in range(0, len(X), batch_size):
        rows = order[begin : begin + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [bias - learning_rate * g for bias, g in zip(b, db, strict=True)]
        total += J * len(rows)
    return total / len(X), W, b
    ### END SOLUTION

# %% test="train_epoch"
check(train_epoch)

# %% [markdown]
# ## It learns
#
# All that is left is to call it again and again and to look. The number of epochs depends on how many
# pictures you have: few pictures must be seen more often.

# %% seeds="S0.31"
def train(W, b, epochs, learning_rate=0.1, batch_size=32, gradients=gradients, see=lambda X: X, quiet=False):
    """Train from W and b. Return the new W and b and a history, whose entry 0 is before training.

    see: what the network is shown of the pictures; by default the pictures.
    """
    rng = np.random.default_rng(0)
    sets = {"training": (see(X_train), y_train), "validation": (see(X_val), y_val)}
    X = sets["training"][0]
    history = {"loss": {"training": [], "validation": []}, "accuracy": {"training": [], "validation": []}}
    for epoch in range(epochs + 1):
        if epoch > 0:
            _, W, b = train_epoch(gradients, X, Y_train, W, b, rng.permutation(len(X)), batch_size, learning_rate)
        for name, (X_set, y_set) in sets.items():
            P = forward(X_set, W, b)[1][-1]
            history["loss"][name].append(loss_of(P, y_set))
            history["accuracy"][name].append(accuracy(P, y_set))
        if not quiet and (epoch < 2 or epoch % max(1, epochs // 5) == 0):
            right = ", ".join(f"{name} {shares[-1]:6.1%}" for name, shares in history["accuracy"].items())
            print(f"after {epoch:2d} epochs: loss {history['loss']['training'][-1]:.3f}; right: {right}")
    return W, b, history


epochs = int(np.clip(200_000 // len(X_train), 5, 30))
W_start, b_start = start(sizes)
W, b, history = train(W_start, b_start, epochs)

# %% [markdown]
# That was your code: from 10 % to this in a few seconds.

# %%
fig = Figure(figsize=(9, 3.4), layout="constrained")
left, right = fig.subplots(1, 2)
(train_loss, val_loss), (train_right, val_right) = ([curve[-1] for curve in history[key].values()] for key in history)
loss_curves(history["loss"], ax=left).set(yscale="log", title=f"Loss ends at {train_loss:.2f} and {val_loss:.2f}")
accuracy_curves(history["accuracy"], ax=right).set(title=f"Right at the end: {train_right:.1%} and {val_right:.1%}")
show(fig, alt=f"Loss and accuracy of 784-16-16-10 against the epoch. At the end: training, loss {train_loss:.2f}, "
     f"{train_right:.1%} right; validation, loss {val_loss:.2f}, {val_right:.1%} right.")

# %% [markdown]
# Where the two curves of a plot part company, the network has begun to learn its own pictures by heart:
# part of what it gains on them does not help with others.
#
# ## Is the hidden layer worth it?
#
# A number says little alone. Two models without any hidden layer, both from lesson 12, are the yardstick:
#
# - **Softmax regression**: the same code with the sizes 784-10.
# - **One-vs-all**: ten separate yes-or-no neurons, each with its own sigmoid and its own loss ("is it a 3
#   or not?"). Only the gradient at the output differs, so only that is written; your `train_epoch` doesn't
#   care what it trains. The largest of ten sigmoids is the largest of ten scores, so `forward` and
#   `accuracy` can judge it as they are.

# %%
def one_vs_all_gradients(X, Y, W, b):
    Z = X @ W[0] + b[0]
    D = binary_cross_entropy_grad(Z, Y)
    return binary_cross_entropy(Z, Y), [X.T @ D], [D.sum(axis=0, keepdims=True)]


results = {"784-16-16-10": (W, b, history)}
results["softmax, 784-10"] = train(*start((784, 10)), epochs, quiet=True)
results["one-vs-all, 784-10"] = train(*start((784, 10)), epochs, gradients=one_vs_all_gradients, quiet=True)

# %% [markdown]
# And one of your own choice. Change the three lines and run the cell as often as you like. You may compare
# by the *validation* accuracy as often as you want.

# %%
my_sizes = (784, 128, 10)
my_learning_rate = 0.2
my_epochs = epochs

results["mine, " + "-".join(map(str, my_sizes))] = train(*start(my_sizes), my_epochs, my_learning_rate)

# %%
def table(results):
    print(f"{'':24}{'parameters':>10} {'training':>9} {'validation':>11}")
    for name, (W, b, history) in results.items():
        n_parameters = sum(v.size for v in [*W, *b])
        training, validation = (shares[-1] for shares in history["accuracy"].values())
        print(f"{name:24}{n_parameters:10,} {training:9.1%} {validation:11.1%}")


table(results)
best = max(results, key=lambda name: results[name][2]["accuracy"]["validation"][-1])
print("\nbest on the validation pictures:", best)

# %% [markdown]
# The straight lines do surprisingly well; most digits can be told apart by weighing pixels. A hidden layer
# gains on the rest.
#
# ## Open the test set, once
#
# The choice is made. One look. And since the test set is a sample of all the digits people might write, the
# share has an error of its own: with $n$ pictures, a standard error of $\sqrt{a (1 - a) / n}$ for an
# accuracy $a$.

# %%
W_best, b_best, _ = results[best]
P_test = forward(mnist.X_test, W_best, b_best)[1][-1]
a, n = accuracy(P_test, mnist.y_test), len(mnist.y_test)
print(f"{best} on {mnist.source}:")
print(f"test accuracy {a:.2%}, standard error {np.sqrt(a * (1 - a) / n):.2%} ({n:,} pictures)")

# %% [markdown]
# Differences of one or two standard errors may be luck: this test set can't tell such models apart. (And from
# now on it is used up for *choosing*. We go on looking at it to understand, not to choose.)
#
# ## Which digits are mistaken for which?
#
# ### Exercise 5: the confusion matrix
#
# Write `confusion_matrix(y, p, K)` (*ma trận nhầm lẫn*): a table of shape $(K, K)$ whose entry in row $i$
# and column $j$ counts the samples of true class $i$ that were taken for class $j$. `y` and `p` have shape
# $(N,)$ and hold whole numbers from 0 to $K - 1$. Some class may never occur: its row and column exist all
# the same.

# %% solution="confusion_matrix"
def confusion_matrix(y, p, K):
    """Count true against predicted classes.

    y: true labels (N,); p: predicted labels (N,); K: number of classes
    Returns counts (K, K): row = true class, column = predicted class.
    """
    ### BEGIN SOLUTION
    counts = np.zeros((K, K), dtype=int)
    np.add.at(counts, (y, p), 1)  # counts[y, p] += 1 would count equal pairs only once
    return counts
    ### END SOLUTION

# %% test="confusion_matrix"
check(confusion_matrix)

# %%
p_test = P_test.argmax(axis=1)
counts = confusion_matrix(mnist.y_test, p_test, 10)
errors = counts - np.diag(np.diag(counts))
true, taken = np.unravel_index(errors.argmax(), errors.shape)

ax = confusion(counts)
ax.set_title(f"Most often a {true} is taken for a {taken}: {errors.max()} times")
show(ax, alt=f"Confusion matrix of the test digits, ten by ten, nearly all on the diagonal. "
     f"The largest entry beside it: a {true} taken for a {taken}, {errors.max()} times.")

print("right, by digit:", np.diag(counts) / counts.sum(axis=1))
assert np.isclose(counts.trace() / counts.sum(), accuracy(P_test, mnist.y_test))

# %% [markdown]
# ### Exercise 6: sure and wrong
#
# Errors in which the network hesitated are forgivable. Write `most_confident_errors(P, y, k)`: the row
# numbers of the `k` *wrong* predictions whose largest probability is highest, the most confident first. `P`
# has shape $(N, K)$, `y` shape $(N,)$. If there are fewer than `k` errors, return all of them.

# %% solution="most_confident_errors"
def most_confident_errors(P, y, k):
    """Row numbers of the k wrong predictions with the highest probability.

    P: probabilities (N, K); y: true labels (N,); k: whole number
    Returns rows (k,), or fewer if there are fewer errors; the most confident first.
    """
    ### BEGIN SOLUTION
    wrong = np.flatnonzero(P.argmax(axis=1) != y)
    confidence = P[wrong].max(axis=1)
    return wrong[np.argsort(-confidence)[:k]]
    ### END SOLUTION

# %% test="most_confident_errors"
check(most_confident_errors)

# %%
worst = most_confident_errors(P_test, mnist.y_test, 16)
fig = digits(mnist.X_test[worst], titles=[f"{mnist.y_test[i]} taken for {p_test[i]}" for i in worst])
show(fig, alt="The most confidently wrong test digits, each with the true digit and the network's answer. "
     "Some are written so badly that a person would hesitate; others are plain.")

print("its probability for each:", *(f"{P_test[i].max():.1%}" for i in worst))
print(f"mean probability of its answers: {P_test.max(axis=1).mean():.1%}, where it is wrong "
      f"{P_test.max(axis=1)[p_test != mnist.y_test].mean():.1%}; right are {a:.1%}")

# %% [markdown]
# Look at them one by one. Some are a matter of opinion. With others nobody would hesitate, and still the
# network is nearly certain. A softmax output of 0.99 is not a promise to be right 99 times in 100; it only
# says that one score is far above the others. Compare in the last line what the network expects of itself
# with what it achieves, and what it expects where it fails.
#
# ## What has it learnt?
#
# Each unit of the first hidden layer has one weight for every pixel, so its weights are a picture too. Here
# are the 16 of the network 784-16-16-10. Blue: ink here excites the unit. Orange: ink here silences it.

# %%
W, b, history = results["784-16-16-10"]
fig = first_layer_weights(W[0])
show(fig, alt="Sixteen pictures of 28 by 28 weights. In the middle smooth blue and orange spots and strokes; "
     "around them, up to the border, fine-grained noise.")

# %% [markdown]
# In the middle strokes and spots take shape. But what is that noise along the border? Take the pixels that
# have no ink in any of the training pictures, and compare their weights with those of the start.

# %%
empty = (X_train == 0).all(axis=0)
moved = np.abs(W[0] - W_start[0])
print(f"{empty.sum()} of 784 pixels have no ink in any training picture")
print(f"largest change of their weights in training: {moved[empty].max()}")
print(f"largest change of the other weights:         {moved[~empty].max():.3f}")
assert moved[empty].max() == 0

# %% [markdown]
# Not small: zero. $\partial J / \partial W_0 = A_0^{\mathsf T} D_0$ multiplies the blame by the pixel, and
# this pixel is always 0. The noise is simply the random start, never touched. Subtract the start, and what
# remains is what was learnt:

# %%
fig = first_layer_weights(W[0] - W_start[0])
show(fig, alt="The sixteen weight pictures minus their random start: the border is blank now, exactly zero.")

# %% [markdown]
# And if one of the pictures is still (nearly) blank, that unit has learnt nothing. relu passes no gradient
# where its $z$ is not above 0. A unit for which that is so in all pictures is dead: no step will ever move
# it again (lesson 04). How often is each of yours awake?

# %%
awake = (forward(X_train, W, b)[0][0] > 0).mean(axis=0)
print("share of the training pictures with z > 0, unit by unit:")
print(awake)
largest = moved.max(axis=0)
print(f"weights changed most in unit {largest.argmax() + 1}, by up to {largest.max():.3f}; "
      f"least in unit {largest.argmin() + 1}, by up to {largest.min():.3f}")

# %% [markdown] seeds="S0.31"
# ## Your own handwriting
#
# So far all digits came from MNIST. Now write one yourself, and watch the network while you do.
#
# Your drawing gets the same treatment that MNIST's digits got from their makers: it is scaled to fit into a box of
# 20 by 20 pixels, and moved until its centre of mass is in the middle of the 28 by 28. What is left of it then is what
# your `forward` gets. The squares are the units; the 16 of the first layer are those whose weights you saw above.

# %% tags=["nbval-skip"]
DrawDigit(forward, W, b, examples=mnist.X_test, labels=mnist.y_test)

# %% [markdown]
# Some things to try:
#
# - **Your own way of writing.** A 7 with a bar through it, a 1 with a flag and with a foot, a 4 open and closed, thin
#   and thick. MNIST was written in the United States: which of your digits are foreign to the network?
# - **Far from the middle.** Draw a 1 in a corner of the sheet, and a tiny one. What does the network see of that?
# - **Stop halfway.** Draw a 2 slowly. What is it before it is finished?
# - **As little as possible.** Load a digit that is read well. How few dots of pen or eraser turn the answer?
# - **No digit at all.** A heart, a letter, a scribble. How sure is the network now?
#
# The last one, on a larger scale: lines through six random places, 300 times.

# %%
rng = np.random.default_rng(3)
scribbles = []
for _ in range(300):
    sheet = Drawing()
    sheet.draw(rng.uniform(3, 25, size=(6, 2)))
    scribbles.append(as_mnist(sheet.ink).ravel())

P = forward(np.array(scribbles), W, b)[1][-1]
fig = digits(scribbles[:8], titles=[f"{p.argmax()} with {p.max():.0%}" for p in P[:8]])
show(fig, alt="Eight scribbles of five straight lines each, with the network's answers: "
     + ", ".join(f"{p.argmax()} with {p.max():.0%}" for p in P[:8]) + ".")
sure, sure_test = (np.mean(Q.max(axis=1) > 0.9) for Q in (P, forward(mnist.X_test, W, b)[1][-1]))
print(f"answers with a probability above 90 %: {sure:.0%} of the scribbles, {sure_test:.0%} of the test digits")

# %% [markdown]
# One or another may resemble a digit by chance; most resemble nothing. But the network has ten answers, and "this is
# no digit" is not among them. Whatever you draw, softmax shares out all of the probability among the ten, and often
# most of it goes to one. What the network learnt is to tell digits from *each other*. It was never shown anything else.

# %% [markdown]
# ## Three surprises
#
# ### 1. Start at zero
#
# XOR could not be learnt from zero (lessons 06 and 09). But that was a toy with four rows; now there are
# thousands of pictures, relu and ten outputs, and all weights 0 has exactly the loss $\log 10$. Does it move?

# %%
W_zero, b_zero = [0 * w for w in W_start], [0 * v for v in b_start]
_, dW, db = gradients(X_train, Y_train, W_zero, b_zero)
print("largest gradient in dW[0], dW[1], dW[2]:", *(np.abs(g).max() for g in dW))
print("largest gradient in db[0], db[1], db[2]:", *(np.abs(g).max().round(4) for g in db))

W_zero, b_zero, zero_history = train(W_zero, b_zero, epochs=2, quiet=True)
print(f"after two epochs: {zero_history['accuracy']['validation'][-1]:.1%} right, all weights still 0:",
      all(np.all(w == 0) for w in W_zero))
assert all(np.all(w == 0) for w in W_zero)

# %% [markdown]
# Not one weight moves, ever. Going up, all activations are 0, so every `dW[l] = A[l].T @ D` above the first is
# 0. Going down, $D$ is multiplied by $W^{\mathsf T} = 0$, so nothing reaches the first. Only the last biases
# learn: how often each digit occurs. Is it the 0 that hurts, or that all are equal? Start all weights at 0.1:

# %%
W_same, b_same, same_history = train([0 * w + np.float32(0.1) for w in W_start], b_start, epochs=2, quiet=True)
print(f"after two epochs: {same_history['accuracy']['validation'][-1]:.1%} right")
print(f"the 16 units of the first layer differ from each other by at most {np.ptp(W_same[0], axis=1).max():.3f}")
assert np.ptp(W_same[0], axis=1).max() < 1e-3

# %% [markdown]
# Copies stay copies here, too: sixteen units do the work of one. The random start is not a makeshift; it is
# what makes the units different.
#
# ### 2. The pixels change places
#
# Here is the answer to the question from the beginning. All 784 pixels change places, the same way in every
# picture. You can't read a single one. The network is trained anew:

# %%
def scrambled(X):
    return scramble(X, 1.0)


*_, scrambled_history = train(*start(sizes, seed=1), epochs, see=scrambled, quiet=True)

fig = digits(scrambled(X_train[:8]), titles=[str(label) for label in y_train[:8]])
show(fig, alt="Eight labelled pictures of scattered dots: digits with all pixels moved. No digit can be seen.")
for name, h in (("in place", history), ("moved", scrambled_history)):
    print(f"pixels {name}: {h['accuracy']['validation'][-1]:.1%} of the validation pictures right")

# %% [markdown]
# As good as before, up to the luck of the start. For the network nothing has happened: every unit adds up
# all pixels, and a sum doesn't care about the order of its terms. Move the rows of `W[0]` the same way as
# the pixels, and the outputs are the same:

# %%
places = scrambled(np.arange(784)[None, :])[0]
same = forward(scrambled(X_val), [W[0][places], *W[1:]], b)[1][-1]
difference = np.abs(same - forward(X_val, W, b)[1][-1]).max()
assert difference < 1e-4
print("largest difference of any probability: below 0.0001")

# %% [markdown]
# So your network does not know that two pixels are neighbours. You do, and that is why you lost the digits
# and it didn't. The price: what it learnt about a stroke *here* tells it nothing about the same stroke two
# pixels further. Shift the validation pictures a little to the right:

# %%
for shift in range(5):
    shifted = np.roll(X_val.reshape(-1, 28, 28), shift, axis=2).reshape(-1, 784)
    print(f"shifted by {shift} pixels: {accuracy(forward(shifted, W, b)[1][-1], y_val):.1%} right")

# %% [markdown]
# You would hardly notice such a shift. Moving each digit to the middle before the network sees it, as was done with
# MNIST's and with yours, spares it the worst. Networks that know about neighbours (convolutional ones) are the cure,
# and another course.
#
# ### 3. Learning noise by heart
#
# Take 1,000 of the pictures and give each a label drawn by lot. There is nothing to learn: no rule links
# picture and label. Train the network 784-128-10.

# %%
rng = np.random.default_rng(5)
y_lot = rng.integers(10, size=1000)
Y_lot = one_hot(y_lot, 10).astype(np.float32)
W_lot, b_lot = start((784, 128, 10))
for epoch in range(1, 101):
    J, W_lot, b_lot = train_epoch(gradients, X_train[:1000], Y_lot, W_lot, b_lot, rng.permutation(1000), 32, 0.1)
    if epoch in (1, 10, 30, 100):
        share = accuracy(forward(X_train[:1000], W_lot, b_lot)[1][-1], y_lot)
        print(f"epoch {epoch:3d}: loss {J:.3f}, {share:.1%} of the labels drawn by lot are reproduced")
lot_validation = accuracy(forward(X_val, W_lot, b_lot)[1][-1], y_val)
print(f"on the validation pictures, with their true labels: {lot_validation:.1%} right")
assert share > 0.95
assert lot_validation < 0.2

# %% [markdown]
# ### Question (graded by a person)
#
# A fellow student writes: *"My network gets 100 % of its 1,000 training pictures right, so it has learnt to
# read digits. I also tried ten learning rates, and took the one with the best accuracy on the test set;
# that accuracy is what I report."*
#
# Say in a few sentences what is wrong with each of the two claims, using what you saw above, and how it
# should be done.

# %% [markdown] manual="honest-evaluation" points=3
# ### BEGIN SOLUTION
# **The first claim.** Accuracy on the training pictures shows that the network can reproduce what it was
# given, not that it found a rule. Above, the same kind of network reached (nearly) 100 % on 1,000 labels
# drawn by lot, where there is no rule, and only guessed on new pictures. So 100 % on the training set fits
# with both: having understood and having learnt by heart. Only pictures it was not trained on can tell the
# two apart.
#
# **The second claim.** By choosing the learning rate on the test set the student has used the test set to
# train: of ten results the best one was picked, and it is best partly by luck, so the reported number is
# too good. And the test set is used up.
#
# **Better.** Split off a validation set; choose the learning rate, the sizes and the number of epochs by
# it; look at the test set once, with the finished network, and report that number with its standard error.
#
# *Marking:* 1 point: training accuracy does not tell learning from memorising, with a reason (the drawn
# labels, or the gap between the curves). 1 point: choosing on the test set makes its result too good
# (selection, luck), or makes it part of the training. 1 point: a right procedure: training / validation / test,
# the test set once. No points off for wording.
# ### END SOLUTION

# %% [markdown]
# ## Where the slides slip
#
# **1. "Weights show how important a feature is"** (deck 001: *nó kiểu như xác định độ quan trọng của
# feature*). The pixels without ink are the counterexample. Their weights are of respectable size, and they
# could be set to 0 without changing any prediction for the training pictures:

# %%
print(f"mean |weight|: pixels with ink {np.abs(W[0][~empty]).mean():.3f}, without {np.abs(W[0][empty]).mean():.3f}")
without = W[0].copy()
without[empty] = 0
change = np.abs(forward(X_train, [without, *W[1:]], b)[1][-1] - forward(X_train, W, b)[1][-1]).max()
assert change < 1e-4
print("largest change of a probability without the latter: none, up to rounding")

# %% [markdown]
# A weight says how strongly the output answers *if* the input changes by 1. How important a feature is
# depends on how much it does change, too. Only features of comparable spread can be compared by their
# weights.
#
# **2. "Gradient descent finds the global minimum"** (deck 001: *đi ngược lại hướng đạo hàm tìm global
# minimum*). Three runs that differ only in their random start:

# %%
starts = {0: (W, b)}
for seed in (1, 2):
    starts[seed] = train(*start(sizes, seed), epochs, quiet=True)[:2]
losses = {seed: gradients(X_train, Y_train, *parameters)[0] for seed, parameters in starts.items()}
for seed, loss in losses.items():
    print(f"start {seed}: loss on the training pictures {loss:.4f}")
assert len({round(float(loss), 5) for loss in losses.values()}) == 3

# %% [markdown]
# Three losses, so at most one of them can be the global minimum (and none of the runs has come to rest).
# Going against the gradient leads downhill from where one stands, towards some flat place: a local minimum,
# a saddle, a plateau. It just so happens that for networks like this one most of them are good enough.
#
# These two were told before (lessons 01, 03 and 11), but only now could you see them in a network. Two small ones
# belong to this lesson's own slides:

# %%
errata("13-mnist")

# %% [markdown] seeds="S3.31"
# ## The same model in a library
#
# Deck 003 ends with the names of four libraries. After this lesson you can read their code. In Keras
# (shown, not run):
#
# ```python
# model = keras.Sequential([
#     keras.Input(shape=(784,)),
#     keras.layers.Dense(16, activation="relu"),                       # W (784, 16) and b (16,), as here
#     keras.layers.Dense(16, activation="relu"),
#     keras.layers.Dense(10),                                          # scores: softmax is in the loss
# ])
# model.compile(
#     optimizer=keras.optimizers.SGD(learning_rate=0.1),               # W - learning_rate * dW
#     loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # takes labels, not one-hot rows
#     metrics=["accuracy"],
# )
# model.summary()                                                      # 13,002 parameters
# model.fit(X_train, y_train, batch_size=32, epochs=5, validation_data=(X_val, y_val))
# ```
#
# In PyTorch, where the loop stays in your hands:
#
# ```python
# model = torch.nn.Sequential(
#     torch.nn.Linear(784, 16), torch.nn.ReLU(),                       # weight (16, 784): W transposed
#     torch.nn.Linear(16, 16), torch.nn.ReLU(),
#     torch.nn.Linear(16, 10),                                         # scores: softmax is in the loss
# )
# loss_function = torch.nn.CrossEntropyLoss()                          # mean over the batch, takes labels
# optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
#
# X, y = torch.from_numpy(X_train), torch.from_numpy(y_train)
# for epoch in range(5):
#     for rows in torch.randperm(len(X)).split(32):                    # order, cut into batches; the last is smaller
#         J = loss_function(model(X[rows]), y[rows])                   # forward
#         optimizer.zero_grad()                                        # or the gradients would add up
#         J.backward()                                                 # gradients
#         optimizer.step()                                             # W - learning_rate * dW
# ```
#
# Line by line it is what you wrote: `forward`, `gradients`, the step, `order`. Both start from other random
# weights than we do, so their curves differ in detail.
#
# ## What to remember
#
# - Six short functions read handwriting. The largest part of it is two matrix products a layer, one up and
#   one down.
# - Before training, a classifier with ten classes has a loss near $\log 10 = 2.30$ and is right one time in
#   ten. Check it.
# - Training, validation, test: learn with the first, choose with the second, open the third once. Then report
#   the error with the number.
# - A baseline tells what the hidden layers are worth; the confusion matrix and the surest errors tell what
#   is still wrong.
# - High confidence is not high reliability, and a large weight is not an important input.
# - A dense network knows nothing of neighbours, learns noise if you let it, and learns nothing if it starts
#   at zero.
#
# ## Where next
#
# Back to the start page, and try to beat yourself: change the sizes, the learning rate and the epochs
# above. The library's `nncore.fit` adds momentum, a learning rate that falls, and early stopping; the
# digits it gets wrong then are worth looking at.
