"""What each role may do. The one list; both doors and the tests read it."""

from enum import StrEnum


class Permission(StrEnum):
    """Something a person may be allowed to do."""

    REPORT_TAKE = "report.take"  # take a report, keep a draft, close a contact
    CHILD_SEARCH = "child.search"
    CHILD_LOOK = "child.look"
    CHILD_UPDATE = "child.update"  # names, addresses, flags proposed, may be told
    CHILD_JOIN = "child.join"  # same-person links
    FLAG_SET = "flag.set"
    ADULT_LOOK = "adult.look"  # adults who may pose a risk, and intelligence about them
    ADULT_LINK = "adult.link"
    ADULT_REGISTER = "adult.register"  # enter, trace, act upon; draft, serve and review a notice
    ADULT_RELEASE = "adult.release"  # a name or photograph leaves the police, by a named senior
    HOME_WARNING = "home.warning"  # read what the police let one's agency know of an adult
    WARNING_AUTHORISE = "warning.authorise"  # notices, and whether a holder is arrested
    WARNING_FIGURES = "warning.figures"  # notices counted by force
    NETWORK_LOOK = "network.look"  # who is linked with whom; operations
    OPERATION_RUN = "operation.run"
    COMMUNITY_LOOK = "community.look"  # take, read and settle what the community tells
    CAMPAIGN_SET = "campaign.set"
    COMMUNITY_SAY = "community.say"  # the public form alone
    PLAN_SET = "plan.set"  # write, approve, renew and lift plans, of either kind
    PLAN_ASK = "plan.ask"  # ask a plan's owner to renew it or lift it
    PROFILE_FILL = "profile.fill"  # what is known before a child goes missing: the carer's form
    REFERRAL_ANSWER = "referral.answer"
    SUPPORT_OFFER = "support.offer"  # look into the directory of support, and offer it
    DIRECTORY_SET = "directory.set"
    SUPPORT_REVIEW = "support.review"  # review a plan that has not helped
    BRIEFING_READ = "briefing.read"  # the briefing of a beat, and telling from the street
    STREET_SET = "street.set"  # beats, their officers, hot spots, schools; words from the street
    MEETING_HOLD = "meeting.hold"  # call panels and strategy discussions, decide, sign, close
    MEETING_LOOK = "meeting.look"  # agendas and papers of meetings that one's agency is part of
    BOARD_LOOK = "board.look"
    EPISODE_LOOK = "episode.look"
    EPISODE_UPDATE = "episode.update"  # log, sightings, answers, location
    RESPONSE_GO = "response.go"  # send somebody, attend, ask a phone, answer another force
    PLAN_SIGN = "investigation.sign"
    PUBLICITY_DECIDE = "publicity.decide"
    ALERT_DECIDE = "alert.decide"  # whether a Child Rescue Alert goes out, in either force
    RISK_DECIDE = "risk.decide"
    RISK_OVERRIDE = "risk.override"  # pass a bar, ratify the lowest category
    REVIEW_MAKE = "review.make"  # look again, with the rank that the review takes
    CHALLENGE_MAKE = "challenge.make"
    CHALLENGE_ANSWER = "challenge.answer"
    EPISODE_OWN = "episode.own"
    EPISODE_TRANSFER = "episode.transfer"
    TASK_DO = "task.do"
    PLACEMENT_NOTICE = "placement.notice"  # say that one's agency gave the notice the law wants
    PLACEMENT_LOOK = "placement.look"  # placements out of area, and who was told
    PLACEMENT_ACKNOWLEDGE = "placement.acknowledge"  # that one's agency has read such a notice
    PLACEMENT_END = "placement.end"
    CAPACITY_SAY = "capacity.say"  # what one's home or service can take, for who places and asks
    SETTING_LOOK = "setting.look"  # the register of homes, carers and schools
    SETTING_KEEP = "setting.keep"  # put one on it, name its officer
    SETTING_VISIT = "setting.visit"  # keep a visit, settle a concern
    CONCERN_RAISE = "concern.raise"
    CARER_PAGE = "carer.page"  # who lives with us; report, ring, say that a child is back
    LATE_RETURN_AGREE = "late_return.agree"
    CONFERENCE_ASK = "conference.ask"
    GRADE_OWN = "grade.own"  # one's own agency's grading, beside what stands
    SCHOOL_REPORT = "school.report"
    SCHOOL_ANSWER = "school.answer"
    PREVENTION_KEEP = "prevention.keep"
    RETURN_RECORD = "return.record"
    RETURN_DESTINATION = "return.destination"
    PROTECTION_USE = "protection.use"  # police protection: a constable's power alone
    PREVENTION_INTERVIEW = "interview.prevention"
    RETURN_INTERVIEW = "interview.return"
    TOLD_LOOK = "interview.told"  # what a child told, and what may be shared of it
    INTERVIEW_COMMISSION = "interview.commission"  # who offers the independent talk; its quality
    ALTERNATIVE_ANSWER = "alternative.answer"  # another place tonight: yes, no, or not yet
    FORCE_RECORD = "force.record"
    FORCE_REVIEW = "force.review"  # by a senior who was not there
    CONDUCT_TELL = "conduct.tell"  # somebody who works with children is named as the one who harms
    CONDUCT_LOOK = "conduct.look"  # sealed matters: professional standards, designated officers
    REFERRAL_DECIDE = "referral.decide"
    STAND_DOWN = "episode.stand_down"
    EPISODE_CLOSE = "episode.close"
    DEATH_RECORD = "episode.death"
    MAY_BE_TOLD_SET = "may_be_told.set"  # lift or set the standing of somebody under "nothing"
    CONTACT_LOOK = "contact.look"
    CONTACT_CLOSE = "contact.close"
    FEED_REPORT = "feed.report"  # another system's reports
    FEED_CONTACT = "feed.contact"  # another system's command-and-control logs
    NOTICE_ACKNOWLEDGE = "notice.acknowledge"
    NOTICE_OVERSEE = "notice.oversee"  # how soon notices are acknowledged, by role
    DELIVERY_MEND = "delivery.mend"  # dead letters of one's own agency
    EMERGENCY_USE = "emergency.use"
    EMERGENCY_REVIEW = "emergency.review"
    LOOKS_REVIEW = "looks.review"
    TIMERS_LOOK = "timers.look"  # how the clocks run; it shows nobody
    PACK_APPROVE = "pack.approve"
    FIGURES_LOOK = "figures.look"
    PICTURE_LOOK = "picture.look"  # who is missing now, everywhere, as far as one may see
    RETURNS_MAKE = "returns.make"  # statistical returns with their check reports, to be signed
    PACK_LOOK = "pack.look"  # the partnership's pack and problem profile of one's own agency
    EFFORT_LOOK = "effort.look"  # hours and tasks an episode: for analysts and chiefs alone
    SECOND_LOOK = "second_look.take"  # grade again without seeing the grade
    GAPS_LOOK = "gaps.look"  # how soon one's own agency answers about a place, counted
    OVERSIGHT_LOOK = "oversight.look"  # how often grades are overturned, and when absent is used
    SHIFT_HAND_OVER = "shift.hand_over"
    PRACTISE = "practice.answer"  # grade made-up cases
    VOICE_KEEP = "voice.keep"  # what a child tells about themselves, and the code of their page
    VOICE_READ = "voice.read"  # what children said of how they were treated, in their words
    VOICE_RESULTS = "voice.results"  # the same as counts, by force and unit
    VOICE_SAY = "voice.say"  # the page for a child alone
    PARTNER_TELL = "partner.tell"  # tell what one's agency knows, ask to put something right
    SHARE = "sharing.make"  # share a record or a pack for a time, and end it
    AGREEMENT_SET = "agreement.set"
    PACK_READ = "pack.read"  # the page of a pack alone
    DESK_LOOK = "desk.look"  # what the night left for one's agency
    RECORDS_GOVERN = "records.govern"  # bundles, corrections, how long records are kept
    SKILLS_SET = "skills.set"  # who has which skill
    ESCALATE = "escalation.raise"
    ESCALATION_ANSWER = "escalation.answer"
    SIGNED_IN = "signed_in"  # home page, own settings


P = Permission

_EVERYONE = {P.SIGNED_IN, P.NOTICE_ACKNOWLEDGE}
_SEES = {
    P.CHILD_LOOK,
    P.BOARD_LOOK,
    P.PICTURE_LOOK,
    P.EPISODE_LOOK,
    P.TASK_DO,
    P.CHALLENGE_MAKE,
    P.EMERGENCY_USE,
    P.PLAN_ASK,
    P.SUPPORT_OFFER,
    P.PARTNER_TELL,
    P.GRADE_OWN,
    P.ESCALATE,
}
_POLICE = _EVERYONE | _SEES | {
    P.CHILD_SEARCH, P.EPISODE_UPDATE, P.ADULT_LOOK, P.ADULT_LINK, P.CHILD_UPDATE, P.RETURN_RECORD,
    P.PROTECTION_USE, P.RESPONSE_GO, P.PRACTISE, P.FORCE_RECORD, P.CONDUCT_TELL,
    P.ALTERNATIVE_ANSWER, P.VOICE_KEEP, P.SETTING_LOOK, P.SETTING_VISIT, P.CONCERN_RAISE,
    P.COMMUNITY_LOOK,
    P.BRIEFING_READ,
    P.CONFERENCE_ASK, P.SCHOOL_ANSWER, P.PREVENTION_KEEP,
}  # fmt: skip
# Who keeps placements, homes and what is agreed with them: at night the inspector.
_WITH_HOMES = {
    P.PLACEMENT_LOOK, P.PLACEMENT_ACKNOWLEDGE, P.SETTING_KEEP, P.LATE_RETURN_AGREE,
}  # fmt: skip
# Whoever works on the adults around children; not whoever takes the calls.
_ON_ADULTS = {P.ADULT_REGISTER, P.NETWORK_LOOK}
_RUNS = _ON_ADULTS | {P.OPERATION_RUN, P.CAMPAIGN_SET, P.WARNING_FIGURES}
_DECIDES = {
    P.REPORT_TAKE,
    P.RISK_DECIDE,
    P.FLAG_SET,
    P.EPISODE_OWN,
    P.CONTACT_LOOK,
    P.CONTACT_CLOSE,
    P.STAND_DOWN,
}
_SENIOR = {
    P.REVIEW_MAKE, P.RISK_OVERRIDE, P.CHALLENGE_ANSWER, P.EPISODE_TRANSFER, P.RETURN_DESTINATION,
    P.REFERRAL_DECIDE,
    P.TOLD_LOOK,
    P.EPISODE_CLOSE, P.DEATH_RECORD, P.MAY_BE_TOLD_SET, P.PREVENTION_INTERVIEW, P.PLAN_SET,
    P.PLAN_SIGN, P.PUBLICITY_DECIDE, P.PROFILE_FILL, P.REFERRAL_ANSWER, P.DIRECTORY_SET,
    P.SECOND_LOOK, P.OVERSIGHT_LOOK, P.GAPS_LOOK, P.SHIFT_HAND_OVER, P.FORCE_REVIEW,
    P.VOICE_RESULTS, P.SHARE, P.DESK_LOOK, P.SKILLS_SET, P.ESCALATION_ANSWER, P.MEETING_HOLD,
    P.ADULT_RELEASE, P.WARNING_AUTHORISE, *_RUNS,
    P.PACK_LOOK, P.FIGURES_LOOK,
    P.MEETING_LOOK, P.STREET_SET,
} | _WITH_HOMES  # fmt: skip
_MINDS_NOTICES = {P.NOTICE_OVERSEE, P.DELIVERY_MEND}

ROLES: dict[str, frozenset[Permission]] = {
    "call_handler": frozenset(
        _POLICE
        | {P.REPORT_TAKE, P.RISK_DECIDE, P.FLAG_SET, P.EPISODE_OWN, P.CONTACT_LOOK, P.CONTACT_CLOSE}
    ),
    "supervisor": frozenset(
        _POLICE
        | _DECIDES
        | {P.CHALLENGE_ANSWER, P.PREVENTION_INTERVIEW, P.TOLD_LOOK, P.REFERRAL_DECIDE, P.PLAN_SIGN}
        | {P.REVIEW_MAKE, P.SECOND_LOOK, P.NOTICE_OVERSEE, P.SKILLS_SET, P.ESCALATION_ANSWER}
        | {P.MEETING_LOOK, P.STREET_SET}
        | _ON_ADULTS
    ),
    # At night there is no coordinator, and a child told of twice cannot wait for the morning.
    "duty_inspector": frozenset(_POLICE | _DECIDES | _SENIOR | _MINDS_NOTICES | {P.CHILD_JOIN}),
    "superintendent": frozenset(
        _POLICE
        | _DECIDES
        | _SENIOR
        | _MINDS_NOTICES
        | {P.PACK_APPROVE, P.TIMERS_LOOK, P.SUPPORT_REVIEW, P.ALERT_DECIDE, P.AGREEMENT_SET}
        | {P.EFFORT_LOOK}
    ),
    "response_officer": frozenset(
        _POLICE | _ON_ADULTS | {P.PREVENTION_INTERVIEW, P.TOLD_LOOK, P.REPORT_TAKE}
    ),
    "missing_coordinator": frozenset(
        _POLICE
        | {
            P.CHILD_JOIN,
            P.FLAG_SET,
            P.PLAN_SET,
            P.PROFILE_FILL,
            P.REFERRAL_ANSWER,
            P.DIRECTORY_SET,
            P.PREVENTION_INTERVIEW,
            P.TOLD_LOOK,
            P.REFERRAL_DECIDE,
        }
        | {P.EPISODE_CLOSE, P.STAND_DOWN, P.EPISODE_OWN, P.NOTICE_OVERSEE, P.CONTACT_LOOK}
        | {P.VOICE_RESULTS, P.SHARE, P.DESK_LOOK, P.SKILLS_SET}
        | _WITH_HOMES
        | {P.MEETING_HOLD, P.MEETING_LOOK, P.STREET_SET}
        | {P.PACK_LOOK, P.FIGURES_LOOK}
        | _RUNS
    ),
    "offender_manager": frozenset(
        _EVERYONE
        | {P.TASK_DO, P.ADULT_LOOK, P.ADULT_LINK, P.CHILD_LOOK, P.EPISODE_LOOK}
        | {P.PARTNER_TELL, P.GRADE_OWN, P.ESCALATE}
        | _ON_ADULTS
        | {P.OPERATION_RUN}
    ),
    "social_worker": frozenset(
        _EVERYONE
        | _SEES
        | {P.CHILD_SEARCH, P.CHILD_UPDATE, P.ADULT_LOOK, P.FLAG_SET, P.PLAN_SET}
        | {P.PROFILE_FILL, P.REFERRAL_ANSWER, P.DIRECTORY_SET, P.SUPPORT_REVIEW}
        | {
            P.RETURN_DESTINATION,
            P.RETURN_INTERVIEW,
            P.TOLD_LOOK,
            P.REFERRAL_DECIDE,
            P.EPISODE_UPDATE,
            P.PLACEMENT_NOTICE,
            P.PRACTISE,
            P.INTERVIEW_COMMISSION,
            P.ALTERNATIVE_ANSWER,
            P.GAPS_LOOK,
            P.CONDUCT_TELL,
        }
        | {P.VOICE_KEEP, P.VOICE_READ, P.VOICE_RESULTS}
        | _WITH_HOMES
        | {P.PLACEMENT_END, P.SETTING_LOOK, P.SETTING_VISIT, P.CONCERN_RAISE, P.CONFERENCE_ASK}
        | {P.PREVENTION_KEEP}
        | {P.SHARE, P.DESK_LOOK, P.SKILLS_SET, P.ESCALATION_ANSWER}
        | {P.MEETING_HOLD, P.MEETING_LOOK}
        | {P.PACK_LOOK, P.FIGURES_LOOK, P.RETURNS_MAKE}
        | {P.NETWORK_LOOK}
        # Authorities have no ranks here: whoever heads the day's team minds its feeds.
        | _MINDS_NOTICES
    ),
    "out_of_hours_worker": frozenset(
        _EVERYONE
        | _SEES
        | {P.CHILD_SEARCH, P.ADULT_LOOK, P.RETURN_DESTINATION, P.EPISODE_UPDATE, P.PLACEMENT_NOTICE}
        | {P.ALTERNATIVE_ANSWER, P.CONDUCT_TELL, P.VOICE_KEEP, P.VOICE_READ}
        | {P.PLACEMENT_LOOK, P.PLACEMENT_ACKNOWLEDGE, P.SETTING_LOOK, P.CONCERN_RAISE}
        | {P.MEETING_LOOK}
    ),
    # Whom the duty worker's silence climbs to at night.
    "on_call_manager": frozenset(
        _EVERYONE
        | _SEES
        | {P.CHILD_SEARCH, P.ADULT_LOOK, P.RETURN_DESTINATION, P.EPISODE_UPDATE, P.NOTICE_OVERSEE}
        | {P.ALTERNATIVE_ANSWER, P.GAPS_LOOK, P.CONDUCT_TELL, P.VOICE_KEEP, P.VOICE_READ}
        | {P.PLACEMENT_LOOK, P.PLACEMENT_ACKNOWLEDGE, P.SETTING_LOOK}
        | {P.SHARE, P.DESK_LOOK, P.ESCALATION_ANSWER}
        | {P.MEETING_LOOK}
    ),
    "home_worker": frozenset(
        _EVERYONE
        | (_SEES - {P.EMERGENCY_USE})
        | {P.RETURN_RECORD, P.PLACEMENT_NOTICE, P.PROFILE_FILL, P.VOICE_KEEP}
        | {P.CARER_PAGE, P.PLACEMENT_LOOK, P.PLACEMENT_ACKNOWLEDGE, P.SETTING_LOOK}
        | {P.CONCERN_RAISE, P.LATE_RETURN_AGREE, P.CONFERENCE_ASK, P.PREVENTION_KEEP}
        | {P.MEETING_LOOK}
        | {P.HOME_WARNING, P.CAPACITY_SAY}
    ),
    # A school says that a child is not there, and reads what came of it: it opens no record.
    "school_worker": frozenset(_EVERYONE | {P.SCHOOL_REPORT, P.PREVENTION_KEEP, P.HOME_WARNING}),
    "return_interviewer": frozenset(
        _EVERYONE
        | {P.CHILD_LOOK, P.EPISODE_LOOK, P.TASK_DO, P.RETURN_INTERVIEW, P.CONDUCT_TELL}
        | {P.PLAN_ASK, P.SUPPORT_OFFER, P.REFERRAL_ANSWER, P.VOICE_KEEP, P.TOLD_LOOK}
        | {P.PARTNER_TELL, P.GRADE_OWN, P.ESCALATE}
        | {P.MEETING_LOOK, P.CAPACITY_SAY}
    ),
    # Health, school, youth justice, voluntary agency: the children with whom it has something to
    # do, what awaits it, and what it tells. Never a search, never who may pose a risk.
    "partner_worker": frozenset(
        _EVERYONE
        | (_SEES - {P.EMERGENCY_USE})
        | {P.REFERRAL_ANSWER, P.CONDUCT_TELL}
        | {P.MEETING_LOOK}
    ),
    # The safeguarding partnership's board: what climbed to it, what is published, and its own pack;
    # of no child.
    "board_member": frozenset(_EVERYONE | {P.ESCALATION_ANSWER, P.FIGURES_LOOK, P.PACK_LOOK}),
    # Sealed matters alone: neither opens a board, a child's record or an episode.
    "professional_standards": frozenset(_EVERYONE | {P.CONDUCT_LOOK}),
    "designated_officer": frozenset(_EVERYONE | {P.CONDUCT_LOOK}),
    "information_governance": frozenset(
        _EVERYONE
        | {P.LOOKS_REVIEW, P.EMERGENCY_REVIEW, P.TIMERS_LOOK, P.DELIVERY_MEND}
        | {P.AGREEMENT_SET, P.RECORDS_GOVERN}
    ),
    "national_analyst": frozenset(
        _EVERYONE | {P.FIGURES_LOOK, P.PICTURE_LOOK, P.PACK_LOOK, P.EFFORT_LOOK, P.WARNING_FIGURES}
    ),
    "policy_owner": frozenset(_EVERYONE | {P.PACK_APPROVE, P.FIGURES_LOOK, P.WARNING_FIGURES}),
    # A child with a code, in the name of the authority that reads what they say: it opens one page.
    "child": frozenset({P.VOICE_SAY}),
    # Whoever fills in the public form, in the name of the force that it is for: it opens nothing.
    "public": frozenset({P.COMMUNITY_SAY}),
    # Somebody with the code of a pack, in the name of the agency that shared it: one page.
    "pack_reader": frozenset({P.PACK_READ}),
    # An agency's own system, by a token: it opens no page. It sees adults, because what is known of
    # them decides how grave a report is.
    "feed": frozenset({P.FEED_REPORT, P.FEED_CONTACT, P.ADULT_LOOK}),
}

# Roles that nobody has who may be chosen for something: each is one page's, or a system's.
NOBODYS_ROLES = frozenset({"child", "public", "pack_reader", "feed"})

ROLE_NAMES = {
    "call_handler": "Call handler",
    "supervisor": "Supervising sergeant",
    "duty_inspector": "Duty inspector",
    "superintendent": "Superintendent",
    "response_officer": "Response officer",
    "missing_coordinator": "Missing-from-home coordinator",
    "offender_manager": "Offender manager",
    "social_worker": "Social worker",
    "out_of_hours_worker": "Out-of-hours duty worker",
    "on_call_manager": "On-call manager",
    "home_worker": "Children's home worker or foster carer",
    "school_worker": "School worker",
    "return_interviewer": "Return interviewer",
    "partner_worker": "Health, school, youth justice or voluntary worker",
    "board_member": "Member of the safeguarding board",
    "professional_standards": "Professional standards",
    "designated_officer": "Designated officer (allegations)",
    "information_governance": "Information governance officer",
    "national_analyst": "National analyst",
    "policy_owner": "Policy owner",
    "child": "A child, on their own page",
    "public": "Somebody on the public form",
    "pack_reader": "Reader of a pack, by its code",
    "feed": "Agency's own system",
}


def permitted(*, roles: frozenset[str], permission: Permission) -> bool:
    """Return whether any of the roles permits it; an unknown role permits nothing."""
    return any(permission in ROLES.get(role, frozenset()) for role in roles)
