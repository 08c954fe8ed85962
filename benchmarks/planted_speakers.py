"""Who said it, planted: sentences as reporters write them, filled with many names and trades, and who speaks in each.

    python -m benchmarks.planted_speakers [--seed N] [--rounds N]

A frame says in whose words its quotations stand; names, trades and bodies are drawn anew for each round. Prints for
each frame with an error how many speakers were right, without a name, and wrong, and the texts of the wrong ones.
Frames tell how English attributes, not what the code can do: where a real text was misread, add its frame.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.quality.gold import GoldArticle
from benchmarks.quality.predict import Reading, read_articles

MALE = (
    "Oskar", "Karim", "Pieter", "Tom", "Jonas", "Bruno", "Hamid", "Diego", "Kwame", "Viktor", "James", "William",
    "Robert", "Ahmed", "Luis", "Andrew",
)  # fmt: skip
FEMALE = (
    "Amina", "Ruth", "Lena", "Ida", "Mina", "Elif", "Greta", "Nora", "Sofia", "Fatima", "Mary", "Susan", "Karen",
    "Laura", "Grace", "Helen",
)  # fmt: skip
SURNAMES = (
    "Lind", "Korr", "Kale", "Bode", "Frisk", "Rask", "Arlen", "Moss", "Tarn", "Brandt", "Okoro", "Sundby", "Hale",
    "Virk", "McKell", "Smith-Jones", "Nakamura", "Petrenko", "Castellano", "Oyelaran", "Banerjee", "Novak",
    "Dlamini", "Bishop", "King", "Dean", "Fisher",
)  # fmt: skip
PARTICLED = ("van der Berg", "de la Cruz", "al-Rashid", "von Stein", "St. Clair", "dos Santos")
SHARE_PARTICLED = 0.15
TOWNS = ("Orle", "Marlow", "Harwick", "Dunmere", "Tolby")
BODIES = (
    "Harwick University",
    "the Orle Housing Trust",
    "Tolby General Hospital",
    "the Dunmere Teachers Union",
    "Kestrel Energy",
    "the Institute for Coastal Studies",
)
TRADES = (
    "engineer", "nurse", "farmer", "shop owner", "union leader", "economist", "city councillor", "teacher",
    "head coach", "fisherman", "lawyer", "student", "bus driver", "biologist", "historian", "well digger",
    "cattle rancher", "rope splicer", "father of four", "co-pilot", "passer-by", "high school senior",
    "pet shop owner", "self-taught potter", "YouTuber",
)  # fmt: skip
WORDS = (
    "We heard it before we saw it",
    "There is no money left for this",
    "Nobody asked us what we wanted",
    "The bridge should have been closed in March",
    "I have never seen the river so high",
    "You cannot eat a promise",
    "This is only the beginning",
)
CLAUSES = (
    "the bridge would be closed until May",
    "the river had risen by two metres",
    "nobody had been paid since June",
    "the plan was doomed from the start",
    "the fire started in the kitchen",
)
FRAMES = {
    "the road": ('The road was shut. "{q}," said {r} {A}. "{p}," said {t} {B}.', "AB"),
    "verb last": ('"{q}," {r} {A} said. "{p}," {t} {B} told the paper.', "AB"),
    "opens": ('{R} {A} said: "{q}."\n\nBut {t} {B} said, "{p}."', "AB"),
    "behind": ('"{q}," says {A}, a {r}. "{p}."\n\n"{q}," said {B}, {t}.', "AAB"),
    "of a body": ('The road was shut. "{q}," {A} of {O} told the Orle Courier. "{p}."', "AA"),
    "role at": ('{A}, a {r} at {O}, said {c}. "{q}," {a} said.', "AA"),
    "told": ('{A} and {B} met in {T}. "{q}," {a} told {b}.', "A"),
    "asked about": ('{A} runs a club in {T}. Asked about {B}, {a} replied: "{q}."', "A"),
    "whose lawyer": ('{B} did not speak. {B}\'s lawyer, {A}, said: "{q}."', "A"),
    "whose brother": ('"{q}," said {A}, whose brother {B} drowned in the flood.', "A"),
    "as saying": ('{A} quoted {B} as saying: "{q}."', "B"),
    "in a letter": ('In a letter to {B}, {A} wrote: "{q}."', "A"),
    "he": ('{A} accused {B} of lying. "{q}," {he} said.', "A"),
    "she": ('{A} wrote to {B} in May. "{q}," {she} said.', "B"),
    "said of": ('{A} once worked with {B}. "{q}," {a} said of {b}.', "A"),
    "recalled": ('{A} never forgot {B}. "{q}," {a} recalled {b} telling {him}.', "B"),
    "according to": ("{C}, according to {A}, {r} at {O}.", "A"),
    "tweeted": ("{A} tweeted on Monday that {c}.", "A"),
    "spokesman": ('"{q}," said {A}, a spokesman for {O}.', "A"),
    "interrupted": ('"{q}," {A} said, before {B} interrupted: "{p}."', "AB"),
    "nodded": ('{A} nodded at {B}. "{q}," said {b}.', "B"),
    "dialogue": ('"{q}," said {A}.\n\n"{p}," replied {B}.\n\n"{q}," {a} said.', "ABA"),
    "told by": ("{A} was told by {B} that {c}.", "B"),
    "adding": ("{C}, {A} said, adding that {d}.", "AA"),
    "succeeded": ('{A}, who succeeded {B} as {r}, said: "{q}."', "A"),
    "the role": ('The {r}, {A}, said: "{q}." {B} disagreed. "{p}," {b} said.', "AB"),
    "doctor": ('Dr. {A} works in {T}. "{q}," Dr. {a} said. "{p}," {he} added.', "AA"),
    "mr and ms": ('{A} met {B}. "{q}," {Mr} {a} said. "{p}," {Ms} {b} said.', "AB"),
    "writing in": ('Writing in the Orle Courier, {A} said: "{q}."', "A"),
    "speaking to": ('Speaking to {B}, {A} said: "{q}."', "A"),
    "told that": ("{A} told {B} that {c}.", "A"),
    "named inside": ('"When I saw {B}, I knew it was over," {A} said.', "A"),
    "while": ("{A} noted that {c}, while {B} warned that {d}.", "AB"),
    "but": ("{A} said {c}, but {B} said {d}.", "AB"),
    "posted": ('"{q}," {A} posted on Facebook after meeting {B}.', "A"),
    "paragraphs": (
        '{A}, from {T}, waited.\n\n"{q}," {he} said. "{p}."\n\n{B} was inside.\n\n"{q}," {she} said.',
        "AAB",
    ),
    "left open": ('"{q}," {A} said.\n\n"{p}.\n\n"{q}."\n\n{B} laughed.', "AAA"),
    "agreed": ('{B} said {c}. {A} agreed. "{q}," {he} said.', "BA"),
    "with a hearer": ('With {B} at {his} side, {A} told the crowd: "{q}."', "A"),
    "inverted": ('Said {A}: "{q}."', "A"),
    "question": ('"What happened?" {A} asked {B}. "{q}," {she} answered.', "AB"),
    "a topic": ('For {A}, a teacher in {T}, it was simple. "{q}," {he} said.', "A"),
    "knew well": ("{A}, who was born in {T} and knew {B} well, said {c}.", "A"),
    "meanwhile": ('{A} said {c}.\n\nMeanwhile, {B} told reporters {d}.\n\n"{q}," {she} said.', "ABB"),
    "not convinced": ('"{q}," {A} told us.\n\n{B}, who chairs it, was not convinced.\n\n"{p}," {she} said.', "AB"),
    "chief": ('Police Chief {A} said {c}. "{q}," Chief {a} said. "{p}," the chief added.', "AAA"),
    "statement": ('{A} issued a statement on Monday. "{q}," it read. "{p}."', "AA"),
    "sums up": ('"{q}."\n\nThat is how {A}, a {r} from {T}, sums up the year.', "A"),
    "one of them": ('Residents were angry. "{q}," said one, {A}.', "A"),
    "caption": ('{A} speaks to reporters in {T}. Photo: {B}\n\n"{q}," {he} said.', "A"),
    "radio": ('{A} told {B} of Radio {T}: "{q}."\n\n{He} said {c}.', "AA"),
    "through": ("Through {his} lawyer, {A} said {c}.", "A"),
    "given names": ('{A} and {his} sister {B} run a shop. "{q}," {B1} said. "{p}," {A1} said.', "BA"),
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One text, the frame that it fills, and who speaks in its quotations, in their order."""

    frame: str
    text: str
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a planted text: how many speakers are `right`, `without` a name, and `wrong`.

    Where another number of quotations is found than planted, all count as wrong.
    """

    planted: Planted
    found: tuple[str | None, ...]

    @property
    def counts(self) -> Counter[str]:
        """Speakers by verdict."""
        if len(self.found) != len(self.planted.speakers):
            return Counter(wrong=len(self.planted.speakers))
        pairs = zip(self.planted.speakers, self.found, strict=True)
        return Counter("without" if got is None else "right" if got == wanted else "wrong" for wanted, got in pairs)


def planted_texts(draw: random.Random, rounds: int) -> Iterator[Planted]:
    """Each frame, filled anew for each round."""
    for _ in range(rounds):
        for frame, (template, speakers) in FRAMES.items():
            fields = drawn_fields(draw)
            named = tuple(fields[speaker] for speaker in speakers)
            yield Planted(frame, template.format(**fields), named)


def drawn_fields(draw: random.Random) -> dict[str, str]:
    """What fills a frame: two people of either gender with what they are and say, a town and a body."""
    is_man = draw.random() < 1 / 2
    own, other = (MALE, FEMALE) if is_man else (FEMALE, MALE)
    one, two = drawn_surnames(draw)
    given, second = draw.choice(own), draw.choice(other)
    trade, another = draw.sample(TRADES, 2)
    words, more = draw.sample(WORDS, 2)
    clause, further = draw.sample(CLAUSES, 2)
    gendered = ("he", "him", "his", "Mr.") if is_man else ("she", "her", "her", "Ms.")
    return {
        "A": f"{given} {one}", "a": one, "A1": given, "B": f"{second} {two}", "b": two, "B1": second,
        "he": gendered[0], "He": gendered[0].capitalize(), "him": gendered[1], "his": gendered[2], "Mr": gendered[3],
        "she": "she" if is_man else "he", "Ms": "Ms." if is_man else "Mr.",
        "r": trade, "R": trade[0].upper() + trade[1:], "t": another, "T": draw.choice(TOWNS), "O": draw.choice(BODIES),
        "q": words, "p": more, "c": clause, "C": clause[0].upper() + clause[1:], "d": further,
    }  # fmt: skip


def drawn_surnames(draw: random.Random) -> tuple[str, str]:
    """Two surnames that do not end alike, some with particles."""
    one = draw.choice(PARTICLED) if draw.random() < SHARE_PARTICLED else draw.choice(SURNAMES)
    return one, draw.choice([name for name in SURNAMES if name != one])


def check(planted: Sequence[Planted]) -> list[Checked]:
    """What the pipeline finds in each text."""
    articles = [GoldArticle(each.frame, str(number), each.text, ()) for number, each in enumerate(planted)]
    readings = (reading for _, reading in read_articles(articles))
    return [Checked(each, _speakers(reading)) for each, reading in zip(planted, readings, strict=True)]


def _speakers(reading: Reading) -> tuple[str | None, ...]:
    """The speakers of the quotations that stand in no other, in their order."""
    return tuple(found.speaker for found in sorted(reading.quotes, key=lambda one: one.start) if not found.nested)


def main() -> None:
    """Print the figures of each frame with an error, and the texts that were misread."""
    parser = argparse.ArgumentParser(description="Who is named in sentences with planted speakers.")
    parser.add_argument("--seed", type=int, default=1, help="of the names and trades (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=10, help="times that each frame is filled (default: %(default)s)")
    asked = parser.parse_args()
    checked = check(list(planted_texts(random.Random(asked.seed), asked.rounds)))
    by_frame: dict[str, Counter[str]] = {}
    for each in checked:
        by_frame.setdefault(each.planted.frame, Counter()).update(each.counts)
    for frame, counts in by_frame.items():
        if counts["wrong"] or counts["without"]:
            print(
                f"{frame:<16}right {counts['right']:>4}   without {counts['without']:>4}   wrong {counts['wrong']:>4}"
            )
    for each in checked:
        if each.counts["wrong"]:
            print(
                f"\n{each.planted.frame}: {each.planted.text}\n  planted {each.planted.speakers}"
                f"\n  found   {each.found}"
            )
    total = sum((each.counts for each in checked), Counter[str]())
    print(f"\n{len(checked)} texts: right {total['right']}, without {total['without']}, wrong {total['wrong']}")


if __name__ == "__main__":
    main()
