//! Consent: who knows, who agreed and to what, what was agreed with the caller, and every decision to share.

macro_rules! consent {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    ParentsInformed = "parents-informed", Consent, Call, Kind::One(YES_NO), Must, names_people,
        "Do the parents know of this call", "Parents are told unless telling them adds risk.",
        [130, 334, 338, 370, 478, 497] @own
        hint always "Being open and honest keeps relations with parents good." [25]
        hint always "Where safe, they are at least told that a referral is made." [338];
    ParentsReason = "parents-reason", Consent, Call, Kind::Line, Must, parents_not_told, "Why they were not told",
        "The reason is part of the record.", [47, 130, 370, 371] @own;
    Consent = "consent", Consent, Call, Kind::One(CONSENT), Must, names_people, "Consent to share information",
        "Consent, or the reason to go without it, is recorded for every referral.", [337, 477, 487, 489, 499] @own
        hint always "Do not seek agreement where asking raises the likelihood of significant harm." [337]
        hint always "Be open about why, what, how and with whom information is shared." [407];
    ConsentReason = "consent-reason", Consent, Call, Kind::Line, Must, consent_not_given, "Reason to go without consent",
        "Sharing without consent needs a reason that can be read back years later.", [337, 477, 483, 485] @own;
    ConsentPurposes = "consent-purposes", Consent, Call, Kind::Any(PURPOSES), Nice, names_people, "Agreed to what",
        "Consent is for a purpose: for early help it is always needed.", [413, 477, 489];
    CallerTold = "caller-told", Consent, Call, Kind::One(YES_NO), Ask, somebody_listens, "Told the caller what we will do",
        "Before hanging up the caller hears what happens next and who rings back.", [132, 387];
    WhoKnows = "who-knows", Consent, Call, Kind::Line, Ask, names_people, "Who else knows of this call",
        "Someone who knows may tell the person alleged to have harmed.", [384];
    ChildKnows = "child-knows", Consent, Call, Kind::One(YES_NO), Nice, names_people_of_others, "Does the child know of this call",
        "Discussed with the child according to age and understanding, where that is safe.", [334, 336, 370];
    FurtherRole = "further-role", Consent, Call, Kind::Line, Nice, professionals_referring,
        "Your part in further enquiries, discussed",
        "The caller may be asked to take part in an assessment or an enquiry.", [84, 93, 131, 144];

    ConsultConsent = "consult-consent", Consent, Call, Kind::One(CONSENT), Ask, consultations, "Consent to share was obtained",
        "The adviser makes sure, before anything is shared.", [360] under "Advice";
    ConsultOverride = "consult-override", Consent, Call, Kind::Line, Ask, consult_not_given,
        "Why going without permission is right", "Not seeking, or overriding, parental permission needs a reason.", [361]
        under "Advice";
    ConsultClarified = "consult-clarified", Consent, Call, Kind::Lines, Nice, consultations, "What was unclear, and cleared up",
        "The adviser asks until the uncertainties are gone.", [359] under "Advice";
    ConsultAgreed = "consult-agreed", Consent, Call, Kind::Lines, Ask, consultations, "Advice and decisions agreed",
        "Both sides record it; the letter to the professional says it again.", [332, 358, 362, 364, 367] under "Advice"
        hint always "If unhappy with the advice, the caller takes it to their safeguarding lead." [365];
    ConsultFile = "consult-file", Consent, Call, Kind::Line, Nice, consultations, "Reference of the child's file",
        "A consultation is kept on the child's own file, if there is one; a reference names nobody here.", [363] under "Advice";

    ChildGillick = "child-gillick", Consent, Child, Kind::One(GILLICK), Nice, names_people, "Gillick competent",
        "Concerns are discussed with a competent young person before a referral.", [508] under "Consent of each person" only born;
    ChildConsent = "child-consent", Consent, Child, Kind::One(CONSENT), Nice, names_people, "The child's own consent",
        "A competent young person consents for themselves.", [477, 508] under "Consent of each person" only born;
    ChildConsentReason = "child-consent-reason", Consent, Child, Kind::Line, Ask, names_people, "Why the child did not consent",
        "The reason stands beside the consent.", [337, 499] under "Consent of each person" only child_not_given;
    PersonConsent = "person-consent", Consent, Person, Kind::One(CONSENT), Nice, names_people, "Consent of this person",
        "Each person consents for their own information, and for a child they are responsible for.", [428, 477]
        under "Consent of each person";
    PersonConsentReason = "person-consent-reason", Consent, Person, Kind::Line, Ask, names_people, "Why this person did not consent",
        "The reason stands beside the consent.", [337, 499] under "Consent of each person" only person_not_given;

    ShareWhat = "share-what", Consent, Share, Kind::Line, Must, always, "What information", "Only what is needed for the purpose.",
        [411, 413] under "Decision to share"
        hint always "Necessary, proportionate, relevant, accurate, timely and secure." [411];
    ShareWith = "share-with", Consent, Share, Kind::Line, Must, always, "With whom", "A named person or team.", [413]
        under "Decision to share";
    ShareDecision = "share-decision", Consent, Share, Kind::One(SHARED), Must, always, "Shared or not",
        "A decision not to share is recorded too.", [412, 413] under "Decision to share";
    SharePurpose = "share-purpose", Consent, Share, Kind::Line, Ask, always, "For what purpose",
        "The purpose sets how much is proportionate.", [413, 418] under "Decision to share";
    ShareGround = "share-ground", Consent, Share, Kind::One(GROUNDS), Ask, always, "On what ground",
        "Consent, or one of the grounds that allow sharing without it.", [409, 420, 421, 422] under "Decision to share";
    ShareReason = "share-reason", Consent, Share, Kind::Line, Must, always, "Reason",
        "The decision to share or not, and its reasons, can be read back years later.", [412, 442] under "Decision to share"
        hint always "Data protection law is a framework, not a barrier. Think of the safety of the person and of others." [406, 410];
    ShareConfidential = "share-confidential", Consent, Share, Kind::One(CONFIDENTIAL), Nice, always, "Is it confidential",
        "What is public or was given to be passed on is not confidential; counselling is.", [414, 415, 416, 417, 419]
        under "Decision to share";

    } };
}
