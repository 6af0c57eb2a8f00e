"""The questionnaire without a screen: what to ask, what was answered, where it is kept. Both front ends run on it."""
