"""What each mail says, by reader."""
