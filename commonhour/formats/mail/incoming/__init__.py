"""Mail that comes in, from bytes to a value; nothing here keeps, sends or believes anything."""
