"""Many cases at once: the same rules, ranking and verdict as `diagnose`, without the planning, case after case.

`program` turns the rules into bit masks, `marks` turns findings and contexts into the bits they set (each kind
once), `judge` ranks. `layout` and `mapping` say what the columns of a table are, `records` reads, `reading` makes
cases of rows, `rows` writes them, `journal` keeps what is done, `pool` and `cluster` share the work, `run` is the road.
"""
