"""What is asked of the tables, written once as Ibis expressions: sums, rankings, lists."""
