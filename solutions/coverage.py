# %% [markdown]
# # Where each slide is taught
#
# The five decks, item by item, and the cells of this course that teach each: S0 "Mạng nơ ron nhân tạo", S1 "Neural
# Network", S2 "Neural Network from Scratch", S3 "Giới thiệu về học sâu", S4 "Báo cáo tuần 3". The line is that of the
# deck's text. The page is made from marks in the lessons' sources, and a test fails when an item is missing.
#
# <!-- coverage -->
