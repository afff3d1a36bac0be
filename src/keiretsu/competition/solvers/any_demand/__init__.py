"""Any demand form: the general solver, its derivatives and its verification."""
