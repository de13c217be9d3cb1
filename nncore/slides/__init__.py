"""The slides, as far as the lessons speak of them: their errata with a demonstration each, and their terms.

Decks: 000 "Mạng nơ ron nhân tạo" (Ngô Minh Nhật, 2024), 001 "Neural Network" (notes), 002 "Neural Network from
Scratch" (Techmaster), 003 "Giới thiệu về học sâu" (Hanoi University of Science and Technology), 004 "Báo cáo tuần 3".
"""

from nncore.slides.records import Erratum, Term
from nncore.slides.registry import all_errata, all_terms, erratum
from nncore.slides.tables import Errata as errata

__all__ = ["Erratum", "Term", "all_errata", "all_terms", "errata", "erratum"]
