"""Send a lead, and follow what one's company has sent: for the vendor's people and for partners."""
