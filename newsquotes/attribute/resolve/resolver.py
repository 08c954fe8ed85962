"""The resolver of one article: findings in, speakers out, each after everything that stands before it in the text."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsquotes.attribute.document import Document
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.lexicon import hinting_verbs
from newsquotes.attribute.resolve.introduced import Sequel, named_later
from newsquotes.attribute.resolve.labels import is_label
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.mentions import resolve_mention
from newsquotes.attribute.resolve.nested import resolve_nested
from newsquotes.attribute.resolve.running_text import REPORTER, follow, passages
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.unknown import is_thing, names_somebody
from newsquotes.attribute.roles import is_plural_role, role_head
from newsquotes.attribute.subjects import shares_subject


@dataclass(slots=True)
class Resolver(Ledger):
    """A ledger that reads findings; what it learns from one counts for those after it."""

    def resolve_all(self, findings: Mapping[int, Finding]) -> dict[int, Answer]:
        """The speakers of findings by their keys, with the pronouns in between, each after what stands before it."""
        if not findings:
            return {}
        answers: dict[int, Answer] = {}
        met = passages(self)
        asked = [(finding.mention.start if finding.mention else 0, key) for key, finding in findings.items()]
        for position, key in sorted([*asked, *met]):
            if key >= 0:
                answers[key] = self._resolve_quotation(key, findings[key])
            elif key == REPORTER:
                self.resolve(Finding(met[position, key], None))
            else:
                follow(self, key, met[position, key])
        self._withhold_from_hosts(answers)
        sequel = Sequel.of(self, findings, answers)
        for key, answer in answers.items():
            answers[key] = named_later(sequel, findings[key], answer)
        return answers

    def _withhold_from_hosts(self, answers: dict[int, Answer]) -> None:
        """Let no "he" within a quotation mean whoever speaks the whole of it, nor anybody when that is not known.

        Who speaks is told of one part of an utterance and holds for the others.
        """
        of_group = {self.document.quotations[place].group: answer for place, answer in answers.items()}
        for place, answer in answers.items():
            quotation = self.document.quotations[place]
            host = self.document.by_id.get(quotation.nested_in) if quotation.nested_in is not None else None
            if host is None or not isinstance(answer, Speaker) or answer.how not in ("pronoun", "pronoun_of_nominal"):
                continue
            speaker = answers.get(host.place, of_group.get(host.group))
            if not isinstance(speaker, Speaker) or speaker.name == answer.name:
                answers[place] = Unresolved("unresolved_pronoun")

    def _resolve_quotation(self, place: int, finding: Finding) -> Answer:
        """The speaker of the quotation at a place, which may stand within another."""
        quotation = self.document.quotations[place]
        host = self.document.by_id.get(quotation.nested_in) if quotation.nested_in is not None else None
        self.clause = quotation.statement or quotation.span
        answer = self.resolve(finding) if host is None else resolve_nested(self, finding, host)
        self.clause = None
        return answer

    def resolve(self, finding: Finding) -> Answer:
        """The speaker that a finding's mention means."""
        if finding.refusal:
            return Unresolved(finding.refusal)
        if finding.mention is None:
            return Unresolved("unresolved_mention")
        answer = resolve_mention(self, finding.mention, finding.is_joint)
        if finding.is_label and not is_label(self.document, finding.mention, answer):
            return Unresolved("unresolved_mention")
        if isinstance(answer, Speaker) and _is_doubtful(self, finding, answer):
            return Unresolved("unresolved_mention")
        if isinstance(answer, Speaker):
            self.heard.add(finding.mention.start)
            self.remember(finding.mention.start, answer)
        elif answer.reason == "ambiguous_surname":
            self.remember_nobody(finding.mention.start, answer)
        return answer


def _is_doubtful(ledger: Ledger, finding: Finding, answer: Speaker) -> bool:
    """Whether a verb of saying hangs on a noun that is nobody: "the incident …, calling it a shame".

    So does one that things may do as well without a word: "its success suggests that …".

    Not when the noun has spoken in the same clause: "“…,” the member said, adding that …".
    """
    if answer.how not in ("nominal", "group") or finding.cue is None or finding.mention is None:
        return False
    if finding.mention.start in ledger.heard:
        return False
    verb = ledger.document.token_at(finding.cue.start)
    words = finding.mention.of(ledger.document.text)
    if is_thing(answer) and verb is not None:
        is_hint = ledger.document.tokens.lemma[verb] in hinting_verbs()
        if is_hint or not _is_subject(ledger.document, finding.head, verb):
            return True
    return (
        verb is not None
        and _hangs_loose(ledger, verb)
        and not (finding.is_joint or role_head(words) or is_plural_role(words) or names_somebody(words))
        and not (finding.head is not None and shares_subject(ledger.document, finding.head, verb))
    )


def _is_subject(document: Document, noun: int | None, verb: int) -> bool:
    """Whether a noun is the subject of a verb of saying or of one that the verb goes with; or a source, as with "per".

    "The test indicated …", "the faction continues to tell …".
    """
    tokens = document.tokens
    if noun is None or tokens.pos[verb] not in ("VERB", "AUX") or document.words[verb].lower() == "according":
        return True
    while tokens.head[noun] != verb and tokens.dep[verb] in ("conj", "xcomp") and tokens.head[verb] != verb:
        verb = tokens.head[verb]
    return tokens.dep[noun] == "nsubj" and tokens.head[noun] == verb


def _hangs_loose(ledger: Ledger, verb: int) -> bool:
    """Whether a verb is a participle without a subject of its own."""
    tokens = ledger.document.tokens
    own = {tokens.dep[child] for child in ledger.document.children.get(verb, ())}
    return tokens.tag[verb] == "VBG" and tokens.dep[verb] in ("acl", "advcl") and not own & {"nsubj", "aux"}
