"""Official templates that the user loads once: blanks found, mapped to the questionnaire, filled without a change."""
