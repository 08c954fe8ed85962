"""Which printings become one cluster, and which never do."""

import random
import time
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.dedupe.align import Verdict, compare, is_misspelling, is_name_variant
from newsquotes.dedupe.cluster import Edges, cluster_texts, constrained_components, related
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.ordering import components
from newsquotes.dedupe.vocabulary import Reader, contradict
from newsquotes.dedupe.wording import match_type

HOST = "We will rebuild the old harbour wall before the winter comes, and we will do it without raising taxes."

SAME = [
    ("formatting", HOST.upper().rstrip(".") + ","),
    ("beginning", "We will rebuild the old harbour wall before the winter comes"),
    ("middle", "the old harbor wall before the winter"),
    ("end", "we will do it without raising taxes"),
    ("omission", "We will rebuild the old harbour wall … without raising taxes"),
    ("unmarked cut", "We will rebuild the old harbour wall and we will do it without raising taxes."),
    (
        "short unmarked cut",
        "We will rebuild the old harbour wall before the winter, and we will do it without raising taxes.",
    ),
    ("bracket", "[The council] will rebuild the old harbour wall before the winter comes, and we will do it"),
    ("misspelling", "We will rebuild the old harbuor wall before the winter comes, and we will do it"),
    (
        "small word",
        "We will rebuild this old harbour wall before the winter comes, and we will do it without raising taxes.",
    ),
    (
        "words written as two",
        "We will re-build the old harbour wall before the winter comes, and we will do it with-out raising taxes.",
    ),
    ("two misspellings", "We will rebiuld the old harbour wall before the wintter comes"),
    (
        "overlap",
        "harbour wall before the winter comes, and we will do it without raising taxes. That is a promise to the town.",
    ),
]

DIFFERENT = [
    ("negation", "We will rebuild the old harbour wall", "We will not rebuild the old harbour wall"),
    ("never", "We can accept that offer from the board", "We can never accept that offer from the board"),
    ("number", "It will cost us 40 million this year alone", "It will cost us 45 million this year alone"),
    (
        "number written as two",
        "It will cost us 12 50 crowns this year alone",
        "It will cost us 1250 crowns this year alone",
    ),
    ("number word", "We need ten ships in the harbour", "We need twelve ships in the harbour"),
    ("name", "I spoke with Marlow about the harbour", "I spoke with Finch about the harbour"),
    ("place", "We will open an office in Iran next month", "We will open an office in Iraq next month"),
    ("weekday", "The board meets on Monday to decide this", "The board meets on Friday to decide this"),
    ("opposite", "Prices are going to rise again next month", "Prices are going to fall again next month"),
    ("direction", "We shall send the grain to Orle before winter", "We shall send the grain from Orle before winter"),
    ("condition", "I will sign it if the council agrees", "I will sign it unless the council agrees"),
    ("prefix", "It is likely that the wall will hold", "It is unlikely that the wall will hold"),
    ("content word", "We will save the harbour now", "We will sell the harbour now"),
    ("content word and one more", "We want to save the harbour now", "We now want to sell the harbour now"),
    ("negation at the end", "They all say that the old wall is", "They all say that the old wall is not"),
    ("negation at the beginning", "Never will we sell the old harbour wall", "Will we sell the old harbour wall"),
    ("negation before a fragment", "No town has paid for its own harbour wall", "town has paid for its own harbour"),
    ("another ending", "I do not believe in lions", "I do not believe in the sea"),
    ("number left out", "We need 12 new cranes in the harbour", "We need new cranes in the harbour"),
    ("bracketed negation", "We [councillors] can rebuild the old wall", "We can not rebuild the old wall"),
    ("short", "We will win", "They will win"),
    ("auxiliary", "Bakers here could weigh the", "Bakers here should weigh the"),
    ("nothing in common", "We will rebuild the old harbour wall", "Nobody has seen the dog since"),
]


@pytest.mark.parametrize(("how", "text"), SAME, ids=[how for how, _ in SAME])
def test_one_cluster(how: str, text: str) -> None:
    assert len(set(cluster_texts([HOST, text]).tolist())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We have seen seven ships in the old harbour", "We have seen sven ships in the old harbour"),
        ("They met us in Orlop Street on the hill", "They met us in Orlop stret on the hill"),
        ("We shall wiat for the ferry at the old peir", "We shall wait for the ferry at the old pier"),
        ("They met the old Harbour Union on the hill", "They met the old Harbour Unoin on the hill"),
        ("They met Judge Wren and her men on the hill", "They met Jugde Wren and her men on the hill"),
        ("They (the company) are going to close the ferry line", "They are going to close the ferry line"),
        ("They want to save the old harbour now", "They want to sell the old harbour now"),
    ],
)
def test_misprints_are_no_other_words(one: str, other: str) -> None:
    assert len(set(cluster_texts([one, other]).tolist())) == 1


LONG = (
    "The council bought 14 houses in the old harbour and sold 9 of them to people from the islands, and when the "
    "winter came it paid 300 crowns for every stove that had to be carried up the hill by men who had not been paid "
    "since the spring because nobody had signed the papers that lay on the desk of the clerk in the hall near the "
    "river and the mill"
)
"""More than 64 words."""


@pytest.mark.parametrize(
    ("other", "n_clusters"),
    [
        (f"{LONG} of 12 men and 40 women", 1),
        (LONG.replace("houses in the old harbour", "hosues in the old harbour"), 1),
        (LONG.replace("300 crowns", "400 crowns"), 2),
        (LONG.replace("nobody had signed", "everybody had signed"), 2),
        (f"Listen, {LONG.split(', and when')[0]}, and that is where the story of this town comes to its end.", 2),
    ],
)
def test_texts_too_long_for_one_number_are_compared(other: str, n_clusters: int) -> None:
    assert len(set(cluster_texts([LONG, other]).tolist())) == n_clusters


def test_texts_cut_around_a_dangling_negation_share_their_host() -> None:
    host = "The ferry came back to the old harbour with no letters and no coal for the people of the island"
    cuts = [f"The ferry came back to the old harbour {end}" for end in ("with", "with no", "with no letters")]
    assert len(set(cluster_texts([host, *cuts]).tolist())) == 1


@pytest.mark.parametrize(("n_shorter", "joins"), [(3, False), (5, True)])
def test_many_texts_that_hold_a_cut_one_outvote_one_that_contradicts_it(n_shorter: int, joins: bool) -> None:
    host = "In those years the small town had sold four of the long and windy old walls to people from the far islands"
    cut = host.replace("of the long and windy old ", "")
    cut_elsewhere = host.replace("four of the long and windy ", "")
    endings = ("and left", "and never came back", "who then left", "and from the hills")
    longer = [f"{host} {ending}" for ending in endings]
    shorter = [" ".join(host.split()[:-n_words]) for n_words in range(1, 1 + n_shorter)]
    assert len(set(cluster_texts([cut, cut_elsewhere]).tolist())) == 2
    labels = cluster_texts([host, *longer, *shorter, cut_elsewhere, cut]).tolist()
    assert (labels[-1] == labels[-2]) is joins


@pytest.mark.parametrize(("why", "one", "other"), DIFFERENT, ids=[why for why, _, _ in DIFFERENT])
def test_two_clusters(why: str, one: str, other: str) -> None:
    assert len(set(cluster_texts([one, other]).tolist())) == 2


def test_fragment_of_two_hosts_stays_alone() -> None:
    texts = [
        "We said from the start that this is a matter of trust between the town and its people",
        "Nobody outside the port will tell you that this is a matter of trust between neighbours",
        "this is a matter of trust between",
    ]
    assert len(set(cluster_texts(texts).tolist())) == 3


def test_a_negation_before_the_last_word_keeps_a_statement_from_its_denial() -> None:
    statement = "For years the people of the old harbour asked us about the wall and we could answer"
    denial = statement.replace("could", "could not")
    fragment = statement.removesuffix(" answer")
    labels = cluster_texts([statement, statement, denial, fragment]).tolist()
    assert labels[0] != labels[2]


def test_fragment_that_fits_a_statement_and_its_denial_stays_alone() -> None:
    texts = [
        "We will pay for the new bridge over the river with the money of the port",
        "We will not pay for the new bridge over the river with the money of the port",
        "the new bridge over the river with the money of the port",
    ]
    assert len(set(cluster_texts(texts).tolist())) == 3


@pytest.mark.parametrize(("n_printings", "joins"), [(9, True), (2, True), (1, False)])
def test_fragment_goes_where_most_printings_are(n_printings: int, joins: bool) -> None:
    statement = "We will pay for the new bridge over the river with the money of the port"
    denial, fragment = statement.replace("will", "will not"), "the new bridge over the river with the money"
    labels = cluster_texts([statement] * n_printings + [denial, fragment]).tolist()
    assert (labels[-1] == labels[0]) is joins
    assert labels[-1] != labels[-2]


def test_nothing_and_no_words() -> None:
    assert cluster_texts([]).tolist() == []
    first, second, word = cluster_texts(["", "…", "a"]).tolist()
    assert first == second != word


@settings(deadline=None, max_examples=15, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_order(chance: random.Random) -> None:
    texts = [HOST, *(text for _, text in SAME), *(text for _, *pair in DIFFERENT for text in pair)]
    expected = dict(zip(texts, cluster_texts(texts).tolist(), strict=True))
    shuffled = chance.sample(texts, len(texts))
    assert dict(zip(shuffled, cluster_texts(shuffled).tolist(), strict=True)) == expected


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30))
def test_components_are_those_of_a_plain_search(pairs: list[tuple[int, int]]) -> None:
    expected = list(range(20))
    for _ in range(20):
        for one, other in pairs:
            expected[one] = expected[other] = min(expected[one], expected[other])
    one, other = (np.array(side, dtype=np.int64) for side in (zip(*pairs, strict=True) if pairs else ([], [])))
    assert components(20, one, other).tolist() == expected


def test_contradicting_texts_never_share_a_component() -> None:
    same = Edges(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.9, 0.8, 0.95]))
    different = Edges(np.array([0]), np.array([3]), np.array([0.9]))
    assert constrained_components(4, same, different).tolist() == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("harbour", "harbuor", True), ("never", "nevre", True), ("legal", "regal", False), ("cut", "cup", False)],
)
def test_misspelling(one: str, other: str, expected: bool) -> None:
    assert is_misspelling(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("belovsky", "belovskyy", True), ("iran", "iraq", False), ("austria", "australia", False)],
)
def test_name_variant(one: str, other: str, expected: bool) -> None:
    assert is_name_variant(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("rise", "fall", True),
        ("fall", "rise", True),
        ("able", "unable", True),
        ("to", "from", True),
        ("in", "on", False),
        ("rise", "rises", False),
        ("green", "red", True),
        ("mile", "miles", False),
        ("third", "half", True),
        ("north", "noon", False),
    ],
)
def test_contradict(one: str, other: str, expected: bool) -> None:
    assert contradict(one, other) is expected


@pytest.mark.parametrize(
    ("key", "best", "expected"),
    [
        ("we stay … all win", "we stay so that all win", "elided"),
        ("we stay all win", "we stay here so that in the end all win", "elided"),
        ("we stay and all win today", "now we stay and all win", "spliced"),
        ("we stay and some win", "we stay and all win", "reworded"),
        ("[] stay and all win", "we stay and all win", "reworded"),
        ("we stay all win", "we stay and all win", "reworded"),
        ("we shall rebuild the old warf", "we shall rebuild the old wharf", "reworded"),
        ("wee shall rebuild the old wharf", "we shall rebuild the old wharf", "reworded"),
        ("we shall rebuild the old pier", "we shall rebuild the old wharf", "reworded"),
        ("rebiuld the old wharf", "we shall rebuild the old wharf", "reworded"),
        ("we shall rebuild the old warf", "we shall rebuild the old wharf before the storms come", "reworded"),
        ("we shall rebuild the old wharf says the union", "we shall rebuild the old wharf at once", "spliced"),
        ("ask the pier and rebuild the old wharf", "we shall rebuild the old wharf", "spliced"),
        ("rebiuld the old wharf and more", "we shall rebuild the old wharf", "spliced"),
    ],
)
def test_match_type_of_an_aligned_printing(key: str, best: str, expected: str) -> None:
    assert match_type(key, best) == expected


VOCABULARY = [
    first + middle + last for first in "bdfglmnprst" for middle in ("a", "e", "io", "ou") for last in "dklmnrst"
]


def planted(n: int, chance: random.Random) -> tuple[list[str], list[int]]:
    """`n` printings of random utterances, a few of them contradicted by a near twin, and the utterance of each."""
    texts: list[str] = []
    truth: list[int] = []
    while len(texts) < n:
        words = chance.choices(VOCABULARY, k=chance.randint(8, 30))
        words[3] = "will"
        printings = [words] + [_printing(words, chance) for _ in range(chance.choice([0, 0, 1, 3, 9]))]
        twins = [[*words[:4], "not", *words[4:]]] if chance.random() < 0.2 else []
        for utterance, members in enumerate((printings, twins)):
            texts += [" ".join(member) for member in members]
            truth += [2 * len(texts) + utterance] * len(members)
    return texts, truth


def _printing(words: list[str], chance: random.Random) -> list[str]:
    """One way to print the words: as they are, cut, with an omission, or with a slip of the pen."""
    middle = len(words) // 2
    return chance.choice(
        [
            [words[0].upper(), *words[1:]],
            words[: max(7, middle)],
            [*words[:5], "…", *words[middle + 1 :]] if len(words) > 14 else words,
            [*words[:-1], words[-1] + "."],
            [*words[:middle], "the", *words[middle:]],
        ]
    )


def test_twenty_thousand_planted_printings() -> None:
    texts, truth = planted(20_000, random.Random(7))
    started = time.process_time()
    found = pl.DataFrame({"truth": truth, "label": cluster_texts(texts)})
    seconds = time.process_time() - started

    def n_pairs(*columns: str) -> int:
        return int(found.group_by(columns).len().select((pl.col("len") * (pl.col("len") - 1)).sum()).item())

    agreeing = n_pairs("truth", "label")
    assert agreeing / n_pairs("label") > 0.99
    assert agreeing / n_pairs("truth") > 0.95
    assert seconds < 20


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "the wall will cost the port at least 40",
            "we know the wall will cost the port at least for now",
            "unrelated",
        ),
        ("the wall will cost the port at least 40", "the wall will cost the port at least 45", "different"),
        ("the wall will cost the port 40 a day", "we know the wall will cost the port 45 a day", "different"),
    ],
)
def test_a_contradiction_where_one_text_is_cut_sets_nothing_apart(one: str, other: str, expected: str) -> None:
    reader = Reader()
    reader.read(pl.Series([one, other]))
    corpus, _ = reader.corpus()
    config = DedupeConfig()
    corpus, verdicts = related(corpus, config)
    assert [Verdict(verdict).name.lower() for verdict in verdicts.verdict.tolist()] == [expected] * (
        expected != "unrelated"
    )
    longer, shorter = corpus.all_encoded(np.arange(2))
    assert compare(shorter, longer, corpus.meanings, config).name.lower() == expected


def test_a_stock_phrase_where_one_text_ends_and_another_begins_joins_nothing() -> None:
    phrase = "we will do everything that we can for our families"
    others = [f"{phrase} in {town}" for town in ("Orle", "Tamber", "Quoin", "Sedge")]
    one, other = f"The masons of the harbour wall are on strike and {phrase}", f"{phrase} says the baker of Upper Marl"
    common = cluster_texts([one, other, *others], config=DedupeConfig(max_bucket=4)).tolist()
    assert common[0] != common[1]
    of_one = DedupeConfig(min_dovetail=DedupeConfig().min_dovetail_of_one)
    assert cluster_texts([one, other], config=of_one).tolist() == [0, 0]
    assert cluster_texts([one, other]).tolist() == [0, 1]


def test_a_word_more_or_less_joins_no_part_of_a_longer_text() -> None:
    frame = "the most important thing of all is {what}"
    wholes = [frame.format(what=what) for what in ("patience", "courage")]
    assert cluster_texts(wholes).tolist() == [0, 0]
    longer = [f"{wholes[0]} and the keeper of Orle has plenty of it", f"{wholes[1]} but nobody in Tamber sells any"]
    assert len(set(cluster_texts([*wholes, *longer]).tolist())) == 2


@pytest.mark.parametrize(("max_bucket", "n_clusters"), [(4, 2), (400, 1)])
def test_a_fragment_needs_content_beside_stock_phrases(max_bucket: int, n_clusters: int) -> None:
    fragments = [f"as every gardener knows by heart and {word}" for word in ("the", "they")]
    things = ("peas climb", "frost bites in April", "moles dig", "rain is late", "hail breaks glass")
    others = [f"{fragment} {what}" for fragment in fragments for what in things]
    labels = cluster_texts([*fragments, *others], config=DedupeConfig(max_bucket=max_bucket)).tolist()
    assert len(set(labels[:2])) == n_clusters


@pytest.mark.parametrize(("opening_words", "joins"), [(DedupeConfig().opening_words, True), ((), False)])
def test_what_is_cut_from_a_common_beginning_meets_its_whole(opening_words: tuple[int, ...], joins: bool) -> None:
    beginning = (("cooks", "masons", "tailors"), ("boil", "fold", "mend"), ("linen", "felt", "silk"))
    beginning += (("beside", "behind", "below"), ("seven", "nine", "ten"), ("kettles", "ladders", "barrels"))
    openings = [" ".join(words) for words in product(*beginning)]
    tails = [f"row{number} gate{number} " + "until the lamps go out " * (number % 2) for number in range(len(openings))]
    fragment = openings[400]
    host = f"{fragment} where old Tamber keeps"
    texts = [f"{opening} {tail}" for opening, tail in zip(openings, tails, strict=True) if opening != fragment]
    config = DedupeConfig(opening_words=opening_words)
    labels = cluster_texts([host, fragment, *texts], config=config).tolist()
    assert (labels[0] == labels[1]) is joins


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("They have to mend it", 1),
        ("to mend it before the", 2),
        ("They have to", 2),
    ],
)
def test_the_beginning_of_a_text_needs_less_content(fragment: str, expected: int) -> None:
    host = "They have to mend it before the ships of the northern line come home"
    assert len(set(cluster_texts([host, fragment]).tolist())) == expected


def test_words_that_everybody_says_are_no_fragment() -> None:
    assert len(set(cluster_texts(["We are going to do it", "We are going to do it again for the town"]).tolist())) == 2


@pytest.mark.parametrize("max_bucket", [4, 400])
def test_one_frame_with_other_words_in_each_town_is_no_rewording(max_bucket: int) -> None:
    texts = [
        f"Whoever sweeps this hall clean by spring shall find a {one} on every roof and a {other} in every yard of ours"
        for one in ("stork", "lantern", "windmill", "weathercock")
        for other in ("barrel", "cherry", "goat", "plough")
    ]
    assert len(set(cluster_texts(texts, config=DedupeConfig(max_bucket=max_bucket)).tolist())) == len(texts)


@pytest.mark.parametrize("mark", ["[gladly]", "…"])
def test_words_between_a_mark_and_another_word_are_none_of_their_own(mark: str) -> None:
    goods = ("barrel", "cherry", "goat", "lantern", "stork", "windmill")
    frame = "Bakers from this valley walk to market {mark} and sell us {what} at dawn"
    plain = [frame.format(mark="each week", what=f"every {one}") for one in goods]
    marked = [frame.format(mark=mark, what=f"every {one}") for one in goods[:2]]
    config = DedupeConfig(max_bucket=5)
    labels = cluster_texts([*marked, *plain], config=config).tolist()
    assert labels[0] != labels[1]
