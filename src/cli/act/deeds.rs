//! A subcommand for each deed, made from the table: its fields are the flags.

use clap::{Arg, ArgMatches, Command, FromArgMatches, Subcommand, error::ErrorKind};

use crate::domain::deed::{DEEDS, Deed, DeedId, Field, FieldId, Kind};

/// A deed with what was typed.
#[derive(Debug)]
pub(super) struct Given {
    /// Which deed.
    pub(super) deed: DeedId,
    /// What was typed, by field.
    pub(super) typed: Vec<(FieldId, String)>,
}

fn subcommand(deed: &Deed) -> Command {
    Command::new(deed.id.code()).about(deed.doc).args(deed.fields.iter().map(flag))
}

fn flag(field: &Field) -> Arg {
    let help = match field.kind {
        Kind::One(choices) => {
            let codes: Vec<&str> = choices.iter().map(|choice| choice.code).collect();
            format!("{}: {}", field.label, codes.join(", "))
        }
        Kind::Past => format!("{} (now, if left out)", field.label),
        _ => field.label.to_owned(),
    };
    let value = match field.kind {
        Kind::Past | Kind::PastOrNone | Kind::Coming => "TIME",
        Kind::One(_) | Kind::Route | Kind::Raise => "CODE",
        Kind::Line | Kind::Agency | Kind::Asked | Kind::Rung => "NAME",
        Kind::Lines => "TEXT",
    };
    // A time that has come is now unless another is given; the domain says what else is missing.
    let required = field.must && !matches!(field.kind, Kind::Past | Kind::Asked);
    Arg::new(field.id.code()).long(field.id.code()).value_name(value).help(help).required(required)
}

impl Subcommand for Given {
    fn augment_subcommands(command: Command) -> Command {
        DEEDS.iter().fold(command, |command, deed| command.subcommand(subcommand(deed)))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        DeedId::from_code(name).is_some()
    }
}

impl FromArgMatches for Given {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let none = || clap::Error::new(ErrorKind::MissingSubcommand);
        let (name, given) = matches.subcommand().ok_or_else(none)?;
        let deed = DeedId::from_code(name).ok_or_else(none)?;
        let typed = deed.deed().fields.iter().filter_map(|field| {
            given.get_one::<String>(field.id.code()).map(|text| (field.id, text.clone()))
        });
        Ok(Self { deed, typed: typed.collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
