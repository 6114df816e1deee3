"""BC3: FIEBDC-3, the Spanish exchange of budgets and price bases, versions of 1995 to 2020."""
