"""What is held of a day: companies, stakes, links, roles, plants, events, plans, cars."""
