"""Break each formula of the library once, in memory, and see which check of `formulas.py` notices.

python tests/library/mutate.py        lists every mutant with the check that caught it
"""

import sys
import types
import warnings
from pathlib import Path

import formulas

import nncore

PACKAGE = Path(nncore.__file__).parent
MODULES = ("activations", "losses", "network", "optimizers", "metrics", "training", "gradcheck")

# (module, text that occurs once in it, what to put there)
MUTANTS = (
    ("activations", "as_numbers(z).copy()[()]", "-as_numbers(z)"),
    ("activations", "np.ones_like(as_numbers(z))[()]", "0 * np.ones_like(as_numbers(z))"),
    ("activations", "np.where(z.real >= 0, 1, e) / (1 + e)", "np.where(z.real >= 0, e, 1) / (1 + e)"),
    ("activations", "np.where(z.real >= 0, -z, z)", "np.where(z.real >= 0, -z, 2 * z)"),
    ("activations", "e / (1 + e) ** 2", "e / (1 + e)"),
    ("activations", "values: Array = np.tanh(as_numbers(z))", "values: Array = np.tanh(as_numbers(z) / 2)"),
    ("activations", "1 - np.tanh(as_numbers(z)) ** 2", "1 - np.tanh(as_numbers(z))"),
    ("activations", "values: Array = np.maximum(z, np.zeros(z.shape, z.dtype))", "values: Array = np.abs(z)"),
    ("activations", "slope: Array = (z > 0).astype", "slope: Array = (z >= 0).astype"),
    ("activations", "z * np.where(z.real > 0, 1, alpha)", "z * np.where(z.real > 0, 1, 0.01)"),
    ("activations", "slope: Array = np.where(z > 0, 1, alpha).", "slope: Array = np.where(z > 0, alpha, 1)."),
    ("activations", "z, alpha * np.expm1(np.minimum(z, 0))", "z, np.expm1(np.minimum(z, 0))"),
    ("activations", "1, alpha * np.exp(np.minimum(z, 0))", "1, np.exp(np.minimum(z, 0))"),
    ("activations", "np.minimum(np.maximum(as_numbers(z), 0), 6)", "np.maximum(as_numbers(z), 0)"),
    ("activations", "(z > 0) & (z < 6)", "(z > 0)"),
    ("activations", "values: Array = z * sigmoid(z)", "values: Array = sigmoid(z)"),
    ("activations", "sigmoid(z) + z * sigmoid_grad(z)", "sigmoid(z) + sigmoid_grad(z)"),
    ("activations", "np.where(right, 1 + 2 * e, e * (e + 2))", "np.where(right, 1 + e, e * (e + 2))"),
    ("activations", "values: Array = z * _tanh_softplus(z)", "values: Array = _tanh_softplus(z)"),
    ("activations", "t + z * (1 - t**2) * sigmoid(z)", "t + z * (1 - t) * sigmoid(z)"),
    ("activations", "E /= E.sum(axis=0)", "E /= E.sum(axis=0) + 1e-6"),
    ("activations", "- P[..., None, :])", "- P[..., :, None])"),
    ("activations", "reduce(np.maximum, _alike(Z))", "reduce(np.minimum, _alike(Z))"),
    ("activations", "np.argmax(np.stack(arrays), axis=0)", "np.argmin(np.stack(arrays), axis=0)"),
    ("losses", "((A - Y) ** 2).sum().item() / (2 * len(Y))", "((A - Y) ** 2).sum().item() / len(Y)"),
    ("losses", "D = (A - Y) / len(Y)", "D = A - Y"),
    ("losses", "A * (D - (A * D).sum(axis=1, keepdims=True))", "A * (1 - A) * D"),
    ("losses", "D * output.grad(Z)", "D * output.grad(A)"),
    ("losses", "np.maximum(Z, 0) - Z * Y + np.log1p(e)", "np.maximum(Z, 0) - Z * Y - np.log1p(e)"),
    ("losses", "(sigmoid(Z) - Y) / len(Y)", "(sigmoid(Z) - Y)"),
    ("losses", "- np.vdot(targets, shifted)", "+ np.vdot(targets, shifted)"),
    ("losses", "E /= sums", "pass"),
    ("losses", "E -= targets", "E += targets"),
    ("losses", "E /= len(Y)", "E /= Y.size"),
    ("losses", "np.eye(n_classes)[", "np.eye(n_classes)[::-1]["),
    ("network", '"he": np.sqrt(2 / n_in)', '"he": np.sqrt(1 / n_in)'),
    ("network", "np.sqrt(2 / (n_in + n_out))", "np.sqrt(2 / n_out)"),
    ("network", '"normal": scale,', '"normal": scale**2,'),
    ("network", '"zeros": 0.0', '"zeros": 0.1'),
    ("network", "    Z += b", "    Z -= b"),
    ("network", "return Z + b", "return Z - b"),
    ("network", "Z.append(_affine(A[-1], self.W[k], self.b[k], z_out))", "Z.append(A[-1] @ self.W[k])"),
    ("network", "out=work.D[k - 1]", "out=Z[k - 1]"),
    ("network", "A = activation.f(_affine(A, W, b))", "A = activation.f(A @ W)"),
    ("network", "[*A, self.activations[-1].f(Z[-1])]", "[*A, Z[-1]]"),
    ("network", "l2 / (2 * n_train)", "l2 / n_train"),
    ("network", "np.matmul(A[k].T, D, out=dW[k])", "np.matmul(A[k].T, abs(D), out=dW[k])"),
    ("network", "np.matmul(ones, D, out=db[k])", "np.matmul(ones / len(X), D, out=db[k])"),
    ("network", "dW[k] += scale * l2 / n_train * self.W[k]", "dW[k] += scale * l2 / len(X) * self.W[k]"),
    ("network", "dW[k] += scale * l2", "dW[k] += l2"),
    ("network", "D *= scale", "pass"),
    ("network", "D *= self.activations[k - 1].grad(Z[k - 1])", "pass"),
    ("network", "np.matmul(D, self.W[k].T", "np.matmul(D, abs(self.W[k].T)"),
    ("network", ".grad(Z[k - 1])", ".grad(A[k])"),
    ("network", "J, _ = evaluate(self.loss_name, Z[-1], Y,", "J, _ = evaluate(self.loss_name, Z[-1], 0.9 * Y,"),
    ("optimizers", "            p -= g", "            p += g"),
    ("optimizers", "        g *= self.learning_rate\n\n\nclass Momentum", "        pass\n\n\nclass Momentum"),
    ("optimizers", "np.multiply(v, self.learning_rate, out=g)", "np.multiply(v, 0.1, out=g)"),
    ("optimizers", "g += self.momentum * v", "g += v"),
    ("optimizers", "s *= self.decay", "s *= 1 - self.decay"),
    ("optimizers", "s += (1 - self.decay) * g**2", "s += g**2"),
    ("optimizers", "g /= np.sqrt(s) + self.eps", "g /= np.sqrt(s + self.eps)"),
    ("optimizers", "t += 1", "t += 2"),
    ("optimizers", "m *= self.beta1", "m *= self.beta2"),
    ("optimizers", "m += (1 - self.beta1) * g", "m += g"),
    ("optimizers", "s *= self.beta2", "s *= self.beta1"),
    ("optimizers", "s += (1 - self.beta2) * g**2", "s += (1 - self.beta2) * g"),
    ("optimizers", "/ (1 - self.beta1 ** t.item())", ""),
    ("optimizers", "np.sqrt(s / (1 - self.beta2 ** t.item()))", "np.sqrt(s)"),
    ("training", "n_rows, batch_size)", "n_rows - batch_size + 1, batch_size)"),
    ("training", "factor ** (epoch // every)", "factor**epoch"),
    ("training", "math.cos(math.pi * min(epoch / epochs, 1))", "math.cos(math.pi * epoch / epochs)"),
    ("training", "total += J * len(rows)", "total += J * len(self.X_batch)"),
    ("training", "net.backpropagate(X, Y, self.l2, len(self.X), work)", "net.backpropagate(X, Y, 0, 1, work)"),
    ("training", "self.Y.take(rows,", "self.Y.take(np.sort(rows),"),
    ("gradcheck", "(above - below) / (up - down)", "(above - below) / (up - original)"),
    ("gradcheck", "theta[entry] = down", "theta[entry] = original"),
    ("gradcheck", "value.imag / h", "value.real / h"),
    ("gradcheck", "np.argmax(difference)", "np.argmin(difference)"),
    ("gradcheck", "relative_error=error / largest", "relative_error=error"),
    ("gradcheck", "ok=error <= rtol * largest + atol", "ok=True"),
    ("metrics", "values[:, 0] >= threshold", "values[:, 0] > threshold"),
    ("metrics", "np.argmax(values, axis=1)", "np.argmin(values, axis=1)"),
    ("metrics", "n_classes * y_true + y_pred", "n_classes * y_pred + y_true"),
    ("metrics", "matrix.sum(axis=0), matrix.sum(axis=1)", "matrix.sum(axis=1), matrix.sum(axis=0)"),
)


def broken(module, old, new):
    """The library, loaded anew with `old` replaced by `new` in one module; the real one stays as it is."""
    names = ["nncore", *(f"nncore.{name}" for name in MODULES)]
    real = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    try:
        package = sys.modules["nncore"] = types.ModuleType("nncore")
        package.__path__ = []
        for name in (*MODULES, "__init__"):
            source = (PACKAGE / f"{name}.py").read_text(encoding="utf-8")
            if name == module:
                if source.count(old) != 1:
                    raise ValueError(f"{old!r} occurs {source.count(old)} times in {name}.py; once is needed")
                source = source.replace(old, new)
            target = package
            if name != "__init__":
                target = sys.modules[f"nncore.{name}"] = types.ModuleType(f"nncore.{name}")
            exec(compile(source, f"{name}.py", "exec"), target.__dict__)
        return package
    finally:
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(real)


def caught_by(mutant):
    """Name of the first check that fails on a mutant; None if it survives."""
    nn = broken(*mutant)
    for check in formulas.CHECKS:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                check(nn)
        except Exception:
            return check.__name__
    return None


if __name__ == "__main__":
    for mutant in MUTANTS:
        print(f"{caught_by(mutant) or 'SURVIVED':32s} {mutant[0]}: {mutant[1]}  ->  {mutant[2]}")
