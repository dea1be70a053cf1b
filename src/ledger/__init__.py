"""Coal-mine safety supervision ledger (煤矿安全监管台账)."""
