//! The domain: what a front door knows, decides and owes. Pure: no input or output, no clock, no terminal,
//! no SQL. `serde` derives describe the stored shape of values and nothing more.
//!
//! # Glossary (one word per idea)
//!
//! | word | meaning |
//! | --- | --- |
//! | contact | what came in; the unit of work. It becomes a *referral* when a decision accepts it |
//! | consultation | a contact without identity fields; ownership stays with the caller |
//! | referrer | the person who made the contact; while the call lasts, the *caller* |
//! | call | one telephone conversation being taken; it lives as a *draft* until it is filed |
//! | rating | how urgent: red, amber, green, blue. A person decides; the program only suggests |
//! | route | where it goes: section 47, section 17, Stage 2, early help, no further action, … |
//! | threshold | the level of need a decision weighs the contact against |
//! | section 47 | enquiry where a child is or may be suffering significant harm |
//! | strategy discussion | the multi-agency talk that a section 47 route must hold |
//! | deed | something done for a contact after the call, with what was filled in |
//! | notice | the outcome as it is told to referrer or family; it can be held back with a reason |
//! | feedback | telling the referrer what will happen, decided or not |
//! | duty | something that must be done by a time; a *clock* counts towards it |
//! | clock | one running duty: its start, due time, `act_by`, reasons and how it stopped |
//! | protocol | the local rules as data: hours, calendars, clocks, routes |
//! | register | the children and adults known before anybody rings |
//! | match | a known person who may be the one the caller speaks of; only a person links the two |
//! | owner | the worker or team a contact is allocated to |
//! | actor | the person who did something, with a role |

pub mod access;
pub mod actor;
pub mod body;
pub mod calendar;
pub mod check;
pub mod clocks;
pub mod close;
pub mod codes;
pub mod command;
pub mod contact;
pub mod decide;
pub mod deed;
pub mod disclosure;
pub mod draft;
pub mod emergency;
pub mod event;
pub mod facts;
pub mod handover;
pub mod horizon;
pub mod human;
pub mod ids;
pub mod intake;
pub mod letter;
pub mod load;
pub mod looked;
pub mod measure;
pub mod named;
pub mod outcome;
pub mod passphrase;
pub mod promise;
pub mod protocol;
pub mod query;
pub mod recount;
pub mod register;
pub mod restrict;
pub mod retention;
pub mod review;
pub mod ribbon;
pub mod same;
pub mod schema;
pub mod seek;
pub mod stamp;
pub mod story;
pub mod suggest;
pub mod table;
pub mod telling;
pub mod unseen;
pub mod way;
pub mod when;
