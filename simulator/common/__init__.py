"""What every room uses: errors, time, luck, languages, shipped files."""
