"""The language of a text, however short."""

import pytest

from keiretsu.news.articles.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bei Renault liegen von Nissan noch 15 Prozent", "de"),
        ("Toyota übernimmt Subaru", "de"),
        ("BMW hält 20 Prozent an Rolls-Royce", "de"),
        ("Ford to buy a stake in an Indian maker", "en"),
        ("In Japan Nissan will be in talks", "en"),
        ("Audi plans a plant in China", "en"),
        ("Volkswagen to cut 35,000 jobs", "en"),
        ("Toyota buys 5% Mazda stake", "en"),
        ("Renault supplies Nissan", "en"),
        ("Nissan ferme sept usines", "fr"),
        ("BYD supera a Tesla", "es"),
        ("Ford ruft Autos zurück", "de"),
        ("Volkswagen will bis 2030 35.000 Stellen abbauen.", "de"),
        ("BMW verkaufte 2025 weltweit 2,46 Millionen Fahrzeuge.", "de"),
        ("Porsche ruft 27.000 Taycan zurück.", "de"),
        ("Nissan fermera sept usines d'ici à 2027.", "fr"),
        ("Renault a vendu deux millions de voitures", "fr"),
        ("Toyota vendió 10,8 millones de vehículos en 2024.", "es"),
        ("Seat venderá 300.000 coches en 2026.", "es"),
        ("Stellantis taglia 2.500 posti di lavoro", "it"),
        ("Volvo säljer sin andel i Polestar", "sv"),
        ("Toyota Mazda'nın yüzde 5'ini aldı", "tr"),
        ("Škoda propustí tisíc lidí", "cs"),
        ("BMW X5 M50i", None),
        ("Renault vend ses parts", "fr"),
        ("Seat y Cupra venden más", "es"),
        ("Het aandeel van Toyota in Subaru is nog 20 procent", "nl"),
        ("日产与东风合资", "zh"),
        ("日産は東風と合弁を組む", "ja"),
        ("+++ 12 +++", None),
    ],
)
def test_a_line_tells_its_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
