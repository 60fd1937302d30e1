"""The seeded program behind the synthetic city of Mihon: plan -> PLATEAU files."""
