"""Packs speak the language of their unit, and sheets are read in whatever language they were filled in."""

import gettext
import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from handouts import ALMATY, AWB, IDS, SCENARIO, SETTING, UNIT, WORLD, frame, header, xlsx

from simulator.common import i18n
from simulator.common.i18n import LANGUAGES, language
from simulator.decisions import sheet
from simulator.decisions.facts import unit_facts
from simulator.decisions.pack import briefing_html
from simulator.decisions.sheet import (
    ACTS_FORM,
    AFTER_FORM,
    BAG_FORM,
    QUEUE_FORM,
    control_titles,
    indicator_titles,
    titles,
)
from simulator.decisions.sheet_acts import ActsReader
from simulator.decisions.sheet_after import AfterReader
from simulator.decisions.sheet_read import SelectionReader, read_sheet
from simulator.decisions.sheet_write import sheet_xlsx

FORMS = (QUEUE_FORM, BAG_FORM, ACTS_FORM, AFTER_FORM)
READERS = {QUEUE_FORM: SelectionReader, ACTS_FORM: ActsReader, AFTER_FORM: AfterReader}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_label_leads_back_to_its_code(lang):
    for form, reader in READERS.items():
        choices = reader(SETTING, "sheet.xlsx", {}, form, {}).choices
        for field, choice in choices.items():
            for code, title in choice.titles.items():
                label = language(lang).text(title, choice._contexts[code])
                assert choice.code(label.upper()) == code, (form.page, field, label)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_in_sheet_is_read(tmp_path, lang):
    labels = QUEUE_FORM.titles(lang)
    row = {
        "consignment": AWB,
        "decision": titles("decision", lang)["select"],
        "control_1": control_titles(lang)["x-ray"],
        "priority": titles("priority", lang)["1"],
        "reason_1": next(iter(indicator_titles(lang).values())),
        "confidence": titles("confidence", lang)["high"],
    }
    path = xlsx(tmp_path / "a.xlsx", [labels, row], label_row=False)
    decision = read_sheet(path, SETTING)[0].decision
    assert (decision.act, decision.priority, decision.confidence) == ("select", 1, "high")
    assert decision.reasons == (next(iter(indicator_titles())),)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_have_names_that_excel_takes(lang):
    pages = [form.page for form in FORMS]
    pages += ["How to fill in", "Columns", "Indicators", "Flights", "Unit", "Intelligence"]
    names = [language(lang).text(page) for page in pages]
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names), names
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_has_one_row_for_the_machine_and_one_in_the_language(lang):
    facts = unit_facts(SCENARIO, WORLD, UNIT, ALMATY, len(IDS), lang)
    table = sheet.QUEUE_FORM.titles(lang)
    with ZipFile(BytesIO(sheet_xlsx(frame(), SETTING, facts))) as book:
        texts = unescape(book.read("xl/sharedStrings.xml").decode())
        lists = book.read("xl/worksheets/sheet1.xml").decode()
    assert all(f">{code}<" in texts for code in header()[:-1])
    assert all(title in texts for title in table.values())
    assert all(len(found) <= 255 for found in re.findall(r"<formula1>\"(.*?)\"</formula1>", lists))


class Marked(gettext.NullTranslations):
    """Puts every text into brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context, message):
        return f"⟦{message}⟧"


def test_no_bare_english_remains_in_the_briefing(monkeypatch):
    i18n._forget()
    monkeypatch.setattr(i18n, "translations", lambda lang: Marked())
    monkeypatch.setattr("simulator.common.jinja.translations", lambda lang: Marked())
    try:
        page = briefing_html(unit_facts(SCENARIO, WORLD, UNIT, ALMATY, 5, "ru"), SETTING, "sheet.xlsx")
    finally:
        i18n._forget()
    text = unescape(re.sub(r"<[^>]*>", "\n", re.sub(r"<(style|code)\b.*?</\1>", " ", page, flags=re.DOTALL)))
    while re.search(r"⟦[^⟦⟧]*⟧", text):
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    own = {"Visit", "more", "compare how units select", "ACCU Zhetysu", "Almaty", "ALA", "UTC", "day", "Alaport"}
    own |= {"Select before the flights land", "Look at printed books", "Liaison officer", "IST"}
    assert {each.strip() for each in re.findall(r"[A-Za-z]{3,}[A-Za-z ]*", text)} - own == set()
