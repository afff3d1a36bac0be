"""The lab: an economist's own table, read and computed in a process of its own.

A stranger's table is never read in the process that answers others: a child reads it,
with limits of memory and time, and hands back plain data.
"""
