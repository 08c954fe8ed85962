"""Who is meant: appositions, nominals, leaders, interviews, nameless speakers, and names that are no person's."""

from collections.abc import Callable
from typing import Any

import pytest

Attribute = Callable[..., list[dict[str, Any]]]

SPEAKERS = [
    ("Its president, Bram Oxley, warned that the pier would sink.", "Bram Oxley", "person"),
    (
        "Ilsa Farr left.\n\nA clerk for Hale Borough Council insisted it was late.\n\n“We sail,” she added.",
        "A clerk for Hale Borough Council",
        "person",
    ),
    ("Lind’s Sister Says The Ferry To The Isle Will Be Cold\n\nBo Lind slept.", "Lind’s Sister", ""),
    ("My son, 15, has stopped eating. He says breakfast is a trap.", "My son", ""),
    ("Yala Bem opened Sable, her small kitchen, in May. “We cook,” Bem said.", "Yala Bem", ""),
    ("My grandmother was shushed there, and she never went back. “We sail,” she used to say.", "My grandmother", ""),
    ("Tor Moe came. Her brother was late. “We sail,” he said.", "Her brother", ""),
    ("Ada Bishop opened the pier. “It is late,” Bishop said.", "Ada Bishop", "person"),
    ("“It is late,” said J.R. Zorf, a novelist.", "J.R. Zorf", "person"),
    ("“It is late,” the Bank of Orland governor, Ada Berg, said.", "Ada Berg", "person"),
    ("“It is late,” said Tor Moe Sr. “We sail,” said his son, Tor Moe Jr.", "Tor Moe Jr.", "person"),
    ("Bo Lind of the Hale Post dismissed the show as “a shed of slate”.", "Bo Lind", "person"),
    ("A friend of Bo Lind of the Hale Post called it “a shed”.", "friend of Bo Lind of the Hale Post", ""),
    ("“Count them,” the co-author, Ada Berg of the University of Lind, said.", "Ada Berg", "person"),
    ("The member for Lind West, Mrs Ada Berg (PDP), lamented that it was late.", "Ada Berg", "person"),
    ("District Collector M. Zorf said it was late. “It is shut,” she said.", "M. Zorf", "person"),
    ("Tor Moe lost. The Lind Blades trailed. The Blades sank. “It is late,” he said.", "Tor Moe", "person"),
    ("Ada Berg stood in a port her party has not held since May and told us that it was late.", "Ada Berg", "person"),
    ("Ada Berg told the Hale Post at the time that she had sailed.", "Ada Berg", "person"),
    ("Tor Moe issued a statement on Monday. “It is late,” it read.", "Tor Moe", "person"),
    ("Tor Moe sent a letter to the council. “It is late,” it said.", "Tor Moe", "person"),
    ("Tor Moe issued a statement.\n\nIt rained. “It is late,” it read.", None, ""),
    ("Sailors of Lind were angry. They said it was late. “We sail,” said one, Tor Moe.", "Tor Moe", "person"),
    ("Tor Moe and his sister Sofia Moe run the shop. “It is late,” Sofia said.", "Sofia Moe", "person"),
    ("Tor Moe flew to see the king. Sofia said it was late.", "Sofia", "place"),
    ("Nobody was paid, according to Tor Moe, student at the port of Lind.", "Tor Moe", "person"),
    ("“It is late,” Institute for Tides spokeswoman Ada Berg said.", "Ada Berg", "person"),
    ("For Ada Berg, a doctor in Lind, it was simple. “It is late,” she said.", "Ada Berg", "person"),
    ("For Ada Berg, a doctor found the cure. “It is late,” she said.", None, ""),
    ("Tor Moe, who was born in Lind and knew Ada Berg well, said nobody had been paid.", "Tor Moe", "person"),
    ("Ada Berg sailed. “It is late,” Berg recalled Tor Moe telling her.", "Tor Moe", "person"),
    ("Ada Berg recalled Tor Moe, a clerk, saying: “It is late.”", "Tor Moe", "person"),
    ("Ada Berg sailed. “It is late,” Berg recalled, telling Tor Moe.", "Ada Berg", "person"),
    ("In a video shared by Ada Berg, Tor Moe can be heard saying: “It is late.”", "Tor Moe", "person"),
    ("Tor King opened the pier. “It is late,” Mr. King said.", "Tor King", "person"),
    ("Tor Dean opened the pier. Senator Dean said it was late.", "Tor Dean", "person"),
    ("Tor Dean opened the pier. The Dean said it was late.", "The Dean", ""),
    ("“We sail,” said father of four Tor Moe.", "Tor Moe", "person"),
    ("But cattle rancher Tor Moe said, “It sounded like a train.”", "Tor Moe", "person"),
    ("High school senior Ada Berg said: “It sounded like a train.”", "Ada Berg", "person"),
    ("Ina Lind praised rancher Tor Moe. “We sail,” Lind told co-host Tor Moe.", "Ina Lind", "person"),
    ("Ina Lind told co-host Tor Moe that the pier was late.", "Ina Lind", "person"),
    ("“It sounded like a train,” said Tor Moe, cattle rancher.", "Tor Moe", "person"),
    ("The mayor, Qwim Zorf, said the bridge was safe.", "Qwim Zorf", "person"),
    ("“We are tired,” said a former dinner lady, Isolde Farr.", "Isolde Farr", "person"),
    ("Its master, Captain Qwim Zorf, said the ferry was lost.", "Qwim Zorf", "person"),
    ("Her predecessor, a man called Qwim Zorf, said the rock was haunted.", "Qwim Zorf", "person"),
    ("Norland's Chief of the General Staff, Qwim Zorf, said that the border was shut.", "Qwim Zorf", "person"),
    ("“We will sail,” said one, who gave her name only as Inga.", "Inga", "person"),
    ("“Go,” a retired teacher said to laughter. Ada Berg, 81, sat there.\n\nShe added: “I stay.”", "Ada Berg", ""),
    ("When the king of Norland promised “a quiet sea”, we slept.\n\n“It is late,” Tor Moe told us.", "Tor Moe", ""),
    ("Ada Berg trains the girls.\n\nAsked about her team, the former striker sat. “We won,” she said.", "Ada Berg", ""),
    ("I asked the woman who runs the shop about it. “It is shut,” she said.", "the woman", "person"),
    ("Ada Berg, energy minister, left. The foreign minister was here. “No,” she said.", "The foreign minister", ""),
    ("Harbour analysts doubt it. They warn that the pier “will sink”.", "Harbour analysts", "group"),
    ("A clerk at the port, Qwim Zorf, said it sank. She added that it was old.", "Qwim Zorf", "person"),
    ("A cousin of the clerk, Inga Zorf, told the Courier that it sank.", "Inga Zorf", "person"),
    ("Nora Oh runs it. “We sail,” Oh said. “And soon.”", "Nora Oh", "person"),
    ("Ina Moe left. Ada Berg slept. Asked whether Moe would sail, she said: “Soon.”", "Ada Berg", "person"),
    ("Ina Moe left. Asked whether it was late, Ada Berg sat and then she said: “Soon.”", "Ada Berg", "person"),
    (
        "At least 17 men were killed and 32 others injured on Sunday night when a boat hit the old mill, police said.",
        "police",
        "",
    ),
    ("Bo Lind left. Ada Berg asked a clerk if it would rain. “Not today,” he said.", "a clerk", "person"),
    ("Ilsa Farr came. Her son, Bo, asked an attendant whether it rained. “Not today,” she said.", "an attendant", ""),
    ("The complaint describes a grey boat.\n\nA clerk got out, it says.", "complaint", ""),
    ("The audit is short. The pier was opened quickly, it says.", "audit", "organisation"),
    ("A brief report found that Moe was ill. It noted that he was old.", "brief report", "organisation"),
    ("Moe had sent a text message on the morning of the audit. It read: “Do not wait.”", "Moe", ""),
    ("Four in ten boats failed, according to the port's records.", "port's records", ""),
    ("Unlike Tor Moe, Ola Lind has a boat. “I sail,” he said.", "Ola Lind", "person"),
    ("Moe's plans changed when he fell ill. Later Moe left. “I am well,” he said.", "Moe", "person"),
    ("With Moe late, the plan sank. Moe's hopes began to fade when he fell. “No,” he said.", "Moe", "person"),
    ("According to Harbour Board data, the pier is safe.", "Harbour Board", "organisation"),
    ("“We sail,” Tor Moe said. “We stay,” Ada Berg said. “It is home.”", "Ada Berg", "person"),
    ("Ada Berg said the plan would ruin the port and called it “a mad idea”.", "Ada Berg", "person"),
    ("Tor Moe slept. Did he? “I sail,” he said.", "Tor Moe", ""),
    ("Ada Berg met the voters of the east, noting that the ferry was late.", "Ada Berg", "person"),
    ("Tor Moe warned of a flood, while the harbour board said it was “very sad”.", "harbour board", "organisation"),
    ("The king, according to the Harbour Gazette, asked “Why is it gold today?” and left.", "The king", "person"),
    ("The Port of Zorf said it would close its gates.", "Port of Zorf", "organisation"),
    ("Promoter Zorf Live said the show was off.", "Zorf Live", "organisation"),
    ("According to the consultancy Hollis Zorf, the trade has shrunk.", "Hollis Zorf", "organisation"),
    ("Norwegians said the ferry was late.", "Norwegians", "group"),
    ("Tor Moe is poor. A school graduate, he said the pier would sink.", "Tor Moe", "person"),
    ("Zorfia said it had closed its border.", "Zorfia", "place"),
    ("CellZorf said the battery was late.", "CellZorf", "organisation"),
    ("The regulator said it was watching.", "regulator", "organisation"),
    ("Mahlet Zorf slept. Qwim Zorfsen, who sails, was blunter. “We are tired,” he said.", "Qwim Zorfsen", "person"),
    ("Moe's sister, Ada, said she was late. “We are tired,” she said.", "Ada", "person"),
    ("Its pastor, the Rev. Ada Berg, said it was late.", "Ada Berg", "person"),
    ("Ada Berg won late.\n\n“We are tired,” the 43-year-old said.", "Ada Berg", "person"),
    ("Sen. Ada Berg (D-Vt.) met Tor Moe (R-Ohio). “It is late,” the Vermont Democrat said.", "Ada Berg", "person"),
    ("Republican Rep. Ada Berg of Ohio won. “It is late,” the Ohio Republican said.", "Ada Berg", "person"),
    ("Democratic Sen. Ada Berg met Tor Moe, a Republican. “It is late,” the Republican said.", "Tor Moe", "person"),
    ("Sen. Ada Berg (R-Ohio) won. “It is late,” the Maine Republican said.", "the Maine Republican", "person"),
    ("Ada Berg (D-Vt.) met Bo Lind (D-Vt.). “No,” the Vermont Democrat said.", "the Vermont Democrat", "person"),
    ("Ada Berg (R-N.H.) won. “No,” said a New Hampshire Republican.", "a New Hampshire Republican", "person"),
    ("New Lind Gazette editors slept. The New Linder said it was late.", "New Linder", ""),
    ("New Governor Ada Berg said it was late.", "Ada Berg", "person"),
    ("Republican attacks on Ada Berg went on. “It is late,” the Republican said.", "the Republican", "person"),
    ("Republican council leader Ada Berg won. “It is late,” the Republican said.", "Ada Berg", "person"),
    ("Democrat Ada Berg met Republican Ada Berg. “No,” the Republican said.", "the Republican", "person"),
    ("Sen. Ada Berg won. “It is late,” the Vermont Democrat said.", "the Vermont Democrat", "person"),
    ("Ada Berg left. “It is late,” said Tor Moe. His wife, Jo, was angry. “It is not,” she said.", "Jo", "person"),
    ("Ada Berg left. Berg’s brother, Zorf, stayed. “It is late,” he said.", "Zorf", "person"),
    ("Ada Berg left. Two clerks stayed. One of them, who works there, yawned. “No,” she said.", "One of them", ""),
    ("Ada Berg left. Two clerks stayed. One woman, who works there, yawned. “No,” she said.", "One woman", "person"),
    ("Mayor Ada Berg won. “No,” said an aide. Asked about it, the mayor laughed. “Yes,” she said.", "Ada Berg", ""),
    ("Ada Berg won. That is late, said a spokesman for the port. “It is not,” she said.", "Ada Berg", "person"),
    ("Ada Berg saw two boats. One of them, painted red, sank. “It was late,” she said.", "Ada Berg", "person"),
    ("Ada Berg won late.\n\n“We are tired,” the police spokesman said.", "the police spokesman", "person"),
    ("Tor Moe smiled. The Norwegian admitted that the pier was late.", "Tor Moe", "person"),
    ("The manager, who simply identified himself as Sunday, said he was late.", "Sunday", "person"),
    ("“We sail,” said former world champion and Hale resident Ada Berg.", "Ada Berg", "person"),
    ("“We sail,” said a woman in her 40s.", "a woman in her 40s", "person"),
    ("Ms Berg said it was over. Mr Berg said it was late.", "Mr Berg", "person"),
    ("Mr Berg sails. Mr Berg said it was late.", "Berg", "person"),
    ("Nora Berg said it was over. Ms Berg wept. Mr Berg said it was late.", "Mr Berg", "person"),
    ("Nora Berg said it was over. Mr Berg wept. Ms Berg said it was late.", "Nora Berg", "person"),
    ("Mr Berg and Ms Berg own the pier. “It is late,” Mr Berg said. “Not yet,” she said.", "Ms Berg", "person"),
    ("Mr Berg and Ms Berg own the pier. “It is early,” Berg said.", None, None),
    ("Nora Gazette runs Hale. The Gazette said the pier was late.", "Gazette", "organisation"),
    ("Nora Guardian runs Hale. The Guardian said it was late. “It is,” said Guardian.", "Nora Guardian", "person"),
    ("Nora Guardian runs Hale. The Guardian said the pier was late.", "The Guardian", "organisation"),
    ("Ada Berg rather than Tor Moe said it was late.", "Ada Berg", "person"),
    ("Ada Berg and Tor Moe are here. Either Ada Berg or Tor Moe said it was late.", None, None),
    ("Backing Ada Berg was hard. She said it was late.", "Ada Berg", "person"),
    ("Clerks sleep less, according to a Hale Gazette study printed in May.", "Hale Gazette study", "organisation"),
    ("Those surveyed said the pier sank.", "Those surveyed", "group"),
    ("James Rossi sails. Said Rossi: “It is late.”", "James Rossi", "person"),
    ("James Rossi sails.\n\nSaid Rossi in a letter: “It is late.”", "James Rossi", "person"),
    ("Added Nora Rossi: “It is late.” Rossi sails.", "Nora Rossi", "person"),
    ("Said Rossi sails. “It is late,” Rossi said.", "Said Rossi", "person"),
    ("Forty-one percent said the pier was late.", "Forty-one percent", "group"),
    ("Half said the pier was late.", "Half", "group"),
    ("Another said the pier was late.", "Another", "person"),
    ("The town said the pier was late.", "The town", "place"),
    ("One weaver said the pier was late.", "One weaver", "person"),
    ("A commuter familiar with the pier said it was late.", "A commuter familiar with the pier", "person"),
    ("The SZRF said the pier was late.", "SZRF", "organisation"),
    ("The bell rope indicates that the pier is late.", "The bell rope", "organisation"),
    ("Nothing suggests that the pier is late.", None, None),
    ("Ada Berg heard of a lamp that fondly described the pier as “a sad old boat”.", None, None),
    ("Reacting, the board’s Head of Affairs, Ada Berg, disclosed that three meetings were held.", "Ada Berg", "person"),
]  # fmt: skip

NESTED = [
    ("“We had an aunt who knocked twice and said, ‘Where is the bread?’ Then she ate,” Ada Berg said.", "an aunt"),
    ("“He sped. An old man stood up and told him, ‘We are not late.’ He drove on,” Ada Berg said.", "An old man"),
    ("“One man was saying, ‘You will not pass.’ I left,” Ada Berg said.", "One man"),
    ("“They spoil my supper and say, ‘Eat more.’ I am full,” Ada Berg said.", None),
    ("“The mate came out and shouted, ‘Leave the nets!’ and we left,” Ada Berg said.", "The mate"),
    ("“My mother always said, ‘You will miss it.’ She was right,” Ada Berg said.", "My mother"),
    ("“My mother came in. She said, ‘I will eat.’ So I cooked,” Ada Berg said.", "My mother"),
    ("“My father kept bees. He’d say, ‘They pay.’ They did,” Ada Berg said.", "My father"),
    ("“Nobody told us, ‘You must leave.’ We stayed,” Ada Berg said.", None),
    ("“She said ‘two minutes’. That is all,” Ada Berg said.", None),
]


def test_a_pronoun_within_a_quotation_means_whom_the_speaker_told_of_before(attribute: Attribute) -> None:
    text = "Ada Berg said Tor Moe had come to her house in rags. “He told me, ‘I have lost the boat,’” she said."
    nested = [row for row in attribute(text) if row["nested_in"] is not None]
    assert [row["speaker"] for row in nested] == ["Tor Moe"]


@pytest.mark.parametrize(("text", "speaker"), NESTED)
def test_a_quotation_within_a_quotation(attribute_marked: Attribute, text: str, speaker: str | None) -> None:
    host, nested = sorted(attribute_marked(text), key=lambda row: row["start"])
    assert host["speaker"] == "Ada Berg"
    assert nested["speaker"] == speaker


@pytest.mark.parametrize(("text", "speaker", "kind"), SPEAKERS)
def test_the_last_quotation_is_given_to(attribute: Attribute, text: str, speaker: str, kind: str) -> None:
    found = attribute(text)[-1]
    assert found["speaker"] == speaker
    assert not kind or found["speaker_type"] == kind


SHARED_SURNAMES = [
    ("Ada Berg sails. Berg left. Berg slept. Her son Tor Berg stayed.\n\nIt rained.\n\n“No,” Berg said.", "Ada Berg"),
    ("Ada Berg and her son Tor Berg own the ferry. “We sail at dawn,” Berg said.", "Ada Berg"),
    ("Ada Berg sails.\n\nIt rained.\n\nNils Berg fished. “We sail,” Berg said.", "Nils Berg"),
    ("Ada Berg sails. Nils Berg fished. “We sail,” Nils Berg said.\n\nIt rained. “Yes,” Berg said.", None),
    ("Tor Moe and Ola Moe farm. Tor Moe left. The elder Mr Moe is calm. “We sow,” he said.", None),
    ("Tor Berg met Tor Berg Jr. “We sail,” said Tor Berg Jr. today.", "Tor Berg Jr."),
    ("Hannah Berg sails. Hanna Berg left. “We sail at dawn,” Berg said.", "Hannah Berg"),
    ("Ada Berg Sees Red After Storm\n\nAda Berg sails. Berg left. “We sail at dawn,” Berg said.", "Ada Berg"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), SHARED_SURNAMES)
def test_one_surname_of_several_persons(attribute: Attribute, text: str, speaker: str | None) -> None:
    assert attribute(text)[-1]["speaker"] == speaker


def test_a_leader_is_known_by_his_troops(attribute: Attribute) -> None:
    text = "{}, 70, spoke at noon. The Kremlin boss said that the pier was shut. Moe's troops left. Berg’s did not."
    assert attribute(text.format("Tor Moe"))[-1]["speaker"] == "Tor Moe"
    assert attribute(text.format("Tor Lind"))[-1]["speaker"] == "The Kremlin boss"


def test_a_leader_of_another_state_is_not_meant(attribute: Attribute) -> None:
    text = "French President Tor Moe rose. Moe's troops left. The Kremlin boss said that the pier was shut."
    assert attribute(text)[-1]["speaker"] == "The Kremlin boss"


INTERVIEW = (
    "{} keeps the lamp.\n\nQ: Are you well?\n\nA: I am never ill. I swim.\n\nQ: Do you sleep?\n\nA: By day, yes. I do."
)


def test_answers_belong_to_whom_the_interview_introduces(attribute: Attribute) -> None:
    found = attribute(INTERVIEW.format("Ada Berg"))
    assert [row["speaker"] for row in found if row["text"].startswith(("I am", "By day"))] == ["Ada Berg", "Ada Berg"]


def test_a_headline_tells_whose_the_answers_are(attribute: Attribute) -> None:
    text = INTERVIEW.format("A talk with harbour master Ada Berg.\n\nBerg met Tor Moe and Bo Lind at noon. Lind")
    assert [row["speaker"] for row in attribute(text) if row["text"].startswith("I am")] == ["Ada Berg"]


def test_nobody_answers_when_two_are_introduced(attribute: Attribute) -> None:
    assert {row["speaker"] for row in attribute(INTERVIEW.format("Ada Berg knows who Tor Moe is and"))} == {None}


def test_quoted_answers_under_bare_questions(attribute: Attribute) -> None:
    text = "A minute with Ada Berg\n\nDo you swim?\n\n“Every day in the winter.”\n\nAnd in June?\n\n“It is too warm.”"
    assert [row["speaker"] for row in attribute(text)] == ["Ada Berg", "Ada Berg"]


@pytest.mark.parametrize("mark", ["?", ".", "!", "…", ";"])
def test_a_pronoun_may_stand_before_any_mark(attribute: Attribute, mark: str) -> None:
    found = attribute(f"Tor Moe is late, isn't he{mark} “We sail at dawn,” Ada Berg said.")
    assert found[-1]["speaker"] == "Ada Berg"


@pytest.mark.parametrize("text", ["Reports said the ferry had sunk.", "The figures show that the pier is late."])
def test_nobody_speaks_in_figures(attribute: Attribute, text: str) -> None:
    assert {row["attribution_rule"] for row in attribute(text)} <= {"nobody_speaks"}


def test_a_clause_behind_a_conjunction_tells_of_another_matter(attribute: Attribute) -> None:
    text = "Clerks were accused of running a ‘ghost ferry’ after it emerged that two of 12 boats promised had sunk."
    assert next(row["speaker"] for row in attribute(text) if row["kind"] == "mixed") is None


def test_whoever_is_asked_has_not_spoken(attribute: Attribute) -> None:
    text = "Asked whether the pier would sink, Tor Moe was calm."
    assert {row["speaker"] for row in attribute(text)} <= {None}


def test_i_inside_a_quotation_is_its_speaker(attribute_marked: Attribute) -> None:
    text = "“They were tired. I told them, ‘Run to the pier!’ and they did,” Ada Berg said."
    host, nested = sorted(attribute_marked(text), key=lambda row: row["start"])
    assert host["speaker"] == nested["speaker"] == "Ada Berg"
