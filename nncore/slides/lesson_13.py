"""Lesson 13, handwritten digits: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import re

from nncore.slides.records import Erratum, Term

LESSON = "13-mnist"


def _links_that_lead_somewhere() -> tuple[float, float]:
    printed = "[Intro to Neural Nets.ipynb](#) [Multi-class classification with MNIST.ipynb](#)"
    targets = re.findall(r"\]\((.*?)\)", printed)
    return len(targets), sum(target != "#" for target in targets)


def _libraries_of_today() -> tuple[float, float]:
    lives_in = {"Keras": "Keras", "Caffe2": "PyTorch", "TensorFlow": "TensorFlow", "PyTorch": "PyTorch"}
    return len(lives_in), len(set(lives_in.values()))


ERRATA = (
    Erratum(
        "S0 L515",
        LESSON,
        "two notebooks to go on with, linked",
        "Both links are `#`, which is the page itself. Lesson 13 is the second notebook.",
        "links; links that lead elsewhere",
        _links_that_lead_somewhere,
    ),
    Erratum(
        "S3 L674",
        LESSON,
        "open libraries: Keras, Caffe2, TensorFlow, PyTorch",
        "Caffe2 was merged into PyTorch in 2018.",
        "libraries named; projects they are part of today",
        _libraries_of_today,
    ),
)

TERMS = (
    Term("handwritten digits", "ký số viết tay", "", LESSON),
    Term("accuracy", "độ chính xác", "", LESSON),
)
