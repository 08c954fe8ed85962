"""The day that a reporting clause gives, and the days that mean something else."""

from datetime import UTC, date, datetime

import pytest

from newsquotes.dedupe.said_on import covered, said_on

SUNDAY = datetime(2031, 3, 9, 15, 30, tzinfo=UTC)
QUOTE = "“We stay until Monday,”"
FRIDAY = (date(2031, 3, 7), "weekday")
LONGER = (None, "period")


def day_of(text: str, cue: str = "said") -> tuple[date | None, str] | None:
    spans = [(text.index(QUOTE), text.index(QUOTE) + len(QUOTE))] if QUOTE in text else []
    start = text.index(cue) if cue in text else text.index("told")
    found = said_on(covered(text, spans), (start, start + len(cue)), SUNDAY, "day")
    return found and (found.day, found.source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{QUOTE} Ada Brook said on Friday.", FRIDAY),
        (f"{QUOTE} Ada Brook said Friday.", FRIDAY),
        (f"{QUOTE} said Ada Brook, the mayor of Elm, on Friday.", FRIDAY),
        (f"On Friday, Ada Brook said: {QUOTE} and left.", FRIDAY),
        (f"{QUOTE} Ada Brook said late on Friday night.", FRIDAY),
        (f"{QUOTE} Ada Brook said in Elm on Sunday.", (date(2031, 3, 9), "weekday")),
        (f"{QUOTE} Ada Brook said yesterday.", (date(2031, 3, 8), "relative_day")),
        (f"{QUOTE} Ada Brook said this morning.", (date(2031, 3, 9), "relative_day")),
        (f"{QUOTE} Ada Brook said on March 3.", (date(2031, 3, 3), "date_in_text")),
        (f"{QUOTE} Ada Brook said on 30 December.", (date(2030, 12, 30), "date_in_text")),
        (f"{QUOTE} Ada Brook said on March 3, 2029, in Elm.", (date(2029, 3, 3), "date_in_text")),
        (f"{QUOTE} Ada Brook said.", None),
        (f"{QUOTE} Ada Brook said on the day before Friday.", None),
        (f"{QUOTE} Ada Brook said after Friday’s vote.", None),
        (f"{QUOTE} Ada Brook said of the vote that failed on Friday.", None),
        (f"{QUOTE} said Ada Brook, who was elected on Friday.", None),
        (f"{QUOTE} Ada Brook said in the Friday Post.", None),
        (f"{QUOTE} Ada Brook said ahead of talks next Friday.", None),
        (f"{QUOTE} Ada Brook said. On Friday she left for Elm.", None),
        (f"{QUOTE} Ada Brook said.\n\nOn Friday, she left for Elm.", None),
        (f"{QUOTE} Ada Brook said on February 30.", None),
        (f"{QUOTE} Ada Brook told a town hall in Elm, Ohio on Friday.", FRIDAY),
        (f"{QUOTE} Ada Brook told the council in Elm, Peru, on Friday.", FRIDAY),
        (f"{QUOTE} Ada Brook said earlier on Friday.", FRIDAY),
        (f"Ada Brook on Friday told reporters: {QUOTE} and left.", FRIDAY),
        (f"{QUOTE} Ada Brook said in a Friday interview.", FRIDAY),
        (f"{QUOTE} Ada Brook said in her Friday night speech to the council.", FRIDAY),
        (f"{QUOTE} Ada Brook said at Friday’s hearing.", FRIDAY),
        (f"{QUOTE} Ada Brook said during Friday night’s debate.", FRIDAY),
        (f"{QUOTE} Ada Brook said in Friday’s Courant.", None),
        (f"{QUOTE} Ada Brook said on Fri. in Elm.", FRIDAY),
        (f"{QUOTE} Ada Brook said Friday with a smile.", FRIDAY),
        (f"{QUOTE} Ada Brook said earlier today.", (date(2031, 3, 9), "relative_day")),
        (f"{QUOTE} Ada Brook said last night.", (date(2031, 3, 8), "relative_day")),
        (f"{QUOTE} Ada Brook said two days ago.", (date(2031, 3, 7), "relative_day")),
        (f"{QUOTE} Ada Brook said 10 days ago.", (date(2031, 2, 27), "relative_day")),
        (f"{QUOTE} Ada Brook said in a statement on March 3.", (date(2031, 3, 3), "date_in_text")),
        (f"{QUOTE} Ada Brook said in an interview on 3 March 2029.", (date(2029, 3, 3), "date_in_text")),
        (f"{QUOTE} Ada Brook said on Dec. 30.", (date(2030, 12, 30), "date_in_text")),
        (f"{QUOTE} Ada Brook said on March 3rd.", (date(2031, 3, 3), "date_in_text")),
        (f"{QUOTE} Ada Brook said on the 3rd of March.", (date(2031, 3, 3), "date_in_text")),
        (f"{QUOTE} Ada Brook said of the vote on the 3rd of May until the 4th of March.", None),
        (f"{QUOTE} Ada Brook said last week.", LONGER),
        (f"{QUOTE} Ada Brook said earlier this month.", LONGER),
        (f"{QUOTE} Ada Brook told the Elm Courant in 2019.", LONGER),
        (f"{QUOTE} Ada Brook said in March.", LONGER),
        (f"{QUOTE} Ada Brook said in late March 2029.", LONGER),
        (f"{QUOTE} Ada Brook said three weeks ago.", LONGER),
        (f"{QUOTE} Ada Brook said over the weekend.", LONGER),
        (f"{QUOTE} Ada Brook said last Friday.", LONGER),
        (f"Last year, Ada Brook said: {QUOTE} and left.", LONGER),
        (f"In 2019, Ada Brook said: {QUOTE} and left.", LONGER),
        (f"{QUOTE} Ada Brook said of last week’s vote.", None),
        (f"{QUOTE} Ada Brook said of the vote in 2019.", None),
        (f"{QUOTE} said Ada Brook, who was elected in 2019.", None),
        (f"{QUOTE} Ada Brook said after the vote in March.", None),
        ("Those who vote in states that go to the polls Friday said they would stay.", None),
        ("Lawyers elected in March said they would stay.", None),
        (f"{QUOTE} Ada Brook told the programme This Week.", None),
        (f"{QUOTE} Ada Brook later Friday told reporters.", FRIDAY),
        (f"{QUOTE} Ada Brook said. Last week she left for Elm.", None),
        (f"{QUOTE} said Ada Brook, 52, of Elm, Ohio.", None),
        (f"{QUOTE} Ada Brook said on April 2, 2031.", None),
        (f"{QUOTE} Ada Brook said on Friday, February 28.", (date(2031, 2, 28), "date_in_text")),
        (f"{QUOTE} Ada Brook said on Friday, Feb. 28, 2030, in Elm.", (date(2030, 2, 28), "date_in_text")),
        (f"{QUOTE} Ada Brook said on Friday, the 28th of February.", (date(2031, 2, 28), "date_in_text")),
        (f"{QUOTE} Ada Brook said on Friday, May be it.", FRIDAY),
        (f"{QUOTE} she said on Friday.", FRIDAY),
        (f"{QUOTE} Ada Brook said it on Friday.", FRIDAY),
        (f"{QUOTE} Ada Brook said on Friday of last week.", None),
        (f"{QUOTE} Ada Brook said Friday of the plan to close the port on Monday.", FRIDAY),
        (f"{QUOTE} Ada Brook said of the plan to close the port on Monday.", None),
        (f"{QUOTE} Ada Brook said a week ago Friday.", LONGER),
        (f"{QUOTE} Ada Brook said in a talk to be printed on Saturday.", None),
        (f"{QUOTE} Ada Brook said she had been there on Friday.", None),
    ],
)
def test_day(text: str, expected: tuple[date | None, str] | None) -> None:
    assert day_of(text) == expected


@pytest.mark.parametrize(
    ("published_at", "precision", "published_on", "when", "day"),
    [
        (datetime(2031, 3, 7, 20, tzinfo=UTC), "second", date(2031, 3, 8), "on Saturday", date(2031, 3, 8)),
        (datetime(2031, 3, 7, 20, tzinfo=UTC), "second", date(2031, 3, 8), "yesterday", date(2031, 3, 7)),
        (datetime(2031, 3, 9, 2, tzinfo=UTC), "minute", date(2031, 3, 8), "on Saturday", date(2031, 3, 8)),
        (datetime(2031, 3, 9, 2, tzinfo=UTC), "minute", date(2031, 3, 8), "today", date(2031, 3, 8)),
        (datetime(2031, 3, 9, 2, tzinfo=UTC), "minute", date(2031, 3, 8), "on Sunday", date(2031, 3, 2)),
        (datetime(2031, 3, 7, 20, tzinfo=UTC), "second", date(2031, 3, 7), "on Saturday", None),
        (datetime(2031, 3, 7, 20, tzinfo=UTC), "second", None, "on Saturday", None),
        (datetime(2031, 3, 7, 9, tzinfo=UTC), "second", date(2031, 3, 7), "on Saturday", date(2031, 3, 1)),
        (datetime(2031, 3, 7, 0, tzinfo=UTC), "day", date(2031, 3, 7), "on Saturday", date(2031, 3, 1)),
        (datetime(2031, 3, 7, 20, tzinfo=UTC), "second", date(2031, 3, 7), "on Sunday", date(2031, 3, 2)),
    ],
)
def test_days_count_where_the_outlet_is(
    published_at: datetime, precision: str, published_on: date | None, when: str, day: date | None
) -> None:
    text = f"“We stay,” Ada Brook said {when}."
    found = said_on(covered(text, [(0, 10)]), (21, 25), published_at, precision, published_on=published_on)
    assert (found and found.day) == day


def test_day_inside_an_indirect_quotation_is_not_read() -> None:
    text = "Ada Brook said the deal that was signed on Friday was good."
    assert said_on(covered(text, [(15, len(text) - 1)]), (10, 14), SUNDAY, "day") is None


@pytest.mark.parametrize(("published_at", "precision"), [(None, None), (SUNDAY, "month"), (SUNDAY, None)])
def test_nothing_is_known_without_the_day_of_publication(published_at: datetime | None, precision: str | None) -> None:
    text = "“We stay,” Ada Brook said on Friday."
    assert said_on(covered(text, [(0, 10)]), (21, 25), published_at, precision) is None


@pytest.mark.parametrize(("when", "day"), [("on March 3, 2029", date(2029, 3, 3)), ("in 2019", None)])
def test_a_full_date_needs_no_day_of_publication(when: str, day: date | None) -> None:
    text = f"“We stay,” Ada Brook said {when}."
    found = said_on(covered(text, [(0, 10)]), (21, 25), None, None)
    assert found is not None
    assert found.day == day
