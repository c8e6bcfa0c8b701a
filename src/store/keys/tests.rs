use super::*;

fn key(byte: u8) -> Dek {
    Dek(Box::new([byte; 32]))
}

fn sidecar() -> Sidecar {
    let mut made = Sidecar::training(&key(7)).unwrap();
    made.vault = [9; 16];
    made
}

#[test]
fn the_format_is_frozen() {
    let bytes = sidecar().encode(&key(7));
    let mut text = String::new();
    push_hex(&mut text, &bytes);
    let body = format!(
        "{}0100{}0100000000000000010001010000000800{}20000000{}",
        "445554594b455953",
        "09".repeat(16),
        "747261696e696e67",
        "07".repeat(32)
    );
    assert!(text.starts_with(&body), "{text}");
    assert_eq!(bytes.len(), body.len() / 2 + 32);
}

#[test]
fn a_sidecar_reads_back_and_opens() {
    let read = Sealed::decode(sidecar().encode(&key(7))).unwrap();
    let (opened, dek) = read.open_training().unwrap();
    assert_eq!(opened, sidecar());
    assert_eq!(dek, key(7));
    assert!(opened.is_training());
}

#[test]
fn one_flipped_bit_anywhere_is_found() {
    let good = sidecar().encode(&key(7));
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let outcome = Sealed::decode(bad).and_then(Sealed::open_training);
        assert!(outcome.is_err(), "bit {bit} went unnoticed");
    }
}

#[test]
fn a_torn_sidecar_is_refused_at_every_length() {
    let good = sidecar().encode(&key(7));
    for length in 0..good.len() {
        assert!(Sealed::decode(good[..length].to_vec()).is_err(), "{length} bytes were accepted");
    }
}

#[test]
fn a_slot_of_a_newer_program_is_kept_and_named() {
    let mut made = sidecar();
    made.slots.push(Slot { kind: 77, epoch: 1, name: "recovery".into(), body: vec![1, 2, 3] });
    let (read, dek) = Sealed::decode(made.encode(&key(7))).unwrap().open_training().unwrap();
    assert_eq!(read.newer_slots().count(), 1);
    assert_eq!(read.encode(&dek), made.encode(&key(7)), "rewriting must lose nothing");

    made.slots.remove(0);
    let refused = Sealed::decode(made.encode(&key(7))).unwrap().open_training().unwrap_err();
    assert_eq!(refused.kind, Kind::Newer);
}

#[test]
fn a_later_format_is_refused_as_newer() {
    let mut bytes = sidecar().encode(&key(7));
    bytes[8] = 2;
    assert_eq!(Sealed::decode(bytes).unwrap_err().kind, Kind::Newer);
}

#[test]
fn neither_keys_nor_slots_show_themselves() {
    assert_eq!(format!("{:?}", key(7)), "Dek(***)");
    assert!(!format!("{:?}", sidecar()).contains("[7, 7"));
}
