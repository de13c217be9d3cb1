# %% [markdown]
# # Glossary: English and Vietnamese
#
# The terms of the slides, with the symbol this course uses and the lesson that introduces them.
#
# <!-- glossary -->
