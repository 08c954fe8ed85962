"""Each rule on invented text: words in, the quotations' speakers and rules out."""

from collections.abc import Callable
from typing import Any

import pytest

from newsquotes.attribute.carry import CARRY_RULES
from newsquotes.attribute.cues import EXPLICIT_RULES

Attribute = Callable[..., list[dict[str, Any]]]

ONE_QUOTATION = [
    ("clause_after", "Ada Berg opened the bridge. “It will stand for a century,” Berg said.", "Ada Berg"),
    ("clause_after", "“It will stand for a century,” said Ada Berg, a bridge engineer from Lind.", "Ada Berg"),
    ("clause_after", "“It will stand for a century,” the engineer Ada Berg told the Lind Courier.", "Ada Berg"),
    ("clause_after", "A clerk came in. “We need more boats here,” added the official, Pavel Horn.", "Pavel Horn"),
    ("clause_after", "“Who will pay for the pier?” Ada Berg asked.", "Ada Berg"),
    ("clause_after", "“There is no other way,” Tor Moe was quoted as saying by the Lind Courier.", "Tor Moe"),
    ("clause_after", "Ada Berg resigned. “The harbour belongs to us all,” her statement said.", "Ada Berg"),
    ("clause_after", "“The harbour is closed to all ships,” the Transport Ministry said.", "Transport Ministry"),
    ("clause_after", "“The harbour is safe again,” WHO said on Monday.", "WHO"),
    ("clause_before", "Ada Berg said, “It will stand for a century.”", "Ada Berg"),
    ("clause_before", "The mayor, Tor Moe, told reporters on Monday: “We are done here.”", "Tor Moe"),
    ("clause_before", "Ada Berg wrote on X: “The harbour belongs to us all.”", "Ada Berg"),
    ("clause_before", "Ada Berg issued a statement on Monday saying, “The harbour belongs to us all.”", "Ada Berg"),
    ("clause_before", "Tor Moe closed the harbour, adding: “There is no other way.”", "Tor Moe"),
    ("according_to", "“The pier is safe to walk on,” according to Ada Berg.", "Ada Berg"),
    ("reported_clause", "Kyiv said the harbour was “closed to all ships”.", "Kyiv"),
    ("reported_clause", "Tor Moe, who said the harbour was “rotten to the core”, left early.", "Tor Moe"),
    ("reported_clause", "Ada Berg, a nurse from Orle, who said the ward was full, went home.", "Ada Berg"),
    ("reported_clause", "Odo Lind, 44, a clerk at the port of Orle, who said it was shut, went home.", "Odo Lind"),
    ("reported_clause", "The letter came from Ada Berg, who said the ward was full.", "Ada Berg"),
    ("reported_clause", "Justice Ada Berg wrote that the law was “a dead letter”.", "Ada Berg"),
    ("colon_clause", "Ada Berg had a warning for the council: “The harbour belongs to us all.”", "Ada Berg"),
    ("colon_clause", "Ada Berg’s statement on the website: “The harbour belongs to us all.”", "Ada Berg"),
    ("signature", "“The harbour belongs to us all and to nobody else.” — Ada Berg, harbour master", "Ada Berg"),
    ("signature", "“The harbour belongs to us all and to nobody else.” — local farmer", "local farmer"),
    (
        "signature",
        "“The harbour belongs to us all.”\n\n— a fisherman from Lind, 54\n\nIt rained.",
        "a fisherman from Lind",
    ),
    ("verdict_after", "“The harbour belongs to us all.” That is how Ada Berg, a clerk, sums it up.", "Ada Berg"),
    ("reply_in_front", "From the loft came the voice of Ada Berg: “Who took the ladder away?”", "Ada Berg"),
    ("reply_in_front", "Tor Moe knocked. Then came his shout: “Who took the ladder away?”", "Tor Moe"),
    ("reply_behind", "“Who took the ladder away?” came the voice of Ada Berg.", "Ada Berg"),
    ("in_the_words_of", "“The harbour belongs to us all,” per the Hale Post.", "Hale Post"),
    ("in_the_words_of", "In Ada Berg’s view, the harbour is “doomed from the first day”.", "Ada Berg"),
    ("reported_clause", "Bo Lind, an engineer who argued that a stiff rope is a bad rope, died on Sunday.", "Bo Lind"),
    ("signature", "“The harbour belongs to us all.” ― Ada Berg\n\nThe pier is shut.", "Ada Berg"),
    ("signature", "“The harbour belongs to us all.”\n\nAda Berg, harbour master\n\nThe pier is shut.", "Ada Berg"),
    (
        "label_after_dash",
        "Ada Berg sails.\n\nFEWER BOATS - Ada Berg: “The harbour belongs to us all.”",
        "Ada Berg",
    ),
    ("speaker_label", "Ada Berg sails.\n\n“BERG: The harbour belongs to us all.”", "Ada Berg"),
    ("speaker_label", "Votes were cast.\n\nAda Berg, harbour minister: “The harbour belongs to us all.”", "Ada Berg"),
    (
        "reported_clause",
        "Ada Berg put her boat at the service of Capt. Tor Moe (D-Hale) Friday, adding the tide would give the town a"
        " “cleaner slip by noon.”",
        "Ada Berg",
    ),
    ("lost_subject", "Ada Berg lent the sailors a boat, then says she wants it back by noon.", "Ada Berg"),
    ("cue_within", "« The wind asks nobody, explains Ada Berg, a clerk. It comes and goes. »", "Ada Berg"),
    ("verdict_after", "“The boat is a bathtub with ideas.” That was Ada Berg’s verdict on Tuesday.", "Ada Berg"),
    ("clause_after", "“Same boat, same hat,” Lealaiauloto grinned.", "Lealaiauloto"),
    ("claim_of", "Ada Berg is known for her remark that “a gull would make the better mayor.”", "Ada Berg"),
    (
        "plain_clause_before",
        "Capt. Bo Lind (a baker so tidy he has twice been taken for a nurse) says he was late.",
        "Bo Lind",
    ),
    ("sentence_subject", "Ada Berg sighed and looked at the water. “It is a disaster for the town.”", "Ada Berg"),
]
GOES_ON = [
    (
        "“It is late,” said Ada Berg. Berg backs Tor Moe in the vote. “I have no boat.”",
        [("Ada Berg", "clause_after"), ("Ada Berg", "sentence_subject")],
    ),
    (
        "“It is late,” said Ada Berg.\n\nBerg is sure of help from Tor Moe.\n\n“We will have the harbour back.”",
        [("Ada Berg", "clause_after"), ("Ada Berg", "subject_goes_on")],
    ),
    (
        "“It is late,” said Ada Berg.\n\nTor Moe is sure of help from Berg.\n\n“We will have the harbour back.”",
        [("Ada Berg", "clause_after"), (None, "no_cue")],
    ),
    (
        "“It is late,” said Ada Berg.\n\nThe harbour is near Berg.\n\n“We will have the harbour back.”",
        [("Ada Berg", "clause_after"), (None, "no_cue")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), GOES_ON)
def test_who_spoke_last_goes_on_as_the_subject(
    attribute: Attribute, text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(found["speaker"], found["attribution_rule"]) for found in attribute(text)] == expected


THINGS_AND_GROUPS = [
    ("Winter is near and many sailors have warned that it is late. They say the port is shut.", "many sailors"),
    ("The Liberals know they’ll lose; they say the port is shut.", "The Liberals"),
    ("Republicans say that Democrats know it. They say the port is shut.", "Republicans"),
    ("Many sailors came home. He and his partner left since they said the port was shut.", None),
    ("Hale Ferries said it was late.\n\nThe pier is long.\n\n“It is a disaster,” it said.", "Hale Ferries"),
    ("Hale Ferries said it was late. The company said the port was shut.", "Hale Ferries"),
    ("Hale Ferries said it was late. The union said the port was shut.", "union"),
    ("The Harbour Ministry said it was late. The company said the port was shut.", "company"),
    ("The Hale Post said it was late. The company said the port was shut.", "company"),
    ("Ada Berg met Tor Moe. “It is late,” the pair said.", "the pair"),
    ("A note hung on the gate. “Back at noon,” it read.", "note"),
    ("They pinned a short letter to the gate. “Back at noon,” it read.", "short letter"),
    ("A text message came at noon. It read: “Back at noon.”", "text message"),
    ("A note hung on the gate. “Back at noon,” it said.", "note"),
    ("A note of thanks hung on the gate. The kettle was late. “Back at noon,” it said.", None),
    ("The kettle stood on the gate. “Back at noon,” it read.", None),
    ("The sailors said it was late.\n\nThe pier is long.\n\n“It is a disaster,” they said.", None),
]


@pytest.mark.parametrize(("text", "speaker"), THINGS_AND_GROUPS)
def test_it_and_they_mean_what_acted_last(attribute: Attribute, text: str, speaker: str | None) -> None:
    assert attribute(text)[-1]["speaker"] == speaker


WHOSE_SUBJECT = [
    ("Sir Crispin Aldous-Moe, a former culture minister, called it ‘self-harm’ and said boats would be picked apart.",
     "Crispin Aldous-Moe"),
    ("In a recording of a call, a man can be heard telling a clerk that the boat was on fire.", "a man"),
    ("A port spokesperson confirmed the request was received but said in an email that rules did not allow it.",
     "A port spokesperson"),
    ("Tor Moe has warned the port that he is not the man who sells Ada Berg and insisted the boat is old.", "Tor Moe"),
    ("A clerk said, in May, that the note was lost and said the boat was late.", "A clerk"),
    (
        "Lind told the Courier that the soup was thin, with a spokeswoman for the cooks describing it as “warm rain.”",
        "a spokeswoman for the cooks",
    ),
    ("Ada Berg told the Courier that the well “had no bottom at all,” adding, “We lost a spoon.”", "Ada Berg"),
    ("Perhaps Ada Berg, boat builder Tor Moe says. “Nobody rows like her.”", "Tor Moe"),
    ("“We win!” Sgt. Marcia “Zip” Moe shouted from the roof.", "Marcia Moe"),
    ("It is no use, a cook who came by boat to calm the owners said Tuesday, “Nobody eats here.”", "a cook"),
    ("Tor Moe asked for a rope, and then a longer rope, insisting that the well was deep.", "Tor Moe"),
    ("Supper began with Ada Berg telling the cook that the soup was cold.", "Ada Berg"),
    ("Moe’s allies have mended the roof, while urging the clerks to sit still.", "Moe’s allies"),
    ("Ada Berg wrote that the quay needs a crane, whereas Tor Moe wants “a quiet life and a boat.”", "Ada Berg"),
    ("Ada Berg wrote that the quay needs a crane, whereas Tor Moe called it “a waste of a good wall.”", "Tor Moe"),
    ("Her co-author, Tor Moe, said it was late. “We are tired,” he said.", "Tor Moe"),
    ("The ferry company, Ada Berg, Tor Moe and the owners said it was late.", "ferry company"),
    ("Some sailors fear that Ada Berg has missed a chance and warn that the port is shut.", "Some sailors"),
    ("A harbour expert said Ada Berg will have to choose a side, saying, “She will go out.”", "A harbour expert"),
    ("HALE (Wires) – Top port donor Ada Berg said that the port was shut.", "Ada Berg"),
    ("Ada Berg - Moe's partner and co-owner of the port - told The Hale Post that it was late.", "Ada Berg"),
    ("Ada Berg is gone. Critics like Berg say the port is shut.", "Critics like Berg"),
    ("Ada Berg emailed sailors saying: “The port is open.”", "Ada Berg"),
    ("Ada Berg quickly sent out a letter to sailors stating, “The port is open.”", "Ada Berg"),
    ("As the port's head, Ada Berg, put it in her memo to sailors explaining it, “It is late.”", "Ada Berg"),
    ("The issue came up after Mr. Moe, asked about the boats under Mr. Lind, had said, “We sail.”", "Moe"),
    ("Ada Lind, 40, sailed. After Tor Moe criticized Bo Lind during a debate, Ada shot back, “I stay.”", "Ada Lind"),
    ("Some of Berg's scorn went to Moe, too, who Berg on Monday called “a leaking bucket.”", "Berg"),
    ("Or maybe Bo Lind, harbour consultant Ada Berg says. “The boats are late.”", "Ada Berg"),
    ("Lind was joined at the quay by Sen. Ada Berg and joked, “You’re all wet,” to jeers.", "Lind"),
    ("Tor Moe also wrote the owners had heard of the storm, saying, “They were late.”", "Tor Moe"),
    (
        "The clerk was cooking for a 70-year-old sailor named Eric Moe, who is standing for mayor and who warmed up the"
        " crowd, praising “Berg’s patience and her soup” as he promised to sail.",
        "Eric Moe",
    ),
    ("The pilot I sailed with, Tor Moe, turned round to announce, “There goes the boat.”", "Tor Moe"),
    ("At his party, the band leader waved Hale sailors over, singing “It is late.”", "the band leader"),
    ("“It is late,” said Air Force 1st Lt. Bo Lind.", "Bo Lind"),
    ("Tor Moe wrote of “a boat”, while Ada Berg (D) called it “a wreck”.", "Ada Berg"),
    ("“The boat is late,” a clerk, who was not allowed to give interviews, told The Hale Post.", "a clerk"),
    ("Tor Moe, the 2012 nominee, tweeted in response: “The boat is late.”", "Tor Moe"),
    ("“Thank you,” Bo Lind, who also came to the port this week, tweeted on Friday.", "Bo Lind"),
    ("“We’ve had better years than this,” Hale delegate Bo Lind, in a hat and “Moe” pins, said.", "Bo Lind"),
    ("After the storm, Bo Lind issued a statement, “Two piers of ours are gone.”", "Bo Lind"),
    ("Hundreds of sailors marched through the city on Monday, chanting “No boat, no vote.”", "Hundreds of sailors"),
    ("Former secretary of state Ada Berg: “We heard it at the port.”", "Ada Berg"),
    ("“It is late,” said a spokesman for mayor Ada Berg.", "a spokesman for mayor Ada Berg"),
    ("“It is late,” said retired Lt. Col. Ada Berg, DSO.", "Ada Berg"),
    ("“It is late,” wrote Ada Berg, Tor Moe and Bo Lind.", "Ada Berg, Tor Moe and Bo Lind"),
    ("The Hale Post’s Ada Berg reports that it is late.", "Ada Berg"),
    ("“It is late,” the Hale Post quoted Ada Berg as saying.", "Ada Berg"),
    ("The boss, Hale shop owner Tor Moe, said by phone that it was late.", "Tor Moe"),
    ("Captain Bo “Tank” Lind scored twice. The striker said it was late.", "Bo Lind"),
    ("The storm prompted Ada Berg to say it was late.", "Ada Berg"),
    ("The decisive victory led party chairman Bo Lind to declare that the race was over.", "Bo Lind"),
    ("The Hale Harbour Board issued a statement thanking Lind for it.\n\n“We are late.”", "Hale Harbour Board"),
    ("By Ada Berg\n\nI went to the pier. “It is late,” I said.", "Ada Berg"),
    ("“It is late,” the member said, adding that sailors were tired. “We are tired.”", "the member"),
    ("“It is late,” Ada Berg told us when asked which boat she would take.\n\n“We are tired.”", "Ada Berg"),
    ("“It is late,” said Bo Lind, head of the U.S. Chamber of Boats and a Berg friend. “We are tired.”", "Bo Lind"),
    ("Hale Mom Corners Berg on Late Boats and Ferries\n\nAda Berg sails. “It is late,” Berg said.", "Ada Berg"),
    ("Manager Bo Lind smiled. The striker said it was late.", "The striker"),
    ("Bo Lind scored twice. The referee said it was late.", "The referee"),
    ("A letter from the Hale Society was read out. “It is late,” it said.", "Hale Society"),
    ("Ada Berg met Tor Moe.\n\nTM: Why do you sail?\n\nAB: It is late.\n\nTM: Why?\n\nAB: We sail on.", "Ada Berg"),
    ("Ada Berg and Al Bing met us.\n\nQB: Why do you sail?\n\nAB: It is late.\n\nQB: Why?\n\nAB: We sail.", "AB"),
    ("His opponent, former mayor Ada Berg, said Moe would have to go, adding, “It is late.”", "Ada Berg"),
    ("“It is late,” said a letter obtained by the Hale Post.", "letter obtained by the Hale Post"),
    ("“It is late,” said a letter signed by Ada Berg.", "Ada Berg"),
    ("“It is late,” said Ada Berg’s friend and neighbour, Tor Moe.", "Tor Moe"),
    ("“It is late,” said her friend and neighbour.", "her friend and neighbour"),
    ("The sailor, Danish-born Tor Moe, said it was late.", "Tor Moe"),
    ("One pilot backing the owners, Tor Moe of Hale in Lind, said it was late.", "Tor Moe"),
    ("One pilot supporting Ms. Berg, Tor Moe of Hale in Lind, said it was late.", "Tor Moe"),
    ("Tor Moe, a Hale, Fla., glazier helping to build the pier, said he was tired of the tide.", "Tor Moe"),
    ("Berg said it on air after the young rower easily won, remarking that it was late.", "Berg"),
    ("Windmere Ltd shot back in a letter saying that the ferry had sunk.", "Windmere Ltd"),
    ("Windmere Ltd replied with a note on its door saying that the ferry had sunk.", "Windmere Ltd"),
    ("The clerk whose Kiln-Net first revealed that it was late left.", "The clerk"),
    ("It looked bad after the toy press WindBooks announced that it would close.", "WindBooks"),
    ("The report suggests that it is late.", "report"),
    ("A sailor, who gave no name, says the nets the port sold on Monday “broke by noon”.", "A sailor"),
    ("The clerk read from a letter by Ada Berg: “We are leaving for good.”", "Ada Berg"),
    ("The clerk read from Ada Berg’s letter: “We are leaving for good.”", "Ada Berg"),
    ("The Friends of Martin Lind said it was late.", "The Friends of Martin Lind"),
    ("“It is late,” said the Knights of Lind.", "the Knights of Lind"),
    ("Northern Journalism reported that it was late.", "Northern Journalism"),
    ("Ada Berg began to answer but Tor Moe cut her off: “We have heard it.”", "Tor Moe"),
    ("One pilot backing the owners, who liked Tor Moe, said it was late.", "One pilot"),
    ("The soup was thin, according to an interview her brother Tor Moe gave to a cook.", "Tor Moe"),
    ("The soup was thin, according to an address Mrs. Lind had delivered in Hale.", "Lind"),
    ("Ada Berg left. The soup was thin, according to an interview she gave to a cook.", "Ada Berg"),
    ("The soup was thin, according to an email the Hale Post published.", "email"),
    ("The film uses footage of Ada Berg asking, “Who ate the soup?”", "Ada Berg"),
    ("Tor Moe calmed the friends of Ada Berg, asking, “Who ate the soup?”", "Tor Moe"),
    ("Berg, citing “a smell of fish,” left.", "Berg"),
    ("Cooks agree - Ada Berg: “The soup was thin and the bread was old.”", "Ada Berg"),
    ("“The soup was thin,” wrote the cook Mei Jun.", "Mei Jun"),
    ("“The soup was thin,” said Supervisor of Kettles Ada Berg.", "Ada Berg"),
    ("“The soup was thin,” said Director of Public Kettles Tor Moe. “It was cold,” said Moe.", "Tor Moe"),
    ("“The soup was thin,” said Kettle Supervisor Ada Berg.", "Ada Berg"),
    ("“The soup was thin,” said the Mother of Parks Tor Moe.", "the Mother of Parks Tor Moe"),
    ("“It is late,” said Tor Moe Jr. “It is early,” said his father, Tor Moe Sr.", "Tor Moe Sr."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), WHOSE_SUBJECT)
def test_whose_subject_and_how_much_of_it(attribute: Attribute, text: str, speaker: str) -> None:
    assert attribute(text)[-1]["speaker"] == speaker


def test_a_place_before_the_subject_is_nobody(attribute: Attribute) -> None:
    text = "Outside court, teacher Colin Moe, who is not his kin, said parents had been “remarkably kind” to him."
    assert attribute(text)[-1]["speaker"] in (None, "Colin Moe")


def test_a_pointer_to_another_page_names_nobody_whom_a_pronoun_means(attribute: Attribute) -> None:
    text = "Tor Moe said it was late.\n\nWATCH: Lars Lind’s old boat sinks\n\n“It is a disaster,” he said."
    assert attribute(text)[-1]["speaker"] == "Tor Moe"


def test_a_speaker_described_after_who_is_no_subject_of_that_clause(attribute: Attribute) -> None:
    text = "“The boat is late,” said the woman, who like most of the crew wished to stay unnamed."
    assert attribute(text)[0]["speaker"] == "the woman"


def test_a_caption_names_nobody_whom_a_pronoun_means(attribute: Attribute) -> None:
    text = "Tor Moe said it was late.\n\nLars Lind looks at a boat. (HALE PRESS FILE PHOTO)\n\n“We sail,” he said."
    assert attribute(text)[-1]["speaker"] == "Tor Moe"


@pytest.mark.parametrize(("rule", "text", "speaker"), ONE_QUOTATION)
def test_one_quotation_is_attributed(attribute: Attribute, rule: str, text: str, speaker: str) -> None:
    quotations = attribute(text)
    assert [(found["speaker"], found["attribution_rule"]) for found in quotations] == [(speaker, rule)]


SEVERAL_QUOTATIONS = [
    (
        "“It is late,” said Tor Moe, a pilot. When the wind turns, “we shall have to mend the nets ashore.”",
        [("Tor Moe", "clause_after"), ("Tor Moe", "same_paragraph_partly")],
    ),
    (
        "“It is late,” said Tor Moe, a pilot.\n\nWhen the wind turns, “we shall have to mend the nets ashore.”",
        [("Tor Moe", "clause_after"), (None, "no_cue")],
    ),
    (
        "“It is late,” said Tor Moe, “and we are tired of it.”",
        [("Tor Moe", "clause_after"), ("Tor Moe", "clause_before")],
    ),
    ("“It is late,” Tor Moe said. “We are tired.”", [("Tor Moe", "clause_after"), ("Tor Moe", "same_utterance")]),
    (
        "Ada Berg said: “The pier is unsafe.\n\n“It should have been closed years ago.”",
        [("Ada Berg", "clause_before"), ("Ada Berg", "same_utterance")],
    ),
    (
        "“The pier is unsafe,” said Ada Berg.\n\n“It should have been closed years ago.”",
        [("Ada Berg", "clause_after"), ("Ada Berg", "next_paragraph")],
    ),
    (
        "Ada Berg said the pier was unsafe. “It is a disaster.”",
        [("Ada Berg", "reported_clause"), ("Ada Berg", "same_paragraph")],
    ),
    (
        "Ada Berg came late. Then Berg said the pier was shut.\n\n“It is a disaster.”",
        [("Ada Berg", "reported_clause"), ("Ada Berg", "next_paragraph")],
    ),
    (
        "Ada Berg elaborated in an opinion piece.\n\n“It is a disaster for the harbour.”",
        [("Ada Berg", "report_before")],
    ),
    (
        "Ada Berg said the pier was shut. The hearing began at noon.\n\nBERG: “The harbour belongs to us all.”",
        [("Ada Berg", "reported_clause"), ("Ada Berg", "speaker_label")],
    ),
    (
        "Ada Berg keeps bees. “They know me,” Tor Moe says. “They know the smoke.” She grins. “He is jealous.”",
        [("Tor Moe", "clause_after"), ("Tor Moe", "same_utterance"), ("Ada Berg", "sentence_subject")],
    ),
    ("Said Ada Berg: ‘The harbour belongs to us all.’", [("Ada Berg", "clause_before")]),
    ("Said Ada Berg: «The harbour belongs to us all.»", [("Ada Berg", "clause_before")]),
    (
        "``We sail,'' Tor Moe said.\n\n``We stay here until spring.\n\n``It is our home.''",
        [("Tor Moe", "clause_after"), ("Tor Moe", "next_paragraph"), ("Tor Moe", "same_utterance")],
    ),
    (
        "“We heard it at dawn,” said well digger Bo Lind. “It sounded like a train,” said nurse Ada Berg.",
        [("Bo Lind", "clause_after"), ("Ada Berg", "clause_after")],
    ),
    (
        "“We heard it before dawn,” chimed in the oldest of them all. “It sounded like a train,” said Ada Berg.",
        [(None, "no_cue"), ("Ada Berg", "clause_after")],
    ),
    (
        "“We sail,” Tor Moe said. “We stay,” Ada Berg said.",
        [("Tor Moe", "clause_after"), ("Ada Berg", "clause_after")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL_QUOTATIONS)
def test_quotations_that_belong_together(attribute: Attribute, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found["speaker"], found["attribution_rule"]) for found in attribute(text)] == expected


GIVEN_QUOTATIONS = [
    (
        "Protesters shouted: “Go home to your boats!” and “Shame on all of you!”",
        [("Protesters", "clause_before"), ("Protesters", "coordinated")],
    ),
    (
        "“It is late,” Tor Moe said. “We are tired.”",
        [("Tor Moe", "clause_after"), ("Tor Moe", "same_paragraph")],
    ),
    ("The pier is, in Ada Berg’s words, “a disaster for all of us”.", [("Ada Berg", "in_the_words_of")]),
    ("In the words of Ada Berg, “The harbour belongs to us all.”", [("Ada Berg", "in_the_words_of")]),
    ("Tor Moe wrote in his book about “the hunger of sailors” on ships.", [("Tor Moe", "governing_cue")]),
    (
        "Tor Moe said: “It is late.” Then, after a while: “We are tired.”",
        [("Tor Moe", "clause_before"), ("Tor Moe", "same_paragraph")],
    ),
    (
        "“Then my father told me, ‘Never sail alone,’ and I listened,” Ada Berg said.",
        [("Ada Berg", "clause_after"), ("my father", "clause_inside_quotation")],
    ),
    (
        "“It was ‘a night of thieves’ in the old harbour,” Ada Berg said.",
        [("Ada Berg", "clause_after"), (None, "nested_no_cue")],
    ),
    (
        "“One,” Tor Moe said. “Two,” Tor Moe said. “Three,” Tor Moe said.\n\nThe sea rose.\n\n“It was cold.”",
        [*[("Tor Moe", "clause_after")] * 3, ("Tor Moe", "sole_speaker")],
    ),
    (
        "“One,” Tor Moe said. “Two,” Tor Moe said. “Three,” Ada Berg said.\n\nThe sea rose.\n\n“It was cold.”",
        [*[("Tor Moe", "clause_after")] * 2, ("Ada Berg", "clause_after"), (None, "no_cue")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), GIVEN_QUOTATIONS)
def test_quotations_given_by_hand(
    attribute_marked: Attribute, text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(found["speaker"], found["attribution_rule"]) for found in attribute_marked(text)] == expected


WHICH_OF_SEVERAL = [
    ("“It is a disgrace,” said some. “We love it,” said others.", "others"),
    ("“We love it,” said others. “It is a disgrace,” said some.", "some"),
    ("Some say that it is late.", "Some"),
    ("Some 28 percent of sailors said they would stay at home.", "Some 28 percent of sailors"),
    ("Tor Moe is the mayor. His own sailors say he will lose.", "His own sailors"),
    ("People hired for the harvest said that the bread was stale.", "People hired for the harvest"),
    ("But some who fish there argue that it is late.", "some who fish there"),
    ("Those who sold their boats say the price was low.", "Those who sold their boats"),
    ("The pier would close, according to sailors drafted for the winter.", "sailors drafted for the winter"),
    ("Sailors who fish there say it is late.", "Sailors"),
    ("Several people, who were tired, said it was late.", "Several people"),
    ("The Norwegians cut the cable, saying that it was late.", "Norwegians"),
    ("The ministries shut their gates at noon, saying it was late.", "The ministries"),
    ("Tor Moe handed out leaflets saying it was late.", None),
    ("Several secretaries left early, warning that it was late.", "Several secretaries"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), WHICH_OF_SEVERAL)
def test_several_people_with_what_tells_them_apart(attribute: Attribute, text: str, speaker: str | None) -> None:
    found = attribute(text)[-1]
    assert (found["speaker"], found["speaker_type"]) == (speaker, "group" if speaker else None)


@pytest.mark.parametrize("rule", [*EXPLICIT_RULES, *CARRY_RULES])
def test_every_rule_gives_an_example(rule: Callable[..., object]) -> None:
    assert rule.__doc__ is not None
    assert any(mark in rule.__doc__ for mark in "`“") or "goes on" in rule.__doc__ or "silent" in rule.__doc__


MENTIONS = [
    ("Tor Moe runs the ferry. “We sail at dawn,” he said.", "Tor Moe", "person", None),
    ("Tor Moe met Ada Berg on the pier. “We sail at dawn,” she said.", "Ada Berg", "person", None),
    ("Tor Moe waited for Ola Lind at the gate. “We sail at dawn,” he said.", "Tor Moe", "person", None),
    (
        "The transport minister, Ada Berg, came.\n\n“It will stand,” the minister said.",
        "Ada Berg",
        "person",
        "minister",
    ),
    ("Boxing tyrant Tor Moe came. The ring tyrant declared: “I own this town.”", "Tor Moe", "person", None),
    ("“It will stand,” said Ada Berg, a bridge engineer.", "Ada Berg", "person", "bridge engineer"),
    ("“Nobody was hurt in the fire,” a police spokesman said.", "a police spokesman", "person", "police spokesman"),
    ("“We heard a bang in the night,” residents said.", "residents", "group", None),
    ("“The talks have failed for now,” two officials said.", "two officials", "group", None),
    ("“We built it together,” Ada Berg and Tor Moe said.", "Ada Berg and Tor Moe", "group", None),
    ("“The harbour is shut,” the Transport Ministry said.", "Transport Ministry", "organisation", None),
    ("“We sail at dawn,” said Moscow.", "Moscow", "place", None),
    ("Mr Tor Moe and Mrs Ada Moe own it. “We sail at dawn,” Mrs Moe said.", "Ada Moe", "person", None),
    ("Theresa May, the harbour master, came. “We sail,” Ms. May said.", "Theresa May", "person", "harbour master"),
    ("Lena Al Rashid came in. “We sail at dawn,” Al Rashid said.", "Lena Al Rashid", "person", None),
    ("Nora White owns the ferry. “We sail at dawn,” White said.", "Nora White", "person", None),
    ("Nora White owns the ferry. “We sail at dawn,” Ms. White said.", "Nora White", "person", None),
    ("The engineer Kevin English came in. “We sail,” said English.", "Kevin English", "person", "engineer"),
]


@pytest.mark.parametrize(("text", "speaker", "kind", "role"), MENTIONS)
def test_the_mention_is_resolved(attribute: Attribute, text: str, speaker: str, kind: str, role: str | None) -> None:
    found = attribute(text)[-1]
    assert (found["speaker"], found["speaker_type"]) == (speaker, kind)
    assert found["speaker_role"] == role


def test_a_name_given_after_the_role_is_the_mention(attribute: Attribute) -> None:
    found = attribute("“We need more boats here,” added the official, Pavel Horn.")[0]
    assert (found["speaker_mention"], found["speaker_role"]) == ("Pavel Horn", "official")


def test_an_official_named_in_the_next_quotation(attribute: Attribute) -> None:
    first, second = attribute(
        "A local official spoke first: “The fish are gone.”\n\n“We need boats here,” added the official, Pavel Horn."
    )
    assert first["speaker"] == second["speaker"] == "Pavel Horn"


def test_the_hearer_is_not_the_speaker(attribute: Attribute) -> None:
    found = attribute("“The harbour is closed,” Tor Moe told Ada Berg.")[0]
    assert (found["speaker"], found["addressee"], found["cue"]) == ("Tor Moe", "Ada Berg", "told")


def test_the_author_is_the_first_person_when_known(attribute: Attribute) -> None:
    text = "The captain waited. “We sail at dawn,” I said."
    assert attribute(text, authors=["Eva Stone"])[0]["speaker"] == "Eva Stone"
    assert attribute(text)[0]["attribution_rule"] == "first_person"
