"""The rules of lint for constitutions, one module each: what is wrong in a document of principles that can be read."""
