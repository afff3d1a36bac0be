"""The landscape as pictures: who owns whom, who works with whom, and since when."""
