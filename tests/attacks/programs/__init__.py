"""The programs, by what the adversary holds."""
