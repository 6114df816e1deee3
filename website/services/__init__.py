"""What the website does beyond showing pages."""
