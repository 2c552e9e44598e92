"""The chapters as one document: joined, numbered, linked. Both formats start from it."""
