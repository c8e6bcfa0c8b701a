//! The rows of the table of actions.

use super::super::super::domain::command::Doing;
use super::{Context, Group, Row};

/// Declares actions and rows together, so that neither exists without the other.
macro_rules! actions {
    ($($action:ident = $id:literal, $group:ident, [$($context:ident),*], [$($key:literal),*], $doing:expr,
        $title:literal, $hint:literal, $words:literal, $doc:literal $(, [$($line:literal),*])? $(, many = $many:literal)?;)+) => {
        /// Everything a person can do with a key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $(#[doc = $doc] $action,)+ }

        /// Every action, in the order of help.
        pub const TABLE: &[Row] = &[$(Row {
            action: Action::$action,
            id: $id,
            title: $title,
            hint: $hint,
            doc: $doc,
            group: Group::$group,
            contexts: &[$(Context::$context),*],
            keys: &[$($key),*],
            words: $words,
            ledger: &[$($($line),*)?],
            doing: $doing,
            many: false $(|| $many)?,
        },)+];
    };
}

actions! {
    Down = "down", Move, [Lists, Welcome], ["j", "down"], None,
        "Next row", "next", "below", "Moves to the next row.";
    Up = "up", Move, [Lists, Welcome], ["k", "up"], None,
        "Previous row", "previous", "above", "Moves to the row above.";
    Top = "top", Move, [Lists], ["g g", "home"], None, "Top of the list", "top", "first", "Moves to the first row.";
    Bottom = "bottom", Move, [Lists], ["G", "end"], None, "Bottom of the list", "bottom", "last", "Moves to the last row.";
    PageDown = "page-down", Move, [Lists], ["pgdn", "ctrl-d"], None, "One page down", "page down", "",
        "Moves one page down.";
    PageUp = "page-up", Move, [Lists], ["pgup", "ctrl-u"], None, "One page up", "page up", "", "Moves one page up.";
    Open = "open", Move, [Lists, Welcome], ["enter"], None, "Open", "open", "show enter",
        "Opens the selected row. On a call in progress: goes on with it.";
    Back = "back", Move, [Anywhere], ["esc", "ctrl-c"], None, "One step back", "back", "close leave cancel",
        "Closes a box, leaves a field, clears the filter, goes back. Nothing typed is lost.";

    Filter = "filter", Find, [Board, Horizon], ["/"], None, "Filter", "filter", "find search",
        "Shows only rows that match: words, red, late, mine, unallocated, untold, school, due<2h, -word.";
    Sort = "sort", Find, [Board], ["s"], None, "Change the sort order", "sort", "order",
        "Next order: late and due first, rating, received, owner.";
    View1 = "view-1", Find, [Board, Horizon], ["1"], None, "View: all open", "all", "everything", "Shows every open contact.";
    View2 = "view-2", Find, [Board, Horizon], ["2"], None, "View: mine", "mine", "own", "Shows contacts allocated to me.";
    View3 = "view-3", Find, [Board, Horizon], ["3"], None, "View: unallocated", "unallocated", "nobody owner",
        "Shows contacts that nobody owns.";
    View4 = "view-4", Find, [Board, Horizon], ["4"], None, "View: late", "late", "overdue", "Shows contacts with a late duty.", [264];
    View5 = "view-5", Find, [Board, Horizon], ["5"], None, "View: red", "red", "urgent", "Shows contacts rated red.";
    View6 = "view-6", Find, [Board, Horizon], ["6"], None, "View: awaiting a manager", "awaiting manager", "next steps",
        "Shows contacts that wait for a manager: next steps, and reds without a decision.", [264, 275];
    View7 = "view-7", Find, [Board, Horizon], ["7"], None, "View: out of hours", "out of hours", "edt night",
        "Shows contacts received while the desk was closed.";
    ZoomIn = "zoom-in", Find, [Horizon], ["+", "="], None, "Shorter time, finer columns", "closer", "zoom in hours nearer",
        "Shows less time in finer columns: 7 days, 3 days, 24 hours, the rest of the day, 4 hours.";
    ZoomOut = "zoom-out", Find, [Horizon], ["-"], None, "Longer time, coarser columns", "wider", "zoom out days week",
        "Shows more time in coarser columns: 4 hours, the rest of the day, 24 hours, 3 days, 7 days.";
    Later = "later", Find, [Horizon], ["right"], None, "Later", "later", "pan forward tomorrow future", "Moves the window into the future.";
    Earlier = "earlier", Find, [Horizon], ["left"], None, "Earlier", "earlier", "pan back", "Moves the window back, at most to now.";
    Now = "now", Find, [Horizon], ["0"], None, "Back to now", "now", "pan today begin", "Lets the window begin now again.";
    Mark = "mark", Find, [Board], ["space"], None, "Mark, or take the mark away", "mark", "select choose several many",
        "Marks the selected contact for an action on several. Marks stay through sorting and filters; Esc clears them.";
    MarkRange = "mark-range", Find, [Board], ["V"], None, "Mark a range", "range", "select several many from to",
        "Marks every row from here to where the cursor goes; again ends the range.";
    MarkDown = "mark-down", Find, [Board], ["shift-down"], None, "Mark downwards", "mark on", "extend several",
        "Marks this row and the next.";
    MarkUp = "mark-up", Find, [Board], ["shift-up"], None, "Mark upwards", "mark up", "extend several",
        "Marks this row and the one above.";
    MarkAll = "mark-all", Find, [Board], ["*"], None, "Mark all shown, or none", "mark all", "every select none",
        "Marks every contact shown; if all are marked, none.";
    Columns = "columns", Find, [Board], ["b"], None, "Queue or columns by stage", "columns", "kanban stage",
        "Shows the open contacts in columns: to rate, to decide, to tell, under way.";

    Allocate = "allocate", Act, [Selected], ["a"], Some(Doing::Allocate), "Allocate", "allocate", "owner give assign",
        "Gives the contact to a person or a team, with their load now; yourself is suggested.", [158, 160, 237, 239, 241, 520, 521], many = true;
    HandBack = "hand-back", Act, [Selected], ["B"], Some(Doing::HandBack), "Hand it back", "hand back",
        "unallocate return owner not reached cannot go on back nobody", "Takes it from an owner who could not be reached or cannot go on; it stands there unallocated.", [160];
    Rate = "rate", Act, [Selected], ["r"], Some(Doing::Rate), "Rate", "rate", "red amber green rag urgent",
        "Says how urgent it is, with a reason. A suggestion that is overridden is kept.", [163, 165, 166, 270];
    Decide = "decide", Act, [Selected], ["d"], Some(Doing::Decide), "Decide a route", "decide",
        "decision route s47 s17 threshold outcome", "Records where it goes, weighed with whom, and for which child another outcome. The rationale is compulsory.", [1, 15, 28, 34, 36, 37, 51, 98, 157, 181, 182, 271, 272];
    Record = "record", Act, [Selected], ["m"], Some(Doing::Record), "Record what was done …", "record",
        "meeting agency strategy police family told dispute missing review", "Shows what can be recorded now: agencies asked and answered, meetings, protection, who was told. One more letter chooses.";
    Feedback = "feedback", Act, [Selected], ["c"], Some(Doing::TryFeedback), "Tell the referrer (call back)", "call back",
        "phone telephone ring feedback attempt impossible teacher",
        "Records the telephone feedback: reached, decided or not; an attempt; or that it is impossible.", [6, 7, 8, 9, 10, 11, 12, 19, 30, 49, 179, 274];
    Written = "written", Act, [Selected], ["p"], Some(Doing::RecordWritten), "Written referral arrived", "paper in",
        "marf form letter arrived waive", "Records that the written referral arrived, or is waived with a reason.", [133, 368, 373, 388, 405];
    Note = "note", Act, [Selected], ["e"], Some(Doing::AddNote), "Add a note", "note", "write text",
        "Adds a note to the timeline.", [11, 72, 83, 442, 443], many = true;
    Amend = "amend", Act, [Contact], ["i"], Some(Doing::Amend), "Add or change an answer", "amend",
        "late information collection edit correct", "Changes the selected answer of the referral; the old one is kept.", [72, 430];
    AddDuty = "add-deadline", Act, [Selected], ["t"], Some(Doing::AddDuty), "Add a deadline", "deadline",
        "timer clock flight hearing reminder", "Adds a deadline of your own, with a title, a time and a reason.", many = true;
    MeetDuty = "duty-done", Act, [Selected], ["x"], Some(Doing::MeetDuty), "Mark a duty done", "done",
        "met complete strategy visit oversight", "Marks a duty done that has no action of its own.", [522, 525];
    Information = "information", Act, [Selected], ["I"], Some(Doing::AddInformation), "Add information", "information",
        "late new told follow-up rang again", "Adds what came after filing: from whom, when, and how they know it.", [11, 15, 72, 85];
    Chased = "chased", Act, [Selected], ["C"], Some(Doing::LogChase), "Referrer chases feedback", "chased",
        "chase asks waiting rang failure", "Counts that the referrer had to ask. It stops no clock.", [22, 50];
    KeepDecision = "keep-decision", Act, [Selected], ["K"], Some(Doing::KeepDecision), "The decision stands", "stands",
        "reconsider keep confirm", "After new information: the decision was looked at again and stands, with a reason.", [15];
    Acknowledge = "acknowledge", Act, [Selected], ["H"], Some(Doing::Acknowledge), "Acknowledge the handover", "acknowledge",
        "edt emergency duty team out of hours shift", "Says by name who takes the contact over that the emergency duty team or the last shift handed over.", [518], many = true;
    ConfirmMoves = "confirm-moves", Act, [Selected], [], Some(Doing::Recount), "Move deadlines to the changed rules", "move",
        "protocol closure bank holiday recount confirm calendar",
        "Lets the contact's clocks go by rules that have changed; old and new times stay in the timeline. A manager's.", many = true;
    Convert = "convert", Act, [Selected], ["v"], Some(Doing::Convert), "Make it a referral", "make a referral",
        "convert consultation agreed", "Starts a referral from a consultation, with all that was told; the two are linked.", [349];
    Letters = "letters", Act, [Selected], ["l"], Some(Doing::IssueLetter), "Letters", "letters",
        "write letter outcome family referrer summary agency request record print docx word",
        "Drafts a letter to read, edit and issue: follow-up, outcome, summary, request, record. One that is refused says why.",
        [12, 13, 14, 23, 24, 168, 171, 173, 176, 180, 236, 238, 240, 243, 332, 364];
    PostLetter = "post-letter", Act, [Selected], [], Some(Doing::PostLetter), "Letter posted", "posted",
        "sent post letter mail", "Records that an issued letter left the desk; an outcome told by letter is then told.", [168, 171, 173];
    WithdrawLetter = "withdraw-letter", Act, [Selected], [], Some(Doing::WithdrawLetter), "Withdraw a letter", "withdraw",
        "letter stop cancel", "Marks an issued letter that is not to be sent, with a reason.";
    Restrict = "restrict", Act, [Selected], ["X"], Some(Doing::Restrict), "Restrict to named people", "restrict",
        "own family staff colleague private lock named only", "Lets only named people open the contact, each time with a reason. A manager's.", many = true;
    Unrestrict = "unrestrict", Act, [Selected], [], Some(Doing::Unrestrict), "Lift the restriction", "unrestrict",
        "open to everybody again restricted", "Lets everybody open the contact again. A manager's.", many = true;
    Hold = "hold", Act, [Selected], [], Some(Doing::Hold), "Legal hold", "hold",
        "keep beyond time litigation inquiry retention freeze", "Keeps the contact beyond its retention time, until a manager lifts the hold.";
    LiftHold = "lift-hold", Act, [Selected], [], Some(Doing::LiftHold), "Lift the legal hold", "lift hold",
        "release retention", "Lets the contact's retention time run again.";
    CopyReference = "copy-reference", Act, [Selected], ["y"], None, "Copy the reference", "copy reference",
        "yank clipboard number", "Hands the reference alone (R-1004) to the terminal's clipboard. Nothing else is ever copied.";
    Undo = "undo", Act, [Selected], ["u"], Some(Doing::Undo), "Undo the last action", "undo", "reverse back mistake",
        "Takes your last action on the contact back with a reversing entry. Nothing is deleted.";
    Why = "why", Act, [Selected], ["w"], None, "Why this time?", "why", "explain because deadline rule",
        "Shows step by step how the due time came about, and where the rule comes from.", [149];

    NextTab = "next-tab", Move, [Contact], ["tab", "right"], None, "Next tab", "next tab", "", "Shows the next tab.";
    PreviousTab = "previous-tab", Move, [Contact], ["shift-tab", "left"], None, "Previous tab", "previous tab", "",
        "Shows the previous tab.";
    Tab1 = "tab-1", Move, [Contact], ["1"], None, "Timeline", "timeline", "history events", "Shows what happened.";
    Tab2 = "tab-2", Move, [Contact], ["2"], None, "Referral", "referral", "answers intake", "Shows what was told.";
    Tab3 = "tab-3", Move, [Contact], ["3"], None, "Clocks", "clocks", "deadlines", "Shows every clock, running and stopped.";
    Tab4 = "tab-4", Move, [Contact], ["4"], None, "Decisions", "decisions", "ratings routes",
        "Shows ratings and decisions, earlier ones too.";
    Tab5 = "tab-5", Move, [Contact], ["5"], None, "With others", "with others", "agencies meetings strategy police",
        "Shows agencies, meetings, disputes, protection and reviews.";
    Tab6 = "tab-6", Move, [Contact], ["6"], None, "Who is told", "who is told", "feedback ledger family referrer owed",
        "Shows who must be told, how, by whom, every attempt, and what is owed still.", [30, 274];
    Tab7 = "tab-7", Move, [Contact], ["7"], None, "Letters (tab)", "letters", "issued posted withdrawn",
        "Shows the letters of the contact; Enter opens one.";
    NextContact = "next-contact", Move, [Contact], ["]"], None, "Next contact", "next contact", "",
        "Opens the next contact of the board's view.";
    PreviousContact = "previous-contact", Move, [Contact], ["["], None, "Previous contact", "previous contact", "",
        "Opens the contact before it on the board's view.";

    NewCall = "new-call", Call, [Anywhere], ["f2"], None, "New call now", "new call",
        "take referral telephone ring n", "Starts taking a call. A call already open is kept as a draft.", [155];
    NewCallLetter = "take-call", Call, [Lists, Welcome], ["n", "g n"], None, "Take a call", "new call", "referral telephone",
        "Starts taking a call.";
    NewContact = "new-contact", Call, [Anywhere], ["f10"], None, "New contact …", "new contact",
        "form letter written police notification edt handover consultation N",
        "Starts a contact of any kind: telephone, consultation, written referral, police notification, handover, in person.", [81];
    NewContactLetter = "new-contact-letter", Call, [Lists], ["N"], None, "New contact …", "new contact",
        "form letter police edt consultation", "Starts a contact of any kind.";
    Consultation = "consultation", Call, [Lists], [], None, "Take a consultation", "consultation",
        "advice professional no name", "Starts taking a professional's consultation: no child is named.", [330];
    OtherCalls = "other-calls", Call, [Anywhere], ["f11", "ctrl-g o"], None, "Go to the parked call", "other call",
        "park hold line switch back", "Parks the call on screen and goes to the other one; with several, shows the list.";
    TakeOver = "take-over", Call, [Board], ["T"], None, "Take the call over", "take over", "steal terminal held",
        "Takes a call over from another terminal that is alive, with a reason.";
    NextField = "next-field", Call, [Intake], ["tab"], None, "Next field", "next", "", "Moves to the next question.";
    PreviousField = "previous-field", Call, [Intake], ["shift-tab"], None, "Previous field", "previous", "",
        "Moves to the question before.";
    NextStep = "next-step", Call, [Intake], ["pgdn"], None, "Next step", "next step", "", "Moves to the next step.";
    PreviousStep = "previous-step", Call, [Intake], ["pgup"], None, "Previous step", "previous step", "",
        "Moves to the step before.";
    Step1 = "step-caller", Call, [Intake], ["ctrl-g 1"], None, "Go to: caller", "Caller", "", "Goes to the caller.";
    Step2 = "step-child", Call, [Intake], ["ctrl-g 2"], None, "Go to: child", "Child", "", "Goes to the children.";
    Step3 = "step-concern", Call, [Intake], ["ctrl-g 3"], None, "Go to: concern", "Concern", "", "Goes to the concern.";
    Step4 = "step-safety", Call, [Intake], ["ctrl-g 4"], None, "Go to: safety now", "Safety now", "whereabouts",
        "Goes to safety now: where the child is and who collects.";
    Step5 = "step-family", Call, [Intake], ["ctrl-g 5"], None, "Go to: family", "Family", "", "Goes to the family.";
    Step6 = "step-consent", Call, [Intake], ["ctrl-g 6"], None, "Go to: consent", "Consent", "", "Goes to consent and the decisions to share.";
    Step7 = "step-history", Call, [Intake], ["ctrl-g 7"], None, "Go to: known so far", "Known so far",
        "records check history early help", "Goes to what the records say and what was tried before.";
    Step8 = "step-details", Call, [Intake], ["ctrl-g 8"], None, "Go to: more about the child", "Child, more",
        "disability language ethnicity GP", "Goes to what else is known about the child.";
    Step9 = "step-review", Call, [Intake], ["ctrl-g 9"], None, "Go to: review", "Review", "", "Goes to the review.";
    NotKnown = "not-known", Call, [Intake], ["f8"], None, "Not known yet", "not known",
        "refused not asked does not apply", "Answers the question with not known yet; again: not asked, refused, does not apply, each with a reason typed in place; then open again.";
    Basis = "basis", Call, [Intake], ["f5"], None, "Basis of this line", "basis", "seen told opinion heard",
        "Marks the line of the narrative: seen or heard, told by someone else, opinion. A line told by someone begins with who said it: Ash: he fell.", [383, 445];
    Notes = "notes", Call, [Intake], ["f4"], None, "Notes strip", "notes", "jot scratch",
        "Goes to the notes strip, and back to the field you were in.", [444];
    UseNote = "use-note", Call, [Intake], ["f7"], None, "Use the note line", "use note", "",
        "Puts the next unused note line into the field.";
    InsertTime = "insert-time", Call, [Intake], ["ctrl-t"], None, "Put the time in", "time", "clock stamp",
        "Types the time into the field.", [446];
    AddChild = "add-child", Call, [Intake], ["ctrl-n"], None, "Add a child, a person, a decision to share", "add child",
        "sibling brother sister person household share", "Makes room for another child; on the family step for another person, on the consent step for another decision to share.", [142, 505];
    Matches = "matches", Call, [Intake], ["f3"], None, "Known already?", "known", "match link records trace brother sister register",
        "Shows the known people who may be meant, with the reasons and what is known; links one, or records no trace.", [378, 380, 430];
    BodyMap = "body-map", Call, [Intake], ["ctrl-o", "ctrl-g b"], None, "Body map", "body map", "injury bruise mark burn outline",
        "Opens the outlines of the child's body: marks are placed with the arrow keys and described.", [437];
    Review = "review", Call, [Intake], ["ctrl-s"], None, "Review, then file", "review", "send save file finish",
        "Goes to the review; there, files the call.", [114];
    Attach = "attach", Call, [Intake], ["ctrl-f"], None, "Attach this call to a contact", "attach",
        "existing known late information file under", "Ends the call by putting what was told into a contact that is here already.", [72, 83];
    ConvertCall = "convert-call", Call, [Intake], ["ctrl-d"], None, "Make this consultation a referral", "make a referral",
        "convert agreed", "The consultation on the telephone becomes a referral, received at this moment.", [349];
    Discard = "discard", Call, [Intake], ["ctrl-x"], None, "End this call", "end call",
        "silent abandoned rang off wrong number duplicate discard",
        "Ends a silent, broken-off or mistaken call with one more key. No word is lost.";

    GoBoard = "go-board", Desk, [Lists], ["g b"], None, "Go to the board", "board", "", "Shows the board.";
    GoHorizon = "go-horizon", Desk, [Lists], ["g d"], None, "Go to the horizon", "horizon", "deadlines axis time pinch coming calendar",
        "Shows every coming deadline on an axis of time, with opening hours and meeting slots.", [247, 264];
    Moves = "moves", Desk, [Lists], ["g v"], None, "Deadlines that would move", "rule changes",
        "protocol closure bank holiday changed rules recount", "Lists open deadlines that changed rules would move, old against new. A manager confirms.";
    GoLast = "go-last", Desk, [Lists], ["g c"], None, "Last contact", "last contact", "", "Opens the contact opened last.";
    GoHandover = "go-handover", Desk, [Lists], ["g h"], None, "Go to the handover", "handover",
        "edt emergency duty team shift close morning sheet sign", "Shows the handover sheet: to the emergency duty team, from it, or to the next shift.", [347, 516];
    HandoverToEdt = "handover-to-edt", Desk, [Handover], ["1"], None, "Handover: to the emergency duty team", "to EDT", "",
        "Shows what is handed to the emergency duty team at closing.", [517];
    HandoverFromEdt = "handover-from-edt", Desk, [Handover], ["2"], None, "Handover: from the emergency duty team", "from EDT",
        "morning", "Shows what came in while the desk was closed, and what the day brings.", [516];
    HandoverShift = "handover-shift", Desk, [Handover], ["3"], None, "Handover: to the next shift", "next shift", "",
        "Shows what the next shift takes over.";
    HandoverUntil = "handover-until", Desk, [Handover], ["t"], None, "Until when the next shift works", "until", "time end",
        "Sets the end of the next shift: what is due until then stands on the sheet.";
    SignHandover = "sign-handover", Desk, [Handover], ["s"], None, "Sign the handover", "sign", "hand over leave name",
        "Signs the sheet with both names. Every contact on it then waits until it is taken.", [518];
    TakeHandover = "take-handover", Desk, [Handover], ["H"], None, "Take a sheet over", "take over", "acknowledge sign second",
        "The second signature: takes the selected sheet over with every contact on it that nobody took before.", [518];
    GoLooked = "go-looked", Desk, [Lists], ["g a"], None, "Who looked", "who looked",
        "audit reads searches exports prints refused own surname restricted week", "Shows who looked at what, and what a manager should ask about. A manager's; opening it is recorded.";
    EarlierWeek = "earlier-week", Desk, [Looked], ["[", "left"], None, "A week back", "week back", "earlier before", "Shows the week before.";
    LaterWeek = "later-week", Desk, [Looked], ["]", "right"], None, "A week forward", "week forward", "later next", "Shows the week after.";
    ReviewLook = "review-look", Desk, [Looked], ["m"], None, "Mark as seen", "seen", "reviewed checked manager note",
        "Marks the selected line as seen by a manager, with a note.";
    GoRetention = "go-retention", Desk, [Lists], ["g r"], None, "Go to retention", "retention",
        "erase erasure delete due kept schedule legal hold data protection", "Shows what is due for erasure, what is held and what was asked for. Managers only.";
    ProposeErasure = "propose-erasure", Desk, [Retention], ["p"], None, "Ask for an erasure", "ask to erase", "propose delete",
        "Asks for the selected record to be erased, with a reason. Another manager has fourteen days to agree.";
    AgreeErasure = "agree-erasure", Desk, [Retention], ["a"], None, "Agree, and erase", "agree", "second erase carry out",
        "Agrees to an erasure that another manager asked for, and carries it out. It cannot be taken back.";
    RefuseErasure = "refuse-erasure", Desk, [Retention], ["x"], None, "Refuse an erasure", "refuse", "withdraw keep no",
        "Refuses an erasure that was asked for, or takes your own request back.";
    Lock = "lock", Desk, [Anywhere], ["f12"], None, "Lock the desk", "lock", "leave away private blank screen passphrase",
        "Blanks the screen at once, saves what is typed, closes the record and wipes its key. Unlocking leads back to the same field.";
    LockLetter = "lock-letter", Desk, [Lists], ["L", "g l"], None, "Lock the desk", "lock", "", "Locks the desk.";
    PutAside = "put-aside", Desk, [Lists], ["ctrl-z"], None, "Lock, and put dutydesk aside", "put aside", "suspend stop shell background job",
        "Locks the desk and stops the program; the shell's fg brings the lock screen back.";
    CloseDay = "close-day", Desk, [Handover], ["c"], None, "Sign the daily close", "close the record",
        "seal words end of day tamper evidence record sign close",
        "Signs the end of the record and shows six words to write on paper: whoever changes an entry later changes the words. A manager's.";
    GoAccess = "go-access", Desk, [Lists], ["g u"], None, "People and access", "people and access",
        "users staff passphrase role add shut out revoke manager", "Shows who may open the desk. Managers add people, give new passphrases, change roles and shut out.";
    AddStaff = "add-staff", Desk, [Access], ["a"], None, "Let somebody in", "add", "user new person passphrase",
        "Lets somebody open the desk, with a passphrase that the program makes and they must change.";
    ResetStaff = "reset-staff", Desk, [Access], ["r"], None, "Give a new passphrase", "new passphrase", "forgot reset",
        "Gives the selected person a new passphrase, which they must change.";
    StaffRole = "staff-role", Desk, [Access], ["o"], None, "Change the role", "role", "worker manager viewer",
        "Changes what the selected person may do.";
    ShutOut = "shut-out", Desk, [Access], ["x"], None, "Shut somebody out", "shut out", "revoke remove leave",
        "The selected person can no longer open the desk, and its key is changed.";
    NewDataKey = "new-data-key", Desk, [Access], ["k"], None, "Change the desk's key", "new key", "rotate encryption",
        "Encrypts the record under a new key. Needs the desk to itself; otherwise it is done when the desk is next opened alone.";
    Names = "names", Desk, [Anywhere], ["f6"], None, "Names on or off", "names", "initials private show",
        "Shows full names for two minutes, or hides them again. They hide by themselves after a minute without a key.";
    Script = "999", Desk, [Anywhere], ["f9"], None, "999 script", "999", "police ambulance emergency danger",
        "Shows what to say when a child is in danger now.", [68, 94, 112, 297];
    Aids = "aids", Desk, [Anywhere], ["ctrl-l"], None, "What to weigh", "what to weigh",
        "deciding aids threshold significant harm assumptions evidence think", "Shows questions to weigh before deciding. None of them asks for an answer.", [78, 145];
    Palette = "commands", Desk, [Anywhere], ["ctrl-p"], None, "Every command", "commands", "palette do go",
        "Finds any action, step or contact by a few letters.";
    PaletteLetter = "commands-colon", Desk, [Lists, Welcome], [":"], None, "Commands", "commands", "", "Opens the list of commands.";
    Help = "help", Desk, [Anywhere], ["f1"], None, "Help", "help", "keys what how", "Shows what can be done here, and why a thing is off.";
    HelpLetter = "help-question", Desk, [Lists, Welcome], ["?"], None, "Help", "help", "", "Opens help.";
    Redraw = "redraw", Desk, [Anywhere], ["ctrl-r"], None, "Redraw, and try a failed save again", "redraw", "retry refresh",
        "Paints the screen anew and tries a failed save again.";
    Quit = "quit", Desk, [Anywhere], ["ctrl-q"], None, "Quit", "quit", "exit leave end",
        "Leaves the desk. Calls in progress are kept.";
}
