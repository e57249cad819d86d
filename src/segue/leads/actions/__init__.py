"""Everything that changes a lead. Pages, API and jobs call these; nothing else writes a lead's rows."""
