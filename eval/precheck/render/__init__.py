"""Documents as files: Word, PDF with text, scans; each render says on which page every fact stands."""
