"""The questionnaire on a screen."""
