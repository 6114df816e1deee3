"""How dates and numbers are written in each language, where Django's own habits are not the trade's."""
