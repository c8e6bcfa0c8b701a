//! Changing the data key, so that a copy of the old keys opens nothing written since.
//!
//! Needs the desk to itself, and never drops the old key before the record has been opened under the new one and checked:
//!
//! 1. a sidecar with both keys: every slot once for each;
//! 2. the log is moved into the record, and the record is encrypted anew;
//! 3. it is closed, opened under the new key and checked, pages and chain;
//! 4. a sidecar with the new key alone.
//!
//! Opening tries the newest key first and then the older one. Whoever finds two keys and has the desk alone goes on from where
//! it stopped.

use rusqlite::Connection;

use super::Step;
use super::change;
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;
use crate::store::connection::{self, Access, Checkpoint};
use crate::store::desk::Paths;
use crate::store::error::{Doing, Error, Kind, Result};
use crate::store::keys::{self, Dek, Sidecar};
use crate::store::{codec, events, meta, verify};

const DOING: &str = "change the desk's key";

/// A record, its sidecar and the key that opens it.
pub(crate) struct Keyed {
    pub(crate) conn: Connection,
    pub(crate) sidecar: Sidecar,
    pub(crate) dek: Dek,
}

/// Begins a change of key. Only with the desk to oneself and one key in the sidecar.
pub(crate) fn begin(paths: &Paths, keyed: &mut Keyed, step: &mut dyn FnMut(Step)) -> Result<Dek> {
    let fresh = Dek::random()?;
    let mut both = keyed.sidecar.clone();
    let epoch = both.epochs().first().copied().unwrap_or(1).saturating_add(1);
    for slot in &keyed.sidecar.slots {
        if slot.is_sealed() {
            both.slots.push(slot.reseal(&both.vault, &fresh, epoch)?);
        }
    }
    write(paths, &keyed.conn, &mut both, &fresh)?;
    step(Step::BothKeys);
    keyed.sidecar = both;
    Ok(fresh)
}

/// Carries a change of key to its end, from wherever it stands: `fresh` is the newest key of the sidecar, `keyed.dek` the one
/// that opens the record now.
pub(crate) fn finish(
    paths: &Paths,
    mut keyed: Keyed,
    fresh: Dek,
    now: Moment,
    step: &mut dyn FnMut(Step),
) -> Result<Keyed> {
    if keyed.dek != fresh {
        connection::checkpoint(&keyed.conn, Checkpoint::Truncate)?;
        step(Step::LogMoved);
        let sql = fresh.rekey();
        let done = keyed.conn.execute_batch(&sql);
        keys::wipe(sql);
        done.doing(DOING)?;
        step(Step::Rekeyed);
        drop(keyed.conn);
        keyed.conn = connection::open(&paths.db(), &fresh, Access::Existing)?;
        step(Step::Reopened);
    }
    connection::checkpoint(&keyed.conn, Checkpoint::Truncate)?;
    if let Some(bad) = verify::record_only(&keyed.conn)?.first_bad() {
        return Err(Error::new(
            Kind::Damaged,
            DOING,
            format!("the record does not check under its new key: {bad}"),
            "Both keys were kept.",
            "Put the desk back from the newest backup.",
        ));
    }
    step(Step::Checked);
    let mut alone = keyed.sidecar.clone();
    let epoch = alone.epochs().first().copied().unwrap_or(1);
    alone.slots.retain(|slot| slot.epoch == epoch || !slot.is_sealed());
    write(paths, &keyed.conn, &mut alone, &fresh)?;
    step(Step::NewKeyAlone);
    let event = codec::encode_desk(&DeskEvent::DataKeyChanged { epoch }, &codec::program(), now)?;
    keyed.conn.execute_batch("BEGIN IMMEDIATE").doing(DOING)?;
    let done = events::append_desk(&keyed.conn, event).and_then(|_| meta::set(&keyed.conn, meta::ROTATE, 0));
    keyed.conn.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).doing(DOING)?;
    done?;
    step(Step::Recorded);
    Ok(Keyed { conn: keyed.conn, sidecar: alone, dek: fresh })
}

/// Writes the next generation of the sidecar, and tells the record. A death in between is what [`change::settle`] finishes.
fn write(paths: &Paths, conn: &Connection, sidecar: &mut Sidecar, newest: &Dek) -> Result<()> {
    sidecar.generation = sidecar.generation.saturating_add(1);
    sidecar.write(&paths.keys(), newest)?;
    change::settle(conn, sidecar)
}
