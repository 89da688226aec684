"""Kinds of task, with the words that their owner reads, and the codes for "not done"."""

TITLES = {
    "reassess": "Assess again: something new may raise the level",
    "contact_reporter": "Agree with the reporter who does what, and when you speak again",
    "contact_child": "Call and text the child kindly: are they safe?",
    "dispatch": "Send somebody now",
    "deployment_clock": "First attendance within the level's time",
    "search_home_first": "Search the home first, with consent, and see who is there",
    "known_associates": "Ask friends, associates and previous places",
    "phone_location": "Ask for the phone's location, with the authority recorded",
    "cctv": "Find and keep CCTV",
    "rail": "Tell British Transport Police and the railway",
    "social_media": "Look at social media",
    "rescue_alert_called_back": "Call the Child Rescue Alert back, with everybody who had it",
    "publicity_decision": "Decide on publicity, and who decided",
    "hospital_custody_checks": "Check hospitals and custody",
    "social_worker_contact": "Speak with the child's social worker or the duty team",
    "senior_officer_appointed": "Decide on a senior investigating officer and a search adviser",
    "family_support": "Support the family, and agree the next update",
    "offence_consideration": "Consider which offences may have been committed",
    "port_alert": "Alert ports, airlines and rail",
    "other_children_check": "Ask which other children are at risk from the same person",
    "place_enquiry": "Find out who lives at, or runs, the place where the child was found",
    "offender_manager_task": "Tell the offender manager; check the address",
    "supplier_person_record": "Complete the record of the person said to supply drugs",
    "strategy_meeting_request": "Ask for a strategy meeting",
    "strategy_discussion": "Hold a strategy discussion",
    "crime_record": "Record the crime, or the reason why not",
    "placement_review": "Review the placement with the responsible authority",
    "help_seeking_offer": "Offer help: the family has asked again and again",
    "cross_force_task": "Address in this force's area: check it and answer",
    "plan_actions": "Trigger plan: first action",
    "plan_owner_notice": "Tell the plan's owner that the plan was departed from",
    "plan_required": "Make a plan: the threshold is passed and there is none",
    "support_plan_required": "Start a long-term plan: the threshold is passed and there is none",
    "abduction_notice_followup": "Consider, or follow up, a child abduction warning notice",
    "disruption_backlog": "Act on adults identified as a risk to this child",
    "unsent_referral_alarm": "An earlier episode has no referral decision: decide",
    "no_improvement_escalation": "Episodes are no fewer: senior review",
    "flag_proposal_CSE": "A sign of exploitation without a flag: settle the proposal",
    "flag_proposal_CCE": "A sign of criminal exploitation without a flag: settle the proposal",
    "challenge_answer": "Answer a challenge to the grade",
    "challenger_told": "Tell whoever disagreed what became of it, as far as they may be told",
    "downgrade_block": "A lowering was refused: look at it",
    "closure_block": "A contact that names a child was nearly closed: look at it",
    "return_safety_gate": "Ask the return-safety questions before any destination",
    "police_protection_workflow": "Police protection: tell, ask and note within the law's limits",
    "prevention_interview": "Prevention interview (police)",
    "return_interview": "Return home interview, offered by the authority",
    "referral_decision": "Decide on a referral: sent, or not sent with the reason",
    "enquiry": "Find out what is not known",
    "notify_social_care": "Children's social care: a child is missing",
    "long_missing_owner": "Long missing: confirm who owns the search",
    "long_missing_publicity": "Long missing: decide again on publicity",
    "long_missing_family": "Long missing: speak with the family",
    "dna_dental": "Ask for DNA, fingerprints and dental records",
    "pnc_entry": "Enter the child on the Police National Computer",
    "ukmpu_notify": "Tell the UK Missing Persons Unit: the child is still missing",
    "ukmpu_notify_high": "Tell the UK Missing Persons Unit without delay: the level is high",
    "absence_limit_wales": "An absence from care (Wales) ends: report the child as missing",
    "regulation_40_notice": "The home notifies the serious event (regulation 40)",
    "interpreter": "Find an interpreter",
    "previous_places": "Go where the child was found or seen before",
    "bank": "Ask about bank, travel and shop cards",
    "travel_checks": "Ports, airlines, ferries and coaches",
    "vehicle": "Vehicles of anybody whom the child may be with",
    "line_of_enquiry": "Line of enquiry",
    "plan_sign_off": "Sign the investigation plan",
    "family_update": "Speak with the family, as agreed",
    "same_child": "Two records may be one child: compare them and decide",
    "immediate_needs": "See to what the child needs now",
    "take_appeal_down": "The child is found: take the appeal down everywhere",
    "why_not_reported": "Say why nobody had reported the child, and what changes",
    "told_to_leave": "The child was told to leave: where do they live now, and with whom?",
    "national_referral": "Refer to the National Referral Mechanism, and keep its reference",
    "reasonable_grounds": "Ask for the reasonable-grounds decision, and keep it with its date",
    "conclusive_grounds": "Ask for the conclusive-grounds decision, and keep it with its date",
    "sexual_assault_centre": "Offer the sexual assault referral centre, in time for evidence",
    "see_again": "See the child again: an appointment, even after silence",
    "carer_asked": "Ask a parent or carer on their own",
    "interview_feedback": "Feed back what came of the talk: to the child, to agencies, to the plan",
    "support_offer": "Offer help, or say why none is offered",
    "force_review": "Review the force: a senior who was not there",
    "family_told_of_death": "The named officer tells the family in person",
}

NOT_DONE_CODES = [
    ("child_declined", "The child declined; the offer stands"),
    ("missing_again", "Missing again before it could be done"),
    ("unable_to_contact", "Could not be reached, with each attempt noted"),
    ("not_in_best_interests", "Not in the child's interests: named decision"),
    ("done_by_other_agency", "Done by another agency"),
    ("no_longer_possible", "No longer possible"),
    ("lawful_reason", "A lawful reason, written in the words"),
    ("opened_in_error", "Opened in error"),
]

# Who of each kind of agency follows a child up: hears of plans, referrals, panels.
FOLLOWS_UP = {
    "police_force": "missing_coordinator",
    "transport_police": "duty_inspector",
    "authority": "social_worker",
    "home": "home_worker",
    "provider": "return_interviewer",
    "health": "partner_worker",
    "education": "partner_worker",
    "youth_justice": "partner_worker",
    "voluntary": "partner_worker",
}

RETURN_KINDS = ("prevention_interview", "return_interview", "referral_decision")
# What an allegation, or harm that is told of, asks for; each ends with a disposition in words.
ALLEGATION_KINDS = ("crime_record", "strategy_discussion")
# What is settled by saying in words what came of it.
DISPOSED_OF = (*ALLEGATION_KINDS, "told_to_leave", "sexual_assault_centre")
# What must be settled, each in its own way, before the follow-up of an episode is complete.
FOLLOW_UP_KINDS = (
    *RETURN_KINDS, *DISPOSED_OF, "return_safety_gate", "police_protection_workflow",
    "immediate_needs", "national_referral", "see_again", "carer_asked", "interview_feedback",
    "force_review", "support_offer",
)  # fmt: skip
# Never settled from the task list alone: each has a form, or a decision, of its own.
OWN_FORM = frozenset(
    {
        *FOLLOW_UP_KINDS, "challenge_answer", "deployment_clock", "publicity_decision",
        "plan_sign_off", "cross_force_task", "take_appeal_down", "family_update", "same_child",
    }
)  # fmt: skip
# A task whose overdue alarm is of its own kind; every other's is "task_due".
CLOCKS = {"deployment_clock": "first_attendance", "family_update": "family_update_due"}
# The investigation plan, in the order in which it is read (College of Policing, APP).
LINE_KINDS = (
    "search_home_first", "hospital_custody_checks", "known_associates", "previous_places",
    "phone_location", "cctv", "social_media", "rail", "bank", "travel_checks", "port_alert",
    "vehicle", "publicity_decision", "line_of_enquiry",
)  # fmt: skip
DOWN = "take_appeal_down"  # asked for in the moment in which the child is found
PUBLICITY_DECISIONS = [
    ("none", "No appeal for now"),
    ("limited", "An appeal to some: schools, carers, shops, taxis"),
    ("public", "A public appeal"),
    ("rescue_alert", "Ask for a Child Rescue Alert"),
]
CHANNELS = [
    ("press", "Press, radio and television"),
    ("social_media", "Social media"),
    ("posters", "Posters"),
    ("partners", "Schools, carers, shops, taxis"),
    ("missing_people", "A charity for missing people"),
    ("rescue_alert", "Child Rescue Alert"),
]
SIGHTING_SOURCES = [
    ("police", "Police"),
    ("family", "Family, carer or friend"),
    ("public", "Member of the public"),
    ("cctv", "Camera"),
    ("phone", "Phone or account"),
    ("transport", "Railway or transport staff"),
    ("partner", "Another agency"),
    ("intelligence", "Intelligence"),
]
# Only to find the child: no sense once the child is back, and never asked for after a return.
SEARCH_KINDS = frozenset(
    {
        "dispatch", "deployment_clock", "contact_child", "search_home_first", "known_associates",
        "phone_location", "cctv", "rail", "social_media", "publicity_decision",
        "hospital_custody_checks", "senior_officer_appointed", "port_alert", "cross_force_task",
        "plan_actions", "contact_reporter", "enquiry", "previous_places", "bank", "travel_checks",
        "vehicle", "line_of_enquiry", "plan_sign_off",
        "pnc_entry", "ukmpu_notify",
        "ukmpu_notify_high", "absence_limit_wales",
    }
)  # fmt: skip
