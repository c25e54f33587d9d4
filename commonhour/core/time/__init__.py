"""Wall times, zones, cities and the changes of clocks."""
