"""What is done with tickets: asking, answering, files, mails. Everything is in the trail, as ids and codes."""
