//! What the program is built from, read from Cargo.lock without any tool: pinned, from the registry, each cipher once.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

/// One package of Cargo.lock.
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
}

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Packages that make, keep or use keys. A second version of one would be a second implementation to trust.
const KEEPS_KEYS: [&str; 21] = [
    "aead",
    "argon2",
    "blake2",
    "chacha20",
    "chacha20poly1305",
    "curve25519-dalek",
    "ed25519-dalek",
    "getrandom",
    "hkdf",
    "hmac",
    "libsqlite3-sys",
    "openssl-src",
    "openssl-sys",
    "poly1305",
    "rusqlite",
    "sha2",
    "sqlcipher-src",
    "subtle",
    "universal-hash",
    "x25519-dalek",
    "zeroize",
];

fn read(name: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn packages() -> Vec<Package> {
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    let text =
        |entry: &toml::Value, key: &str| entry.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let packages: Vec<Package> = lock
        .get("package")
        .and_then(toml::Value::as_array)
        .unwrap()
        .iter()
        .map(|entry| Package {
            name: text(entry, "name").unwrap(),
            version: text(entry, "version").unwrap(),
            source: text(entry, "source"),
            checksum: text(entry, "checksum"),
        })
        .collect();
    assert!(packages.len() > 100, "Cargo.lock was not read");
    packages
}

#[test]
fn the_source_of_the_record_s_encryption_is_pinned_to_one_version_and_its_checksum() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    assert_eq!(manifest["dependencies"]["sqlcipher-src"].as_str(), Some("=419.0.6"));
    let packages = packages();
    let found: Vec<&Package> = packages.iter().filter(|package| package.name == "sqlcipher-src").collect();
    assert_eq!(found.len(), 1);
    // Change both together, and only after reading what changed in SQLCipher and SQLite.
    assert!(found[0].version.starts_with("419.0.6+"), "{}", found[0].version);
    assert_eq!(
        found[0].checksum.as_deref(),
        Some("ab732d48ebf2a1449e94d071b26544f99845834c75c3c210e927ace097b49aa4")
    );
}

#[test]
fn everything_comes_from_the_registry_with_a_checksum() {
    for Package { name, version, source, checksum } in packages() {
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        assert_eq!(source.as_deref(), Some(REGISTRY), "{name} {version}");
        assert_eq!(checksum.map(|sum| sum.len()), Some(64), "{name} {version}");
    }
}

#[test]
fn what_handles_keys_is_there_once() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Package { name, version, .. } in packages() {
        versions.entry(name).or_default().push(version);
    }
    for name in KEEPS_KEYS {
        let Some(found) = versions.get(name) else {
            panic!("{name} is not used any more: take it off this list")
        };
        assert_eq!(found.len(), 1, "{name}: {found:?}");
    }
}

#[test]
fn the_program_runs_the_sqlcipher_and_the_sqlite_that_are_pinned() {
    let conn = Connection::open_in_memory().unwrap();
    let cipher: String = conn.pragma_query_value(None, "cipher_version", |row| row.get(0)).unwrap();
    assert!(cipher.starts_with(sqlcipher_src::SQLCIPHER_VERSION), "{cipher}");
    assert_eq!(rusqlite::version(), sqlcipher_src::SQLITE_VERSION);
    assert!(rusqlite::version_number() >= 3_051_003, "this SQLite can lose a commit of two processes");
}

#[test]
fn the_list_of_packages_and_the_notices_ship_with_the_program() {
    let lock: Vec<(String, String)> = packages().into_iter().map(|p| (p.name, p.version)).collect();
    let list = read("THIRD-PARTY.md");
    let listed: Vec<(String, String, String)> = list
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ").map(str::to_owned);
            Some((cells.next()?, cells.next()?, cells.next()?))
        })
        .filter(|(name, _, _)| !["package", "---"].contains(&name.as_str()))
        .collect();
    assert!(listed.len() > 50, "the list was not read");
    for (name, version, licence) in &listed {
        let there = lock.iter().any(|(known, v)| known == name && v == version);
        assert!(there, "{name} {version} is not in Cargo.lock: run .ci/third-party");
        assert!(!licence.trim().is_empty(), "{name} says no licence");
    }
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        assert!(
            listed.iter().any(|(known, _, _)| known == name),
            "{name} is not in THIRD-PARTY.md: run .ci/third-party"
        );
    }
    let notice = read("NOTICE");
    for file in ["licences/SQLCipher.txt", "licences/OpenSSL.txt", "licences/LibTomCrypt.txt"] {
        assert!(notice.contains(file), "{file} is not named in NOTICE");
        assert!(read(file).len() > 200, "{file} is empty");
    }
    assert!(read("licences/SQLCipher.txt").contains("Redistributions in binary form must reproduce"));
    assert!(notice.contains("THIRD-PARTY.md"));
}
