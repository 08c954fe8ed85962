"""How likely a speaker is right, by the rule that found the mention and by how the mention became a name.

Round figures, set after measuring the rules on annotated news from other publishers; nothing here is fitted.
"""

BY_RULE = {
    "reported_clause": 0.98,
    "according_to": 0.93,
    "clause_before": 0.97,
    "clause_after": 0.99,
    "in_the_words_of": 0.9,
    "plain_clause_after": 0.95,
    "plain_clause_before": 0.95,
    "led_in": 0.92,
    "colon_clause": 0.85,
    "speaker_label": 0.92,
    "label_after_dash": 0.9,
    "signature": 0.88,
    "governing_cue": 0.88,
    "clause_inside_quotation": 0.75,
    "narrator": 0.85,
    "same_utterance": 0.97,
    "coordinated": 0.95,
    "interview_answer": 0.9,
    "cue_in_sentence_before": 0.87,
    "report_before": 0.9,
    "same_paragraph": 0.97,
    "next_paragraph": 0.95,
    "sentence_subject": 0.75,
    "sole_speaker": 0.65,
}
BY_MENTION = {
    "full_name": 1.0,
    "short_name": 0.99,
    "shared_surname": 0.95,
    "pronoun": 0.95,
    "pronoun_of_nominal": 0.9,
    "nominal_resolved": 0.93,
    "described_anew": 0.88,
    "nominal": 0.94,
    "organisation": 0.96,
    "place": 0.96,
    "group": 0.95,
    "author": 0.9,
    "statement": 0.85,
}


def confidence_of(rule: str, mention_kind: str) -> float:
    """The probability that a speaker found by `rule` through a mention of this kind is right.

    >>> confidence_of("clause_after", "full_name")
    0.99
    """
    return round(BY_RULE[rule] * BY_MENTION[mention_kind], 2)
