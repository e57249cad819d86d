"""Named worlds to try Segue in. Everybody and everything in them is made up."""
