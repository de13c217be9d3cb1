# %% [markdown] seeds="S2.29 S3.32"
# # Sources and further reading
#
# ## The slides
#
# | deck | title | by |
# |---|---|---|
# | S0 (000) | Mạng nơ ron nhân tạo | Ngô Minh Nhật, Bộ môn Công nghệ Tri thức, 2024 |
# | S1 (001) | Neural Network | lecture notes |
# | S2 (002) | Neural Network from Scratch | Techmaster |
# | S3 (003) | Giới thiệu về học sâu | Hanoi University of Science and Technology |
# | S4 (004) | Báo cáo tuần 3 | lecture report |
#
# Their ideas, figures and slips are cited where a lesson uses them; every picture here is drawn anew.
#
# ## What the slides cite
#
# - G. Cybenko, *Approximation by superpositions of a sigmoidal function*, Mathematics of Control, Signals, and Systems
#   2(4), 303-314, 1989 (lesson 07).
# - K. Hornik, *Approximation capabilities of multilayer feedforward networks*, Neural Networks 4(2), 251-257, 1991
#   (lesson 07).
# - Deck 002 lists on the web: [Backpropagation](https://brilliant.org/wiki/backpropagation/) (Brilliant);
#   [How to build your own neural network from scratch in
#   Python](https://towardsdatascience.com/how-to-build-your-own-neural-network-from-scratch-in-python-68998a08e4f6)
#   (J. Loy); [Forward propagation](https://ml-cheatsheet.readthedocs.io/en/latest/forwardpropagation.html) (ML
#   Cheatsheet); [Vector, matrix, and tensor derivatives](http://cs231n.stanford.edu/vecDerivs.pdf) (E.
#   Learned-Miller); [Derivative of the sigmoid
#   function](https://towardsdatascience.com/derivative-of-the-sigmoid-function-536880cf918e); and a table of
#   derivatives (P. Dawkins, [Paul's Online Notes](http://tutorial.math.lamar.edu/Extras/CheatSheets_Tables.aspx)).
# - Deck 000 takes its exercises from Google's Machine Learning Crash Course and from the [TensorFlow
#   Playground](https://playground.tensorflow.org) (D. Smilkov, S. Carter, D. Sculley, F. Viégas, M. Wattenberg,
#   *Direct-manipulation visualization of deep networks*, 2017).
#
# ## What they leave out, and you may want
#
# - D. Rumelhart, G. Hinton, R. Williams, *Learning representations by back-propagating errors*, Nature 323, 533-536,
#   1986: the paper that made backpropagation known (lessons 08, 09).
# - M. Leshno, V. Lin, A. Pinkus, S. Schocken, *Multilayer feedforward networks with a nonpolynomial activation function
#   can approximate any function*, Neural Networks 6(6), 861-867, 1993: the theorem that allows ReLU (lesson 07).
# - M. Telgarsky, *Benefits of depth in neural networks*, Conference on Learning Theory, 2016: depth against
#   width (lesson 07).
# - X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010, and
#   K. He, X. Zhang, S. Ren, J. Sun, *Delving deep into rectifiers*, ICCV 2015: how large the first weights should be.
# - D. Kingma, J. Ba, *Adam: a method for stochastic optimization*, ICLR 2015.
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, Proceedings
#   of the IEEE 86(11), 1998: the handwritten digits (lesson 13).
# - R. K. Pace, R. Barry, *Sparse spatial autoregressions*, Statistics and Probability Letters 33, 291-297, 1997: the
#   houses of California (lesson 11).
# - M. Nielsen, [Neural Networks and Deep Learning](http://neuralnetworksanddeeplearning.com), 2015: the book to read
#   after this course, free on the web. Deck 003 follows its chapter 2.
