"""Documents of other makers, made with other makers' tools: what the importers must read."""

from __future__ import annotations

from collections.abc import Callable

from support.makers import pdf_makers, sheet_makers, word_makers

MAKERS: dict[str, Callable[[], bytes]] = {
    "04-health-centre.docx": word_makers.health_centre,
    "05-road-section.docx": word_makers.road_section,
    "06-care-home.docx": word_makers.care_home,
    "10-sports-school.pdf": pdf_makers.sports_school,
    "11-archive.pdf": pdf_makers.archive,
    "12-weather-station.xlsx": sheet_makers.weather_station,
    "13-welfare-home.xlsx": sheet_makers.welfare_home,
    "14-testing-institute.docx": word_makers.testing_institute,
}
