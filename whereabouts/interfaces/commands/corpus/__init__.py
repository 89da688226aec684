"""A made-up nation for measures: people, what is noted wrongly of them, questions with answers."""

from whereabouts.interfaces.commands.corpus.noise import KINDS
from whereabouts.interfaces.commands.corpus.people import People, make_people
from whereabouts.interfaces.commands.corpus.questions import Question, make_questions, noted_again

__all__ = ["KINDS", "People", "Question", "make_people", "make_questions", "noted_again"]
