"""What homes, carers, schools and authorities bring: tried, agreed, asked for, graded, taught."""
