//! What a column can be, and the headings by which it is known.
#![expect(
    unreachable_pub,
    reason = "the closed lists of the domain are public, and their macro makes this one"
)]

use crate::domain::codes::coded;
use crate::domain::same::fold;

coded! {
    /// What a column can be.
    Field {
        /// The person's number in the system it came from.
        Id = "id", "number";
        /// Child or adult.
        Kind = "kind", "child or adult";
        /// First name.
        Forename = "forename", "first name";
        /// Surname.
        Surname = "surname", "surname";
        /// The whole name in one column.
        Name = "name", "whole name";
        /// Other names.
        AlsoKnownAs = "also_known_as", "other names";
        /// A surname the person had.
        FormerSurname = "former_surname", "former surname";
        /// Birth date.
        Birth = "birth", "birth date";
        /// Due date.
        Due = "due", "due date";
        /// The mother's name.
        Mother = "mother", "mother's name";
        /// Sex.
        Sex = "sex", "sex";
        /// Address; several columns follow each other.
        Address = "address", "address";
        /// Postcode.
        Postcode = "postcode", "postcode";
        /// Telephone number; the first column with one counts.
        Phone = "phone", "telephone";
        /// NHS number.
        NhsNumber = "nhs_number", "NHS number";
        /// Unique pupil number.
        Upn = "upn", "UPN";
        /// Open or closed.
        Status = "status", "open or closed";
        /// Worker or team the person is open to; several columns follow each other.
        OpenTo = "open_to", "open to";
        /// When it was closed.
        ClosedOn = "closed_on", "closed on";
        /// To which team it was closed.
        ClosedTeam = "closed_team", "closed to";
        /// The plan in force.
        Plan = "plan", "plan";
        /// When information was shared; several columns, several dates in each.
        SharedOn = "shared_on", "information shared on";
        /// Not read.
        Ignore = "ignore", "not read";
    }
}

impl Field {
    /// Whether several columns may be this.
    pub(super) const fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Ignore
                | Self::Address
                | Self::Phone
                | Self::OpenTo
                | Self::SharedOn
                | Self::AlsoKnownAs
                | Self::FormerSurname
        )
    }

    /// What a heading means by itself.
    pub(super) fn of(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        let known =
            HEADINGS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(field, _)| *field);
        known.or_else(|| folded.starts_with("address").then_some(Self::Address))
    }
}

/// Headings by which a column is known, folded: letters and digits alone, in lower case.
const HEADINGS: &[(Field, &[&str])] = &[
    (
        Field::Id,
        &[
            "id",
            "personid",
            "childid",
            "clientid",
            "systemid",
            "caseid",
            "uniqueid",
            "ref",
            "reference",
            "personnumber",
            "clientnumber",
            "casenumber",
            "lachildid",
            "childuniqueid",
            "mosaicid",
            "recordid",
            "personref",
        ],
    ),
    (Field::Kind, &["kind", "persontype", "recordtype", "childoradult", "adultorchild"]),
    (
        Field::Forename,
        &["forename", "forenames", "firstname", "firstnames", "givenname", "givennames", "personforename"],
    ),
    (Field::Surname, &["surname", "lastname", "familyname", "personsurname"]),
    (Field::Name, &["name", "fullname", "childname", "childsname", "personname"]),
    (
        Field::AlsoKnownAs,
        &[
            "alsoknownas",
            "aka",
            "alias",
            "aliases",
            "othername",
            "othernames",
            "knownas",
            "preferredname",
            "previousname",
        ],
    ),
    (
        Field::FormerSurname,
        &["formersurname", "previoussurname", "maidenname", "birthsurname", "othersurname"],
    ),
    (Field::Birth, &["birth", "dob", "dateofbirth", "birthdate", "born", "personbirthdate"]),
    (
        Field::Due,
        &[
            "due",
            "duedate",
            "edd",
            "edob",
            "expecteddateofbirth",
            "expectedbirthdate",
            "expecteddateofdelivery",
            "estimateddateofdelivery",
            "expectedpersonbirthdate",
        ],
    ),
    (Field::Mother, &["mother", "mothersname", "mothername", "nameofmother", "mothersfullname"]),
    (Field::Sex, &["sex", "gender"]),
    (Field::Address, &["homeaddress", "currentaddress", "fulladdress", "street", "housenumber", "town"]),
    (Field::Postcode, &["postcode", "postalcode", "homepostcode", "currentpostcode"]),
    (
        Field::Phone,
        &[
            "phone",
            "telephone",
            "tel",
            "mobile",
            "phonenumber",
            "telephonenumber",
            "contactnumber",
            "mobilenumber",
            "homephone",
        ],
    ),
    (Field::NhsNumber, &["nhs", "nhsno", "nhsnumber"]),
    (Field::Upn, &["upn", "uniquepupilnumber"]),
    (Field::Status, &["status", "casestatus", "openclosed", "openorclosed"]),
    (
        Field::OpenTo,
        &[
            "opento",
            "worker",
            "socialworker",
            "allocatedworker",
            "allocatedto",
            "keyworker",
            "leadprofessional",
            "team",
            "currentteam",
            "allocatedteam",
        ],
    ),
    (Field::ClosedOn, &["closed", "closedon", "closeddate", "dateclosed", "closuredate", "cinclosuredate"]),
    (
        Field::ClosedTeam,
        &["closedto", "closedteam", "closedtoteam", "closingteam", "previousteam", "lastteam"],
    ),
    (Field::Plan, &["plan", "currentplan", "plantype"]),
    (
        Field::SharedOn,
        &[
            "sharedon",
            "dateshared",
            "informationshared",
            "informationsharedon",
            "mashdate",
            "mashdates",
            "hubdate",
            "hubdates",
        ],
    ),
];
