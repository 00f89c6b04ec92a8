"""What is fast enough, as ratios against references measured in the same run."""
