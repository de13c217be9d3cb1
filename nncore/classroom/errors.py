"""What a teacher is told when grading cannot go on; apart, so that grading processes load nothing with it."""


class GradingError(Exception):
    """Grading cannot begin, or cannot go on; the message is one sentence for the teacher."""
