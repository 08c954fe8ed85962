import time
from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.lines import label_line
from newsquotes.clean.text import read_lines
from newsquotes.clean.zones import label_lines

BODY = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
    "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
    "A second report on the pillars is expected before the end of the month, the council said.",
)

ZONES = [
    pytest.param(("Related posts", "Crab season in danger", "Old customs house sold"), "related", id="related"),
    pytest.param(
        ("Comments", "Good riddance, I never liked that pier and its awful music in the summer months."),
        "comment",
        id="comments",
    ),
    pytest.param(
        ("Posted", "6 minutes ago, oldsalt41 said:", "They said “it will open soon” last year as well, didn't they?"),
        "comment",
        id="quoted forum post",
    ),
    pytest.param(
        ("Sign up for our newsletter", "Our editors pick the best of the week for your inbox every single Friday."),
        "newsletter",
        id="newsletter",
    ),
    pytest.param(
        (
            "A message from the Marrow Herald:",
            "Dear readers,",
            "A court has called our reporting “hostile to the port”, and our newsroom is at risk of closing for good.",
            "Your support, large or small, keeps our reporters on the quay every day of the year.",
            "Monthly",
        ),
        "appeal",
        id="appeal with a quotation",
    ),
    pytest.param(
        (
            "A note from the newsroom of the Marrow Courier:",
            "Dear friends,",
            "This has been a hard winter for us, and in May a judge in the capital called the Courier a “nuisance”.",
            "We know the reason. Officials say that our pages “frighten the tourists away from the pier”.",
            "We, the four people who write it, will go on. But ink, lawyers and lamp oil have to be paid by somebody.",
            "Give what you can: three coins a month pay for a bicycle tyre, and every one of them counts.",
            "We thank you for standing beside us on the quay, in all weathers and at every hour of the day.",
            "Once a month",
        ),
        "appeal",
        id="appeal in other words",
    ),
    pytest.param(
        ("About the author", "Jon Skerry has written about the coast for twenty years and lives in a lighthouse."),
        "navigation",
        id="author",
    ),
]


@pytest.mark.parametrize("separator", ["\n", "\n\n"], ids=["one line each", "blank lines"])
@pytest.mark.parametrize(("tail", "label"), ZONES)
def test_tail_goes_with_everything_in_it(
    clean: Callable[..., Cleaned], tail: tuple[str, ...], label: str, separator: str
) -> None:
    cleaned = clean(separator.join((*BODY, *tail)))
    assert cleaned.articles["text"].to_list() == ["\n\n".join(BODY)]
    assert cleaned.removed_lines["text"].to_list() == list(tail)
    assert label in cleaned.removed_lines["label"].to_list()


def test_tail_needs_three_lines_of_prose(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean("\n".join((BODY[0], "Comments", *BODY[1:])))
    assert cleaned.articles["text"].item() == "\n\n".join(BODY)


def test_article_goes_on_after_a_box_of_links(clean: Callable[..., Cleaned]) -> None:
    box = ("Related articles", "Crab season in danger", "Old customs house sold")
    cleaned = clean("\n".join((*BODY, *box, *(line.replace("pier", "jetty") for line in BODY))))
    assert cleaned.articles["text"].item().count("\n\n") == 2 * len(BODY) - 1
    assert cleaned.removed_lines["text"].to_list() == list(box)


def test_article_goes_on_after_a_sign_up_box(clean: Callable[..., Cleaned]) -> None:
    box = ("Sign up for our newsletter", "Subscribe now and get the best of the coast in your inbox.")
    after = tuple(line.replace("pier", "jetty") for line in BODY)
    cleaned = clean("\n".join((*BODY, *box, *after)))
    assert cleaned.articles["text"].item() == "\n\n".join((*BODY, *after))
    assert cleaned.removed_lines["text"].to_list() == list(box)


def test_captions_inside_the_body_go_and_the_body_stays(clean: Callable[..., Cleaned]) -> None:
    caption = "The pier on Sunday, “a sad sight” to many in the town[/caption]"
    cleaned = clean("\n".join((*BODY[:2], caption, "image.png", *BODY[2:])))
    assert cleaned.articles["text"].item() == "\n\n".join(BODY)
    assert cleaned.removed_lines["rule"].to_list() == ["caption_marker", "image_file_name"]


def test_buttons_inside_the_body_go_and_the_body_stays(clean: Callable[..., Cleaned]) -> None:
    buttons = ("Share", "Share on Facebook", "Tweet", "Copy link", "Print", "Email this article")
    cleaned = clean("\n".join((BODY[0], *buttons, *BODY[1:])))
    assert cleaned.articles["text"].item() == "\n\n".join(BODY)
    assert set(cleaned.removed_lines["label"]) == {"share"}


def test_menus_around_the_body_go(clean: Callable[..., Cleaned]) -> None:
    menu = ("Home", "  • World", "  • Harbour life", "Port Marrow votes to close pier until spring")
    footer = ("Harbour Media Group", "Terms of use", "Our other titles")
    cleaned = clean("\n".join((*menu, *BODY, *footer)))
    assert cleaned.articles["text"].item() == "\n\n".join(BODY)
    assert cleaned.articles["title"].item() == menu[-1]
    assert cleaned.removed_lines["line_no"].to_list() == [1, 2, 3, 4, 9, 10, 11]


def test_note_on_the_writer_goes(clean: Callable[..., Cleaned]) -> None:
    note = "Jon Skerry is a freelance writer who lives on the coast."
    cleaned = clean("\n\n".join((*BODY, note)))
    assert cleaned.removed_lines.row(0, named=True)["rule"] == "author_note"


@pytest.mark.parametrize(
    "request_",
    [
        "The Coastal Review comes out twice a year. Subscribe from the price of an ice cream each month.",
        "Our reporters are paid by readers. Please support our work if you can spare a coin or two.",
    ],
)
def test_closing_request_goes(clean: Callable[..., Cleaned], request_: str) -> None:
    cleaned = clean("\n\n".join((*BODY, request_)))
    assert cleaned.articles["text"].item() == "\n\n".join(BODY)
    assert cleaned.removed_lines["label"].to_list() == ["appeal"]


@pytest.mark.parametrize(
    "last",
    [
        "“Subscribe to nothing and donate to nobody,” the harbour master told the fishermen before she left.",
        "Fishermen who wish to subscribe to the new insurance have to do so before the end of the month.",
    ],
)
def test_story_about_requests_stays(clean: Callable[..., Cleaned], last: str) -> None:
    assert clean("\n\n".join((*BODY, last))).articles["text"].item().endswith(last)


def test_story_in_the_first_person_survives_a_box(clean: Callable[..., Cleaned]) -> None:
    own = tuple(f"We walked our dogs along the pier for the {n}th time until high water." for n in range(4, 9))
    cleaned = clean("\n".join((*BODY, "Support our work", *own)))
    assert cleaned.articles["text"].item() == "\n\n".join((*BODY, *own))


def test_short_sentences_and_headings_inside_the_body_stay(clean: Callable[..., Cleaned]) -> None:
    lines = (*BODY[:2], "What happens next", "Nobody knows.", *BODY[2:], "“Not me.”")
    assert clean("\n".join(lines)).articles["text"].item() == "\n\n".join(lines)


SAID = "The harbour office said on Monday that the pier would stay closed until the second report is there."


@pytest.mark.parametrize("paragraphs", [0, 9], ids=["short", "longer than the post"])
def test_second_post_of_a_board_starts_its_comments(clean: Callable[..., Cleaned], paragraphs: int) -> None:
    posts = [
        "Posted April 5, 2031",
        *(f"{SAID} {number}." for number in range(4)),
        "Posted April 6, 2031",
        *(f"{SAID} Ha {number}." for number in range(paragraphs)),
        f"{SAID} Ha.",
    ]
    cleaned = clean("\n".join(posts))
    assert "Ha" not in cleaned.articles["text"][0]
    assert dict(cleaned.removed_lines.select("text", "rule").rows())["Posted April 6, 2031"] == "further_post"


def test_one_date_of_posting_starts_no_comments(clean: Callable[..., Cleaned]) -> None:
    lines = [
        *(f"{SAID} {number}." for number in range(4)),
        "Posted April 6, 2031",
        f"{SAID} More.",
        f"{SAID} Yet more.",
    ]
    assert clean("\n".join(lines)).articles["text"][0].endswith("Yet more.")


@pytest.mark.parametrize(("items", "is_body"), [(5, True), (2, False)])
def test_marker_below_each_item_of_a_list_cuts_no_tail(
    clean: Callable[..., Cleaned], items: int, is_body: bool
) -> None:
    head = "\n".join(f"{SAID} {number}." for number in range(8))
    listed = "".join(f"\n{SAID} Item {number}.\nMore on Ada Lind {number}" for number in range(items))
    assert (f"Item {items - 1}." in clean(head + listed).articles["text"][0]) is is_body


@pytest.mark.parametrize("marker", ["Related article", "Read also", "See also:"])
def test_article_goes_on_below_a_box_of_one_headline(clean: Callable[..., Cleaned], marker: str) -> None:
    lines = [*BODY[:3], marker, "Crab season in danger", "Read more", BODY[3], "What comes next?"]
    cleaned = clean("\n".join(["Port Marrow votes to close its pier until spring", *lines]))
    assert cleaned.articles["text"][0].split("\n\n")[:4] == list(BODY)
    removed = dict(cleaned.removed_lines.select("text", "rule").rows())
    assert removed["Crab season in danger"] == "related_item_zone"


def test_list_below_see_also_goes_to_its_end(clean: Callable[..., Cleaned]) -> None:
    teasers = ["See also", *("Crab season in danger", "Old customs house sold", "Ferry late again", "Net prices up")]
    assert clean("\n".join([*BODY, *teasers])).articles["text"][0].split("\n\n") == list(BODY)


ISSUER = "Marrow Ferries runs eleven routes and employs six hundred people on both shores of the lake."


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Marrow Ferries said that its boats will call at the new pier from May, every hour until midnight.", False),
        ("The boats will call at the new pier from May, every hour until midnight, their owner has said.", True),
    ],
    ids=["issuer of the release", "heading of the story"],
)
def test_issuer_of_a_press_release_describes_itself_below(
    clean: Callable[..., Cleaned], lead: str, expected: bool
) -> None:
    text = clean("\n".join([lead, *BODY, "About Marrow Ferries", ISSUER])).articles["text"][0]
    assert (ISSUER in text) is expected


def test_sponsor_of_a_newsletter_goes_with_its_paragraph(clean: Callable[..., Cleaned]) -> None:
    advert = "Sleep well on straw from the lake, as your grandparents did, and save a fifth with the code TIDE."
    lines = [*BODY[:3], "A message from our sponsor", "Straw for all", advert, BODY[3]]
    assert clean("\n".join(lines)).articles["text"][0].split("\n\n") == list(BODY)


@pytest.mark.parametrize("heading", ["Forward-looking statements", "Media contacts:", "Press contact"])
def test_small_print_of_a_press_release_goes(clean: Callable[..., Cleaned], heading: str) -> None:
    lines = [*BODY, heading, "Results may differ from what this text expects, for reasons named in our yearly report."]
    assert clean("\n".join(lines)).articles["text"][0].split("\n\n") == list(BODY)


def test_article_goes_on_below_the_controls_of_a_player(clean: Callable[..., Cleaned]) -> None:
    controls = ("Video Player is loading.", "Play Video", "Play", "Mute", "Current Time 0:00", "Duration 1:24")
    more = ("Loaded: 0%", "Playback Rate", "Chapters", "Captions", "Fullscreen", "Now Playing", "Paused", "Ad Playing")
    assert clean("\n\n".join((*BODY[:2], *controls, *more, *BODY[2:]))).articles["text"].item() == "\n\n".join(BODY)


@pytest.mark.parametrize("label", ["Story continues below", "Photo: Jon Skerry", "Advertisement"])
def test_story_goes_on_between_a_sign_up_line_and_what_stands_inside_stories(
    clean: Callable[..., Cleaned], label: str
) -> None:
    rest = ("“We were promised a date,” said Odo Brank, who sells crab at the gate of the pier.", label)
    last = "The council has not said who will pay for the new pillars, or when the divers will be back."
    page = (*BODY, "Sign up for our newsletter", *rest, last, "Let us know in the comments")
    cleaned = clean("\n".join(page))
    assert rest[0] in cleaned.articles["text"][0]
    assert last in cleaned.articles["text"][0]


@pytest.mark.parametrize(
    "marker", ["Comments", "Related posts", "Sign up for our newsletter", "A message from the Marrow Herald:"]
)
def test_time_is_linear_in_markers(marker: str) -> None:
    lines = read_lines(f"{BODY[0]}\n{marker}\n" * 12_000)
    known = [label_line(line) for line in lines]
    started = time.process_time()
    label_lines(lines, known)
    assert time.process_time() - started < 4


def numbered(*posts: tuple[str, ...], day: str = "April 5, 2031") -> str:
    """Posts of a board, each with its writer, its day and its number above it."""
    heads = [(f"oldsalt{number}", "Member", *([day] if day else []), f"#{number}") for number in range(1, 9)]
    return "\n".join(line for head, post in zip(heads, posts, strict=False) for line in (*head, *post))


@pytest.mark.parametrize(("day", "is_cut"), [("April 5, 2031", True), ("6 minutes ago", True), ("", False)])
def test_numbered_posts_below_the_first_are_comments(clean: Callable[..., Cleaned], day: str, is_cut: bool) -> None:
    story = (
        "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
        "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
        "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
    )
    reply = "That is a shame, I have walked on it every Sunday since I was six, and my father before me."
    cleaned = clean(
        numbered(story, (reply,), ("“We should all write to them,” my aunt says, and she is right.",), day=day)
    )
    assert (cleaned.articles["text"][0] == "\n\n".join(story)) is is_cut
    assert (("oldsalt2", "comment") in cleaned.removed_lines.select("text", "label").rows()) is is_cut
