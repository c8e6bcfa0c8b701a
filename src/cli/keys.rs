//! `dutydesk keys`: every key, from the one table of actions.

use std::io::{self, Write};

use serde_json::json;

use super::stop::Ended;
use super::{Exit, Streams, print};
use crate::app::action::{Action, Group, Row, TABLE};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::domain::deed::DEEDS;

/// List every key and what it does.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Answer in Markdown, as docs/KEYS.md has it.
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Answer with one JSON array.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Ended {
    if args.json {
        let rows = TABLE.iter().map(|row| {
            let contexts: Vec<_> = row.contexts.iter().map(|context| context.code()).collect();
            json!({ "action": row.id, "keys": row.keys, "title": row.title, "does": row.doc,
                "group": row.group.code(), "where": contexts })
        });
        let record = Keymap::shown(Action::Record);
        let deeds = DEEDS.iter().map(|deed| {
            json!({ "action": format!("record:{}", deed.id), "keys": [format!("{record} {}", deed.letter)],
                "title": deed.title, "does": deed.doc, "group": Group::Act.code(), "where": ["selected"] })
        });
        print::json(streams.out, &rows.chain(deeds).collect::<Vec<_>>())?;
    } else if args.markdown {
        markdown(streams.out)?;
    } else {
        plain(streams.out)?;
    }
    Ok(Exit::Done)
}

fn rows(group: Group) -> impl Iterator<Item = &'static Row> {
    TABLE.iter().filter(move |row| row.group == group)
}

/// A chord as people read it: `g b`, `Ctrl-S`.
fn shown(chord: &str) -> String {
    let key = |name: &str| name.parse::<Key>().map_or_else(|_| name.to_owned(), |key| key.to_string());
    chord.split(' ').map(key).collect::<Vec<_>>().join(" ")
}

fn contexts(row: &Row) -> String {
    row.contexts.iter().map(|context| context.label()).collect::<Vec<_>>().join(", ")
}

fn plain(out: &mut dyn Write) -> io::Result<()> {
    for group in Group::ALL {
        writeln!(out, "{}", group.label())?;
        for row in rows(*group) {
            let keys = row.keys.iter().map(|chord| shown(chord)).collect::<Vec<_>>().join(" or ");
            writeln!(out, "  {keys:18}  {} ({}). {}", row.title, contexts(row), row.doc)?;
        }
        writeln!(out)?;
    }
    let record = Keymap::shown(Action::Record);
    writeln!(out, "What was done")?;
    for deed in DEEDS {
        let keys = format!("{record} {}", deed.letter);
        writeln!(out, "  {keys:18}  {} (Selected contact). {}", deed.title, deed.doc)?;
    }
    Ok(())
}

/// The document that is kept as `docs/KEYS.md`.
fn markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Keys\n")?;
    writeln!(out, "Made by `dutydesk keys --markdown` from the table of actions; do not edit.\n")?;
    writeln!(
        out,
        "Every action can also be found by name with `Ctrl-P`. A chord is typed one key after the other."
    )?;
    for group in Group::ALL {
        writeln!(out, "\n## {}\n", group.label())?;
        writeln!(out, "| Keys | Action | Where | What it does |\n| --- | --- | --- | --- |")?;
        for row in rows(*group) {
            let key = |chord: &&str| format!("`{}`", shown(chord).replace('|', "\\|"));
            // What has no key of its own is found by its name.
            let by_name = ["ctrl-p"];
            let keys = if row.keys.is_empty() { &by_name[..] } else { row.keys };
            let keys = keys.iter().map(key).collect::<Vec<_>>().join(" ");
            writeln!(
                out,
                "| {keys} | {} | {} | {} |",
                row.title,
                contexts(row),
                row.doc.replace('|', "\\|")
            )?;
        }
    }
    let record = Keymap::shown(Action::Record);
    writeln!(out, "\n## What was done (`{record}` and a letter)\n")?;
    writeln!(out, "| Keys | What is recorded | Command | What it does |\n| --- | --- | --- | --- |")?;
    for deed in DEEDS {
        writeln!(
            out,
            "| `{record} {}` | {} | `do REF {}` | {} |",
            deed.letter, deed.title, deed.id, deed.doc
        )?;
    }
    Ok(())
}
