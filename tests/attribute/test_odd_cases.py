"""Odd cases of naming a speaker, by what has to be handled: text in, the speakers of its quotations out.

A row gives the speaker of the last quotation, or the speakers of all, in text order. None: nobody may be named.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

Attribute = Callable[..., list[dict[str, Any]]]
Row = tuple[str, str | list[str | None] | None]

TITLES_AND_ROLES: Sequence[Row] = [
    ("“The dam is sound,” said Lord Justice Edwin Parrow.", "Edwin Parrow"),
    ("“The dam is sound,” said Rear Adm. Lena Osk (ret.).", "Lena Osk"),
    ("“The dam is sound,” Prof. Dr. Ines Vogt-Hahn told reporters.", "Ines Vogt-Hahn"),
    ("“The dam is sound,” said Deputy Assistant Secretary for Tides Ada Berg.", "Ada Berg"),
    ("“The dam is sound,” said then-mayor Tor Moe.", "Tor Moe"),
    ("U.S. Secretary of Defense Tor Moe said that the dam was sound.", "Tor Moe"),
    ("“The dam is sound,” said the mother of slain sailor Ada Berg.", "the mother of slain sailor Ada Berg"),
    ("“The dam is sound,” said the brother of the late Ada Berg.", "the brother of the late Ada Berg"),
    ("“The dam is sound,” said former Hale mayor and two-time rowing champion Tor Moe.", "Tor Moe"),
    ("“The dam is sound,” said Chief Inspector Moe.", "Moe"),
    ("“The dam is sound,” said Tor Moe, MP, QC.", "Tor Moe"),
    ("“The dam is sound,” said co-founder and chief executive Ada Berg.", "Ada Berg"),
    ("“The dam is sound,” said Cllr Ada Berg (Ind, Hale North).", "Ada Berg"),
    ("“The dam is sound,” said Fr Tor Moe SJ.", "Tor Moe"),
    ("Tor Moe MP came. “The dam is sound,” said the Labour MP.", "the Labour MP"),
    ("“The dam is sound,” said Tor Moe MP.", "Tor Moe"),
    ("“The dam is sound,” said MP Tor Moe.", "Tor Moe"),
    ("“The dam is sound,” says Hale Water’s head of dams, Ada Berg.", "Ada Berg"),
    ("“The dam is sound,” said acting vice chair of the dam committee Ada Berg.", "Ada Berg"),
    ("“It holds,” said Her Honour Judge Ada Berg.", "Ada Berg"),
    ("“It holds,” said Baroness Berg of Hale.", "Berg"),
    ("“It holds,” said self-described dam builder Ada Berg.", "Ada Berg"),
    ("“It holds,” said ex-minister turned farmer Tor Moe.", "Tor Moe"),
    ("“It holds,” said Hale United manager and former goalkeeper Bo Lind.", "Bo Lind"),
    ("“It holds,” said 19-year-old student Ada Berg.", "Ada Berg"),
    ("“It holds,” said Labour’s Ada Berg.", "Ada Berg"),
    ("“It holds,” said Rep. Ada Berg, D-Hale.", "Ada Berg"),
    ("“It holds,” said the Right Rev Tor Moe.", "Tor Moe"),
]

APPOSITIVES: Sequence[Row] = [
    ("“It leaks,” said Ada Berg, a plumber from Hale who has mended pipes for forty years.", "Ada Berg"),
    ("“It leaks,” said Ada Berg, 61, of Hale.", "Ada Berg"),
    ("Ada Berg, the plumber, her sleeves rolled up, said: “It leaks.”", "Ada Berg"),
    ("A plumber of forty years, Ada Berg said the tank leaked.", "Ada Berg"),
    ("The tank’s maker, a quiet man named Tor Moe, said it leaked.", "Tor Moe"),
    ("“It leaks,” said her neighbour, retired plumber Ada Berg.", "Ada Berg"),
    ("“It leaks,” said Ada Berg – a plumber by trade – with a shrug.", "Ada Berg"),
    ("“It leaks,” said Ada Berg (a plumber).", "Ada Berg"),
    ("Tor Moe, brother of the plumber Ada Berg, said the tank leaked.", "Tor Moe"),
    ("Ada Berg, whose husband Tor Moe built the tank, said it leaked.", "Ada Berg"),
    ("“It leaks,” said the woman in charge of the tank, Ada Berg.", "Ada Berg"),
    ("The plumber in question, one Ada Berg of Hale, said the tank leaked.", "Ada Berg"),
    ("Ada Berg, 34 and a mother of two, said the tank leaked.", "Ada Berg"),
    ("“It leaks,” said Ada Berg, not a plumber but a poet.", "Ada Berg"),
    ("“It leaks,” said Ada Berg, who with Tor Moe built the tank.", "Ada Berg"),
    ("The plumber – her name is Ada Berg – said the tank leaked.", "Ada Berg"),
    ("Ada Berg, of the Hale Water Board, said the tank leaked.", "Ada Berg"),
    ("Ada Berg, speaking for the board, said the tank leaked.", "Ada Berg"),
    ("“It leaks,” said the board’s newest member, a plumber named Ada Berg.", "Ada Berg"),
    ("“It leaks,” said Tor Moe, the husband of mayor Ada Berg.", "Tor Moe"),
]

NOMINALS: Sequence[Row] = [
    ("The harbour master, Ada Berg, arrived. Boats waited.\n\n“Cast off,” the harbour master said.", "Ada Berg"),
    ("Ada Berg, the ferry’s captain, and Tor Moe, its cook, came. “Soup is on,” the cook said.", "Tor Moe"),
    ("“Soup is on,” the cook shouted.", "the cook"),
    ("Finance Minister Tor Moe met Health Minister Ada Berg. “No money,” the finance minister said.", "Tor Moe"),
    ("Finance Minister Tor Moe met Health Minister Ada Berg. “No money,” the minister said.", "the minister"),
    ("Ada Berg, a nurse, wept. “There are no beds,” the 34-year-old said.", "Ada Berg"),
    ("Ada Berg beat Bo Lind. “Not today,” the loser said.", "the loser"),
    ("Tor Moe, the accused, stood up. “I am not guilty,” said the accused.", "Tor Moe"),
    ("“No comment,” said the man’s lawyer.", "the man’s lawyer"),
    ("Bo Lind, the town’s cook, came late. The town urged residents to leave.", "The town"),
    ("President Ada Berg and Vice President Tor Moe came. “Peace,” the vice president said.", "Tor Moe"),
    ("“It is a scam,” said the Norland tyrant’s former cook.", "the Norland tyrant’s former cook"),
    ("Mayor Ada Berg came late. “It is a scam,” the mayor’s spokesman said.", "the mayor’s spokesman"),
    ("Coach Bo Lind waved. “We trained hard,” the coach said.", "Bo Lind"),
    ("Ada Berg, director of the museum, left. “It is closed,” the museum director said.", "Ada Berg"),
    (
        "The Norwegian prime minister, Ada Berg, met the Danish prime minister, Bo Lind. “No,” the Danish leader said.",
        "Bo Lind",
    ),
    ("Ada Berg’s lawyer, Tor Moe, left. “It is closed,” the lawyer said.", "Tor Moe"),
    ("Two lawyers left. “It is closed,” one of them said.", "one of them"),
    ("Actor Bo Lind and director Ada Berg came. “Cut,” the director said.", "Ada Berg"),
    ("Former president Ada Berg spoke. “It is over,” the president’s aide said.", "the president’s aide"),
]

ORGANISATIONS_AND_PLACES: Sequence[Row] = [
    (
        "The charity Roof said it was late. Hale Living, the developer of the quay, said that it had a plan. "
        "“We can help,” the company added.",
        ["Roof", "Hale Living", "Hale Living"],
    ),
    ("Ada Quoy, the developer of the quay, said it was late. “It is,” she said.", "Ada Quoy"),
    ("The Center for Tidal Studies said it was late.", "Center for Tidal Studies"),
    ("“It is late,” said Hawks center Tor Moe of Hale.", "Tor Moe"),
    ("Tor Moe left. In El Marlo, he said, “It is late.”", "Tor Moe"),
    ("Tor Moe met El Marlo. El Marlo said he was tired. “It is late,” he said.", "El Marlo"),
    ("Hale-based Norrsk AB said that profits had fallen.", "Norrsk AB"),
    ("“We regret the delay,” Hale City Council tweeted.", "Hale City Council"),
    ("“We regret the delay,” read a notice from Lind Rail.", "Lind Rail"),
    ("Tokyo insisted that the islands were its own.", "Tokyo"),
    ("“We are calm,” said Downing Street.", "Downing Street"),
    ("The Berg Foundation says on its website that “every child counts”.", "Berg Foundation"),
    ("Berg & Moe LLP said that the fee was fair.", "Berg & Moe LLP"),
    ("“The wells are dry,” according to UNX, a charity.", "UNX"),
    ("“There is no deal,” Paris and Rome said.", "Paris and Rome"),
    ("“We win as a team,” Hale United posted on Instagram.", "Hale United"),
    ("The Tide Agency met on Monday. “It is late,” the agency said.", "Tide Agency"),
    ("The board met on Monday. “The vote is final,” it said.", "board"),
    ("The firm, Hale Ferries, said the boats were late.", "Hale Ferries"),
    ("“We are sorry,” a Hale Ferries statement read.", "Hale Ferries"),
    ("“We are sorry,” Hale Ferries (HFR.L) said on Monday.", "Hale Ferries"),
    ("Police in Hale said that the road was shut.", "Police in Hale"),
    ("“We are sorry,” the club tweeted.", "club"),
    ("“We will see you in court,” says the sign at the gate.", None),
    ("Hale Ferries and Lind Rail said they would merge.", "Hale Ferries and Lind Rail"),
    ("HALE: The Boat Committee on Sunday announced that robots would be banned.", "Boat Committee"),
    ("By-law 2017-255 says the mill must shut.", None),
]

JOINT_AND_ANONYMOUS: Sequence[Row] = [
    ("“We saw it,” three of the sailors said.", "three of the sailors"),
    ("“We saw it,” said one of the sailors.", "one of the sailors"),
    (
        "“We saw it,” said a person close to the talks, who asked not to be named.",
        "a person close to the talks",
    ),
    ("“We saw it,” sources close to the owner told The Hale Post.", "sources close to the owner"),
    ("Ada Berg and Tor Moe met. “We saw it,” Berg and Moe said in a joint statement.", "Ada Berg and Tor Moe"),
    ("“We saw it,” Ada Berg, Tor Moe and a third sailor said.", "Ada Berg, Tor Moe and a third sailor"),
    ("“We saw it,” said an official who was not authorised to speak publicly.", "an official"),
    ("Ada Berg and Tor Berg came. “We saw it,” the Bergs said.", "the Bergs"),
    ("Most villagers said that the sea had risen.", "Most villagers"),
    ("“We saw it,” both men said.", "both men"),
    ("“We saw it!” chanted the crowd.", "the crowd"),
    ("“We saw it,” multiple people at the talks said.", "multiple people at the talks"),
    ("Ada Berg, Hale’s mayor, and Tor Moe, its plumber, said that the tank leaked.", "Ada Berg and Tor Moe"),
    ("“We saw it,” Ada Berg and others said.", "Ada Berg and others"),
    ("“We saw it,” said Ada Berg, along with Tor Moe.", "Ada Berg"),
    ("“We saw it,” said Ada Berg, backed by Tor Moe.", "Ada Berg"),
    ("“We saw it,” Ada Berg, as well as Tor Moe, said.", "Ada Berg"),
    ("“We saw it,” said a second official, who would not be named.", "a second official"),
    ("“We saw it,” an anonymous user wrote.", "an anonymous user"),
    ("Ada Berg, 34, and Tor Moe, 29, said the mill was shut.", "Ada Berg and Tor Moe"),
    ("“The mill is shut,” said Ada Berg, 34, and Tor Moe, 29, in one voice.", "Ada Berg and Tor Moe"),
    ("Ada Berg, 34, of Hale, and Tor Moe, 29, of Lund, told police they had seen nothing.", "Ada Berg and Tor Moe"),
    ("Tor Moe, 29, and his sister, Ada Berg, 34, said the mill was shut.", "Tor Moe and Ada Berg"),
    ("Ada Berg, 34, met Tor Moe, 29, and said the mill was shut.", "Ada Berg"),
    ("“The mill is shut,” said Ada Berg, 34, who lives with Tor Moe, 29, in Hale.", "Ada Berg"),
    ("Ada Berg, 34, Bo Lind, 41, and Tor Moe, 29, said the mill was shut.", "Ada Berg, Bo Lind and Tor Moe"),
]

PRONOUNS: Sequence[Row] = [
    ("Ada Berg told Tor Moe the boat was gone. “I sold it,” she said.", "Ada Berg"),
    ("Tor Moe’s mother, Ada Moe, is ill. “I rest,” she said.", "Ada Moe"),
    ("Tor Moe met Bo Lind, who was angry. “I left early,” he said.", "Tor Moe"),
    ("As Ada Berg and Ina Holm left the court, she said: “I won.”", None),
    ("Before he left, Tor Moe was calm. “I sold it,” he said.", "Tor Moe"),
    ("Ada Berg rang her brother, Tor Moe. “I sold it,” he told her.", "Tor Moe"),
    ("Tor Moe lost. His coach, Ada Berg, wept. “He tried hard,” she said.", "Ada Berg"),
    ("Tor Moe, 54, has a boat.\n\nThe boat is old and the harbour wants it gone.\n\n“I stay,” he said.", "Tor Moe"),
    ("Ada Berg joined in 2010. Tor Moe joined in 2012. “I was first,” she said.", "Ada Berg"),
    ("Mr Moe’s wife said that the boat was gone. “He sold it,” she said.", "Mr Moe’s wife"),
    ("Ada Berg wrote to Ms Holm. “I am sorry,” she wrote.", "Ada Berg"),
    ("Tor Moe said Bo Lind had lied. “He lies,” he said.", "Tor Moe"),
    ("When the clerk asked about Bo Lind’s boats, Tor Moe smiled. “Count them,” he said.", "Tor Moe"),
    ("Bo Lind, Tor Moe said, has lied to the town. “It is a scam,” he said.", "Tor Moe"),
    ("The ferry, which Bo Lind built, is his pride, Tor Moe said. “It is a scam,” he said.", "Tor Moe"),
    ("Ada Berg, who replaced Ina Holm, was silent for weeks. “I waited,” she said.", "Ada Berg"),
    ("Tor Moe and his wife, Ada Moe, farm. “He snores,” she said.", "Ada Moe"),
    ("Ada Berg’s son is ill. “He sleeps,” she said.", "Ada Berg"),
    ("“It was him,” she said, pointing at Tor Moe. Ina Holm had seen it all.", None),
    ("Bo Lind beat Tor Moe. He then fell. “It hurts,” he said.", "Bo Lind"),
    ("In her first speech, Ada Berg was calm. “I am here,” she said.", "Ada Berg"),
    ("Tor Moe, a miner’s son, knows coal. “It burns,” he said.", "Tor Moe"),
    ("Judge Ada Berg sentenced Bo Lind. “You lied,” she told him.", "Ada Berg"),
    (
        "Yala Bem runs a mill with Tor Moe. Yala Bem left. She was tired. Tor Moe stayed. “It is late,” she said.",
        "Yala Bem",
    ),
    ("Right-hander Ivo Tarn took the loss.\n\nHe said that the pitch was wet.", "Ivo Tarn"),
    ("Ivo Tarn is a miller. He is 60. Ada Berg is a baker. “It is late,” he said.", "Ivo Tarn"),
    ("Ivo Tarn recalled that she had been late. Ina Holm laughed. “It was dark,” she said.", "Ina Holm"),
    ("When Tor Moe asked Bo Lind about the mill, he said: “It is late.”", "Bo Lind"),
]

FIRST_PERSON: Sequence[Row] = [
    ("By Eva Stone\n\nI told the cook: “Go home.”", "Eva Stone"),
    ("I told the cook: “Go home.”", None),
    (
        "Ada Berg met Eva Stone.\n\nEva Stone: Why?\n\nAda Berg: I am late.\n\nEva Stone: Why?\n\nAda Berg: I sleep.",
        "Ada Berg",
    ),
    ("We asked Ada Berg about boats. “They float,” she told me.", "Ada Berg"),
    ("By Eva Stone\n\n“Go home,” my mother used to tell me.", "my mother"),
    ("By Eva Stone\n\nI asked Tor Moe for the key. “There is none,” he said.", "Tor Moe"),
    ("By Eva Stone\n\n“Why boats?” I ask her. “They float,” says Ada Berg.", ["Eva Stone", "Ada Berg"]),
    ("By Eva Stone\n\nAs I wrote last week, “boats float well”.", "Eva Stone"),
    ("By Eva Stone\n\nWe wrote in March that “boats float well”.", None),
    ("By Eva Stone and Tor Moe\n\n“Go home,” I said.", None),
    ("By Eva Stone\n\nI have always said that boats float.", "Eva Stone"),
    ("By Eva Stone\n\n“You came,” he said. “I did,” I replied. Tor Moe smiled.", [None, "Eva Stone"]),
    (
        "Eva Stone talks to Ada Berg.\n\nEva Stone: Why?\nAda Berg: I am late.\nEva Stone: So?\nAda Berg: I sleep.",
        "Ada Berg",
    ),
    ("By Eva Stone\n\nMy father, Tor Stone, said: “Sail.”", "Tor Stone"),
    ("By Eva Stone\n\nWhen I asked why, he laughed. “Boats,” said Tor Moe.", "Tor Moe"),
    ("By Eva Stone\n\n“Boats,” is all I said.", "Eva Stone"),
    ("“It is late,” my neighbour Gilles said. I nodded. “Go home,” he said.", ["Gilles", "Gilles"]),
]

NAMED_AFTER: Sequence[Row] = [
    ("“Boats float well.” So says Ada Berg, who builds them.", "Ada Berg"),
    ("“Boats float,” a boat builder said. “They must,” added the builder, Ada Berg.", ["Ada Berg", "Ada Berg"]),
    ("“Boats float,” she said. Ada Berg has built boats since 1980.", "Ada Berg"),
    ("“Boats float,” said the man at the helm. His name is Tor Moe.", "Tor Moe"),
    ("“Boats float,” explained the builder – one Ada Berg – on Monday.", "Ada Berg"),
    ("“Boats float well.”\n\nThose were the words of Ada Berg at the gate.", "Ada Berg"),
    ("“Boats float well.” The speaker was Ada Berg, a builder.", "Ada Berg"),
    ("A builder wrote: “Boats float.” The builder, Ada Berg, said it was late.", ["Ada Berg", "Ada Berg"]),
    ("“Boats float,” the minister said. Tor Moe, the minister of tides, then left.", "Tor Moe"),
    ("“Boats float,” said a man who later gave his name as Tor.", "Tor"),
    (
        "A woman stood up at the back. “Who counts the swans?” she asked. It was Ada Berg, who keeps the lake.",
        "Ada Berg",
    ),
    ("“Who counts the swans?” a voice at the back asked. The voice belonged to Ada Berg.", "Ada Berg"),
    ("“Who counts the swans?” a man asked. He was Tor Moe, the lake’s warden.", "Tor Moe"),
    ("“Who counts the swans?” a keeper asked. The keeper, who gave her name as Ada Berg, then sat down.", "Ada Berg"),
    ("“Who counts the swans?” a warden asked. Tor Moe, another warden, shrugged.", "a warden"),
    ("“Who counts the swans?” a man asked. Tor Moe laughed.", "a man"),
    ("“Who counts the swans?” the man asked. It was Ada Berg who answered: “I do.”", ["the man", "Ada Berg"]),
    ("“We count at dawn,” a warden said. Ada Berg was asleep.", "a warden"),
    ("“I count them all,” he says. Tor Moe, 71, is the lake’s last warden.", "Tor Moe"),
    ("“I count them all,” he says. Ada Berg, 71, does not believe it.", None),
    ("“Who counts?” the man asked. It was the baker who replied: “Nobody.”", ["the man", "the baker"]),
    ("“Who counts the swans?” a man asked. It was Ada Berg, again.", "a man"),
    ("Tor Moe came. “Who counts the swans?” a man asked. He was Tor Moe’s cousin.", "a man"),
]

NESTED: Sequence[Row] = [
    ("“In May the clerk told this House, ‘I shall eat my hat.’ Has he?” Ada Berg asked.", ["Ada Berg", "the clerk"]),
    ("“Coach Tor Moe came up to me and goes, ‘You row first.’ Big,” Ada Berg said.", ["Ada Berg", "Tor Moe"]),
    ("“Then Berg told me, ‘Leave the boat,’ and I did,” said Tor Moe.", ["Tor Moe", "Berg"]),
    ("“I told her, ‘Leave the boat,’” Ada Berg said.", ["Ada Berg", "Ada Berg"]),
    ("“Tor came in. He said, ‘Leave the boat.’ So I left,” Ada Berg said.", ["Ada Berg", "Tor"]),
    ("“My boss, a nice woman, said, ‘Leave the boat,’” Tor Moe said.", ["Tor Moe", "My boss"]),
    ("“They always say, ‘Leave the boat.’ I never do,” Ada Berg said.", ["Ada Berg", None]),
    (
        "“The judge asked, ‘Why is that?’ and Tor Moe said, ‘I am late,’” Ada Berg said.",
        ["Ada Berg", "The judge", "Tor Moe"],
    ),
    ("“As my father put it, ‘Leave the boat,’” Tor Moe said.", ["Tor Moe", "my father"]),
    ("Ada Berg said Tor Moe had come late. “He said, ‘It is shut,’” she told us.", "Tor Moe"),
    ("Tor Moe came late. “He said, ‘It is shut,’” Moe told us.", None),
    ("“We asked the mayor. ‘No boats here,’ he said. That was it,” Ada Berg said.", ["Ada Berg", "the mayor"]),
    ("“You say ‘leave the boat’ as if it were easy,” Ada Berg told Tor Moe.", ["Ada Berg", None]),
    ("‘My father said “leave the boat at once” and left,’ Ada Berg said.", ["Ada Berg", "My father"]),
    ("“A man came up and he said, ‘Leave the boat.’ I left,” Ada Berg said.", ["Ada Berg", "A man"]),
    ("“The bus driver waved,” Ada Berg said. “He yelled, ‘Leave the boat.’”", ["Ada Berg"] * 2 + ["The bus driver"]),
    ("“He told the crew, ‘Leave the boat,’” Tor Moe said of Bo Lind.", ["Tor Moe", None]),
    ("“Bo Lind told the crew, ‘Leave the boat,’” Tor Moe said.", ["Tor Moe", "Bo Lind"]),
    ("“When asked, she said, ‘I am late,’ and left,” Tor Moe said of Ada Berg.", ["Tor Moe", None]),
    ("“So my boss goes, ‘Paint it green,’ and I did,” Ada Berg said.", ["Ada Berg", "my boss"]),
    ("“Then someone shouted, ‘Paint it green,’ and we ran,” Ada Berg said.", ["Ada Berg", None]),
    ("“My mother would say, ‘Paint it green,’ every spring,” Tor Moe said.", ["Tor Moe", "My mother"]),
    ("“And I’m like, ‘Paint it green,’” Ada Berg said.", ["Ada Berg", "Ada Berg"]),
    ("“Tor Moe was like, ‘Paint it green,’” Ada Berg said.", ["Ada Berg", "Tor Moe"]),
    ("“One bloke told me, ‘Paint it green,’ and left,” Ada Berg said.", ["Ada Berg", "One bloke"]),
    ("“People would say, ‘Paint it green,’ if they had eyes,” Tor Moe said.", ["Tor Moe", None]),
    (
        "“I begged him to stay,” Ada Berg said of Tor Moe. “He said, ‘Paint it green,’ and went.”",
        ["Ada Berg", "Ada Berg", "Tor Moe"],
    ),
    ("“Ada had no time,” Tor Moe said. “She told me in May, ‘I am painting it green.’”", ["Tor Moe", "Tor Moe", "Ada"]),
]

RELAYING: Sequence[Row] = [
    ("“Boats float,” Ada Berg told The Hale Post.", "Ada Berg"),
    ("“Boats float,” Ada Berg told Tor Moe of the Hale Post.", "Ada Berg"),
    ("Tor Moe, a reporter for The Hale Post, quoted Ada Berg as saying that boats float.", "Ada Berg"),
    ("“Boats float,” the Hale Post reported Ada Berg as saying.", "Ada Berg"),
    ("“Boats float,” Ada Berg said, according to The Hale Post.", "Ada Berg"),
    ("The Hale Post, citing two officials, reported that boats float.", "Hale Post"),
    ("Ada Berg was quoted by The Hale Post as saying that “boats float”.", "Ada Berg"),
    ("“Boats float,” Ada Berg said in an interview with Tor Moe.", "Ada Berg"),
    ("Asked by Tor Moe whether boats float, Ada Berg replied: “They do.”", "Ada Berg"),
    ("Tor Moe sailed home. Asked by Bo Lind if he was ill, he replied: “Am I?”", "Tor Moe"),
    ("Speaking to the Hale Post’s Tor Moe, Ada Berg said that boats float.", "Ada Berg"),
    ("Ada Berg was not there. “Boats float,” her lawyer quoted her as saying.", "Ada Berg"),
    ("The court heard that Ada Berg had told police: “Boats float.”", "Ada Berg"),
    ("“Boats float,” Ada Berg said via her agent.", "Ada Berg"),
    ("“Boats float,” Ada Berg’s agent said on her behalf.", "Ada Berg’s agent"),
    ("“Boats float,” Ada Berg said, quoting her mother.", "Ada Berg"),
    ("Quoting her mother, Ada Berg said: “Boats float.”", "Ada Berg"),
    ("“Boats float,” Ada Berg was reported to have said.", "Ada Berg"),
    ("Hale Radio reported that Ada Berg had said: “Boats float.”", "Ada Berg"),
    ("“Boats float,” Ada Berg is heard saying in the tape.", "Ada Berg"),
    ("Ada Berg told me that Tor Moe had told her: “Boats float.”", "Tor Moe"),
    ("According to the Post, “the mill will burn”, Ada Berg said.", "Ada Berg"),
    ("According to The Hale Post, Ada Berg told aides: “The mill will burn.”", "Ada Berg"),
    ("According to the Hale Post, the mill will burn.", "Hale Post"),
    ("Ada Berg said, according to court papers, that the mill would burn.", "Ada Berg"),
    ("According to Ada Berg, the mill will burn. “It is dry,” she said.", "Ada Berg"),
]

NEGATED_AND_HYPOTHETICAL: Sequence[Row] = [
    ("“It is a good dam,” is all Ada Berg will say.", "Ada Berg"),
    ("Ada Berg would say only that “nobody ever lost a boat by waiting”.", "Ada Berg"),
    ("Ada Berg never said: “Boats float.”", None),
    ("If Ada Berg says “boats float well”, believe her.", None),
    ("“Boats float,” Ada Berg might have said.", None),
    ("Ada Berg denied saying that “boats float well”.", None),
    ("It is not true that Ada Berg said that boats float.", None),
    ("Neither Ada Berg nor Tor Moe said that boats float.", None),
    ("Nobody has said “boats float well” more often than Ada Berg.", None),
    ("Ada Berg would have said: “Boats float.”", None),
    ("Whether Ada Berg said “boats float well” is unclear.", None),
    ("Without saying that boats float, Ada Berg left.", None),
    ("Imagine Ada Berg saying: “Boats float.”", None),
    ("Ada Berg did say that boats float.", "Ada Berg"),
    ("“Boats float,” Ada Berg would say every morning.", "Ada Berg"),
    ("Ada Berg was asked whether she had said “boats float well”.", None),
    ("Had Ada Berg said “boats float well”, nobody would have come.", None),
    ("Ada Berg wants to say “boats float well” to her mother.", None),
    ("“Boats float,” Ada Berg did not say.", None),
    ("Ada Berg should have said: “Boats float.”", None),
    ("Ada Berg no longer says that boats float.", None),
    ("Ada Berg all but said that boats float.", None),
    ("Ada Berg threatened to say: “Boats float.”", None),
]

SAME_SURNAME: Sequence[Row] = [
    ("Ada Moe and Tor Moe run a farm. “We sow in May,” Tor said.", "Tor Moe"),
    ("Tor Moe and his daughter Ada run a farm. “We sow in May,” said Moe.", "Tor Moe"),
    ("Tor Moe’s daughter, Ada Moe, runs the farm. Moe said that his daughter was strict.", "Tor Moe"),
    ("Ada Moe and Tor Moe run a farm. Moe said that he would sow in May.", "Tor Moe"),
    ("Ada Moe and Tor Moe run a farm. “I sow in May,” said Moe, who had lost her hat.", "Ada Moe"),
    ("Ada Moe and Tor Moe run a farm. “We sow in May,” the Moes said.", "the Moes"),
    ("Senator Tor Moe lost to Governor Ada Moe. “I won,” Gov. Moe said.", "Ada Moe"),
    ("Tor Moe, no relation to the mayor, Bo Moe, sails. “I sail,” he said.", "Tor Moe"),
    ("Tor Moe Sr. and Tor Moe Jr. sail. “I sail,” the elder Moe said.", "Tor Moe Sr."),
    ("Ada and Tor Moe run a farm. “We sow in May,” Ada said.", "Ada Moe"),
    ("Ines Ada and Tor Moe run a farm. “We sow in May,” Ada said.", "Ines Ada"),
    ("Brothers Tor and Bo Moe sail. “We sail at dawn,” Bo said.", "Bo Moe"),
    ("“I sow,” Ada Moe said. “I reap,” Tor Moe said. “We eat,” Moe said.", ["Ada Moe", "Tor Moe", None]),
    ("Mayor Tor Moe and clerk Bo Moe came. “It is shut,” the clerk said.", "Bo Moe"),
    ("Tor Moe and his son Bo Moe sail. “I sail,” the younger Moe said.", "Bo Moe"),
    ("Sisters Ada and Ina Moe sail. “I sail,” Ina said. “So do I,” said Ada.", ["Ina Moe", "Ada Moe"]),
    ("Ada Moe (no relation to Tor Moe) sails. “I sail,” said Ms Moe.", "Ada Moe"),
    ("Dr Moe treated Mr Moe. “He is well,” Dr Moe said.", "Moe"),
    ("Tor Moe sails with brother Bo. “I sail,” Bo Moe said. “So do I,” said Tor.", ["Bo Moe", "Tor Moe"]),
    ("Ada Moe and Tor Moe run a mill. “The wheel is old,” Ms Moe said.", "Ada Moe"),
    ("Ada Moe and Tor Moe run a mill. “The wheel is old,” Moe said. “I built it for my wife.”", None),
    (
        "Kim Jae-hyun spoke.\n\nKim Soon-ok waited. “No,” Ms. Kim said.\n\nMr. Kim said it was late.",
        ["Kim Soon-ok", "Kim Jae-hyun"],
    ),
    ("Ada Moe was hurt when Tor Moe fell. “The wheel is old,” Moe said, her arm in a sling.", "Ada Moe"),
    ("Coun. Bo Moe and Coun. Ada Moe voted. “No,” Coun. Moe said.", None),
    ("Dr Ada Moe met Mr Tor Moe. “No,” Mr Moe said.", "Tor Moe"),
    ("Bo Moe and Tor Moe run a mill. “The wheel is old,” Moe said.", None),
    ("Senator Ada Moe met Judge Ina Moe. “No,” Judge Moe said.", "Ina Moe"),
]

FORMS_OF_NAMES: Sequence[Row] = [
    ("“It holds,” said Marijke van den Oever.", "Marijke van den Oever"),
    ("Marijke van den Oever came. “It holds,” Van den Oever said.", "Marijke van den Oever"),
    ("Abdulrahman bin Saleh al-Qattan came. “It holds,” al-Qattan said.", "Abdulrahman bin Saleh al-Qattan"),
    ("“It holds,” said Umm Khalid, 52.", "Umm Khalid"),
    ("Abu Bakr el-Sayed came. “It holds,” El-Sayed said.", "Abu Bakr el-Sayed"),
    ("Liang Wenfeng came. “It holds,” Liang said.", "Liang Wenfeng"),
    ("Park Soo-min met Liang Wen. “It holds,” Ms. Park said.", "Park Soo-min"),
    ("Nguyễn Văn Thành came. “It holds,” Thành said.", "Nguyễn Văn Thành"),
    ("Sigríður Einarsdóttir came. “It holds,” Sigríður said.", "Sigríður Einarsdóttir"),
    ("Lucía Fernández Olmedo came. “It holds,” Fernández said.", "Lucía Fernández Olmedo"),
    ("Lucía Fernández Olmedo came. “It holds,” Fernández Olmedo said.", "Lucía Fernández Olmedo"),
    ("Rodrigo de la Peña y Soto came. “It holds,” De la Peña said.", "Rodrigo de la Peña y Soto"),
    ("“It holds,” said J.D. Roe.", "J.D. Roe"),
    ("J. D. Roe came. “It holds,” Roe said.", "J. D. Roe"),
    ("“It holds,” said Eva M. Stone.", "Eva M. Stone"),
    ("“It holds,” said John “Bo” Lind.", "John Lind"),
    ("John “Skip” Lind came. “It holds,” Skip said.", "John Lind"),
    ("“It holds,” said Tor Moe, CBE.", "Tor Moe"),
    ("“It holds,” said Tor Moe OBE FRS.", "Tor Moe"),
    ("“It holds,” said Tor Moe (PhD).", "Tor Moe"),
    ("“It holds,” said Ada Berg, Esq.", "Ada Berg"),
    ("Zephyr, the dancer, came. “It holds,” said Zephyr.", "Zephyr"),
    ("The singer Quillo came. “It holds,” Quillo said.", "Quillo"),
    ("Ada Berg (née Holm) came. “It holds,” she said.", "Ada Berg"),
    ("Ada Berg, née Holm, said it held.", "Ada Berg"),
    ("Ada Berg, formerly Ada Holm, said it held.", "Ada Berg"),
    ("Ada Holm-Berg came. “It holds,” Holm-Berg said.", "Ada Holm-Berg"),
    ("Anne-Marie Lind came. “It holds,” Anne-Marie said.", "Anne-Marie Lind"),
    ("“It holds,” said ADA BERG.", "ADA BERG"),
    (
        "Judge Ada Berg heard Tor Moe.\n\nMR. MOE: It holds.\n\nTHE COURT: No.\n\nMR. MOE: It does.\n\nTHE COURT: Sit.",
        ["Tor Moe", "Ada Berg", "Tor Moe", "Ada Berg"],
    ),
    ("Niamh O’Shea came. “It holds,” O’Shea said.", "Niamh O’Shea"),
    ("Pádraig Ó Sé came. “It holds,” Ó Sé said.", "Pádraig Ó Sé"),
    ("Caoimhe Ní Bhriain came. “It holds,” Ms Ní Bhriain said.", "Caoimhe Ní Bhriain"),
    ("Jean d'Arvel came. \"It holds,\" d'Arvel said.", "Jean d'Arvel"),
    ("Chief (Mrs.) Ada Berg came. “It holds,” Berg said.", "Ada Berg"),
    ("“It holds,” said Alhaji (Dr.) Musa Bello.", "Musa Bello"),
    ("Reacting, the chairman, Engr. Musa Bello, said it held.", "Musa Bello"),
    ("“It holds,” said Chief Tor Moe (SAN).", "Tor Moe"),
    ("Dato’ Seri Ahmad Farid came. “It holds,” Farid said.", "Ahmad Farid"),
    ("A. K. Ramanathan came. “It holds,” Ramanathan said.", "A. K. Ramanathan"),
    ("R.V. Sundaram came. “It holds,” Justice Sundaram said.", "R.V. Sundaram"),
    ("“It holds,” said ex-skipper Yvette St. Onge.", "Yvette St. Onge"),
    ("Yvette St. Onge came. “It holds,” St. Onge said.", "Yvette St. Onge"),
    ("Tor Moe III came. “It holds,” Moe said.", "Tor Moe III"),
    ("“It holds,” said Tor Moe Jr., the miller.", "Tor Moe Jr."),
]

OFFICES_IN_RELATIVE_CLAUSES: Sequence[Row] = [
    (
        "Ada Berg, who chairs the mill board, and Tor Moe, who owns the wheel, came. “It is shut,” the chair said.",
        "Ada Berg",
    ),
    ("“The mill is shut,” said a woman who chairs the board.", "a woman"),
    ("Ada Berg, who runs the mill, is tired. “It is shut,” the mill’s manager said.", "the mill’s manager"),
    ("The man who owns the wheel, Tor Moe, said the mill was shut.", "Tor Moe"),
    ("Ada Berg, who edits the mill’s newsletter, met Tor Moe. “It is shut,” the editor said.", "Ada Berg"),
    ("Ada Berg, who coaches Hale, met Tor Moe, a referee. “It is lost,” the coach said.", "Ada Berg"),
    ("Tor Moe, who once taught the mayor to sail, came. “It is lost,” the mayor said.", "the mayor"),
    ("Ada Berg, who sued the coach, came. “It is lost,” the coach said.", "the coach"),
]

REPLIES: Sequence[Row] = [
    ("Ada Berg was asked if the mill was shut. “Not yet,” came her reply.", "Ada Berg"),
    ("Tor Moe asked Ada Berg if the mill was shut. “Not yet,” came the reply.", None),
    ("Ada Berg was asked if the mill was shut. “Not yet,” was her answer.", "Ada Berg"),
    ("“Not yet,” came a shout from the wheel.", None),
    ("“Not yet,” was how Ada Berg put it.", "Ada Berg"),
    ("“Is it shut?” Tor Moe asked. “Not yet,” came the answer from Ada Berg.", ["Tor Moe", "Ada Berg"]),
    ("Her reply came at dawn: “Not yet.”", None),
]

ASKED: Sequence[Row] = [
    ("Asked by Tor Moe if the mill was shut, Ada Berg said it was not.", "Ada Berg"),
    ("Ada Berg came. Asked by Ina Holm if the mill was shut, she said: “Not yet.”", "Ada Berg"),
    ("Asked by reporters why the mill was shut, Ada Berg laughed. “Ask the wheel,” she said.", "Ada Berg"),
    ("Asked by the Hale Post whether the mill was shut, the board said it was not.", "board"),
    ("On being asked if the mill was shut, Ada Berg said: “Not yet.”", "Ada Berg"),
    ("When Tor Moe asked Bo Lind if the mill was shut, he said: “Not yet.”", "Bo Lind"),
    ("Pressed by Tor Moe on the mill, Ada Berg said: “Not yet.”", "Ada Berg"),
    ("Questioned by her own lawyer, Tor Moe, Ada Berg said the mill was shut.", "Ada Berg"),
    ("Ada Berg was asked by Tor Moe if the mill was shut. “Not yet,” she replied.", "Ada Berg"),
    ("“Is it shut?” Tor Moe asked Bo Lind. “Not yet,” he replied.", ["Tor Moe", "Bo Lind"]),
]

INTERVIEWS: Sequence[Row] = [
    ("We met Ada Berg.\n\n— Will you go?\n\n— Not yet. I shall.\n\n— Why?\n\n— For fun.", ["Ada Berg", "Ada Berg"]),
    ("Tor Moe talks.\n\n– When did you begin?\n\n– At nine.\n\n– Will you stop?\n\n– No.", ["Tor Moe", "Tor Moe"]),
    ("We met Ada Berg.\n\n**Why boats?**\n\nI float.\n\n**And trains?**\n\nI wait.", ["Ada Berg", "Ada Berg"]),
    ("We met Ada Berg and Tor Moe.\n\n**Why boats?**\n\nI float.\n\n**And trains?**\n\nI wait.", [None, None]),
    ("The mill needs three things.\n\n– A new wheel.\n\n– A new roof.\n\n– A new miller.", []),
    ("Ada Berg has a list.\n\n- Flour\n- Salt\n- Yeast", []),
]

RELATIVES: Sequence[Row] = [
    ("Ada Moe and her brother Tor run a mill. “The wheel is old,” her brother said.", "Tor"),
    ("Tor Moe and his sister, Ada Moe, run a mill. “The wheel is old,” his sister said.", "Ada Moe"),
    ("Ada Moe runs a mill with her brother Tor. “The wheel is old,” said Tor.", "Tor"),
    ("Ada Moe runs a mill. “The wheel is old,” her brother said.", "her brother"),
    ("Tor Moe’s wife, Ina, runs a mill. “The wheel is old,” Ina Moe said.", "Ina Moe"),
    ("Tor Moe runs a mill with his wife Ina. “The wheel is old,” Mrs Moe said.", "Ina Moe"),
    ("Ada Moe runs a mill with her brother Tor. “The wheel is old,” Mr Moe said.", "Tor Moe"),
    ("Ada Moe lost her brother Tor in May. “He knew the wheel,” said Moe.", "Ada Moe"),
    (
        "Tor Moe runs a mill. His wife Jodie, who keeps the books, has no doubt. “The wheel is old,” Mrs Moe said.",
        "Jodie Moe",
    ),
    ("Ada Berg runs a mill with her cousin Tor Moe. “The wheel is old,” her cousin said.", "Tor Moe"),
    ("Ada Moe runs a mill with her brother Tor. Ina Holm sells bread. “It is late,” her brother said.", "her brother"),
    (
        "Ada Moe has two brothers. Her brother Tor bakes and her brother Bo sails. “It is late,” her brother said.",
        "her brother",
    ),
]

FORMER_AND_LATTER: Sequence[Row] = [
    (
        "Ada Berg and Tor Moe came. “The mill is shut,” the former said. “It is open,” the latter said.",
        ["Ada Berg", "Tor Moe"],
    ),
    ("Tor Moe lost to Bo Lind. “I was ill,” the former said.", "Tor Moe"),
    ("Ada Berg wrote to Tor Moe. The latter replied that the mill was shut.", "Tor Moe"),
    ("“The mill is shut,” said the former mayor.", "the former mayor"),
    ("Ada Berg, Tor Moe and Bo Lind came. “The mill is shut,” the latter said.", None),
    ("Ada Berg met the miller and the baker. “It is shut,” the latter said.", None),
]

EXCHANGES: Sequence[Row] = [
    ("“Where?” Ada Berg said.\n\n“By the quay,” said Tor Moe.\n\n“I never was.”", ["Ada Berg", "Tor Moe", "Ada Berg"]),
    ("“No,” Ada Berg said.\n\n“Not ever?” Tor Moe asked.\n\n“I have told you what I think of the dam.”", "Ada Berg"),
    ("“No,” Ada Berg said.\n\n“It may yet break,” Tor Moe said.\n\n“Ask him, Tor.”", "Ada Berg"),
    ("“I burnt the soup,” Ada Berg says.\n\nI ask how you burn soup.\n\n“There was cheese.”", "Ada Berg"),
    ("“Where?” Ada Berg said.\n\n“By the quay,” said Tor Moe.\n\n“I was.”\n\n“So?”", "Tor Moe"),
    (
        "“It will be late, as it was in May,” Ada Berg said."
        "\n\n“The dam has to hold, and the boats with it,” said Tor Moe.\n\n“We shall not build another one.”",
        "Tor Moe",
    ),
    ("I ask Tor Moe what it is.\n\n“Flour,” he says.\n\n“And?”", None),
    ("Boats left.\n\n“Not ever?” Tor Moe asked.\n\n“I have told you what I think of it.”", None),
    ("“I see,” Ada Berg said.\n\n“Tor, what do you want of the old dam and of all of us?”", "Ada Berg"),
    ("Tor Moe said it was late.\n\n“Tor, what do you want of the old dam and of all of us?”", None),
]  # fmt: skip

STRANGERS_BETWEEN: Sequence[Row] = [
    ("Ada Berg rowed. Xanthe Yolm came in, dripping. “Is it late?” she asked.", None),
    ("Ada Berg rowed. Xanthe Yolm, the youngest at 58, sold insurance. “It is late,” she said.", None),
    ("Ada Berg rowed. The Yolm Quay was shut. “It is late,” she said.", "Ada Berg"),
    ("Ada Berg rowed.\n\nStory Goes On Below\n\n“It is late,” she said.", "Ada Berg"),
    ("Ada Berg opened the door. My mother didn’t like it. “No,” she said.", "My mother"),
    ("Ada Berg opened the door. His wife left. “No,” she said.", "His wife"),
    ("Ada Berg opened the door. Her father left. “No,” she said.", "Ada Berg"),
    ("Ada Berg opened the door for her mother and left. “No,” she said.", "Ada Berg"),
]

NAMED_ON_THE_WAY: Sequence[Row] = [
    ("“It will know,” said the pilot, a plumber who goes by the call sign Mole. “It is late.”", ["Mole", "Mole"]),
    ("Ada Berg rowed. A medic, call sign Swallow, came down. “Two hours,” she said.", "Swallow"),
    (
        "Upstairs, in an old mill, a soldier who would give only his first name, Tomaz, sat. “It is late,” he said.",
        "Tomaz",
    ),
    ("“It is late,” said a pilot known as Mole. Bo Lind slept. Mole laughed. “It is not,” he said.", "Mole"),
    ("Ada Berg sang. A minute later a clerk stood beside her. “It is late,” she said.", "a clerk"),
    ("In a note he said the number of wounded had risen to 19 and accused the fleet of “hunting boats”.", None),
    ("‘Tell him,’ says Ada Berg. The boat is older than Ina Holm. ‘It was my mother’s,’ she says.", None),
    ("Ada Berg, 31, lost. Ina Holm, her coach, laughed. “Ask me later,” said the 31-year-old.", "Ada Berg"),
    ("Ada Berg, 30, lost. “Ask me later,” said the 31-year-old.", "the 31-year-old"),
    ("Ada Berg lost. “Ask me later,” said the 31-year-old.", "Ada Berg"),
    (
        "“It is late,” said the baker, who is 31. Ina Holm laughed. “Ask me later,” said the 31-year-old.",
        "the 31-year-old",
    ),
]

BROUGHT_IN: Sequence[Row] = [
    ("Nurse Ada Berg said it was late. A second nurse said it was not. “It is,” the nurse said.", "A second nurse"),
    ("Nurse Ada Berg said so. A second nurse said no. Berg left. “It is,” the nurse said.", "Ada Berg"),
    (
        "Senator Ada Berg said it was late. A senator from Hale said it was not. The senator said it was good.",
        ["Ada Berg", "A senator from Hale", "A senator from Hale"],
    ),
    ("Sen. Ada Berg rowed. “It is late,” the senator said.", "Ada Berg"),
    ("Former Gov. Ada Berg rowed. “It is late,” the former governor said.", "Ada Berg"),
    ("Former Gov. Ada Berg rowed. “It is late,” the governor said.", "the governor"),
    ("Capt. Ada Berg rowed. “It is late,” the captain said.", "Ada Berg"),
    ("Sen. Ada Berg met Sen. Tor Moe. “It is late,” the senator said.", "the senator"),
    ("Sen. Ada Berg rowed. Tor Moe sang. “It is late,” the senator said.", "the senator"),
    ("Of the try, which went over the head of Tor Moe, the coach said it was “late”.", "the coach"),
    ("It was late, said Tor Moe, the coach. “It is,” the coach said.", "Tor Moe"),
]

SAID_BY_ONE: Sequence[Row] = [
    ("“They were late,” recalled one of them. “I left.”", ["one of them", "one of them"]),
    ("“The clerk asked, ‘How many?’” Ada Berg remembers. “That was it.”", ["Ada Berg", "The clerk", "Ada Berg"]),
    ("“Shame!” cried a voice from the back.", "a voice"),
    ("“It is late. I can see it from here.”\n\n— With files from Ada Berg", None),
    ("“It is late. I can see it from here.”\n\n— Ada Berg", "Ada Berg"),
    ("Asked whether Moe’s plan had changed her mind, she said, “I have a boat.” Ada Berg rowed.", [None, None]),
    ("Tor Moe left. Ada Berg rowed. Asked if it was late, she said, “I have a boat.”", [None, "Ada Berg"]),
]

ITEMS: dict[str, Sequence[Row]] = {
    "titles_and_roles": TITLES_AND_ROLES,
    "appositives": APPOSITIVES,
    "nominals": NOMINALS,
    "organisations_and_places": ORGANISATIONS_AND_PLACES,
    "joint_and_anonymous": JOINT_AND_ANONYMOUS,
    "pronouns": PRONOUNS,
    "first_person": FIRST_PERSON,
    "named_after": NAMED_AFTER,
    "nested": NESTED,
    "relaying": RELAYING,
    "negated_and_hypothetical": NEGATED_AND_HYPOTHETICAL,
    "same_surname": SAME_SURNAME,
    "forms_of_names": FORMS_OF_NAMES,
    "offices_in_relative_clauses": OFFICES_IN_RELATIVE_CLAUSES,
    "replies": REPLIES,
    "asked": ASKED,
    "interviews": INTERVIEWS,
    "relatives": RELATIVES,
    "former_and_latter": FORMER_AND_LATTER,
    "exchanges": EXCHANGES,
    "strangers_between": STRANGERS_BETWEEN,
    "brought_in": BROUGHT_IN,
    "named_on_the_way": NAMED_ON_THE_WAY,
    "said_by_one": SAID_BY_ONE,
}
CASES = [
    pytest.param(text, expected, id=f"{item}-{number}")
    for item, rows in ITEMS.items()
    for number, (text, expected) in enumerate(rows, 1)
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_speaker_is(attribute: Attribute, text: str, expected: str | list[str | None] | None) -> None:
    speakers = [row["speaker"] for row in attribute(text)]
    assert (speakers if isinstance(expected, list) else (speakers or [None])[-1]) == expected


EVIDENCE = [
    ("“The dam is sound,” said the engineer, Ada Berg.", "clause_after", "Ada Berg", "said"),
    ("“The dam is sound,” Ada Berg was quoted as saying.", "clause_after", "Ada Berg", "quoted"),
    ("According to Ada Berg, “the dam is sound”.", "reported_clause", "Ada Berg", "According to"),
    ("Ada Berg came. “The dam is sound,” she told us. “It holds.”", "same_utterance", "she", "told"),
    ("Ada Berg said it was late.\n\n“The dam is sound.”", "next_paragraph", "Ada Berg", None),
    ("“The dam is sound.” So says Ada Berg.", "in_the_words_of", "Ada Berg", "So says"),
    ("Ada Berg, mayor, and Tor Moe said it was late.", "reported_clause", "Ada Berg, mayor, and Tor Moe", "said"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "mention", "cue"), EVIDENCE)
def test_the_evidence_stands_in_the_row(
    attribute: Attribute, text: str, rule: str, mention: str, cue: str | None
) -> None:
    found = attribute(text)[-1]
    assert (found["attribution_rule"], found["speaker_mention"], found["cue"]) == (rule, mention, cue)
    assert text[found["mention_start"] : found["mention_end"]] == mention
    assert cue is None or text[found["cue_start"] : found["cue_end"]] == cue
    assert 0.5 <= found["confidence"] <= 1


ADDRESSEES = [
    ("“Boats float,” Ada Berg told The Hale Post.", "The Hale Post"),
    ("“Boats float,” Ada Berg told Tor Moe of the Hale Post.", "Tor Moe"),
    ("“Boats float,” Ada Berg told us.", "us"),
    ("The court heard that Ada Berg had told police: “Boats float.”", "police"),
    ("“Boats float,” Ada Berg said to her brother.", "her brother"),
    ("“Boats float,” Ada Berg said.", None),
]


@pytest.mark.parametrize(("text", "addressee"), ADDRESSEES)
def test_who_is_told_does_not_speak(attribute: Attribute, text: str, addressee: str | None) -> None:
    found = attribute(text)[-1]
    assert (found["speaker"], found["addressee"]) == ("Ada Berg", addressee)


KINDS_AND_ROLES = [
    ("“It leaks,” said Ada Berg, a plumber from Hale who has mended pipes.", "person", "plumber from Hale"),
    ("“It leaks,” said Hale Water’s head of dams, Ada Berg.", "person", "Hale Water’s head of dams"),
    ("“It leaks,” said co-founder and chief executive Ada Berg.", "person", "co-founder and chief executive"),
    ("“It leaks,” sources close to the owner told The Hale Post.", "group", None),
    ("“It leaks,” said one of the sailors.", "person", None),
    ("“It leaks,” said Norrsk AB.", "organisation", None),
    ("“It leaks,” said half of the crew members.", "group", None),
    ("Some 40 percent of villagers said that it leaked.", "group", None),
    ("“It leaks,” said a person close to the owners.", "person", None),
    ("A report for the sailors said that it leaked.", "organisation", None),
    ("“It leaks,” said Tokyo.", "place", None),
    ("Ada Moe and Tor Moe came. “It leaks,” the Moes said.", "group", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "role"), KINDS_AND_ROLES)
def test_the_kind_and_the_role_of_the_speaker(attribute: Attribute, text: str, kind: str, role: str | None) -> None:
    found = attribute(text)[-1]
    assert (found["speaker_type"], found["speaker_role"]) == (kind, role)


def test_every_item_has_five_odd_cases_at_least() -> None:
    assert min(map(len, (*ITEMS.values(), EVIDENCE))) >= 5
