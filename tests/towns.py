"""A few real towns, with number, place and people as GeoNames has them (CC BY 4.0), some of their names each."""


def _town(number, name, country, latitude, longitude, population, *others):
    return {
        "geonameid": number,
        "name": name,
        "countrycode": country,
        "latitude": latitude,
        "longitude": longitude,
        "population": population,
        "alternatenames": list(others),
    }


TOWNS = [
    _town(3161732, "Bergen", "NO", 60.39299, 5.32415, 294_029, "BGO", "Bergen", "Björgvin", "Берген"),
    _town(2759154, "Bergen", "NL", 52.66917, 4.70417, 29_715, "Bergen (NH)", "Bergen-Binnen"),
    _town(3143244, "Oslo", "NO", 59.91273, 10.74609, 1_082_575, "Christiania", "OSL"),
    _town(3165185, "Trieste", "IT", 45.64953, 13.77678, 204_338, "TRS", "Triest", "Terst", "Τεργέστη"),
    _town(3165072, "Udine", "IT", 46.0693, 13.23715, 100_170, "Udin", "Videm"),
    _town(3169070, "Rome", "IT", 41.89193, 12.51133, 2_318_895, "Roma", "Rom", "Róma"),
    _town(3173435, "Milan", "IT", 45.46427, 9.18951, 1_371_498, "Milano", "Mailand"),
    _town(
        2867714,
        "Munich",
        "DE",
        48.13743,
        11.57549,
        1_505_005,
        "MUC",
        "München",
        "Monaco di Baviera",
        "Мюнхен",
        "慕尼黑",
    ),
    _town(2950159, "Berlin", "DE", 52.52437, 13.41053, 3_426_354, "Berlino", "BER"),
    _town(2993458, "Monaco", "MC", 43.73718, 7.42145, 32_965, "Monte Carlo"),
]
