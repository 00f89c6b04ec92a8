"""The colours of the debrief: one accent, the rest from ink to paper, told apart by lightness.

Contrast against paper: INK 14.6, MUTED 6.0, ACCENT 7.5 (WCAG 2.2 AA wants 4.5 for text, 3 for graphics).
"""

ACCENT = "#17567d"
INK = "#23282d"
MUTED = "#59636c"
MIDDLE = "#9db3c1"
PALE = "#e1e8ec"
RULE = "#b9c2c9"
PAPER = "#ffffff"
