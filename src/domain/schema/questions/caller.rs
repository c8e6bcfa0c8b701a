//! The caller: who rings, how we reach them, how their name is used.

macro_rules! caller {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    ReceivedAt = "received-at", Caller, Call, Kind::Stamp, Ask, came_in_writing, "Received at, if earlier than now",
        "The clocks run from the time it reached us, not from when it was entered.", [81, 405];
    EdtReceived = "edt-received", Caller, Call, Kind::Stamp, Must, is_handover, "Emergency duty team took it at",
        "Both receipts are kept; the clocks run from the earlier.", [516, 518];
    EdtWorker = "edt-worker", Caller, Call, Kind::Line, Ask, is_handover, "Emergency duty team worker",
        "Whom to ask: the handover may carry only what was known in the night.", [516, 518];
    CallerSource = "caller-source", Caller, Call, Kind::SourceCode, Must, always, "Who is ringing",
        "The source decides which promises we owe: a teacher is told by 3pm, a professional owes us a written referral.",
        [18, 133, 368] @own;
    CallerName = "caller-name", Caller, Call, Kind::Line, Must, always, "Name",
        "We ring this person back. Someone who will not give a name is still heard.", [89, 390, 498] @own
        hint public_callers "No name is needed. Say that giving one helps us to ring back." [393];
    CallerPhone = "caller-phone", Caller, Call, Kind::Phone, Must, always, "Number to ring back",
        "Feedback is given by telephone. Without a number we can promise nothing.", [9, 90, 498, 502] @own
        hint child_callers "Ask whose telephone it is, and who may answer it." [389];
    CallerRole = "caller-role", Caller, Call, Kind::Line, Ask, professionals, "Role",
        "Tells how the caller knows the child.", [89] @own;
    CallerOrganisation = "caller-organisation", Caller, Call, Kind::Line, Ask, professionals, "School, agency or team",
        "The written referral and the letters go there.", [89, 90] @own;
    CallerNameUse = "caller-name-use", Caller, Call, Kind::One(NAME_USE), Ask, always, "May the family know who rang",
        "A caller's name may be kept from the family; what was said may still have to be shared.",
        [91, 92, 390, 393, 394] @own
        hint always "Never promise that what was told stays confidential." [423]
        hint professionals "A professional's name is kept back only by exception." [391];
    AnonymityReason = "anonymity-reason", Caller, Call, Kind::Line, Must, professional_kept_back,
        "Why the name is kept back", "An exception for professionals: evidence of intimidation or threats of violence.",
        [391, 394];
    CallerSafeToTalk = "caller-safe-to-talk", Caller, Call, Kind::One(YES_NO), Must, child_callers,
        "Safe to talk at this moment", "A child who rings may be overheard. If not safe: yes and no questions only.",
        [385, 410];
    CallerSafeReach = "caller-safe-reach", Caller, Call, Kind::Line, Must, child_callers, "A safe way to reach you",
        "Ringing the wrong telephone can put the child in danger.", [389, 410]
        hint always "A friend's number, a teacher, a time when nobody else is there. Text and letters are read by others." [410];
    CallerReach = "caller-reach", Caller, Call, Kind::Line, Nice, grown_callers, "Best way and time to reach you",
        "A teacher in class cannot answer; a neighbour may not be able to talk at home.", [389];
    WrittenPromised = "written-promised", Caller, Call, Kind::One(YES_NO), Ask, owes_writing,
        "Will send the written referral in time",
        "A professional's telephone referral is confirmed in writing: within 24 hours, or what the local rule or an open \
         case allows. The clocks show the time.",
        [133, 368, 373, 388] @own
        hint always "An Early Help Assessment is not a referral form, though it may support one." [134];
    CallerRelation = "caller-relation", Caller, Call, Kind::Line, Nice, public_callers, "How you know the family",
        "Says what the caller can see, and what they only hear of.", [383];
    CallerEmail = "caller-email", Caller, Call, Kind::Line, Nice, grown_callers, "E-mail or address for letters",
        "A letter may follow the telephone call. Without an address none can.", [12, 90];
    WorkerNamed = "worker-named", Caller, Call, Kind::One(YES_NO), Ask, somebody_listens, "Gave my own name and job",
        "The caller must know whom to ask for when ringing again.", [22, 381]
        hint always "Referring is not accusing anyone: it seeks help for the child and the family." [65];
    FeedbackHow = "feedback-how", Caller, Call, Kind::One(FEEDBACK), Ask, somebody_listens, "How feedback will be given",
        "Feedback is given by telephone; a letter may follow. Agreed now, nobody waits for the wrong thing.", [9, 12, 392];
    Channel = "channel", Caller, Call, Kind::One(CHANNELS), Nice, always, "How it came",
        "What came in writing owes nothing more in writing; a handover has a receipt of its own.", [81];

    } };
}
