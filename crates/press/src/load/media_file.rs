//! Files that an article or the site uses: pictures, sound, film, downloads.

use std::path::{Path, PathBuf};

use edition::{Address, encode};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::content::{Content, Match};
use crate::files;

/// What a relative address in a manuscript leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum Target {
    /// A file in CONTENT, from there, and how it was found.
    File(PathBuf, Match),
    /// A place outside CONTENT.
    Outside,
    /// No file.
    Nothing,
}

impl Target {
    /// Says why there is no file and what to do. `shown` is the address as people write it.
    pub(crate) fn objection(&self, shown: &str) -> String {
        match self {
            Target::Outside => format!("{shown} is outside the folder of manuscripts. Put the file next to the manuscript."),
            _ => no_file(shown),
        }
    }
}

/// Says that there is no file and what to do.
pub(crate) fn no_file(shown: &str) -> String {
    format!("there is no file {shown}. Put it next to the manuscript or correct the address.")
}

/// Follows a relative address: from the manuscript's folder, or from CONTENT if it begins with `/`. The address may be written raw
/// or percent-encoded, in any Unicode normal form.
pub(crate) fn follow(content: &Content, manuscript: &Path, address: &Address) -> Target {
    let address = address.as_str();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    // A name may contain `%`, `?` and `#` itself. What is written is tried first.
    let decoded = percent_decode_str(path).decode_utf8().ok();
    let whole = percent_decode_str(address).decode_utf8().ok();
    let candidates = [Some(path.into()), decoded, Some(address.into()), whole];
    let mut is_outside = false;
    for candidate in candidates.into_iter().flatten() {
        let Some(found) = files::resolve(manuscript.parent().unwrap_or(Path::new("")), &candidate) else {
            is_outside = true;
            continue;
        };
        let Some((file, how)) = content.file(&found) else { continue };
        match content.root.join(file).canonicalize() {
            // A link may lead out, too.
            Ok(real) if !real.starts_with(&content.canonical) => is_outside = true,
            Ok(real) if real.is_file() => return Target::File(file.to_owned(), how),
            _ => {}
        }
    }
    if is_outside { Target::Outside } else { Target::Nothing }
}

/// Returns the name of a file in the edition, in NFC.
pub(crate) fn name(path: &Path) -> String {
    format!("media/{}", files::shown(path).nfc())
}

/// Returns the name of a picture in its full size, where a smaller one has its own.
pub(crate) fn original_name(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    format!("{}.original.{extension}", name(path))
}

/// Returns the address of a file in the edition.
pub(crate) fn address(path: &Path) -> Option<Address> {
    Address::parse(&encode(&name(path)))
}

/// Returns the file of CONTENT, from there, that an address of the edition leads to.
pub(crate) fn of_address(content: &Content, address: &Address) -> Option<PathBuf> {
    let name = percent_decode_str(address.as_str()).decode_utf8().ok()?;
    content.file(Path::new(name.strip_prefix("media/")?)).map(|(file, _)| file.to_owned())
}

/// Returns why Windows cannot store a file under its name, if it cannot.
pub(crate) fn windows_objection(path: &Path) -> Option<String> {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    let name = files::shown(path);
    let part_of = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        part.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) || part.ends_with(['.', ' ']) || DEVICES.contains(&stem.as_str())
    };
    let part = name.split('/').find(|part| part_of(part))?;
    Some(format!("Windows cannot store a file or folder called “{part}”. Rename it if anybody is to copy the edition there."))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_found_raw_encoded_and_with_characters_that_have_a_meaning() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let names = ["a b.png", "50%.png", "Who?.png", "c#.png", "图 1.png", "🚢.png", "u\u{308}.png"];
        for name in names {
            std::fs::write(folder.path().join(name), "x").expect("a file can be written");
        }
        let content = Content::find(folder.path()).expect("the folder can be read");
        let encoded = names.map(edition::encode);
        for (name, address) in names.iter().zip(names).chain(names.iter().zip(encoded.iter().map(String::as_str))) {
            let address = Address::parse(address).expect("an address");
            assert_eq!(follow(&content, Path::new("a.md"), &address), Target::File(name.into(), Match::Exact), "{address}");
        }
        let missing = Address::parse("../x.png").expect("an address");
        assert_eq!(follow(&content, Path::new("a.md"), &missing), Target::Outside);
        assert_eq!(follow(&content, Path::new("sub/a.md"), &missing), Target::Nothing);
    }

    #[test]
    fn names_that_windows_cannot_store_are_reported() {
        for name in ["a:b.png", "sub?/a.png", "con.txt", "x./a.png", "a|b"] {
            assert!(windows_objection(Path::new(name)).is_some(), "{name}");
        }
        assert_eq!(windows_objection(Path::new("a b/图.png")), None);
    }

    proptest! {
        #[test]
        fn any_file_is_found_under_its_encoded_name(name in "[^/\\\\\\x00-\\x1f\\x7f._][^/\\\\\\x00-\\x1f\\x7f]{0,30}") {
            let folder = tempfile::tempdir().expect("a temporary folder");
            // Some systems refuse some names.
            prop_assume!(std::fs::write(folder.path().join(&name), "x").is_ok());
            let content = Content::find(folder.path()).expect("the folder can be read");
            let address = Address::parse(&format!("./{}", edition::encode(&name))).expect("an address");
            prop_assert_eq!(follow(&content, Path::new("a.md"), &address), Target::File(name.into(), Match::Exact));
        }
    }
}
