"""A schedule, its dates, and what editing does to them."""
