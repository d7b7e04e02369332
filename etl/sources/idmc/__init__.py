"""What IDMC's two feeds have in common: its annual tables (`idmc_gidd`) and its provisional updates (`idmc_idu`)."""
