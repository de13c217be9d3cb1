# %% [markdown]
# # Where the slides slip
#
# Good slides have slips too, and finding them teaches. Each row has the slide (deck and line of its text), what it
# says, what is right, and two numbers that show it: what comes out by the slide, and what is right. The numbers are
# computed by this course, and a test runs each of them.
#
# <!-- errata -->
