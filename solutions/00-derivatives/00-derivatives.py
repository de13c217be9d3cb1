# %% [markdown] seeds="S2.3"
# # Derivatives, checked by numbers
#
# **The question.** A neural network (*mạng nơ-ron*) has thousands of numbers inside. To learn, it asks of each of
# them: if this number grew a little, would my error rise or fall, and how fast? The answer to such a question is
# a derivative (*đạo hàm*). How do you compute one? And how do you know that your formula for a slope is right?
#
# **What you will do.** Write five short functions. With them you test all 15 derivatives and all 7 rules that the
# slides list, find out how a computer can get a slope wrong, follow a change through a small graph along two
# paths, and at the end let a machine of one number learn.
#
# **What you need.** Some Python, and derivatives from school. NumPy is explained as far as it is used. About 50
# minutes. The slides are deck 002, "Neural Network from Scratch", up to the page "Jacobian Matrix"; from deck 001
# the part "Chain rule"; from deck 003 "Nhắc lại về học máy" and "Giới thiệu khái niệm Học sâu".
#
# **How a lesson works.** This page is made of cells: some hold text, some hold Python. Click on a cell, press
# Shift+Enter, and it runs. Run them from the top, in order, since each uses what the cells before it have made.
#
# Where you find `raise NotImplementedError`, the function is yours: replace that line by your code and run the
# cell. The cell below it, `check(...)`, then tells you what is right and what is not, and where it can, why. Ask as
# often as you like; with each attempt it gives one more hint. Is everything in a muddle? Choose *Kernel*, then
# *Restart Kernel*, and run the cells from the top again. What you have written stays. Save with Ctrl+S.

# %%
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np

from nncore.exercises import check
from nncore.plots import COLORS, network_diagram, new_axes, png, show
from nncore.slides import errata

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## Arrays
#
# One page of NumPy. An *array* holds numbers in a box, and its `shape` says how many there are along each axis.
# `(3,)` is a vector of three numbers; `(2, 3)` is a matrix (*ma trận*) of 2 rows (*hàng*) and 3 columns (*cột*).
# Counting starts at 0, so `W[0, 2]` is the last number of the first row.

# %%
x = np.array([1.0, 2.0, 3.0])
W = np.array([[0.5, -1.0, 2.0], [1.5, 0.2, -0.4]])
print("x has shape", x.shape, "and W has shape", W.shape)

print("entry by entry:  x + 10 =", x + 10, "  x * x =", x * x, "  np.exp(x) =", np.exp(x))
print("one number:      x.sum() =", x.sum(), "  W[0, 2] =", W[0, 2], "  W.size =", W.size)
print("a row, a column: W[0] =", W[0], "  W[:, 0] =", W[:, 0])
print("rows turned into columns: W.T has shape", W.T.shape)

# Matrix times vector: row by row, multiply entry by entry and add up. (2, 3) @ (3,) gives (2,).
print("W @ x =", W @ x)
assert (W @ x)[0] == 0.5 * 1 + (-1.0) * 2 + 2.0 * 3

# %% [markdown]
# Two things surprise everybody once. `b = a` makes no second array, only a second name for the same one;
# `a.copy()` makes a second one. And an array made of whole numbers can hold nothing else, so write `1.0`, not `1`.

# %%
a = np.array([1.0, 2.0])
b, c = a, a.copy()
a[0] = 100
print("b =", b, "has changed with a;  c =", c, "has not")

whole = np.array([1, 2])
whole[0] = 1.7
print("1.7 became", whole[0])
assert b[0] == 100
assert c[0] == whole[0] == 1

# %% [markdown]
# ## A slope
#
# Think of a path over a hill: $f(x)$ is its height at the place $x$. The derivative $f'(x)$ is how steep the path
# is there: how much height you win for each step forward. It is the slope of the *tangent*, the straight line that
# touches the curve at that place.
#
# A straight line through two *different* points of the curve is easier to come by. Take a point a little ahead,
# $x + h$, and one a little behind, $x - h$.

# %%
def hill(x):
    return np.sin(x) + 0.3 * x


def draw_hill(x, h):
    """Draw the tangent at x and the line through x - h and x + h; return the axes and a description."""
    steepness = np.cos(x) + 0.3  # the derivative of the hill, by the rules from school
    ahead, behind = hill(x + h), hill(x - h)
    through = (ahead - behind) / ((x + h) - (x - h))
    places, line = np.linspace(-1, 7, 300), np.array([-1.5, 1.5])

    ax = new_axes(6.4, 3.6)
    ax.plot(places, hill(places), color=COLORS["black"])
    label = f"tangent, slope {steepness:.3f}"
    ax.plot(x + line, hill(x) + steepness * line, color=COLORS["blue"], label=label)
    label, middle = f"through two points, slope {through:.3f}", (ahead + behind) / 2
    ax.plot(x + line, middle + through * line, "--", color=COLORS["orange"], label=label)
    ax.plot([x - h, x + h], [behind, ahead], "o", color=COLORS["orange"])
    ax.plot(x, hill(x), "o", color=COLORS["blue"])
    ax.set(xlabel="place x", ylabel="height f(x)", xlim=(-1, 7), ylim=(-1.8, 3.2))
    ax.set_title(f"At x = {x:.1f} with h = {h:.2f} the two slopes differ by {abs(through - steepness):.3f}")
    ax.legend(loc="lower right")
    tangent = f"tangent at x = {x:.1f} with slope {steepness:.3f}"
    other = f"line through the points {h:.2f} to either side with slope {through:.3f}"
    return ax, f"A hill, its {tangent}, and the {other}."


show(*draw_hill(x=1.0, h=1.0))

# %% [markdown]
# Now drag. Where is the slope 0, and where is it negative? Then make $h$ small: what does the broken line do?
# (Without sliders, as on a web page: change the numbers in the cell above and run it again.)

# %% tags=["nbval-skip"]
x_knob = widgets.FloatSlider(1.0, min=-1, max=7, step=0.1, description="x")
h_knob = widgets.FloatSlider(1.0, min=0.05, max=2, step=0.05, description="h")
hill_picture, hill_words = widgets.Image(format="png"), widgets.Label()


def redraw_hill(_=None):
    ax, hill_words.value = draw_hill(x_knob.value, h_knob.value)
    hill_picture.value = png(ax)


for knob in (x_knob, h_knob):
    knob.observe(redraw_hill, "value")
redraw_hill()
widgets.VBox([x_knob, h_knob, hill_picture, hill_words])

# %% [markdown]
# As $h$ shrinks, the broken line turns into the tangent. That is what the derivative is,
#
# $$f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h},$$
#
# and since a computer can't take a limit, it takes a small $h$ instead. There are two ways to do that:
#
# $$\text{one-sided: } \frac{f(x + h) - f(x)}{h}, \qquad
# \text{central: } \frac{f(x + h) - f(x - h)}{2h}.$$
#
# The second one has $x$ in the middle and costs no more. Is it better? Near $x$ every smooth curve is a straight
# line plus a bend plus a twist,
# $f(x \pm h) \approx f(x) \pm h f'(x) + \frac{h^2}{2} f''(x) \pm \frac{h^3}{6} f'''(x)$. Put that in:
#
# $$\frac{f(x + h) - f(x)}{h} \approx f'(x) + \frac{h}{2} f''(x), \qquad
# \frac{f(x + h) - f(x - h)}{2h} \approx f'(x) + \frac{h^2}{6} f'''(x).$$
#
# In the central one the bend cancels, since it lifts both points alike. Its error shrinks like $h^2$, that of
# the other only like $h$.
#
# ### Exercise 1: the slope
#
# `slope(f, x, h)` is the central difference. `f` is a function, to be called as `f(...)`; `h` is a number; `x` is a
# number or an array, which makes no difference to your code: NumPy works entry by entry.

# %% solution="slope"
def slope(f, x, h):
    """Central difference of f at x.

    f: function of one number; x: a number or an array; h: step, a number
    Returns (f(x + h) - f(x - h)) / (2h), shaped like x.
    """
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION

# %% test="slope"
check(slope)

# %% [markdown]
# The sine at $x = 1$, whose slope is $\cos 1$. Divide $h$ by 10, and the one-sided error should be divided by 10,
# the central one by 100:

# %%
def one_sided(f, x, h):
    return (f(x + h) - f(x)) / h


print("    h     one-sided error    central error")
one_sided_errors, central_errors = [], []
for h in (0.1, 0.01, 0.001):
    one_sided_errors.append(abs(one_sided(np.sin, 1.0, h) - np.cos(1.0)))
    central_errors.append(abs(slope(np.sin, 1.0, h) - np.cos(1.0)))
    print(f"{h:6g}   {one_sided_errors[-1]:14.2e}   {central_errors[-1]:14.2e}")

assert np.isclose(one_sided_errors[1] / one_sided_errors[2], 10, rtol=0.01)
assert np.isclose(central_errors[1] / central_errors[2], 100, rtol=0.01), "is check(slope) right?"
assert np.isclose(central_errors[0], 0.1**2 / 6 * np.cos(1.0), rtol=0.01)  # h²/6 |f'''|, as derived

# %% [markdown]
# ## How small may h be?
#
# The smaller $h$, the better: so take $h = 10^{-15}$ and be done? Guess before you run: how many digits of the
# slope will be right?

# %%
places = np.linspace(0.5, 2.5, 200)
steps = 10.0 ** np.arange(-16, 0.01, 0.25)


def worst_error(difference, h):
    return np.max(np.abs(difference(np.sin, places, h) - np.cos(places)))


one_sided_curve = np.array([worst_error(one_sided, h) for h in steps])
central_curve = np.array([worst_error(slope, h) for h in steps])
best_one_sided, best_central = steps[np.argmin(one_sided_curve)], steps[np.argmin(central_curve)]

ax = new_axes(6.4, 3.8)
label = f"one-sided, best at h = {best_one_sided:.0e}"
ax.loglog(steps, one_sided_curve, "--", color=COLORS["orange"], label=label)
label = f"central, best at h = {best_central:.0e}"
ax.loglog(steps, central_curve, color=COLORS["blue"], label=label)
ax.loglog(best_one_sided, one_sided_curve.min(), "o", color=COLORS["orange"])
ax.loglog(best_central, central_curve.min(), "o", color=COLORS["blue"])
ax.set(xlabel="step h", ylabel="largest error of the slope", title="A smaller h is better, until it is worse")
ax.legend(loc="lower left")
words = "Error against step, both axes logarithmic: two V shapes. From large steps on the errors fall,"
turns = f"below {best_central:.0e} (central) and {best_one_sided:.0e} (one-sided) they rise again."
show(ax, alt=f"{words} the central one faster; {turns}")
print(f"central, h = {best_central:.0e}: error {central_curve.min():.0e}")
print(f"central, h = 1e-15: error {worst_error(slope, 1e-15):.0e}")
print(f"central, h = 1e-17: slope of the sine at 1 = {slope(np.sin, 1.0, 1e-17)}")
assert 1e-6 < best_central < 1e-4
assert 1e-9 < best_one_sided < 1e-7
assert central_curve.min() < one_sided_curve.min() / 10
assert worst_error(slope, 1e-15) > 0.01, "is check(slope) right?"

# %% [markdown]
# With $h = 10^{-15}$ not even two digits are right, and with $h = 10^{-17}$ the sine is flat.
#
# The reason: a computer keeps about 16 digits of a number. When $h$ is tiny, $f(x + h)$ and $f(x - h)$ agree in
# nearly all of them. The subtraction removes what they have in common, and what is left are the last digits, which
# are rounded. Then we divide by the tiny $2h$, and the rounding grows huge. Let $\varepsilon \approx 2 \cdot
# 10^{-16}$ be the relative size of a rounding. The error is about
#
# $$\underbrace{\frac{h^2}{6} |f'''(x)|}_{\text{smaller for small } h}
# + \underbrace{\frac{\varepsilon\, |f(x)|}{h}}_{\text{larger for small } h},$$
#
# and that is smallest near $h = \sqrt[3]{3 \varepsilon}$, if $f$ and $f'''$ are of about the same size. For the
# one-sided difference the first part is $\frac{h}{2} |f''|$ and the best step is near $\sqrt{2 \varepsilon}$.

# %%
eps = np.finfo(float).eps
print(f"rounding {eps:.1e};  best steps: central {np.cbrt(3 * eps):.0e}, one-sided {np.sqrt(2 * eps):.0e}")
print("is 1.0 + 1e-17 equal to 1.0?", 1.0 + 1e-17 == 1.0)
assert 0.1 < best_central / np.cbrt(3 * eps) < 10
assert 0.1 < best_one_sided / np.sqrt(2 * eps) < 10

# %% [markdown] seeds="S2.4 S2.5"
# From now on $h = 10^{-5}$ and the central difference: nine or ten right digits, and that is plenty for telling a right
# formula from a wrong one.
#
# ## Fifteen derivatives and seven rules
#
# The slides list them (*Một số đạo hàm thường gặp*, *Tính chất đạo hàm*) and ask you to take their word. You have a
# slope of your own, so don't. Some names first: $\sec x = 1/\cos x$, $\csc x = 1/\sin x$, $\cot x = 1/\tan x$; and
# $\sin^{-1} x$ on the slide is the arc sine, the inverse *function*, not $1/\sin x$.

# %% seeds="S2.5"
H = 1e-5


def sec(x):
    return 1 / np.cos(x)


def csc(x):
    return 1 / np.sin(x)


def cot(x):
    return 1 / np.tan(x)


base = 2.5  # a of the slides
anywhere, positive = np.array([-1.2, -0.4, 0.3, 0.7, 1.3]), np.array([0.2, 0.7, 1.3, 2.0, 5.0])
inside = np.array([-0.9, -0.4, 0.3, 0.7, 0.8])  # between -1 and 1
fifteen = [  # name, function, derivative as on the slide, where to test
    ("x", lambda x: x, lambda x: np.ones_like(x), anywhere),
    ("sin x", np.sin, np.cos, anywhere),
    ("cos x", np.cos, lambda x: -np.sin(x), anywhere),
    ("tan x", np.tan, lambda x: sec(x) ** 2, anywhere),
    ("sec x", sec, lambda x: sec(x) * np.tan(x), anywhere),
    ("csc x", csc, lambda x: -csc(x) * cot(x), anywhere),
    ("cot x", cot, lambda x: -(csc(x) ** 2), anywhere),
    ("arcsin x", np.arcsin, lambda x: 1 / np.sqrt(1 - x**2), inside),
    ("arccos x", np.arccos, lambda x: -1 / np.sqrt(1 - x**2), inside),
    ("arctan x", np.arctan, lambda x: 1 / (1 + x**2), anywhere),
    ("a^x", lambda x: base**x, lambda x: base**x * np.log(base), anywhere),
    ("e^x", np.exp, np.exp, anywhere),
    ("ln x", np.log, lambda x: 1 / x, positive),
    ("ln |x|", lambda x: np.log(np.abs(x)), lambda x: 1 / x, anywhere),
    ("log_a x", lambda x: np.log(x) / np.log(base), lambda x: 1 / (x * np.log(base)), positive),
]


def compare(table):
    """Print each row, values at its fourth point; return the largest relative difference of all."""
    print(f"{'':10s} {'x':>4s} {'by the slide':>14s} {'by numbers':>14s} {'largest difference':>20s}")
    worst = 0.0
    for name, f, derivative, points in table:
        by_slide, by_numbers = derivative(points), slope(f, points, H)
        gap = np.max(np.abs(by_slide - by_numbers) / np.maximum(1, np.abs(by_slide)))
        print(f"{name:10s} {points[3]:4.1f} {by_slide[3]:14.8f} {by_numbers[3]:14.8f} {gap:20.0e}")
        worst = max(worst, gap)
    return worst


assert compare(fifteen) < 1e-8, "is check(slope) right?"

# %% [markdown] seeds="S2.4"
# Fifteen of fifteen. Now the rules. Take $f(x) = \sin x$ and $g(x) = e^x + 1$ with their derivatives from the table,
# and $c = 3$, $n = 2.5$:

# %% seeds="S2.4"
c, n = 3.0, 2.5
f, df = np.sin, np.cos


def g(x):
    return np.exp(x) + 1


dg = np.exp
rules = [
    ("c f", lambda x: c * f(x), lambda x: c * df(x), anywhere),
    ("f + g", lambda x: f(x) + g(x), lambda x: df(x) + dg(x), anywhere),
    ("f - g", lambda x: f(x) - g(x), lambda x: df(x) - dg(x), anywhere),
    ("f g", lambda x: f(x) * g(x), lambda x: df(x) * g(x) + f(x) * dg(x), anywhere),
    ("f / g", lambda x: f(x) / g(x), lambda x: (df(x) * g(x) - f(x) * dg(x)) / g(x) ** 2, anywhere),
    ("c", lambda x: c + 0 * x, lambda x: 0 * x, anywhere),
    ("x^n", lambda x: x**n, lambda x: n * x ** (n - 1), positive),
    ("f(g(x))", lambda x: f(g(x)), lambda x: df(g(x)) * dg(x), anywhere),
]
assert compare(rules) < 1e-8, "is check(slope) right?"

# %% [markdown]
# The slides are right in all of them (the second rule, with its $\pm$, takes two lines). The last rule is the one
# that this course lives on. It is the chain rule (*quy tắc dây chuyền*): the slope of a function inside a function is
# the product of the two slopes, the outer one taken *at* $g(x)$. We will come back to it.
#
# ## A function for the whole course
#
# You will meet one function in nearly every lesson, the *sigmoid*. It turns any number $z$ into one between 0 and 1:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}.$$
#
# It also shows the other way in which a computer goes wrong. You have seen rounding; this is *overflow*. The largest
# number it can hold is about $1.8 \cdot 10^{308}$, and $e^{710}$ is beyond that. For $z = -1000$ the formula asks for
# $e^{1000}$, and NumPy answers with infinity and a warning. Multiply top and bottom by $e^z$, and you get a second
# form of the same number. It is good for negative $z$; for large positive ones it divides infinity by infinity, and
# the answer is `nan`, *not a number*:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^z}{1 + e^z}.$$

# %%
print(f"largest number: {np.finfo(float).max:.2e}")
with np.errstate(over="ignore", invalid="ignore"):  # we know that it overflows here, so no warning
    print("e^709 =", np.exp(709.0), "  e^710 =", np.exp(710.0))
    print("second form at z = 1000:", np.exp(1000.0) / (1 + np.exp(1000.0)))
z = -2.0
print("the two forms at z = -2:", 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
assert np.isclose(1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)), rtol=1e-15)

# %% [markdown]
# ### Exercise 2: the sigmoid
#
# `z` is an array of any shape. Return $\sigma(z)$ in the same shape, right for every $z$ from -1000 to 1000, without
# a warning. Useful: `np.abs(z)` is $|z|$, and `np.where(condition, u, v)` takes from `u` where the condition holds
# and from `v` elsewhere. Mind that Python computes *both* `u` and `v` before `np.where` chooses.

# %% solution="sigmoid"
def sigmoid(z):
    """1 / (1 + e^(-z)), entry by entry, without overflow.

    z: array of any shape, entries from -1000 to 1000
    Returns p, shaped like z.
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))  # never above 1, whatever the sign of z
    return np.where(z >= 0, 1, e) / (1 + e)
    ### END SOLUTION

# %% test="sigmoid"
check(sigmoid)

# %%
z = np.linspace(-8, 8, 401)
p, dp = sigmoid(z), slope(sigmoid, z, H)

ax = new_axes(6.4, 3.2)
ax.plot(z, p, color=COLORS["blue"], label="sigmoid")
ax.plot(z, dp, "--", color=COLORS["orange"], label="its slope, by your function")
ax.set(xlabel="z", ylabel="value")
ax.set_title(f"The sigmoid is steepest at z = 0: its slope is {dp.max():.2f}")
ax.legend(loc="upper left")
show(ax, alt="An S-shaped curve from 0 to 1; its slope is a bump of height 0.25 around z = 0, nearly 0 beyond 6.")

assert np.isclose(dp.max(), 0.25), "are check(slope) and check(sigmoid) right?"
assert np.allclose(dp, p * (1 - p), atol=1e-9)  # a formula that lesson 02 derives

# %% [markdown] seeds="S2.6"
# ## Several inputs
#
# The slides' example: temperature changes with time *and* along a length. Here is one to compute with. A metal rod,
# one metre long, was heated in the middle; both ends lie in water of 20 °C. At time $t$ (in minutes) and place $s$ (in
# metres from the left end) its temperature is
#
# $$T(t, s) = 20 + 60\, e^{-t/10} \sin(\pi s) \quad \text{in °C}.$$
#
# "How fast does $T$ change?" is now two questions. Stay at one place and let time go on: so many degrees a minute. Or
# stop the clock and walk along the rod: so many degrees a metre. Each is a partial derivative (*vi phân riêng phần* in
# deck 002; *đạo hàm riêng* in deck 003, the more usual word). One variable moves, and the others are held as if they
# were constants:
#
# $$\frac{\partial T}{\partial t} = -6\, e^{-t/10} \sin(\pi s) \ \text{ in °C/min}, \qquad
# \frac{\partial T}{\partial s} = 60 \pi\, e^{-t/10} \cos(\pi s) \ \text{ in °C/m}.$$

# %% seeds="S2.6"
def temperature(t, s):
    return 20 + 60 * np.exp(-t / 10) * np.sin(np.pi * s)


t0, s0 = 4.0, 0.3
by_rule = 60 * np.exp(-t0 / 10) * np.array([-np.sin(np.pi * s0) / 10, np.pi * np.cos(np.pi * s0)])
only_t = slope(lambda t: temperature(t, s0), t0, H)  # s is held
only_s = slope(lambda s: temperature(t0, s), s0, H)  # t is held
print(f"dT/dt: by rule {by_rule[0]:.6f}, by numbers {only_t:.6f} °C/min")
print(f"dT/ds: by rule {by_rule[1]:.6f}, by numbers {only_s:.6f} °C/m")
assert np.allclose(by_rule, [only_t, only_s]), "is check(slope) right?"

# %% seeds="S2.6"
minutes, metres = np.linspace(0, 20, 101), np.linspace(0, 1, 101)
fig, (whole, over_time, along) = plt.subplots(1, 3, figsize=(10.5, 3.3), layout="constrained")
levels = whole.contourf(minutes, metres, temperature(minutes[None, :], metres[:, None]), 12, cmap="viridis")
fig.colorbar(levels, ax=whole, label="T [°C]")
whole.plot([0, 20], [s0, s0], color="white")
whole.plot([t0, t0], [0, 1], "--", color="white")
whole.plot(t0, s0, "o", color=COLORS["orange"])
whole.set(xlabel="time t [min]", ylabel="place s [m]", title="Two ways to move on")

over_time.plot(minutes, temperature(minutes, s0), color=COLORS["black"])
near = np.array([-3.5, 3.5])
over_time.plot(t0 + near, temperature(t0, s0) + only_t * near, color=COLORS["orange"])
over_time.set(xlabel="time t [min]", ylabel="T [°C]", title=f"At s = {s0} m: {only_t:.1f} °C a minute")

along.plot(metres, temperature(t0, metres), "--", color=COLORS["black"])
near = np.array([-0.2, 0.2])
along.plot(s0 + near, temperature(t0, s0) + only_s * near, color=COLORS["orange"])
along.set(xlabel="place s [m]", ylabel="T [°C]", title=f"At t = {t0:.0f} min: {only_s:.0f} °C a metre")
for ax in (over_time, along):
    ax.plot(t0 if ax is over_time else s0, temperature(t0, s0), "o", color=COLORS["orange"])
    ax.set_ylim(20, 70)
words = "A map of the temperature over time and place, with two lines through one point. In time it"
ways = f"falls by {-only_t:.1f} °C a minute there, along the rod it rises by {only_s:.0f} °C a metre."
show(fig, alt=f"{words} {ways}")

# %% [markdown]
# Collect all partial derivatives of a function in one array and you have its *gradient*. At our point it is
# $(\partial T / \partial t,\ \partial T / \partial s)$. If the function takes an array with a thousand entries, the
# gradient has a thousand entries, one slope for each.
#
# ### Exercise 3: the gradient, by numbers
#
# `num_grad(f, x, h)`: `f` takes an array shaped like `x` and returns one number. `x` has any shape, `(n,)` or `(m, n)`
# or more. Return an array `g` of the shape of `x`. Its entry `i` is the central difference of `f` when the entry `i`
# of `x` moves by `h` up and down, and no other entry moves. `x` itself must be the same afterwards.
#
# `for i in np.ndindex(x.shape):` goes through all entries, whatever the shape; `x[i]` is then one number.

# %% solution="num_grad"
def num_grad(f, x, h):
    """Gradient of f at x by central differences.

    f: function of an array shaped like x, returns a number; x: array of any shape; h: step, a number
    Returns g, shaped like x; x is left as it was.
    """
    ### BEGIN SOLUTION
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g
    ### END SOLUTION

# %% test="num_grad"
check(num_grad)

# %%
gradient = num_grad(lambda v: temperature(v[0], v[1]), np.array([t0, s0]), H)
print("gradient of T:", gradient, "  by rule:", by_rule)
assert np.allclose(gradient, by_rule), "is check(num_grad) right?"

M = np.arange(6.0).reshape(2, 3)  # a function of a whole matrix: the sum of the squares of its entries
slopes = num_grad(lambda M: (M**2).sum(), M, H)
print("gradient of the sum of squares:\n", slopes, "\nand 2 M:\n", 2 * M)
assert np.allclose(slopes, 2 * M)

# %% [markdown] seeds="S2.7 S2.8"
# ## Several outputs
#
# A layer of a neural network, before anything else happens to it, is a matrix times a vector. The slides take the
# smallest case in which all sizes differ: 3 inputs, 2 outputs.
#
# $$\vec y = W \vec x, \qquad
# \begin{bmatrix} y_1 \\ y_2 \end{bmatrix} =
# \begin{bmatrix} w_{11} & w_{12} & w_{13} \\ w_{21} & w_{22} & w_{23} \end{bmatrix}
# \begin{bmatrix} x_1 \\ x_2 \\ x_3 \end{bmatrix}.$$
#
# Every output depends on every input, so there are $2 \cdot 3 = 6$ partial derivatives. Take $y_2$ and $x_3$. In
# $y_2 = w_{21} x_1 + w_{22} x_2 + w_{23} x_3$ only the last term moves with $x_3$; the others are held:
#
# $$\frac{\partial y_2}{\partial x_3} = 0 + 0 + w_{23}, \qquad \text{and in general} \qquad
# \frac{\partial y_i}{\partial x_j} = w_{ij}.$$

# %% seeds="S2.8"
y2_by_x3 = num_grad(lambda x: (W @ x)[1], x, H)[2]  # output 2 and input 3, counted from 0
print(f"dy2/dx3 by numbers: {y2_by_x3:.6f}   w23: {W[1, 2]}")
assert np.isclose(y2_by_x3, W[1, 2]), "is check(num_grad) right?"

# %% [markdown] seeds="S2.9"
# Put all of them into a table: row $i$ for output $y_i$, column $j$ for input $x_j$. This table is the *Jacobian
# matrix*. ("Only a name, don't worry too much about it", says the slide.) The gradient is its little sister, for a
# function with one output.
#
# ### Exercise 4: the Jacobian, by numbers
#
# `jacobian(f, x, h)`: `x` has shape $(n,)$, and `f(x)` returns an array of shape $(m,)$. Return `J` of shape $(m, n)$,
# where `J[i, j]` is the central difference of output $i$ when input $j$ moves by `h`. When one input moves, all $m$
# outputs answer at once: that is a whole column, `J[:, j]`.

# %% solution="jacobian" seeds="S2.9"
def jacobian(f, x, h):
    """Jacobian of f at x by central differences.

    f: function from (n,) to (m,); x: array (n,); h: step, a number
    Returns J (m, n): row i for output i, column j for input j; x is left as it was.
    """
    ### BEGIN SOLUTION
    J = np.zeros((len(f(x)), len(x)))
    for j in range(len(x)):
        up, down = x.copy(), x.copy()
        up[j] += h
        down[j] -= h
        J[:, j] = (f(up) - f(down)) / (2 * h)
    return J
    ### END SOLUTION

# %% test="jacobian"
check(jacobian)

# %% [markdown] seeds="S2.9"
# Now the slide's claim: the Jacobian of $\vec y = W \vec x$ is $W$ itself, wherever you stand. And a second one. The
# sigmoid works entry by entry, so output $i$ hears only input $i$: away from the diagonal there should be zeros.

# %% seeds="S2.9"
print("W:\n", W)
for place in (x, -5 * x):
    J = jacobian(lambda x: W @ x, place, H)
    print("Jacobian of W x at", place, "\n", J)
    assert np.allclose(J, W), "is check(jacobian) right?"

J_sigmoid = jacobian(sigmoid, x, H)
print("Jacobian of the sigmoid:\n", J_sigmoid)
assert np.allclose(J_sigmoid, np.diag(sigmoid(x) * (1 - sigmoid(x))))

# %% [markdown]
# **A translation, once.** The slide's vector is a column and stands to the right of $W$. From lesson 01 on we put many
# samples into one matrix, a sample in each *row*, and then the weights stand to the right. It is the same sum with the
# matrix turned over.
#
# | | Deck 002 | From lesson 01 on |
# |:--|:--|:--|
# | one sample | column $\vec x$, length $D$ | a row of `X`, shape $(N, n_{in})$ |
# | weights | $W$, $C$ rows (out) and $D$ columns (in) | `W`, shape $(n_{in}, n_{out})$, so the slide's $W^T$ |
# | outputs | $\vec y = W \vec x$ | `X @ W`, shape $(N, n_{out})$ |
# | $\partial y_i / \partial x_j$ | $w_{ij}$ | `W[j, i]` |
# | Jacobian, rows for outputs | $W$ | `W.T` |

# %%
W_ours = W.T  # (3, 2): three in, two out
assert np.allclose(x @ W_ours, W @ x)
assert np.allclose(jacobian(lambda row: row @ W_ours, x, H), W_ours.T)

# %% [markdown] seeds="S1.10"
# ## One thing after another
#
# Deck 001 draws a small graph: $x$ and $y$ flow into $z$, and $z$ flows into the loss $L$, a number that says how bad
# the result is. How $L$ depends on $z$ is easy. How it depends on $x$ is found in steps: go back from $L$ to $z$, and
# from $z$ to $x$. Let us make it concrete:
#
# $$z = x y + \sin x, \qquad L = z^2 .$$
#
# In the picture the two terms of $z$ have names, $u = \sin x$ and $v = x y$. The number in a circle is its value, here
# for $x = 2$ and $y = 0.7$. The number on a line is the *local* slope of this one step: by how much the circle on the
# right moves if the one on the left moves by 1, or, since a slope changes on the way, by a thousandth for a thousandth.
# The slope from $y$ to $u$ is 0, because $y$ does not enter the sine. (A broken line is a negative slope.)

# %%
x0, y0 = 2.0, 0.7
u, v = np.sin(x0), x0 * y0
z = u + v
local_slopes = [[[np.cos(x0), y0], [0.0, x0]], [[1.0], [1.0]], [[2 * z]]]
values = [[x0, y0], [u, v], [z], [z**2]]
names = [["$x$", "$y$"], ["$u = \\sin\\,x$", "$v = x\\,y$"], ["$z = u + v$"], ["$L = z^2$"]]
ax = network_diagram(local_slopes, values=values, names=names)
ax.set_title("Values in the circles, local slopes on the lines")
nodes = f"x = {x0:g} and y = {y0:g} lead to u = sin x and v = xy, these to z = {z:.2f}, and z to L = {z**2:.2f}"
slopes = f"x to u {np.cos(x0):.2f}, x to v {y0:g}, y to u 0, y to v {x0:g}, u and v to z 1, z to L {2 * z:.2f}"
show(ax, alt=f"A graph: {nodes}. Slopes on the lines: {slopes}.")

# %% [markdown] seeds="S1.10"
# Move $x$ by a little $dx$ and follow it. It arrives in $u$ as $\cos x \cdot dx$ and in $v$ as $y \cdot dx$. *Along* a
# path the slopes multiply, since each step stretches what it is given. In $z$ both arrive together, so *different*
# paths add:
#
# $$\frac{\partial z}{\partial x} = \cos x + y, \qquad \frac{dL}{dz} = 2z .$$
#
# Do not believe it: nudge $x$ and watch the change arrive.

# %% seeds="S1.10"
dx = 1e-4
du = np.sin(x0 + dx) - u
dv = (x0 + dx) * y0 - v
dz = np.sin(x0 + dx) + (x0 + dx) * y0 - z
dL = (z + dz) ** 2 - z**2
print(f"x moved by {dx: .4e}")
print(f"u moved by {du: .4e} = {du / dx: .4f} dx;  cos x   = {np.cos(x0): .4f}")
print(f"v moved by {dv: .4e} = {dv / dx: .4f} dx;  y       = {y0: .4f}")
print(f"z moved by {dz: .4e} = {dz / dx: .4f} dx;  the sum = {np.cos(x0) + y0: .4f}")
print(f"L moved by {dL: .4e} = {dL / dz: .4f} dz;  2 z     = {2 * z: .4f}")
assert np.allclose([du / dx, dv / dx, dL / dz], [np.cos(x0), y0, 2 * z], atol=1e-3)
assert np.isclose(dz, du + dv, rtol=1e-9)

# %% [markdown] seeds="S1.10"
# ### Exercise 5: two paths
#
# `chain_xyz(x, y)`: for the numbers `x` and `y` return the two derivatives of $L = (x y + \sin x)^2$, first
# $\partial L / \partial x$, then $\partial L / \partial y$. Go from the end to the beginning: first $dL/dz$, then what
# reaches $x$ on its two paths, and $y$ on its one. Use `np.sin` and `np.cos`.

# %% solution="chain_xyz" seeds="S1.10"
def chain_xyz(x, y):
    """Derivatives of L = z^2 with z = x y + sin x, by the chain rule.

    x, y: numbers
    Returns dL_dx and dL_dy, two numbers.
    """
    ### BEGIN SOLUTION
    z = x * y + np.sin(x)
    dL_dz = 2 * z
    return dL_dz * (y + np.cos(x)), dL_dz * x
    ### END SOLUTION

# %% test="chain_xyz"
check(chain_xyz)

# %%
by_chain = chain_xyz(x0, y0)
by_numbers = num_grad(lambda v: (v[0] * v[1] + np.sin(v[0])) ** 2, np.array([x0, y0]), H)
one_path = 2 * z * y0  # the path through the sine forgotten
print("by the chain rule:", np.array(by_chain), "  by numbers:", by_numbers)
print(f"dL/dx with one path forgotten: {one_path:.4f}")
assert np.allclose(by_chain, by_numbers), "are check(num_grad) and check(chain_xyz) right?"
assert abs(one_path - by_numbers[0]) > 0.1

# %% [markdown]
# With arrays it is the same rule, written with matrices: the Jacobian of $f(g(\vec x))$ is the Jacobian of $f$, taken
# at $g(\vec x)$, times the Jacobian of $g$. The matrix product does it all by itself: it multiplies along each path
# and adds over the paths. For a layer $\vec y = \sigma(W \vec x)$:

# %%
whole_way = jacobian(lambda x: sigmoid(W @ x), x, H)
step_by_step = jacobian(sigmoid, W @ x, H) @ W
print("whole way:\n", whole_way, "\nstep by step:\n", step_by_step)
assert np.allclose(whole_way, step_by_step), "is check(jacobian) right?"

# %% [markdown]
# This is all that backpropagation will be, from lesson 08 on: from the end to the beginning, one local slope at a
# time.

# %% [markdown] manual="two-sentences" points=2
# ### Question (graded by a person)
#
# One or two sentences each, in your own words.
#
# 1. A friend wants to be on the safe side and computes all slopes with $h = 10^{-13}$. Why does that give *fewer*
#    right digits than $h = 10^{-5}$?
# 2. In $\partial L / \partial x$ above, why do you *add* what comes along the two paths, when along one path you
#    *multiply*?
#
# ### BEGIN SOLUTION
# 1. The two values $f(x + h)$ and $f(x - h)$ agree in nearly all of the 16 digits that the computer keeps, so their
#    difference consists of rounding for the most part; the division by the tiny $2h$ makes that rounding large.
# 2. A nudge $dx$ moves $u$ and $v$ at the same time, and $z = u + v$ receives both changes, so they add. Along a path
#    each step receives the change that the step before has made and stretches it by its own slope, so the slopes
#    multiply.
#
# Marking: 1 point each. 1: the loss of digits in the subtraction must be named, not only "rounding"; half a point for
# "the computer can't hold such small numbers" (it can: $10^{-13}$ is no problem, the difference is). 2: both changes
# arrive in $z$ together, or the same in formulas: $dz = du + dv$. "Because the chain rule says so" gives nothing.
# ### END SOLUTION

# %% [markdown] seeds="S3.1 S3.2 S3.6 S3.7"
# ## What this is for
#
# Slopes are a tool. Here is the trade, as deck 003 tells it. Its outline has five points: what machine learning is and
# what deep learning is (both in this section), artificial neural networks (lessons 01 and 04 to 07), backpropagation
# (lessons 08 and 09), and a summary with the ready-made libraries (lesson 13).
#
# Artificial intelligence (*trí tuệ nhân tạo*) is the wide field. Machine learning (*học máy*) is a part of it, and
# deep learning (*học sâu*) is a part of that: machine learning with neural networks, which find out by themselves
# which features (*đặc trưng*) of the data matter.
#
# In traditional programming (*lập trình truyền thống*) you give a machine input and a program, and it gives output.
# In machine learning you give it input *and* output, and it gives the program: a function. In supervised learning
# (*học máy có giám sát*) that happens in two stages. *Learning*: from a family $\mathcal F$ of functions choose the
# one, $\hat f$ ("f hat"), for which $\hat f(x_i) \approx y_i$ on the training data $(x_i, y_i)$. *Prediction*: for new
# data $x$ compute $\hat y = \hat f(x)$.
#
# Here is the smallest machine that does both. The family is $f(x) = w x$, one function for each number $w$. The loss
# says how badly $w$ does. Your `slope` says which way is down, and the machine goes there in small steps.

# %% seeds="S3.2"
hours = np.array([1.0, 2.0, 3.0, 4.0])  # input: hours of work
metres_of_fence = np.array([2.2, 3.7, 6.4, 7.9])  # output: metres of fence painted


def loss(w):
    return np.mean((w * hours - metres_of_fence) ** 2)


w = 0.0
for _ in range(30):  # learning
    w = w - 0.05 * slope(loss, w, H)
print(f"learnt: w = {w:.4f} metres an hour")
print(f"prediction for 2.5 hours: {w * 2.5:.2f} metres")
assert np.isclose(w, (hours @ metres_of_fence) / (hours @ hours), atol=1e-4), "is check(slope) right?"

# %% seeds="S3.2"
ax = new_axes(8.4, 2.6)
boxes = {
    "data": (0.13, 0.78, "training data\n$(x_i, y_i)$, 4 pairs"),
    "learning": (0.5, 0.78, "LEARNING\nfind $\\hat f$ in $\\mathcal{F} = \\{w\\,x\\}$"),
    "found": (0.87, 0.78, f"$\\hat f(x) = {w:.2f}\\,x$"),
    "new": (0.13, 0.2, "new data\n$x = 2.5$"),
    "prediction": (0.5, 0.2, "PREDICTION\ncompute $\\hat f(x)$"),
    "answer": (0.87, 0.2, f"$\\hat y = {w * 2.5:.2f}$"),
}
drawn = {}
for key, (across, up, text) in boxes.items():
    edge = COLORS["blue"] if key in ("learning", "prediction") else COLORS["grey"]
    style = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": edge}
    drawn[key] = ax.text(across, up, text, ha="center", va="center", bbox=style)
arrows = [("data", "learning"), ("learning", "found"), ("new", "prediction"), ("prediction", "answer")]
for start, end in [*arrows, ("found", "prediction")]:
    ends = {"patchA": drawn[start].get_bbox_patch(), "patchB": drawn[end].get_bbox_patch()}
    ax.annotate("", boxes[end][:2], boxes[start][:2], arrowprops={"arrowstyle": "->", "shrinkB": 5, **ends})
ax.set(xlim=(0, 1), ylim=(0, 1))
ax.axis("off")
ax.set_title("Learning finds the function, prediction uses it")
show(
    ax,
    alt=f"Two rows. Learning: training data lead to the choice of f hat in the family w x, which gives {w:.2f} x. "
    f"Prediction: the new x = 2.5 goes into f hat and gives {w * 2.5:.2f}.",
)

# %% [markdown] seeds="S2.1 S3.7 S3.8 S3.9"
# (How long a step may be, here 0.05, is the matter of lesson 03.) A neural network is such a machine with a larger
# family: thousands of numbers in place of one $w$.
#
# What of all this has to be made anew for each task? In older machine learning everything: the data, the features, the
# method, the algorithm that learns. In deep learning the data and the network's shape; the method is always a neural
# network, and it always learns in the same way. A foundation model (*mô hình nền tảng*) is trained once, on data of all
# kinds, and then serves many tasks: one only tells it which.
#
# None of this is new: neural networks are decades old. Why now? The slides give three reasons: *data*, which are large
# and easy to collect; *hardware*, graphics processors that do thousands of multiplications side by side; and
# *software*, better methods and ready-made tools. (They also show Gartner's "Hype Cycle for Artificial Intelligence" of
# 2022 and 2023. Those pictures belong to Gartner; look them up by that name at gartner.com.) With ready-made tools, why
# write it all yourself? Deck 002 answers: because who understands the simple things will understand the complicated
# ones, and will know which knob to turn when it does not learn.

# %% [markdown]
# ## Where the slides slip
#
# Of the 22 lines in the two tables not one is wrong; you have checked. Two other places are.
#
# **A row too many.** On the page of the Jacobian the derivative of $\vec y = W \vec x$ has three rows, with $y_3$ in
# the last, and is set equal to $W$, which has two. With 3 inputs and 2 outputs there is no $y_3$:

# %%
rows_on_the_slide = ["y1", "y2", "y3"]
J = jacobian(lambda x: W @ x, x, H)
print("on the slide:", (len(rows_on_the_slide), len(x)), "  W:", W.shape, "  your Jacobian:", J.shape)
assert J.shape == W.shape != (len(rows_on_the_slide), len(x))

# %% [markdown]
# **A hat too few.** Deck 003 writes the prediction as $y = \hat f(x)$. But on the same page the $y_i$ are what the
# data say, and a prediction is not that: $\hat y = \hat f(x)$, with the hope that $\hat y \approx y$. Even for the
# data from which our machine has learnt, the two differ:

# %%
print("y        ", metres_of_fence)
print("f hat (x)", w * hours)
assert np.min(np.abs(w * hours - metres_of_fence)) > 0.05

# %% [markdown]
# Both at a glance, with the numbers that show them:

# %%
errata("00-derivatives")

# %% [markdown] seeds="S2.3"
# ## What to remember
#
# - A derivative is a slope. By numbers: $(f(x + h) - f(x - h)) / 2h$, with $h$ near $10^{-5}$, not smaller.
# - A formula for a derivative is a claim. Numbers check it in one line, on the slides and in your own code.
# - The gradient has the shape of the input. The Jacobian has a row for each output and a column for each input; for
#   $\vec y = W \vec x$ it is $W$.
# - Along a path slopes multiply, different paths add. A matrix product does both.
# - Two ways in which a computer goes wrong: rounding, when two nearly equal numbers are subtracted, and overflow, when
#   exp gets a large number.
# - Learning is choosing $\hat f$ from a family; prediction is using it. The slope says which way to go.
#
# ## Where next
#
# Lesson 01, *Logistic regression*: the sigmoid gets weights, and draws its first line between two kinds of points.
#
# For more practice with derivatives the slides link to Paul Dawkins's tables (tutorial.math.lamar.edu, "Cheat Sheets"),
# for partial derivatives to a video (youtube.com/watch?v=ly4S0oi3Yz8), and for derivatives of vectors to the note
# "vecDerivs" of the course CS231n at Stanford (cs231n.stanford.edu).
