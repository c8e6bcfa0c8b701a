//! The closed lists: kinds of contact, sources, ratings, routes, roles, harms. Each value has a code that is
//! stored and exported and a label that people read.

/// Declares a closed list of coded values with labels. The code is the stored form; it never changes.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// Every value, in the order people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stored and exported form.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value with this code, if there is one. Codes are compared without regard to case.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code().eq_ignore_ascii_case(code))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// What kind of contact came in.
    ContactKind {
        /// Someone tells the front door about a child.
        Referral = "referral", "Referral";
        /// A professional asks for advice without naming a child (L316-L344).
        Consultation = "consultation", "Consultation";
    }
}

impl ContactKind {
    /// Whether contacts of this kind have identity fields: a consultation has none (L330).
    #[must_use]
    pub const fn names_people(self) -> bool {
        matches!(self, Self::Referral)
    }
}

coded! {
    /// Who the contact came from: the `DfE` referral source list, CIN element `ReferralSource`, N00152.
    Source {
        /// Family member, relative or carer.
        Family = "1A", "Family member, relative or carer";
        /// Neighbours and child minders included.
        Acquaintance = "1B", "Acquaintance, neighbour, child minder";
        /// The child or young person rings.
        Child = "1C", "The child or young person";
        /// Strangers, members of Parliament.
        OtherIndividual = "1D", "Other individual";
        /// Teachers and other school staff: the 3pm rule applies (L18).
        School = "2A", "School";
        /// Nurseries, colleges, alternative provision.
        Education = "2B", "Education service";
        /// General practitioner.
        Gp = "3A", "GP";
        /// Health visitor.
        HealthVisitor = "3B", "Health visitor";
        /// School nurse.
        SchoolNurse = "3C", "School nurse";
        /// Other primary health.
        PrimaryHealth = "3D", "Other primary health";
        /// Accident and emergency.
        Emergency = "3E", "A&E";
        /// Other health, a hospice for instance.
        OtherHealth = "3F", "Other health";
        /// Local authority housing or a housing association.
        Housing = "4", "Housing";
        /// Social care inside this authority, adults for instance.
        SocialCare = "5A", "Social care in this authority";
        /// Another service of this authority.
        Internal = "5B", "Other service of this authority";
        /// Another authority.
        External = "5C", "Another authority";
        /// Early help.
        EarlyHelp = "5D", "Early help";
        /// Police.
        Police = "6", "Police";
        /// Courts, probation, immigration, prison.
        Legal = "7", "Court, probation, other legal agency";
        /// Children's centres, independent providers, voluntary sector.
        Voluntary = "8", "Voluntary or independent provider";
        /// The caller will not say.
        Anonymous = "9", "Anonymous";
        /// Nobody knows.
        Unknown = "10", "Unknown";
    }
}

impl Source {
    /// Whether a caller from this source is a professional, who owes a written referral (L133, L368). Codes 1x, 9 and
    /// 10 cannot carry that duty.
    #[must_use]
    pub const fn is_professional(self) -> bool {
        !matches!(
            self,
            Self::Family
                | Self::Acquaintance
                | Self::Child
                | Self::OtherIndividual
                | Self::Anonymous
                | Self::Unknown
        )
    }
}

coded! {
    /// How urgent a contact is. Kept apart from [`Route`].
    Rating {
        /// Likely significant harm now.
        Red = "red", "RED";
        /// Serious or unclear; the full picture is needed.
        Amber = "amber", "AMBER";
        /// Lower concern.
        Green = "green", "GREEN";
        /// Advice or closure.
        Blue = "blue", "BLUE";
    }
}

impl Rating {
    /// Whether this rating is more urgent than `other`.
    #[must_use]
    pub fn is_above(self, other: Self) -> bool {
        self < other
    }
}

coded! {
    /// Where a contact goes. Kept apart from [`Rating`].
    Route {
        /// Section 47: strategy discussion, social work team.
        S47 = "s47", "Section 47 enquiry";
        /// Section 17: single assessment.
        S17 = "s17", "Section 17 assessment";
        /// Stage 2: information sharing in the hub.
        Stage2 = "stage2", "Stage 2 information sharing";
        /// Early help assessment or service.
        EarlyHelp = "early-help", "Early help";
        /// No further action; never becomes a referral.
        Nfa = "nfa", "No further action";
        /// Already open: to the named allocated worker at once.
        OpenCase = "open-case", "To the allocated worker (open case)";
        /// Threshold met and closed 84 days ago or less.
        PreviousTeam = "previous-team", "To the previous team (closed within 84 days)";
        /// Advice only; ownership stays with the caller.
        Consultation = "consultation", "Consultation";
        /// Out of hours: significant harm, to the emergency duty team.
        Edt = "edt", "Emergency duty team";
        /// Out of hours: waits for the next working day, with a name and a reason.
        Wait = "wait", "Wait for the next working day";
        /// Not for the front door: back to the referrer, with advice.
        Returned = "return", "Return to the referrer";
        /// A low level of concern: one agency is asked to help the family (L2, L26).
        SingleAgency = "single-agency", "One agency helps the family";
        /// Several services are needed: a lead professional is named (L3, L4, L27).
        LeadProfessional = "lead-professional", "Several services, with a lead professional";
    }
}

coded! {
    /// What a person may do at the desk.
    Role {
        /// Takes calls, rates, decides, feeds back.
        Worker = "worker", "Duty worker";
        /// Also lowers a red and signs off.
        Manager = "manager", "Manager";
        /// Reads only.
        Viewer = "viewer", "Viewer";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_are_unique() {
        for source in Source::ALL {
            assert_eq!(Source::from_code(source.code()), Some(*source));
        }
        assert_eq!(Source::ALL.len(), 22, "the DfE list has 22 codes");
        assert_eq!(Route::from_code("S47"), Some(Route::S47));
        assert_eq!(Rating::from_code("purple"), None);
    }

    #[test]
    fn red_stands_above_amber() {
        assert!(Rating::Red.is_above(Rating::Amber));
        assert!(!Rating::Green.is_above(Rating::Amber));
    }

    #[test]
    fn a_member_of_the_public_owes_no_written_referral() {
        assert!(Source::School.is_professional());
        for public in [Source::Family, Source::Child, Source::Anonymous, Source::Unknown] {
            assert!(!public.is_professional(), "{public}");
        }
    }
}
