"""What leaves unvote: tables for people, CSV and its kin for programs."""
