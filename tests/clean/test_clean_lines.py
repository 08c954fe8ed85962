import pytest

from benchmarks.clean_quality import own_pages
from newsquotes.clean.lines import LINE_RULES, asks_reader, label_line, phrases
from newsquotes.clean.text import Line, fold, read_lines
from newsquotes.schemas import LABELS
from newsquotes.seeds import load_seed


def line(text: str) -> Line:
    return read_lines(text)[0]


@pytest.mark.parametrize(
    ("text", "rule", "label"),
    [
        ("Dockers wait at the gate in Port Marrow[/caption]", "caption_marker", "caption"),
        ("“We were told to wait,” says a docker at the gate.[/caption]", "caption_marker", "caption"),
        ("The pier, which closed on Monday (Picture: Marrow Archive)", "credited_caption", "caption"),
        ("Ines Tarrow on the quay (file photo by Ada Lind).", "credited_caption", "caption"),
        ('[gallery ids="4,5"]', "shortcode", "markup"),
        ("Image caption, The mayor at the reopening of the pier", "caption_lead", "caption"),
        ("image.png", "image_file_name", "caption"),
        ("pier-banner-2.jpeg", "image_file_name", "caption"),
        ("https://marrowherald.example/pier", "bare_url", "navigation"),
        ("* * *", "symbols_only", "markup"),
        ("×", "symbols_only", "markup"),
        ("@marrowherald", "handle_or_tags", "share"),
        ("6 minutes ago, oldsalt41 said:", "quoted_poster", "comment"),
        ("On 4/5/2031 at 9:14 PM, oldsalt41 said:", "quoted_poster", "comment"),
        ("Posted March 3", "bare_date", "dateline"),
        ("Posted yesterday at 09:14 AM", "bare_date", "dateline"),
        ("19 minutes ago", "relative_time", "dateline"),
        ("Updated an hour ago", "relative_time", "dateline"),
        ("12m ago", "relative_time", "dateline"),
        ("4 min read", "reading_time", "byline"),
        ("  • Haha 1", "reaction_count", "share"),
        ("3,204 views", "reaction_count", "share"),
        ("12 comments", "boilerplate_phrase", "comment"),
        ("3. Petra says:", "comment_head", "comment"),
        ("March 8, 2031 at 9:39 am", "comment_head", "comment"),
        ("Sep 27, 2031", "bare_date", "dateline"),
        ("16:40", "bare_clock", "dateline"),
        ("4.40pm BST", "bare_clock", "dateline"),
        ("Photo: Ada Lind/Marrow Herald", "photo_credit", "credit"),
        ("© 2031 Marrow Media. All rights reserved.", "copyright_notice", "legal"),
        ("Advertisement", "advertisement", "advertisement"),
        ("Jump to content", "boilerplate_phrase", "navigation"),
        ("Remaining Time -1:24", "boilerplate_phrase", "caption"),
        ("Captions Settings, opens captions settings dialog", "boilerplate_phrase", "caption"),
        ("Ad Playing", "boilerplate_phrase", "caption"),
        ("Posted", "boilerplate_phrase", "comment"),
        ("Read more", "boilerplate_phrase", "related"),
        ("Sign up for our free weekly newsletter", "boilerplate_phrase", "newsletter"),
        ("This website uses cookies to remember you. Accept", "boilerplate_phrase", "cookie_notice"),
        ("You must be logged in to answer this post", "boilerplate_phrase", "comment"),
        ("A message from the Marrow Herald:", "boilerplate_phrase", "appeal"),
        ("A ferry leaves the port on Friday (AP Photo/Lena Ost)", "agency_caption", "caption"),
        ("News | Sport | Weather | Jobs", "menu_row", "navigation"),
        ("+1 555 0100", "contact_detail", "navigation"),
    ],
)
def test_line_is_labelled_by_its_rule(text: str, rule: str, label: str) -> None:
    removal = label_line(line(text))
    assert removal is not None
    assert (removal.rule, removal.label) == (rule, label)


@pytest.mark.parametrize(
    "text",
    [
        "“We are open,” she said.",
        "'We use cookies on this site,' the minister joked, 'and biscuits in the canteen.'",
        "The firm said it would read every privacy policy that its suppliers had signed since the spring.",
        "By supporting local farmers, the council hopes to keep four villages alive through the winter.",
        "If you enjoy long winters, the mayor told them, this is the town for you to live in.",
        "The Herald first published the list on March 8, 2031, and nobody has denied it since then.",
        "Two of the photos were taken by a passer-by",
        "He laughed.",
        "Nobody.",
        "What happens next?",
        "Posted 3 letters",
        "On Monday at 9, the mayor said:",
        "Playing the horn",
        "Comments by the minister drew anger from fishermen along the coast on Tuesday.",
        "Share prices fell by a tenth in early trading after the announcement on Tuesday morning.",
    ],
)
def test_story_lines_are_not_labelled(text: str) -> None:
    assert label_line(line(text)) is None


def test_endless_words_are_kept_from_the_patterns_of_short_lines() -> None:
    address = f"{'a@b' * 20}@osterby.example"
    assert label_line(line(address)) is not None
    assert label_line(line(f"{'a@b' * 5_000}@osterby.example")) is None


def test_no_line_rule_takes_a_paragraph_with_a_quotation() -> None:
    for phrase in phrases():
        if phrase.match in ("start", "part"):
            text = f"{phrase.words} and “the pier will open again by the end of the summer,” she said on Monday."
            removal = label_line(line(text))
            assert removal is None or removal.rule != "boilerplate_phrase", phrase


def test_phrases_are_folded_and_their_labels_are_known() -> None:
    for phrase in phrases():
        assert phrase.words.rstrip(":") == fold(phrase.words) or phrase.words.startswith("#"), phrase
        assert phrase.label in LABELS
        assert phrase.match in ("whole", "start", "end", "part")


def by_asking_every_rule(line: Line) -> str | None:
    fitting = (rule for rule in LINE_RULES if line.n_words <= rule.max_words)
    has_digit = "#" in line.key or "@" in line.key
    known = (rule.label.__name__ for rule in fitting if (has_digit or not rule.needs_digit) and rule.label(line))
    return next(known, None)


def test_no_rule_is_kept_from_a_line_that_it_knows() -> None:
    wordings = [phrase.words for phrase in phrases()] + [row["name"] for row in load_seed("photo_agencies", ("name",))]
    texts = [text for page in own_pages() for text in page.payload.splitlines()]
    for wording in wordings:
        texts += [wording, f"• {wording}", f"{wording}: the pier", f"The pier at noon, {wording}", f"({wording})"]
    lines = read_lines("\n".join(texts), is_wrapped=False)
    assert len(lines) > 5_000
    for each in lines:
        removal = label_line(each)
        assert (removal.rule if removal else None) == by_asking_every_rule(each), each.text


def test_rule_names_are_unique() -> None:
    names = [rule.label.__name__ for rule in LINE_RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your support keeps our reporters on the road.", True),
        ("Please donate what you can spare today.", True),
        ("“Please donate what you can,” the bishop told the crowd.", False),
        ("The bishop spoke to the crowd for an hour.", False),
    ],
)
def test_asks_reader(text: str, expected: bool) -> None:
    assert asks_reader(line(text)) is expected
