"""What leads say of partners, in numbers: what each lead counts for, added up by day, and told to the directory."""
