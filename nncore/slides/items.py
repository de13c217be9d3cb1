"""The slides, item by item: what each asks a course to teach. The coverage page says where each is taught."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One item of the slides.

    Attributes
    ----------
    id : str
        Deck and number: ``"S2.20"``.
    line : int
        Where it begins in the deck's text.
    content : str
        What it says, in a few words (Markdown, formulas between dollars).
    """

    id: str
    line: int
    content: str


_DECKS: dict[str, list[tuple[int, str]]] = {
    "S0": [
        (13, "Two parts: representation and forward propagation; training and backpropagation"),
        (21, r"Logistic regression is a linear classifier, $h = g(\theta^T x)$"),
        (33, "Data that no line can part"),
        (41, "Houses: polynomial features; which, how many, how many features then?"),
        (64, r"The logistic unit with $x_0$ to $x_3$ and $\theta_0$ to $\theta_3$"),
        (77, "A neural network drawn"),
        (84, r"$a_1, a_2, a_3$ of the hidden layer, node by node"),
        (116, "Why activations: a new representation; without them all is linear"),
        (136, "Sigmoid, tanh with its derivative, ReLU"),
        (158, r"The shape of a weight matrix, $s_{j+1} \times (s_j + 1)$"),
        (167, "Forward propagation, by scalars and by vectors"),
        (200, "A network learns its features"),
        (224, "Other architectures"),
        (228, "OR and AND can be parted by a line, XOR cannot; XOR taken apart"),
        (271, "OR as a unit"),
        (288, "AND as a unit"),
        (304, "NOT as a unit"),
        (320, "AND(NOT $x_1$, $x_2$) as a unit"),
        (336, "AND($x_1$, NOT $x_2$) as a unit"),
        (351, "XOR by composition"),
        (363, "Playground, Tasks 1 to 4"),
        (393, "The cost: cross-entropy, a mean over the samples"),
        (400, "The gradient as one vector over all weights"),
        (406, r"The chain rule, $\delta = dJ/dz$ and $dJ/dW$"),
        (441, "The backpropagation algorithm"),
        (459, "Regularization: the penalty"),
        (467, "Regularization: its gradient"),
        (478, "One vs. all: K classifiers"),
        (489, "Softmax"),
        (499, "Cross-entropy of softmax"),
        (511, "Labs: California Housing; MNIST"),
    ],
    "S1": [
        (6, "What a neural network is"),
        (15, "Input, hidden and output layer; as many outputs as labels"),
        (32, "Weights and biases, drawn at random at first"),
        (36, "What activations are for"),
        (40, r"From 784 inputs to 16 units: $16 \times 784 + 16$ numbers"),
        (45, "784-16-16-10, its parameters counted"),
        (52, r"$z = Wx + b$, $a = f(z)$"),
        (69, "Layer after layer; the output's own activation"),
        (83, "What backpropagation is for"),
        (90, r"The graph $x, y \to z \to L$ and its local gradients"),
        (103, "The update of weights and biases"),
    ],
    "S2": [
        (2, "Why write it yourself"),
        (18, "Ideas from nature; the neuron"),
        (41, "The mathematics needed"),
        (56, "Seven rules of differentiation"),
        (76, "Fifteen derivatives"),
        (109, "Partial derivatives: temperature over time and place"),
        (114, r"Vectors: $y = Wx$"),
        (142, r"$\partial y_i / \partial x_j = w_{ij}$"),
        (158, r"The Jacobian of $Wx$ is $W$"),
        (169, "The task: AND, OR, XOR and their tables"),
        (207, r"$\hat y = \sigma(w_0 + w_1 x_1 + w_2 x_2)$: find the weights"),
        (227, "Notation: X, the parameters, E"),
        (235, "Epochs of feed-forward and correction"),
        (245, "Sigmoid, tanh, ReLU, Leaky ReLU, Maxout, ELU"),
        (286, "The sigmoid's derivative and properties"),
        (306, "The hypothesis in vectors"),
        (317, "Why a bias"),
        (325, r"The loss $E = \frac{1}{2N}\sum$, and three questions about it"),
        (336, "Only the weights are varied"),
        (348, r"The derivation of $\partial E_i / \partial w_k$"),
        (392, "The update after each sample"),
        (406, "The class Perceptron"),
        (450, "2000 epochs: the error and the table of outputs"),
        (486, r"The output over the unit square in 3-D"),
        (527, "OR"),
        (551, "XOR ends at 0.5"),
        (571, "What one perceptron can do"),
        (579, "On to more layers"),
        (587, "References"),
    ],
    "S3": [
        (12, "Outline"),
        (20, "Learning picks a function from a family; prediction applies it"),
        (55, "Training and test set"),
        (61, "Underfitting and overfitting"),
        (72, "Bias and variance"),
        (83, "Artificial intelligence, machine learning, deep learning"),
        (92, "Programs that are written, learnt, prompted"),
        (102, "Why now: data, hardware, software"),
        (133, "The hype cycle"),
        (158, "Brain and network; layers make it parallel"),
        (164, "The perceptron with a step and a threshold"),
        (175, "The soft perceptron"),
        (207, "Six activations; ReLU by default; ReLU6, swish, mish"),
        (252, "Linear and bent boundaries"),
        (271, r"$z = w_0 + \sum_i x_i w_i$"),
        (286, "Several outputs"),
        (292, "One hidden layer, written out; several"),
        (333, "Universal approximation"),
        (339, "The function of six ReLU"),
        (353, "Hornik, Cybenko, Leshno"),
        (367, "Depth against width"),
        (375, r"$W^* = \arg\min J$; the loss as a landscape"),
        (395, "Gradient descent, normal first weights, stochastic gradient descent"),
        (426, r"$\partial J/\partial w_2$ and $\partial J/\partial w_1$ by the chain rule"),
        (490, "The walk: seven steps forward"),
        (524, "The walk: the error"),
        (532, "The walk: five steps backward"),
        (557, "The walk: six updates"),
        (585, "Nielsen's five steps"),
        (596, r"$\Delta w \to \Delta C$, the sum over all paths"),
        (669, "Libraries: Keras, TensorFlow, PyTorch"),
        (681, "References"),
    ],
    "S4": [
        (10, "Gradient descent on $f(x)$"),
        (22, "Three learning rates"),
        (30, "Three variants, by how much data one step uses"),
        (40, "Batch gradient descent"),
        (56, "Stochastic gradient descent"),
        (76, "Mini-batch gradient descent; the three compared"),
        (114, "What a neural network is; a neuron is linear, then activation"),
        (131, "Sigmoid: for and against"),
        (145, "tanh: for and against"),
        (158, "ReLU: for and against"),
        (169, "Leaky ReLU, and advice"),
        (182, "Logistic regression as a network, in two steps"),
        (199, "A model is an architecture and its parameters"),
        (205, "The structure: layers and nodes"),
        (219, "The notation of the parameters"),
        (238, "2-3-3-1 forward"),
        (272, "Backpropagation and the chain rule"),
        (287, "Four steps of an update"),
        (294, "Backpropagation in matrices, an example"),
    ],
}


def items() -> tuple[Item, ...]:
    """Return every item of the five decks in their order."""
    return tuple(
        Item(f"{deck}.{number}", line, content)
        for deck, entries in _DECKS.items()
        for number, (line, content) in enumerate(entries, start=1)
    )
