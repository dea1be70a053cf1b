"""The read planner: an operation is planned once, and then runs as SQL that takes what it selects and no more.

`selections` says what is selected, `layout` what that is in SQL and where it lies in the rows, `shapes` makes the
answer of the rows, `pages`, `things` and `lookups` are the kinds of root field, `operations` the plan of a whole
operation. What is not planned is left to the ordinary executor, which answers the same, byte for byte.
"""
