"""What can be done with a customer's request. Every action says who may take it and what it refuses."""
