"""Attacks: programs that try to learn who answered what, run against the real product.

A company is made by chance, a pulse and a 360 are launched, answered, closed and published by the product's own deeds,
and each program gets what its adversary holds: pages, files, a database, keys, time, accomplices. Three games:

* *answers*: two people whom no published number should tell apart gave a 1 and a 5 to each question; a coin said who.
* *words*: the same two wrote two remarks; a coin said who wrote which.
* *silence*: of two people in one unit one answered and one did not; a coin said who.

Whatever the program does, a blind guess is right exactly half of the time, and guesses are independent, because the
coins are. A program that finds nothing tosses a coin itself.

The rule. p = P(Z > 3) / m with m the number of attacks (Bonferroni), so z = 3 for one attack and 3.97 for 36. Of n
guesses at most the largest number c may be right with P(Binomial(n, 1/2) >= c) >= p: exact, no normal curve; nor may more be
wrong, for such an attack is only to be turned round. Each attack
also meets its *double*: what the product would show without the protection in question, made in this folder only. There
it must be right more often than that, or it proves nothing.

The limits that the product states (docs/privacy.md) are run as well, with a rule of their own: one joiner between two
pulses at most 10 points above a blind guess, plus z standard errors; everything else a limit says is lost is reported as
lost.
"""
