"""Random bills in hard layouts: what people really send, in nine languages, with the truth about every item.

`make(seed)` gives a bill, its workbook as grids and its truth; `faults(made)` what a reading got wrong. Everything follows from the seed.
"""
