# %% [markdown]
# # Neural networks from scratch
#
# You are going to write a neural network yourself, in plain NumPy, until it reads handwritten digits. Every function
# that you write is checked at once. If it is wrong, the check does not only say so: it says *what* is wrong with it.
#
# ## Your first five minutes
#
# 1. Click into the grey cell below and press **Shift+Enter**. Python answers underneath.

# %%
print("Hello. Python is here, and so am I.")

# %% [markdown]
# 2. Open the first lesson in the list. Read it from the top, and run each grey cell as you meet it.
# 3. Where a cell says `raise NotImplementedError("write ... here")`, write the function in its place and run the cell.
#    Then run the cell below it, which says `check(...)`, and read the verdict.
#
# ## Lessons
#
# <!-- lessons -->
#
# ## How a lesson works
#
# | To | do this |
# |:---|:---|
# | run a cell and go on to the next | **Shift+Enter** |
# | change a cell | **Enter**, or a double click; **Esc** when you are done |
# | try something of your own | **Esc**, then **B**: a new cell below |
# | have a function judged | run the cell `check(...)` under it; each wrong try brings one more hint |
# | start afresh | *Kernel > Restart Kernel and Run All Cells*; it stops at the first function not yet written |
# | keep your work | **Ctrl+S** (on a Mac, **Cmd+S**) |
# | be sure before you hand in | the **Validate** button above the notebook (JupyterLab waits until it is done) |
#
# Cells with a `check(...)` are locked, so that you and your teacher run the same ones.
#
# **On Binder nothing is kept.** Ten minutes without a key pressed, and the machine is gone with everything on it.
# Before you leave: *File > Download*. When you come back: drag the file into the list of files on the left.
#
# ## Your progress
#
# Run this cell whenever you like; it shows the best that each `check` has seen on this computer.

# %%
from nncore.exercises import progress

progress()
