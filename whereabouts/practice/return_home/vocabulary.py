"""The lists that a return is recorded with: how, by whom, what is asked, what is stood down."""

HOW = [
    ("own_accord", "Came back of their own accord"),
    ("found", "Found"),
    ("made_contact", "Made contact, whereabouts now known"),
]
BY_WHOM = [
    ("own_accord", "Nobody: of own accord"),
    ("police", "Police"),
    ("family", "Family"),
    ("friend", "Friend or acquaintance"),
    ("carer", "Carer"),
    ("authority", "Authority"),
    ("public", "Member of the public"),
    ("other_agency", "Another agency"),
]
NEEDS = [
    ("food", "Food or drink"),
    ("sleep", "Sleep"),
    ("warmth", "Warmth, or dry clothes"),
    ("medical", "Medical help or medicine"),
    ("injury", "An injury"),
    ("influence", "Drugs or alcohol"),
    ("belongings", "New belongings, money or a phone"),
]

DESTINATION_KINDS = [
    ("home", "Home, to where the child lives"),
    ("placement", "The foster carer or children's home"),
    ("relative", "A relative or friend of the family"),
    ("emergency", "An emergency placement"),
    ("hospital", "Hospital"),
    ("other", "Somewhere else"),
]
DESTINATION_STATES = [
    ("none", "Nothing proposed yet"),
    ("proposed", "Proposed, waiting for the questions"),
    ("agreed", "Agreed"),
    ("refused", "Refused"),
    ("already_there", "The child is there already"),
]
# The return-safety questions: asked before any destination, or within 30 minutes of arriving.
SAFETY_QUESTIONS = [
    ("why_left", "Why did the child leave?"),
    ("who_is_there", "Who is there now?"),
    ("risk_history", "What is known of the address and the people there?"),
    ("child_view", "Where does the child want to be, in their words?"),
    ("alternatives", "Where else could the child go, and who was asked?"),
    ("protection", "Was police protection considered, and what was decided?"),
]
# Asked with a yes, a no or a not known: whether the child is running from harm there.
DANGER = "danger_there"
# Asked in the same way, and left open where nobody knows: a child who was told to go has not run.
TOLD_TO_LEAVE = "told_to_leave"
DANGER_ANSWERS = ("yes", "no", "unknown")
# Why the child went, as one of these beside the words: what pushed them, and what drew them. Ours,
# from the push and pull factors of the domain reference, section 2 [PROPOSED].
WHY_CODE = "why_left_code"
PUSHED = [
    ("harm", "Violence, abuse or neglect where they live"),
    ("quarrel", "Trouble or a quarrel where they live"),
    ("told_to_go", "They were told to leave"),
    ("placement", "A move, or a placement that is not right for them"),
    ("unheard", "Nobody listened, or a promise was not kept"),
    ("school", "School, or bullying"),
    ("feelings", "Feeling low, afraid or angry"),
]
DRAWN = [
    ("parent", "To be with a parent"),
    ("family", "To be with brothers, sisters or other family"),
    ("friends", "To be with friends"),
    ("partner", "To be with a boyfriend or girlfriend"),
    ("used", "Somebody who gives, promises or threatens things"),
    ("substance", "Drink or drugs"),
    ("old_home", "To be where they lived before"),
]
REASONS = [*PUSHED, *DRAWN, ("other", "Something else, in the words"), ("not_known", "Not known")]

INTERVIEW_KINDS = [
    ("prevention", "Prevention interview"),
    ("return", "Return home interview"),
]
INTERVIEW_OUTCOMES = [
    ("held", "Held"),
    ("declined", "Declined by the child"),
    ("carer_only", "Carer spoken to instead"),
    ("missing_again", "Missing again"),
    ("offered", "Offered; no answer yet"),
]
# How it was held. A telephone call may be for the better where the child asks for it.
WAYS = [
    ("face_to_face", "Face to face"),
    ("phone", "By telephone"),
    ("video", "By video"),
]
# Whether somebody agreed, before anything was asked; and to what.
CONSENT_BY = [
    ("child", "The child"),
    ("parent", "A parent"),
    ("carer", "A carer"),
]
CONSENT_ANSWERS = [
    ("yes", "Yes"),
    ("no", "No"),
    ("not_able", "Could not be asked, with the reason"),
    ("not_asked", "Not asked"),
]
TALK = "talk"
CONSENT_TO = [
    (TALK, "To this conversation"),
    ("write", "To what is said being written down"),
    ("share", "To it being told to those who help"),
    ("help", "To help being asked for"),
]
TASK_OF_INTERVIEW = {"prevention": "prevention_interview", "return": "return_interview"}

HARMS = [
    ("hurt", "Was hurt, or threatened with it"),
    ("sexual", "Anything sexual that they did not want, or with somebody older"),
    ("held", "Kept somewhere, or not free to leave"),
    ("made_to", "Made to carry, sell, take or do something"),
    ("given", "Given drugs, drink, money or presents"),
    ("pictures", "Pictures asked for, taken or shared"),
    ("at_home", "Hurt or frightened where they live"),
    ("by_staff", "Treated badly by an officer or a worker"),
]
HARM_ANSWERS = [
    ("not_asked", "Not asked"),
    ("asked", "Asked, no answer"),
    ("denied", "Said no"),
    ("suspected", "Suspected"),
    ("observed", "Seen, or on record"),
    ("disclosed", "Said yes"),
]
ALLEGES = frozenset({"suspected", "observed", "disclosed"})
# What each conversation goes through once the child has told what they want to, in this order.
PREVENTION_QUESTIONS = [
    ("where", "Where were you?"),
    ("with_whom", "Who were you with?"),
    ("why", "What made you go?"),
    ("got_by", "How did you get food, money, lifts, a place to sleep?"),
    ("injuries", "Is anything sore? Did anybody look at it?"),
    ("phone", "Your phone: did you have it, was it on, and who rang?"),
    ("things", "New things: a phone, clothes, money, keys?"),
]
RETURN_QUESTIONS = [
    ("thought_missing", "Did you think of yourself as missing?"),
    ("why", "What made you go?"),
    ("before", "What was it like before you went?"),
    ("where", "Where were you, and how did you get there?"),
    ("with_whom", "Who were you with?"),
    ("did", "What did you do?"),
    ("got_by", "How did you get food, money, lifts, a place to sleep?"),
    ("scared", "Was anything scary? Did anybody ask you to do what you did not want?"),
    ("came_back", "What made you come back?"),
    ("got_home", "How did you get home?"),
    ("on_return", "What happened when you came back?"),
    ("feels", "How do you feel now?"),
    ("less_likely", "What would make it less likely that you go again?"),
    ("who_helps", "Anything, or anybody, you want now?"),
]
QUESTIONS = {"prevention": PREVENTION_QUESTIONS, "return": RETURN_QUESTIONS}
# What the interviewer adds afterwards, in their own words.
_WRITTEN_UP = [
    ("risks_then", "What put the child at risk this time"),
    ("risks_next", "What would put them at risk next time"),
    ("explore", "What should be looked into further"),
    ("recommended", "What you recommend, who does it, and by when"),
]
# Of the independent conversation also who held it, and how it was offered.
WRITTEN_UP = {
    "prevention": [
        ("offence", "Anything that may be an offence against the child, or that they saw"),
        ("intelligence", "What colleagues should know, and how sure you are of it"),
        *_WRITTEN_UP,
    ],
    "return": [
        ("offered_how", "How it was offered, when, and what the child said to that"),
        ("independent", "Who you work for, and whether you have any say over the child's home"),
        ("before_going_back", "Whether they could talk before they went back to where they live"),
        ("information", "What you told or gave them about keeping safe, and which help lines"),
        *_WRITTEN_UP,
    ],
}

# Another place tonight: of whom it was asked, and what they said.
ALTERNATIVE_KINDS = [
    ("duty_team", "The authority's duty team"),
    ("emergency_bed", "An emergency bed, or emergency foster carers"),
    ("relative", "A relative or friend of the family"),
    ("refuge", "A refuge or supported accommodation"),
    ("helpline", "A help line"),
]
ALTERNATIVE_ANSWERS = [
    ("yes", "Yes, tonight"),
    ("later", "Not yet: will ring back"),
    ("no", "No"),
]
EXPLOITATION_TYPES = [
    ("sexual", "Sexual exploitation"),
    ("criminal", "Criminal exploitation"),
    ("labour", "Forced labour"),
    ("domestic", "Domestic servitude"),
    ("unknown", "Not known yet"),
]

STAND_DOWN_SYSTEMS = [
    ("national_computer", "Police national computer"),
    ("ports", "Ports and borders"),
    ("appeals", "Appeals and publicity"),
    ("other_forces", "Other forces and British Transport Police"),
    ("hospitals", "Hospitals"),
]

# Children Act 1989, section 46: as soon as is reasonably practicable.
PROTECTION_STEPS = [
    ("where_found_authority", "The authority where the child was found is told"),
    ("residence_authority", "The authority where the child lives is told"),
    ("designated_officer", "The designated officer is named and looks into it"),
    ("child_told", "The child is told what is done and what comes next"),
    ("wishes", "The child's wishes and feelings"),
    ("parents", "Parents and whoever the child lived with are told, or why not"),
]
PROTECTION_OUTCOMES = [
    ("returned", "The child went back, safely"),
    ("accommodated", "The authority gave the child somewhere to live"),
    ("court_order", "A court made an order"),
    ("ran_out", "The 72 hours ran out"),
]

# Whose guidance holds for the independent conversation: by the country of whoever must offer it.
GUIDANCE = {
    "england": (
        "England: whoever is responsible must offer it within 72 hours of the return (statutory"
        " guidance on children who run away or go missing from home or care, January 2014)."
    ),
    "wales": (
        "Wales: practice follows the All Wales Practice Guide on children who go missing from home"
        " or care (February 2021), with the Wales Safeguarding Procedures. This conversation is not"
        " a duty in Welsh law, and no source that is held here sets a time for it: the time shown"
        " is a target of this service."
    ),
}

# What the national mechanism decides of a referral, and how.
GROUNDS = [
    ("reasonable", "Reasonable grounds"),
    ("conclusive", "Conclusive grounds"),
]
GROUNDS_DECIDED = [
    ("positive", "Yes: treated as a victim"),
    ("negative", "No"),
]
