"""Lesson 02, train one neuron: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.activations import maxout, sigmoid
from nncore.data import load_gate
from nncore.gradcheck import numerical_gradient
from nncore.network import Network
from nncore.slides.records import Erratum, Term

LESSON = "02-train-a-neuron"


class _SlidePerceptron:
    """The slides' class; its random weights are those of the lesson, which draws w1 and w2 before w0."""

    def __init__(self, X: np.ndarray, Y: np.ndarray) -> None:
        self.N = X.shape[0]
        self.X = np.hstack((np.ones([X.shape[0], 1]), X))
        self.Y = Y
        self.weights = np.roll(np.random.default_rng(4).random((3, 1)), 1, axis=0)
        self.mean_square_error_log: list[np.ndarray] = []

    def feed_forward(self) -> None:
        self.output = sigmoid(np.dot(self.X, self.weights))

    def back_propagation(self) -> None:
        output_diff = self.output - self.Y
        self.mean_square_error_log.append(np.sum(output_diff**2, axis=0) / self.N)
        res = output_diff * _sigmoid_derivative(self.output)
        self.weights = self.weights - np.dot(self.X.T, res) / self.N

    def train(self, epochs: int = 2000) -> _SlidePerceptron:
        for _ in range(epochs):
            self.feed_forward()
            self.back_propagation()
        return self


def _sigmoid_derivative(z: float | np.ndarray) -> float | np.ndarray:
    """Compute what the slides' function of this name does, argument name included."""
    return z * (1.0 - z)


def _delta(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray((p - y) * p * (1 - p))


def _gates_of_one_neuron() -> tuple[float, float]:
    """Let 100,000 random neurons try XOR; the slide promises all four rows."""
    X, y = load_gate("xor")
    neurons = np.random.default_rng(0).normal(scale=3, size=(100_000, 3))
    fires = neurons[:, :1] + neurons[:, 1:] @ X.T > 0
    return len(y), int(np.sum(fires == (y[:, 0] == 1), axis=1).max())


def _direction_of_an_index() -> tuple[float, float]:
    """Measure both derivatives that could be w_12 = -1 in y = W x."""
    W = np.array([[0.5, -1.0, 2.0], [1.5, 0.2, -0.4]])
    x = np.array([1.0, 2.0, 3.0])
    slopes_of_y1 = numerical_gradient(lambda v: float(W[0] @ v), x)
    slopes_of_y2 = numerical_gradient(lambda v: float(W[1] @ v), x)
    return float(slopes_of_y2[0]), float(slopes_of_y1[1])


def _sigmoid_reaches_one() -> tuple[float, float]:
    return 1 - float(sigmoid(40.0)), float(sigmoid(-40.0))  # 1 - sigma(z) = sigma(-z)


def _product_of_two_columns() -> tuple[float, float]:
    x, w = np.array([[1.0], [2.0], [3.0]]), np.array([[0.5], [-1.0], [2.0]])
    try:
        by_the_slide = float((w @ x).item())
    except ValueError:  # (3, 1) times (3, 1)
        by_the_slide = np.nan
    return by_the_slide, float((w.T @ x).item())


def _maxout_at_zero() -> tuple[float, float]:
    x, w1, w2, b1, b2 = 0.0, 0.7, -0.4, 0.3, -1.0
    return 0.0, float(maxout(w1 * x + b1, w2 * x + b2))


def _sum_to_n() -> tuple[float, float]:
    """Take E of AND at p = 0.5, summed to n, the number of inputs, and to N, the number of rows."""
    X, y = load_gate("and")
    N, n = X.shape
    squares = (0.5 - y[:, 0]) ** 2 / 2
    return float(squares[:n].sum() / N), float(squares.sum() / N)


def _power_rule_alone() -> tuple[float, float]:
    x, y, b, w2 = np.array([0.4, -1.5]), 0.3, 0.5, -0.2

    def loss(w1: np.ndarray) -> float:
        return float((sigmoid(b + w1[0] * x[0] + w2 * x[1]) - y) ** 2 / 2)

    w1 = np.array([0.7])
    return float(sigmoid(b + w1[0] * x[0] + w2 * x[1]) - y), float(numerical_gradient(loss, w1)[0])


def _slope_at_two() -> tuple[float, float]:
    z = np.array([2.0])
    right = numerical_gradient(lambda v: float(sigmoid(v)[0]), z)
    return float(_sigmoid_derivative(2.0)), float(right[0])


def _one_sample_or_all() -> tuple[float, float]:
    """Train AND for one epoch: a step after each sample, and the code's one step with the mean."""
    X, Y = load_gate("and")
    code = _SlidePerceptron(X, Y)
    w = code.weights.copy()
    for x, y in zip(code.X, Y, strict=True):
        w = w - _delta(sigmoid(x @ w), y) * x[:, None]
    return float(w[0, 0]), float(code.train(epochs=1).weights[0, 0])


def _three_inputs() -> tuple[float, float]:
    """Compute the outputs of a neuron for eight rows of three inputs."""
    X = np.array([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)], dtype=float)
    Y = X.all(axis=1, keepdims=True).astype(float)
    perceptron = _SlidePerceptron(X, Y)
    try:
        perceptron.feed_forward()
        by_the_slide = float(perceptron.output.size)
    except ValueError:  # four columns, three weights
        by_the_slide = np.nan
    weights = np.random.default_rng(4).random((X.shape[1] + 1, 1))
    return by_the_slide, float(sigmoid(perceptron.X @ weights).size)


def _lines_that_compile() -> tuple[float, float]:
    pasted = (
        "res = output_diff * sigmoid_derivative(self.output) ← (ŷ - y) ŷ (1 - ŷ)",
        "alpha = 1 # Learning rate\n                    Bỏ qua hoặc chuyển\n                    vào learning rate",
    )
    mended = (
        "res = output_diff * sigmoid_derivative(self.output)  # (ŷ - y) ŷ (1 - ŷ)",
        "alpha = 1  # Learning rate",
    )
    return sum(map(_compiles, pasted)), sum(map(_compiles, mended))


def _compiles(code: str) -> bool:
    try:
        compile(code, "slide", "exec")
    except SyntaxError:  # IndentationError is one, too
        return False
    return True


def _log_or_loss() -> tuple[float, float]:
    X, Y = load_gate("and")
    trained = _SlidePerceptron(X, Y).train()
    loss = np.sum((trained.output - Y) ** 2) / (2 * trained.N)
    return float(trained.mean_square_error_log[-1][0]), float(loss)


def _output_of_old_weights() -> tuple[float, float]:
    """Compare the printed outputs with those of the final weights, computed again after the training."""
    trained = _SlidePerceptron(*load_gate("and")).train()
    printed, final = trained.output, sigmoid(trained.X @ trained.weights)
    trained.feed_forward()
    return float(np.abs(printed - final).max()), float(np.abs(trained.output - final).max())


def _predict() -> tuple[float, float]:
    trained = _SlidePerceptron(*load_gate("and")).train()
    try:
        by_the_slide = float(trained.predict(trained.X)[3, 0])  # type: ignore[attr-defined]
    except AttributeError:
        by_the_slide = np.nan
    return by_the_slide, float(sigmoid(trained.X @ trained.weights)[3, 0])


def _surface_of_an_asymmetric_gate() -> tuple[float, float]:
    """Fill the slides' 20 by 20 grid for x1 AND NOT x2, by their reshape and without their .T."""
    w = _SlidePerceptron(*load_gate("x1_and_not_x2")).train().weights
    K = 20
    X1, X2 = np.meshgrid(np.linspace(0, 1, K), np.linspace(0, 1, K))
    true = sigmoid(w[0] + w[1] * X1 + w[2] * X2)

    def filled(points: np.ndarray) -> np.ndarray:
        return np.asarray(sigmoid(w[0] + w[1] * points[:, 0] + w[2] * points[:, 1])).reshape(-1, K)

    by_the_slide = filled(np.array([X1, X2]).T.reshape(-1, 2))
    right = filled(np.stack([X1, X2], axis=-1).reshape(-1, 2))
    return float(np.abs(by_the_slide - true).max()), float(np.abs(right - true).max())


def _axes_in_three_dimensions() -> tuple[float, float]:
    from matplotlib.figure import Figure

    def n_axes(axes: object) -> int:
        return sum(hasattr(axes, f"{name}axis") for name in "xyz")

    try:
        by_the_slide = float(n_axes(Figure().gca(projection="3d")))  # type: ignore[call-arg]
    except TypeError:
        by_the_slide = np.nan
    return by_the_slide, n_axes(Figure().add_subplot(projection="3d"))


def _xor_with_hidden_units() -> tuple[float, float]:
    """Descend on E of XOR for 2000 epochs: with one neuron, and with two tanh units in front of it."""
    X, Y = load_gate("xor")
    losses = []
    for sizes in ([2, 1], [2, 2, 1]):
        net = Network(sizes, activation="tanh", output="sigmoid", loss="mse", rng=np.random.default_rng(4))
        for _ in range(2000):
            _, dW, db = net.loss_and_gradients(X, Y)
            net.W = [w - 2 * g for w, g in zip(net.W, dW, strict=True)]
            net.b = [b - 2 * g for b, g in zip(net.b, db, strict=True)]
        losses.append(net.loss(X, Y))
    return losses[0], losses[1]


def _slopes_without_propagation() -> tuple[float, float]:
    """Count the slopes of a 2-2-1 network that error times slope times input gives: those of the last layer."""
    X, Y = load_gate("xor")
    net = Network([2, 2, 1], activation="tanh", output="sigmoid", loss="mse", rng=np.random.default_rng(0))
    _, A = net.forward(X)
    d = _delta(A[-1], Y) / len(Y)
    by_the_rule = (A[-2].T @ d).size + d.sum(axis=0).size
    _, dW, db = net.loss_and_gradients(X, Y)
    return by_the_rule, sum(g.size for g in [*dW, *db])


ERRATA = (
    Erratum(
        "S2 L171",
        LESSON,
        "one perceptron is enough for AND, OR *and XOR*",
        r"AND and OR. XOR would need $b < 0$, $b + w_1 > 0$, $b + w_2 > 0$. The last two add up to "
        r"$b + w_1 + w_2 > -b > 0$, and the row (1, 1) wants the opposite. The deck shows it itself, later.",
        "rows of XOR that one perceptron gets right: promised; best of 100,000 random ones",
        _gates_of_one_neuron,
    ),
    Erratum(
        "S2 L231",
        LESSON,
        r"$w_{ij}$ leads from node $i$ to node $j$",
        r"Earlier in the deck $\partial y_i / \partial x_j = w_{ij}$, so from $j$ to $i$. Either will do, not both. "
        "(This course: rows are samples, and `W[i, j]` leads from $i$ to $j$.)",
        r"$y = Wx$ with $w_{12} = -1$: measured $\partial y_2 / \partial x_1$; measured $\partial y_1 / \partial x_2$",
        _direction_of_an_index,
    ),
    Erratum(
        "S2 L303",
        LESSON,
        r"the sigmoid's values lie in $[0 \ldots 1]$",
        "Between 0 and 1; neither is ever reached, except by rounding.",
        r"$1 - \sigma(40)$: in floating point; on paper",
        _sigmoid_reaches_one,
    ),
    Erratum(
        "S2 L308",
        LESSON,
        r"$z = W \cdot x$ and $z = Wx$, both columns (the code has `np.dot(X, weights)`)",
        r"Two columns have no matrix product. $z = w^T x$ for one sample, `X @ w` for all of them.",
        "$z$ for $x = (1, 2, 3)$, $w = (0.5, -1, 2)$",
        _product_of_two_columns,
    ),
    Erratum(
        "S2 L320",
        LESSON,
        "all activation functions but the sigmoid give 0 at 0",
        r"Not Maxout, which is on the deck's own list: $\max(w_1^T x + b_1,\ w_2^T x + b_2)$ is the larger bias there.",
        "Maxout at $x = 0$ with biases 0.3 and −1",
        _maxout_at_zero,
    ),
    Erratum(
        "S2 L352",
        LESSON,
        r"$E = \frac1N \sum_{i=1}^{n} E_i$",
        "The sum runs over all $N$ samples.",
        r"$E$ of AND at $p = 0.5$: summed to $n = 2$, the number of inputs; to $N = 4$",
        _sum_to_n,
    ),
    Erratum(
        "S2 L358",
        LESSON,
        r"$\partial E_i / \partial w_k$ by the “power rule”",
        r"Power rule *and chain rule*: $\hat y$ depends on $w_k$ too. (The line itself is right, its name is short.)",
        r"slope of one $E_i$ in $w_1$: by the power rule alone, $\hat y - y$; measured",
        _power_rule_alone,
    ),
    Erratum(
        "S2 L394",
        LESSON,
        "a formula for one sample $i$ stands for code that takes the mean over all",
        r"Two algorithms. The code's is $w_k \leftarrow w_k - \alpha\, \frac1N \sum_i \ldots$, one step an epoch.",
        "$w_0$ of AND after one epoch: a step after each sample; one step, as in the code",
        _one_sample_or_all,
    ),
    Erratum(
        "S2 L415",
        LESSON,
        "`sigmoid_derivative(z)` returns `z * (1 - z)`",
        r"That is $\sigma'$ if its argument is $p = \sigma(z)$ already, as where it is called. The name should say so.",
        "slope of the sigmoid at $z = 2$: with the argument as named; measured",
        _slope_at_two,
    ),
    Erratum(
        "S2 L427",
        LESSON,
        "`self.weights = np.random.rand(3, 1)`",
        "Two inputs, no other number, and no seed: `rng.random((X.shape[1] + 1, 1))`.",
        "outputs computed for 8 rows of 3 inputs",
        _three_inputs,
    ),
    Erratum(
        "S2 L439",
        LESSON,
        "the code logs the “Mean Square Error”",
        r"That is $2E$, twice the loss of the loss slide: its $\frac12$ is missing.",
        "AND, before the last update: logged; $E$",
        _log_or_loss,
    ),
    Erratum(
        "S2 L441",
        LESSON,
        "lines with an arrow or a remark over two lines in them, from the slide's layout",
        "Remarks belong behind a `#`; pasted as they stand, these lines do not run.",
        "lines, of two, that Python compiles",
        _lines_that_compile,
    ),
    Erratum(
        "S2 L465",
        LESSON,
        "prints the output after the last training",
        "It was computed before the last update: call `feed_forward` once more.",
        "AND: largest difference from the outputs of the final weights",
        _output_of_old_weights,
    ),
    Erratum(
        "S2 L506",
        LESSON,
        "the grid is filled through `.T.reshape`, and drawn over `X1`, `X2`",
        "So `Z[i, j]` belongs to the point with $x_1$ and $x_2$ exchanged. AND and OR do not show it. Stack without "
        "`.T`: `np.stack([X1, X2], axis=-1)`.",
        "$x_1$ AND NOT $x_2$, trained: largest error of the surface",
        _surface_of_an_asymmetric_gate,
    ),
    Erratum(
        "S2 L507",
        LESSON,
        "`perceptron.predict(X)`",
        "The class has no such method: AttributeError.",
        "output of the trained AND at (1, 1)",
        _predict,
    ),
    Erratum(
        "S2 L511",
        LESSON,
        "`fig.gca(projection='3d')`",
        "Matplotlib accepts no argument there any more: `fig.add_subplot(projection='3d')`.",
        "axes drawn",
        _axes_in_three_dimensions,
    ),
    Erratum(
        "S2 L551",
        LESSON,
        "training XOR “failed!”",
        "The training found the best of all neurons; it is the model that cannot. The same descent works with two "
        "units in front (lesson 09).",
        "$E$ of XOR after 2000 epochs: one neuron; two hidden units and one neuron",
        _xor_with_hidden_units,
    ),
    Erratum(
        "S2 L581",
        LESSON,
        "the technique used is “backpropagation”",
        "The delta rule: error times slope times input. There is no hidden layer to propagate back to; where there is "
        "one, this rule alone does not reach it.",
        "slopes of a 2-2-1 network: found by the delta rule; by backpropagation",
        _slopes_without_propagation,
    ),
)

TERMS = (
    Term("task", "nhiệm vụ", "", LESSON),
    Term("sample", "mẫu", r"(x_i, y_i)", LESSON),
    Term("actual", "thực tế", "p", LESSON),
    Term("target", "kỳ vọng", "y", LESSON),
    Term("loss", "hàm sai lệch", "E", LESSON),
    Term("cost function", "hàm chi phí", "J", LESSON),
    Term("backpropagation", "lan truyền ngược", "", LESSON),
)
