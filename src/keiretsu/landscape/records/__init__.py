"""What is held of a day: companies, stakes, links, people, plants, plans, cars."""
