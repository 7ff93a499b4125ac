"""What reads a recorded program, one file a reader; a payout rule never knows of them."""
