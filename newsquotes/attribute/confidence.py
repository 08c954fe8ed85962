"""How likely a speaker is right, by the rule that found the mention and by how the mention became a name.

Round figures, set after measuring the rules on annotated news from other publishers; nothing here is fitted.
"""

BY_RULE = {
    "reported_clause": 0.95,
    "according_to": 0.95,
    "clause_before": 0.95,
    "clause_after": 0.97,
    "colon_clause": 0.8,
    "speaker_label": 0.9,
    "signature": 0.85,
    "governing_cue": 0.8,
    "clause_inside_quotation": 0.7,
    "narrator": 0.8,
    "same_utterance": 0.93,
    "coordinated": 0.9,
    "interview_answer": 0.9,
    "cue_in_sentence_before": 0.85,
    "same_paragraph": 0.9,
    "next_paragraph": 0.9,
    "sentence_subject": 0.7,
    "sole_speaker": 0.6,
}
BY_MENTION = {
    "full_name": 1.0,
    "short_name": 0.99,
    "pronoun": 0.93,
    "pronoun_of_nominal": 0.85,
    "nominal_resolved": 0.85,
    "nominal": 0.93,
    "organisation": 0.95,
    "place": 0.95,
    "group": 0.95,
    "author": 0.9,
    "statement": 0.85,
}


def confidence_of(rule: str, mention_kind: str) -> float:
    """The probability that a speaker found by `rule` through a mention of this kind is right.

    >>> confidence_of("clause_after", "full_name")
    0.97
    """
    return round(BY_RULE[rule] * BY_MENTION[mention_kind], 2)
