"""The trained reader: names and figures by rule; who plays which part, learnt."""
