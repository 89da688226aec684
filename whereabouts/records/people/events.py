"""What can happen to the record of a child or an adult, each with the sentence history shows."""

CHILD_CREATED = "child.created"
CHILD_UPDATED = "child.updated"
NAME_ADDED = "child.name_added"
BIRTH_ADDED = "child.birth_added"
ADDRESS_ADDED = "child.address_added"
PHONE_ADDED = "child.phone_added"
IDENTIFIER_ADDED = "child.identifier_added"
LANGUAGE_ADDED = "child.language_added"
PHOTO_ADDED = "child.photo_added"
RELATED_PERSON_ADDED = "child.related_person_added"
MAY_BE_TOLD_SET = "child.may_be_told_set"
HELD_BACK = "child.held_back"
FLAG_RAISED = "child.flag_raised"
FLAG_PROPOSED = "child.flag_proposed"
FLAG_SETTLED = "child.flag_settled"
FLAG_ENDED = "child.flag_ended"
RECORDS_JOINED = "child.records_joined"
RECORDS_PARTED = "child.records_parted"
ADULT_CREATED = "adult.created"
INTELLIGENCE_ADDED = "adult.intelligence_added"
ADULT_LINKED = "adult.linked"

SENTENCES = {
    CHILD_CREATED: "A record of the child was made.",
    CHILD_UPDATED: "Details of the child were changed.",
    NAME_ADDED: "A name was added.",
    BIRTH_ADDED: "A date of birth was added, as somebody stated it.",
    ADDRESS_ADDED: "An address was added.",
    PHONE_ADDED: "A telephone number was added.",
    IDENTIFIER_ADDED: "An identifying number was added.",
    LANGUAGE_ADDED: "A language was added.",
    PHOTO_ADDED: "A photograph was added.",
    RELATED_PERSON_ADDED: "Somebody around the child was added.",
    MAY_BE_TOLD_SET: "What somebody may be told was decided.",
    HELD_BACK: "Relatives are told nothing until a named senior decides.",
    FLAG_RAISED: "A flag was raised.",
    FLAG_PROPOSED: "A flag was proposed.",
    FLAG_SETTLED: "A proposed flag was settled.",
    FLAG_ENDED: "A flag was ended.",
    RECORDS_JOINED: "Two records were joined as one person.",
    RECORDS_PARTED: "Two records were parted: they are different people.",
    ADULT_CREATED: "A record of an adult of concern was made.",
    INTELLIGENCE_ADDED: "Something known about an adult of concern was added.",
    ADULT_LINKED: "An adult of concern was linked to the child.",
}
