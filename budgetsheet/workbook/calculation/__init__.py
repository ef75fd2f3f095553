"""Works out what a workbook's own formulas come to, for the programs that do not calculate.

It knows the functions that our formulas use and no more, as Excel knows them.
"""
